"""What of scores waits on the worklist, and what other programs may read."""

from datetime import date, timedelta

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from clinics.models import User
from patients.models import Patient
from patients.outcomes import waiting
from patients.outcomes.asking import ask
from patients.outcomes.models import OutcomeScore, ScoreRequest
from patients.outcomes.waiting import waiting_for


@pytest.fixture
def desk(client: Client, ines: User) -> Client:
    client.force_login(ines)
    return client


def answered(pat: Patient, total: int, *, days_ago: int = 0) -> OutcomeScore:
    at = timezone.now() - timedelta(days=days_ago)
    return pat.outcome_scores.create(
        instrument="nprs", wording="scale", total=total, answered_on=at.date(), created_at=at
    )


def test_an_answer_waits_until_the_patients_page_is_opened(desk: Client, pat: Patient, ines: User) -> None:
    answered(pat, 6)
    page = desk.get(reverse("worklist")).content.decode()
    assert "NPRS 6/10 answered." in page
    desk.get(reverse("patient", args=[pat.pk]))
    assert waiting_for(ines) == []


def test_a_worse_answer_says_so_and_comes_first(pat: Patient, ines: User) -> None:
    other = Patient.objects.create(clinic=pat.clinic, first_name="Ned", last_name="New", birth_date=date(1990, 1, 1))
    answered(other, 5)
    answered(pat, 2, days_ago=20)
    answered(pat, 7)
    first, *_ = waiting_for(ines)
    assert (first.patient, first.is_worse) == (pat, True)
    assert first.why == "NPRS 7/10 answered. 5 points worse: an important change, 2 or more."


@pytest.mark.parametrize(("rating", "is_worse"), [(-5, True), (-1, True), (0, False), (3, False)])
def test_a_rating_of_change_below_zero_is_worse_by_itself(
    pat: Patient, ines: User, rating: int, is_worse: bool
) -> None:
    pat.outcome_scores.create(instrument="groc", wording="scale", total=rating, answered_on=timezone.localdate())
    [row] = waiting_for(ines)
    assert row.is_worse is is_worse


def test_what_is_seen_or_unchanged_takes_no_place_of_what_is_worse(
    desk: Client, pat: Patient, ines: User, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(waiting, "MAX_ROWS", 2)
    answered(pat, 2, days_ago=20)
    answered(pat, 7, days_ago=5)
    for name in ("Ann", "Bea", "Cleo"):
        other = Patient.objects.create(clinic=pat.clinic, first_name=name, last_name="New", birth_date=date(1990, 1, 1))
        answered(other, 5)
    assert [row.is_worse for row in waiting_for(ines)] == [True, False]
    for other in Patient.objects.exclude(pk=pat.pk):
        desk.get(reverse("patient", args=[other.pk]))
    assert [row.patient for row in waiting_for(ines)][:1] == [pat]


def test_what_staff_entered_does_not_wait(pat: Patient, ines: User) -> None:
    pat.outcome_scores.create(instrument="uwri", wording="paper", total=20, entered_by=ines)
    assert waiting_for(ines) == []


def test_an_open_question_waits_after_a_week(pat: Patient, ines: User) -> None:
    [asked] = ask(pat, ["psfs"], ines)
    assert waiting_for(ines) == []
    ScoreRequest.objects.filter(pk=asked.pk).update(asked_at=timezone.now() - timedelta(days=8))
    [row] = waiting_for(ines)
    assert row.why.startswith("PSFS asked") and row.why.endswith("not answered yet.")


def test_other_clinics_and_struck_out_answers_do_not_show(pat: Patient, ines: User, omar: User) -> None:
    score = answered(pat, 6)
    assert waiting_for(omar) == []
    OutcomeScore.objects.filter(pk=score.pk).update(struck_out_at=timezone.now())
    assert waiting_for(ines) == []


def test_other_programs_read_strength_and_scores(desk: Client, pat: Patient, ines: User) -> None:
    answered(pat, 6)
    pat.strength_tests.create(motion="hip_abduction", unit="N", position="supine", left=80, tested_by=ines)
    [score] = desk.get(reverse("api_scores", args=[pat.pk])).json()["results"]
    assert (score["total"], score["entered_by"], score["wording"]) == (6, None, "scale")
    [test] = desk.get(reverse("api_strength", args=[pat.pk])).json()["results"]
    assert (test["left"], test["right"], test["tested_by"]) == (80.0, None, "Ines Tester, PT")
