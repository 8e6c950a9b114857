"""The way back by mail: a code and the birth year, the same answer for everybody, few tries."""

import re

import pytest
from django.test import Client

from clinics.models import AuditEvent, OutboxMail
from clinics.rules import health_words
from exercises.models import Plan, PlanLink

ADDRESS = "pat@home.test"


@pytest.fixture
def known(plan: Plan, secret: str) -> Plan:
    plan.patient.email = ADDRESS
    plan.patient.save()
    return plan


def ask(email: str = ADDRESS) -> Client:
    browser = Client()
    browser.answer = browser.post("/my-plan/", {"email": email})
    return browser


def code_in_mail() -> str:
    return re.search(r"\d{6}", OutboxMail.objects.latest("written_at").content["text"]).group()


def redeem(code: str, *, year: str = "1990", email: str = ADDRESS) -> object:
    return Client().post("/my-plan/", {"email": email, "code": code, "birth_year": year})


def test_code_and_year_open_the_plan(known: Plan, secret: str):
    browser = ask()
    answer = browser.post("/my-plan/", {"email": ADDRESS, "code": code_in_mail(), "birth_year": "1990"})
    assert answer.headers["Location"] == f"/p/{secret}/"
    assert "Hello Pat" in browser.get(f"/p/{secret}/").content.decode()
    assert AuditEvent.objects.filter(actor_kind="patient", record_kind="exercises.planlink").exists()


def test_known_and_unknown_addresses_get_the_same_page(known: Plan):
    pages = [ask(email).answer for email in (ADDRESS, "nobody@home.test")]
    told = [
        re.sub(r'(value|content)="[^"]*"|X-CSRFToken": "[^"]*|nonce="[^"]*"', "", p.content.decode()) for p in pages
    ]
    assert told[0] == told[1]
    assert [page.status_code for page in pages] == [200, 200]
    assert OutboxMail.objects.count() == 1


def test_a_code_opens_nothing_without_the_year_and_only_once(known: Plan):
    ask()
    code = code_in_mail()
    assert redeem(code, year="1991").status_code == 403
    assert redeem(code).status_code == 302
    assert redeem(code).status_code == 403


def test_guessing_ends_after_five_tries(known: Plan):
    ask()
    code = code_in_mail()
    wrong = f"{(int(code) + 1) % 10**6:06d}"
    assert [redeem(wrong).status_code for _ in range(5)] == [403] * 5
    assert redeem(code).status_code == 429


def test_a_mailbox_is_not_flooded(known: Plan):
    for _again in range(6):
        assert ask().answer.status_code == 200
    assert OutboxMail.objects.count() == 3


def test_a_visitor_does_not_try_out_addresses(known: Plan):
    answers = [ask(f"p{number}@home.test").answer.status_code for number in range(21)]
    assert answers == [200] * 20 + [429]


def test_a_revoked_link_does_not_come_back(known: Plan):
    PlanLink.objects.update(revoked_at=known.drafted_at)
    ask()
    assert not OutboxMail.objects.exists()


def test_the_mail_says_nothing_about_health(known: Plan):
    ask()
    told = OutboxMail.objects.get().content
    words = told["subject"] + told["text"].replace(str(known.patient.clinic), "")
    assert not health_words().search(words), words
    assert known.patient.first_name not in words
