"""Nobody's program sees more than its person, asks for too much, or breaks anything with what it sends."""

from datetime import timedelta

import cast
import filmed
import pytest
from allauth.mfa.totp.internal.auth import TOTP, generate_totp_secret
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone
from plan_cast import make_report
from rest_framework.authtoken.models import Token
from rest_framework.test import APIClient

from clinics.models import Role
from exercises.following.diary import log_done
from exercises.plan.drafting import draft_from_report
from exercises.plan.inputs import Answers
from exercises.plan.versions import activate
from patients.models import Patient

pytestmark = pytest.mark.django_db

CANARY = "Wrenfeather"
OF_A_PATIENT = {
    "api_patient": "patient", "api_assessments": "patient", "api_reports": "patient", "api_plans": "patient",
    "api_runs": "patient",
    "api_assessment": "assessment", "api_analysis": "analysis", "api_result": "analysis", "api_series": "analysis",
    "api_report": "report", "api_plan": "plan", "api_diary": "plan",
}  # fmt: skip


@pytest.fixture
def wren(world) -> dict[str, object]:
    """The world, with a patient whose name would be recognised wherever it leaks."""
    Patient.objects.filter(pk=world["patient"]).update(last_name=CANARY, record_number=CANARY, email="w@wren.test")
    return world


def test_a_refusal_holds_nothing_of_what_it_refuses(wren, as_ines, as_omar, as_dana):
    for name, key in OF_A_PATIENT.items():
        address = reverse(name, args=[wren[key]])
        for client, status in ((APIClient(), 401), (as_omar, 404), (as_dana, 403)):
            answer = client.get(address)
            assert answer.status_code == status, name
            assert CANARY not in answer.content.decode() + str(answer.headers)
            assert list(answer.json()) == ["detail"]
        assert as_ines.get(address).status_code == 200, name


@pytest.mark.parametrize("query", ["", "?ordering=last_name", "?ordering=-created_at", "?page_size=200", "?page=1"])
def test_a_list_holds_no_row_of_another_clinic(as_omar, wren, sol, query):
    rows = as_omar.get(reverse("api_patients") + query).json()
    assert (rows["count"], [row["first_name"] for row in rows["results"]]) == (1, ["Sol"])


def test_a_filter_cannot_reach_into_another_clinic(as_omar, wren, sol):
    address = reverse("api_patients")
    assert as_omar.get(address, {"clinic": "north"}).json()["results"] == []
    assert as_omar.get(address, {"clinic": "south"}).json()["count"] == 1
    found = as_omar.post(reverse("api_patient_search"), {"q": CANARY}, format="json")
    assert (found.status_code, found.json()["count"]) == (200, 0)
    assert as_omar.get(address, {"ordering": "clinic__memberships__user__password"}).json()["count"] == 1


def test_a_foreign_patient_takes_no_assessment(as_omar, pat):
    body = {"activity": "walking", "pain_nprs": 0, "consent_confirmed": True}
    assert as_omar.post(reverse("api_assessments", args=[pat.pk]), body, format="json").status_code == 404
    assert not pat.assessments.exists()
    assert not pat.consents.exists()


def test_a_page_has_a_largest_size(as_ines, north):
    Patient.objects.bulk_create(
        Patient(clinic=north, first_name="P", last_name=str(number), birth_date="1990-01-01") for number in range(203)
    )
    page = as_ines.get(reverse("api_patients"), {"page_size": 10**9}).json()
    assert (page["count"], len(page["results"])) == (203, 200)


def queries_of(client, address: str) -> int:
    client.get(address)
    with CaptureQueriesContext(connection) as queries:
        assert client.get(address).status_code == 200
    return len(queries)


def test_longer_lists_need_no_more_queries(as_ines, ines, north, pat):
    walk = filmed.assessment(pat, ines)
    filmed.run_of(walk)
    addresses = [reverse("api_patients"), reverse("api_assessments", args=[pat.pk]),
                 reverse("api_assessment", args=[walk.pk]), reverse("api_patient", args=[pat.pk])]  # fmt: skip
    short = [queries_of(as_ines, address) for address in addresses]
    for number in range(4):
        filmed.run_of(walk)
        filmed.assessment(pat, ines)
        cast.patient(f"P{number}", north)
    assert [queries_of(as_ines, address) for address in addresses] == short
    assert max(short) <= 12


def test_longer_histories_need_no_more_queries(as_ines, ines, pat):
    _, draft = draft_from_report(make_report(pat, ines), ines, Answers())
    plan = activate(draft, ines)
    today = timezone.localdate()
    log_done(plan.items.first(), today)
    addresses = [reverse("api_reports", args=[pat.pk]), reverse("api_plans", args=[pat.pk]),
                 reverse("api_plan", args=[plan.pk]), reverse("api_diary", args=[plan.pk])]  # fmt: skip
    short = [queries_of(as_ines, address) for address in addresses]
    for days in range(1, 4):
        make_report(pat, ines)
        draft_from_report(plan.report, ines, Answers())
        for item in plan.items.all():
            log_done(item, today - timedelta(days=days))
    assert as_ines.get(addresses[0]).json()["count"] == 4
    assert as_ines.get(addresses[3]).json()["count"] > 4
    assert [queries_of(as_ines, address) for address in addresses] == short
    assert max(short) <= 12


