"""Every address that shows or changes anything of a patient leaves an event, for staff, patients and programs."""

from http.cookies import SimpleCookie
from typing import Any

import pytest
from access_rules import ADDRESSES, OK, PEOPLE, RULES, Rule, ids_for
from audit_free import NOTED_BY_THE_VIEW, is_free
from django.contrib.auth.models import Permission
from django.db import transaction
from django.http import HttpResponseBase
from django.test import Client
from django.urls import ResolverMatch, reverse
from signed_in import signed_in_cookies
from world import one_of_everything

from clinics.audit.addresses import finder_for
from clinics.models import AuditEvent, User
from exercises.models import PlanLink
from exercises.patient.links import derive_secret
from patients.models import Patient

HEALTH = {name: rule for name, rule in RULES.items() if not is_free(name)}


def is_told_of(name: str, kwargs: dict[str, Any]) -> bool:
    namespace, _, inner = name.rpartition(":")
    return finder_for(ResolverMatch(print, (), kwargs, inner, namespaces=[namespace] if namespace else [])) is not None


def test_every_address_is_told_of_or_shows_nobody() -> None:
    patterns = {name: dict.fromkeys(getattr(pattern.pattern, "converters", {})) for name, pattern in ADDRESSES.items()}
    untold = [
        name
        for name, kwargs in patterns.items()
        if not (is_free(name) or is_told_of(name, kwargs) or name in NOTED_BY_THE_VIEW)
        and not name.endswith(":None")
        and not name.startswith("admin:patients_patient_")
    ]
    assert not untold, f"Say in an audited.py what these show, or in audit_free.py that it is nothing: {untold}"


@pytest.fixture
def world(north, south, ines, pat) -> dict[str, object]:
    return one_of_everything(north, south, ines, pat)


def asked(cookies: SimpleCookie, rule: Rule, address: str, **headers: str) -> tuple[HttpResponseBase, set[str]]:
    """The answer, and whom the new events are about. Whatever the request changed is undone."""
    client = Client(raise_request_exception=False, headers=headers)
    client.cookies = SimpleCookie({name: morsel.value for name, morsel in cookies.items()})
    last = AuditEvent.objects.count()
    with transaction.atomic():
        response = getattr(client, rule.method)(address, rule.data)
        events = AuditEvent.objects.filter(number__gt=last)
        told = {event.patient_id or event.record_kind for event in events}
        transaction.set_rollback(True)
    return response, told


@pytest.mark.long
def test_whatever_staff_see_is_in_the_trail(world: dict[str, object], ines: User, dana: User) -> None:
    jars = {"ines": signed_in_cookies(ines), "dana": signed_in_cookies(dana)}
    silent = []
    for name, rule in HEALTH.items():
        for person in jars:
            if dict(zip(PEOPLE, rule.answers, strict=True))[person] != OK or "secret" in "".join(rule.ids):
                continue
            answer, told = asked(jars[person], rule, reverse(name, kwargs=ids_for(rule, world)), range="bytes=-0x")
            if (answer.status_code < 300 or answer.status_code == 416) and not told:
                silent.append(f"{name} for {person}: {answer.status_code}")
    assert not silent


@pytest.mark.long
def test_whatever_a_patient_sees_is_in_the_trail(world: dict[str, object], pat: Patient) -> None:
    client = Client()
    secret = derive_secret(PlanLink.objects.get(pk=world["link"]).salt)
    client.post(reverse("patient_today", args=[secret]), {"birth_year": pat.birth_date.year})
    AuditEvent.objects.all().delete()
    silent = []
    for name, rule in HEALTH.items():
        if "secret" not in rule.ids:
            continue
        answer, told = asked(client.cookies, rule, reverse(name, kwargs=ids_for(rule, world)))
        if answer.status_code < 300 and told != {str(pat.pk)}:
            silent.append(f"{name}: {answer.status_code} {told}")
    assert not silent


def test_the_door_and_a_strangers_guess_leave_nothing(world: dict[str, object]) -> None:
    client = Client()
    last = AuditEvent.objects.count()
    for secret in (world["secret"], "a" * 43):
        client.get(reverse("patient_today", args=[secret]))
        client.get(reverse("patient_progress", args=[secret]))
    assert AuditEvent.objects.count() == last


def test_news_that_a_page_asks_for_are_one_event_in_ten_minutes(client: Client, ines: User, north: object) -> None:
    client.force_login(ines)
    last = AuditEvent.objects.count()
    for _ in range(3):
        client.get(reverse("worklist_news"))
    (event,) = AuditEvent.objects.filter(number__gt=last)
    assert (event.record_kind, event.record_id, event.clinic) == ("patients.patient", "", north)


def test_the_operators_list_is_in_the_trail(client: Client, world: dict[str, object], ines: User) -> None:
    operator = User.objects.create(email="op@clinic.test", full_name="Op Erator", is_staff=True)
    operator.user_permissions.set(Permission.objects.filter(content_type__app_label="patients"))
    client.force_login(operator)
    last = AuditEvent.objects.count()
    assert client.get(reverse("admin:patients_patient_changelist")).status_code == 200
    assert [event.record_kind for event in AuditEvent.objects.filter(number__gt=last)] == ["patients.patient"]
