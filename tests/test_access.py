"""Every address of the site, asked for by every kind of person, with ids that really exist."""

from dataclasses import replace
from http.cookies import SimpleCookie
from urllib.parse import urlsplit

import cast
import pytest
from access_rules import ADDRESSES, LOGIN, NOTHING, OK, PEOPLE, RULES, Rule, ids_for, nobody_here
from django.apps import apps
from django.db import transaction
from django.http import HttpResponse
from django.test import Client
from django.urls import reverse
from signed_in import signed_in_cookies
from world import one_of_everything

from clinics.models import Role
from exercises.models import Message, Plan, PlanItem
from gait.models import Analysis, Recording, SignedReport
from patients.models import Consent, EmergencyAccess, Patient

OPERATORS = [name for name in ADDRESSES if name.startswith("admin:") and not name.endswith(":None")]
READ_IN_AN_EMERGENCY = ("patient", "assessment", "report", "plan", "api_patient", "api_report")
CHANGED_BY_NOBODY = {Patient, Consent, Recording, Analysis, SignedReport, Plan, PlanItem, Message}
OPEN_AT_THE_DESK = ["admin:login", "admin:logout", "admin:jsi18n"]
"""Its own way in and out, and the words of its scripts."""


@pytest.fixture
def world(north, south, ines, pat) -> dict[str, object]:
    return one_of_everything(north, south, ines, pat)


@pytest.fixture
def cookies(ines, omar, dana, south) -> dict[str, SimpleCookie]:
    """What each person's browser holds, fresh from signing in with a password."""
    people = {"visitor": None, "ines": ines, "omar": omar, "dana": dana, "dora": cast.member("Dora", south, Role.ADMIN)}
    return {name: signed_in_cookies(user) for name, user in people.items()}


def test_every_address_has_a_rule() -> None:
    unruled = sorted(name for name in set(ADDRESSES) - set(RULES) if not name.startswith("admin:"))
    assert not unruled, f"Say in RULES of access_rules.py who may open: {', '.join(unruled)}"


def test_every_rule_has_an_address() -> None:
    gone = sorted(set(RULES) - set(ADDRESSES))
    assert not gone, f"RULES of access_rules.py names addresses that are gone: {', '.join(gone)}"


@pytest.mark.long
def test_everybody_gets_what_the_rules_say(world: dict[str, object], cookies: dict[str, SimpleCookie]) -> None:
    wrong = []
    for name, rule in RULES.items():
        address = reverse(name, kwargs=ids_for(rule, world))
        for person, wanted in zip(PEOPLE, rule.answers, strict=True):
            answer = answer_to(cookies[person], rule, address)
            if answer != wanted:
                wrong.append(f"{name}: {person} ({PEOPLE[person]}) gets {answer}, the rule says {wanted}")
    assert not wrong, "\n".join(wrong)


def test_nobody_but_an_operator_reaches_the_desk(world: dict[str, object], cookies: dict[str, SimpleCookie]) -> None:
    ids = {"object_id": world["patient"], "content_type_id": 1, "app_label": "patients", "id": 1, "url": "x"}
    for name in set(OPERATORS) - set(OPEN_AT_THE_DESK):
        pattern = ADDRESSES[name].pattern
        wanted = getattr(pattern, "converters", None) or pattern.regex.groupindex
        address = reverse(name, kwargs={key: ids[key] for key in wanted})
        assert {answer_to(cookies[person], nobody_here(), address) for person in PEOPLE} == {LOGIN}, name


def answer_to(cookies: SimpleCookie, rule: Rule, address: str) -> str:
    """What the person gets, in the words of a rule. Whatever the request changed is undone."""
    client = Client(raise_request_exception=False)
    client.cookies = SimpleCookie({name: morsel.value for name, morsel in cookies.items()})
    with transaction.atomic():
        response = getattr(client, rule.method)(address, rule.data)
        transaction.set_rollback(True)
    return in_words(response)


def in_words(response: HttpResponse) -> str:
    if response.status_code in {401, 403, 404, 405, 500}:
        return str(response.status_code)
    asks_to_sign_in = urlsplit(response.headers.get("Location", "")).path in {
        reverse("account_login"),
        reverse("admin:login"),
    }
    return LOGIN if asks_to_sign_in else OK


@pytest.mark.long
def test_who_opened_a_record_in_an_emergency_changes_nothing(
    world: dict[str, object], omar, pat, cookies: dict[str, SimpleCookie]
) -> None:
    EmergencyAccess.objects.create(patient=pat, user=omar, reason="A fall at night")
    before = {model: list(model._base_manager.values()) for model in apps.get_models() if model in CHANGED_BY_NOBODY}
    changing = {
        name: rule
        for name, rule in RULES.items()
        if rule.method != "get" and rule.answers[1] == NOTHING and name not in {"emergency_close", "emergency_note"}
    }
    for name, rule in changing.items():
        answer = answer_to(cookies["omar"], rule, reverse(name, kwargs=ids_for(rule, world)))
        assert answer in {"403", "404"}, f"{name}: {answer}"
    for name in READ_IN_AN_EMERGENCY:
        assert answer_to(cookies["omar"], RULES[name], reverse(name, kwargs=ids_for(RULES[name], world))) == OK, name
    for name in ("patient_edit", "patient_merge", "patient_transfer", "episode_new", "strength_new"):
        rule = replace(RULES[name], method="post")
        assert answer_to(cookies["omar"], rule, reverse(name, kwargs=ids_for(rule, world))) == "403", name
    assert before == {model: list(model._base_manager.values()) for model in before}