# --- malformed ---------------------------------------------------------------------------------------------------

JSON = "application/json"
BROKEN = {
    "nothing": (b"", JSON),
    "half": (b'{"q": "pa', JSON),
    "list": (b"[1, 2]", JSON),
    "number": (b"7", JSON),
    "null": (b"null", JSON),
    "nan": (b'{"q": NaN, "pain_nprs": NaN}', JSON),
    "huge number": (b'{"q": 1, "pain_nprs": ' + b"9" * 5000 + b"}", JSON),
    "deep": (b"[" * 50_000, JSON),
    "large": (b'{"q": "' + b"a" * 100_000 + b'"}', JSON),
    "no utf-8": (b'{"q": "\xff\xfe"}', JSON),
    "nul": (b'{"q": "\\u0000", "footwear": "\\u0000"}', JSON),
    "lone surrogate": (b'{"q": "\\ud800", "footwear": "\\ud800"}', JSON),
    "objects for words": (b'{"q": {"a": 1}, "activity": {"b": []}, "filmed_on": []}', JSON),
    "xml": (b"<?xml version='1.0'?><!DOCTYPE x [<!ENTITY y SYSTEM 'file:///etc/passwd'>]><x>&y;</x>", "text/xml"),
    "multipart without its border": (b"abc", "multipart/form-data"),
    "multipart cut off": (b"--x\r\nContent-Disposition: form-data; name=video", "multipart/form-data; boundary=x"),
    "strange charset": (b"{}", "application/json; charset=klingon"),
}


@pytest.mark.parametrize("body", BROKEN.values(), ids=BROKEN)
def test_a_broken_body_is_the_senders_mistake(as_ines, pats_walk, pat, body):
    content, content_type = body
    addresses = [reverse("api_patient_search"), reverse("api_assessments", args=[pat.pk]),
                 reverse("api_recordings", args=[pats_walk.pk])]  # fmt: skip
    for address in addresses:
        answer = as_ines.generic("POST", address, content, content_type)
        assert 400 <= answer.status_code < 500, (address, answer.status_code)
    assert pat.assessments.count() == 1


@pytest.mark.parametrize(
    "query",
    ["?page=0", "?page=-1", "?page=9" + "9" * 40, "?page=%00", "?clinic=%00", "?clinic=a%27--", "?clinic=%F0%9F%92%A9",
     "?format=xml", "?ordering=%00", "?page_size=-5", "?page_size=1e9"],
)  # fmt: skip
def test_a_broken_query_is_no_fault_of_ours(as_ines, pat, query):
    assert as_ines.get(reverse("api_patients") + query).status_code < 500


# --- who is asking -----------------------------------------------------------------------------------------------


def with_token(token: Token) -> APIClient:
    client = APIClient()
    client.credentials(HTTP_AUTHORIZATION=f"Token {token.key}")
    return client


def test_a_token_speaks_for_its_person_and_no_cache_keeps_the_answer(ines, pat):
    answer = with_token(Token.objects.create(user=ines)).get(reverse("api_patients"))
    assert (answer.status_code, answer.json()["count"]) == (200, 1)
    assert answer.headers["Cache-Control"] == "no-store"


@pytest.mark.parametrize("end", ["revoked", "old", "dismissed"])
def test_a_token_ends(ines, end):
    token = Token.objects.create(user=ines)
    if end == "revoked":
        token.delete()
    elif end == "old":
        Token.objects.update(created=timezone.now() - timedelta(days=91))
    else:
        ines.is_active = False
        ines.save()
    answer = with_token(token).get(reverse("api_patients"))
    assert answer.status_code == 401
    assert answer.headers["WWW-Authenticate"] == "Token"


def test_a_token_does_not_lead_around_the_second_factor(ines, settings):
    client = with_token(Token.objects.create(user=ines))
    settings.IS_PUBLIC = True
    assert client.get(reverse("api_patients")).status_code == 401
    TOTP.activate(ines, generate_totp_secret())
    assert client.get(reverse("api_patients")).status_code == 200


def test_a_therapist_who_moved_sees_the_new_clinic_only(ines, north, south, pat, sol):
    client = with_token(Token.objects.create(user=ines))
    ines.memberships.update(clinic=south)
    assert [row["first_name"] for row in client.get(reverse("api_patients")).json()["results"]] == ["Sol"]
    ines.memberships.update(role=Role.ADMIN)
    assert client.get(reverse("api_patients")).status_code == 403


def test_a_session_needs_the_csrf_token_to_write(ines, pats_walk):
    client = APIClient(enforce_csrf_checks=True)
    client.force_login(ines)
    run = filmed.run_of(pats_walk)
    assert client.post(reverse("api_analysis_cancel", args=[run.pk])).status_code == 403
    run.refresh_from_db()
    assert run.status == "queued"


def test_who_asks_too_often_waits(as_ines, north, monkeypatch):
    monkeypatch.setattr("rest_framework.throttling.UserRateThrottle.rate", "3/min", raising=False)
    answers = [as_ines.get(reverse("api_clinics")).status_code for _ in range(4)]
    assert answers == [200, 200, 200, 429]
