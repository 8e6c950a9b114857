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
from patients.outcomes.instruments import SHIPPED
from patients.outcomes.models import OutcomeScore, ScoreRequest

ANSWERS = {"item_0": "8"}
ACTIVITIES = {"activity_0": "Stairs", "points_0": "4", "activity_1": "Running", "points_1": "1"}


@pytest.fixture
def secret(pat: Patient, ines: User) -> str:
    return links.derive_secret(links.make_link(pat, ines).salt)


@pytest.fixture
def phone(client: Client, secret: str) -> Client:
    client.post(reverse("patient_today", args=[secret]), {"birth_year": "1990"})
    return client


def address(secret: str, instrument: str = "groc") -> str:
    return reverse("patient_questions", args=[secret, instrument])


def test_what_is_asked_waits_on_todays_page(phone: Client, secret: str, pat: Patient, ines: User) -> None:
    today = reverse("patient_today", args=[secret])
    assert address(secret) not in phone.get(today).content.decode()
    ask(pat, ["groc"], ines)
    assert address(secret) in phone.get(today).content.decode()


def test_answers_are_added_up_and_kept_once(phone: Client, secret: str, pat: Patient, ines: User) -> None:
    ask(pat, ["groc"], ines)
    assert "Thank you" in phone.post(address(secret), ANSWERS).content.decode()
    kept = OutcomeScore.objects.get()
    assert (kept.total, kept.entered_by, kept.wording) == (3, None, "scale")
    assert ScoreRequest.objects.get().score == kept
    assert phone.post(address(secret), ANSWERS).status_code == 404
    event = AuditEvent.objects.get(record_kind="patients.outcomescore")
    assert (event.actor_kind, event.patient_id) == ("patient", str(pat.pk))


def test_own_activities_are_asked_again_in_the_same_words(phone: Client, secret: str, pat: Patient, ines: User) -> None:
    ask(pat, ["psfs"], ines)
    assert "Thank you" in phone.post(address(secret, "psfs"), ACTIVITIES).content.decode()
    assert OutcomeScore.objects.get().total == 2.5
    ask(pat, ["psfs"], ines)
    page = phone.get(address(secret, "psfs")).content.decode()
    assert "Stairs" in page and 'name="activity_0"' not in page
    phone.post(address(secret, "psfs"), {"points_0": "9", "points_1": "6", "activity_0": "Something else"})
    assert OutcomeScore.objects.first().answers == [
        {"activity": "Stairs", "points": 9},
        {"activity": "Running", "points": 6},
    ]


def test_open_questions_are_marked_and_nothing_is_lost(phone: Client, secret: str, pat: Patient, ines: User) -> None:
    ask(pat, ["psfs"], ines)
    page = phone.post(address(secret, "psfs"), {"activity_0": "Stairs", "points_1": "3"}).content.decode()
    assert page.count("Please choose an answer.") == 1
    assert page.count("Please name the activity.") == 1
    assert 'value="Stairs"' in page
    assert re.search(r'<input[^>]*value="3"[^>]*id="id_points_1_3"[^>]* checked', page)
    assert not OutcomeScore.objects.exists()


def test_nobody_answers_what_was_not_asked(phone: Client, secret: str, pat: Patient, ines: User) -> None:
    assert phone.get(address(secret)).status_code == 404
    ask(pat, ["nprs"], ines)
    assert phone.get(address(secret)).status_code == 404


def test_a_request_whose_items_may_not_be_shown_is_not_on_the_phone(
    phone: Client, secret: str, pat: Patient, ines: User
) -> None:
    ask(pat, ["lefs"], ines)
    assert "/lefs/" not in phone.get(reverse("patient_today", args=[secret])).content.decode()
    assert phone.get(address(secret, "lefs")).status_code == 404


def test_strangers_are_sent_to_the_door(client: Client, secret: str, pat: Patient, ines: User) -> None:
    ask(pat, ["groc"], ines)
    assert client.post(address(secret), ANSWERS).headers["Location"] == reverse("patient_today", args=[secret])
    assert not OutcomeScore.objects.exists()


def test_every_question_speaks_spanish() -> None:
    texts = [
        text
        for questionnaire in SHIPPED.values()
        for text in (questionnaire.intro, *(t for item in questionnaire.items for t in (item.question, *item.answers)))
        if re.search("[a-z]", str(text))
    ]
    english = [str(text) for text in texts]
    assert len(english) >= 8
    with translation.override("es"):
        unchanged = [text for text, lazy in zip(english, texts, strict=True) if str(lazy) == text]
    assert not unchanged
