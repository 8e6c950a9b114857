"""The questions a therapist asks, on the patient's phone."""

import re

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import translation

from clinics.models import AuditEvent, User
from exercises.patient import links
from patients.models import Patient
from patients.outcomes.asking import ask
from patients.outcomes.instruments import QUESTIONNAIRES
from patients.outcomes.models import OutcomeScore, ScoreRequest

ANSWERS = {f"item_{position}": str(min(position, 4)) for position in range(9)}


@pytest.fixture
def secret(pat: Patient, ines: User) -> str:
    return links.derive_secret(links.make_link(pat, ines).salt)


@pytest.fixture
def phone(client: Client, secret: str) -> Client:
    client.post(reverse("patient_today", args=[secret]), {"birth_year": "1990"})
    return client


def address(secret: str) -> str:
    return reverse("patient_questions", args=[secret, "uwri"])


def test_what_is_asked_waits_on_todays_page(phone: Client, secret: str, pat: Patient, ines: User) -> None:
    today = reverse("patient_today", args=[secret])
    assert address(secret) not in phone.get(today).content.decode()
    ask(pat, ["uwri"], ines)
    assert address(secret) in phone.get(today).content.decode()


def test_answers_are_added_up_and_kept_once(phone: Client, secret: str, pat: Patient, ines: User) -> None:
    ask(pat, ["uwri"], ines)
    assert "Thank you" in phone.post(address(secret), ANSWERS).content.decode()
    kept = OutcomeScore.objects.get()
    assert (kept.total, kept.entered_by, kept.wording) == (26, None, "stance-1")
    assert ScoreRequest.objects.get().score == kept
    assert phone.post(address(secret), ANSWERS).status_code == 404
    event = AuditEvent.objects.get(record_kind="patients.outcomescore")
    assert (event.actor_kind, event.patient_id) == ("patient", str(pat.pk))


def test_open_questions_are_marked_and_nothing_is_lost(phone: Client, secret: str, pat: Patient, ines: User) -> None:
    ask(pat, ["uwri"], ines)
    page = phone.post(address(secret), {"item_0": "3"}).content.decode()
    assert page.count("Please choose an answer.") == 8
    assert re.search(r'<input[^>]*value="3"[^>]*id="id_item_0_3"[^>]* checked', page)
    assert not OutcomeScore.objects.exists()


def test_nobody_answers_what_was_not_asked(phone: Client, secret: str, pat: Patient, ines: User) -> None:
    assert phone.get(address(secret)).status_code == 404
    ask(pat, ["lefs"], ines)
    assert phone.get(address(secret)).status_code == 404


def test_strangers_are_sent_to_the_door(client: Client, secret: str, pat: Patient, ines: User) -> None:
    ask(pat, ["uwri"], ines)
    assert client.post(address(secret), ANSWERS).headers["Location"] == reverse("patient_today", args=[secret])
    assert not OutcomeScore.objects.exists()


def test_every_question_speaks_spanish() -> None:
    texts = [
        text
        for questionnaire in QUESTIONNAIRES.values()
        for text in (questionnaire.intro, *(t for item in questionnaire.items for t in (item.question, *item.answers)))
        if not str(text).isdecimal()
    ]
    english = [str(text) for text in texts]
    with translation.override("es"):
        unchanged = [text for text, lazy in zip(english, texts, strict=True) if str(lazy) == text]
    assert not unchanged
