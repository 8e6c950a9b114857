"""A clinic's own files with the items of an instrument. The items here are made up; none is an instrument's."""

from pathlib import Path

import pytest
from django.conf import LazySettings
from django.core.exceptions import ImproperlyConfigured
from django.test import Client
from django.urls import reverse
from django.utils import timezone, translation

from clinics.models import User
from exercises.patient import links
from patients.models import OutcomeScore, Patient, ScoreRequest
from patients.outcomes.asking import ask
from patients.outcomes.check import check_licensed_questionnaires
from patients.outcomes.licensed import in_folder
from patients.outcomes.reading import score_readings


def a_form(instrument: str = "lefs", items: int = 20, answers: int = 5, license: str = "Made up for a test") -> str:
    """English whole, Spanish with its own introduction and questions."""

    def part(language: str, intro: str, question: str) -> str:
        asked = "\n".join(f'[[{language}.items]]\nquestion = "{question} {place}"' for place in range(items))
        words = ", ".join(f'"{language} {points}"' for points in range(answers))
        return f'[{language}]\nintro = "{intro}"\nanswers = [{words}]\n{asked}\n'

    head = f'instrument = "{instrument}"\nlicense = "{license}"\n'
    return head + part("en", "How hard is it?", "Question") + part("es", "¿Cuánto cuesta?", "Pregunta")


@pytest.fixture
def folder(tmp_path: Path, settings: LazySettings) -> Path:
    settings.QUESTIONNAIRES = tmp_path
    return tmp_path


@pytest.fixture
def licensed(folder: Path) -> Path:
    (folder / "lefs.toml").write_text(a_form())
    return folder


def test_a_licensed_form_is_asked_in_the_readers_language(licensed: Path) -> None:
    lefs = in_folder(licensed)["lefs"]
    assert (len(lefs.items), lefs.is_asked, lefs.licence) == (20, True, "Made up for a test")
    assert (str(lefs.intro), str(lefs.items[19].question), str(lefs.items[0].answers[4])) == (
        "How hard is it?", "Question 19", "en 4",
    )  # fmt: skip
    with translation.override("es"):
        assert str(lefs.items[3].question) == "Pregunta 3"
    assert not in_folder(licensed)["uwri"].is_asked


def test_answers_on_the_phone_are_a_score_of_the_instrument(
    licensed: Path, client: Client, pat: Patient, ines: User
) -> None:
    pat.outcome_scores.create(instrument="lefs", wording="paper", total=50, answered_on=timezone.localdate())
    secret = links.derive_secret(links.make_link(pat, ines).salt)
    client.post(reverse("patient_today", args=[secret]), {"birth_year": "1990"})
    ask(pat, ["lefs"], ines)
    client.post(reverse("patient_questions", args=[secret, "lefs"]), {f"item_{place}": "3" for place in range(20)})
    kept = OutcomeScore.objects.get(wording="licensed")
    assert kept.total == 60
    assert ScoreRequest.objects.get().score == kept
    [reading] = score_readings(pat)
    assert reading.change_says == "10 points better: a clinically important change (MCID), 9 or more."


def test_a_therapist_may_ask_for_it_and_read_it_out(licensed: Path, client: Client, pat: Patient, ines: User) -> None:
    client.force_login(ines)
    page = client.get(reverse("score_new", args=[pat.pk, "lefs"])).content.decode()
    assert "Question 19" in page and "Made up for a test" in page
    client.post(reverse("score_ask", args=[pat.pk]), {"instruments": ["lefs"]})
    assert ScoreRequest.objects.get().instrument == "lefs"


@pytest.mark.parametrize(
    ("text", "complaint"),
    [
        (a_form(items=19), "lefs.toml, en: LEFS has 20 items"),
        (a_form("uwri", items=20), "UWRI has 9 items"),
        (a_form(answers=4), "needs 5 answers"),
        (a_form(license=" "), "license must say"),
        (a_form("nprs"), "instrument must be one of"),
        (a_form().replace("[es", "[fr").replace("[[es", "[[fr"), "the other parts are languages"),
        (a_form().replace('intro = "How hard is it?"', ""), "intro is missing"),
        (a_form().replace('question = "Question 7"', 'question = ""'), "question is missing"),
        ("instrument = lefs", "is no TOML file"),
        ('instrument = "lefs"\nlicense = "x"\n', "the other parts are languages"),
    ],
)
def test_a_form_that_does_not_fit_its_instrument_stops_the_start(folder: Path, text: str, complaint: str) -> None:
    (folder / "lefs.toml").write_text(text)
    with pytest.raises(ImproperlyConfigured, match=complaint):
        in_folder(folder)
    [told] = check_licensed_questionnaires(None)
    assert complaint in told.msg


def test_a_folder_that_is_not_there_is_said(tmp_path: Path, settings: LazySettings) -> None:
    settings.QUESTIONNAIRES = tmp_path / "nowhere"
    [told] = check_licensed_questionnaires(None)
    assert "there is no folder" in told.msg
