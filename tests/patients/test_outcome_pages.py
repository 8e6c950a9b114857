"""Entering strength and scores, asking for them, striking them out: the therapist's side."""

from datetime import date, timedelta

import pytest
from django.db import IntegrityError
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from clinics.models import AuditEvent, User
from patients.models import Patient
from patients.outcomes.models import OutcomeScore, ScoreRequest, StrengthTest
from patients.outcomes.reading import score_readings, strength_readings
from patients.outcomes.strength import NBSP


@pytest.fixture
def desk(client: Client, ines: User) -> Client:
    client.force_login(ines)
    return client


def strength_told(**numbers: object) -> dict[str, object]:
    positions = {f"{motion}_position": "side_lying" for motion in StrengthTest.Motion}
    return {"unit": "N", "tested_on": timezone.localdate().isoformat(), **positions, **numbers}


def enter_strength(desk: Client, pat: Patient, **numbers: object) -> object:
    return desk.post(reverse("strength_new", args=[pat.pk]), strength_told(**numbers))


def enter_score(desk: Client, pat: Patient, instrument: str, **told: object) -> object:
    told = {"answered_on": timezone.localdate().isoformat(), **told}
    return desk.post(reverse("score_new", args=[pat.pk, instrument]), told)


def score(pat: Patient, total: int, *, days_ago: int, wording: str = "paper", instrument: str = "uwri") -> OutcomeScore:
    day = timezone.localdate() - timedelta(days=days_ago)
    return pat.outcome_scores.create(instrument=instrument, wording=wording, total=total, answered_on=day)


def test_one_sheet_enters_every_movement_that_was_tested(desk: Client, pat: Patient, ines: User) -> None:
    numbers = {"hip_abduction_left": "84", "hip_abduction_right": "100.5", "knee_extension_right": "210"}
    assert enter_strength(desk, pat, **numbers, hip_abduction_lever_arm_cm="16").status_code == 302
    abduction = StrengthTest.objects.get(motion="hip_abduction")
    assert (abduction.left, abduction.right, abduction.lever_arm_cm, abduction.tested_by) == (84, 100.5, 40.64, ines)
    assert StrengthTest.objects.get(motion="knee_extension").left is None
    assert StrengthTest.objects.count() == 2
    assert AuditEvent.objects.filter(record_kind="patients.strengthtest", patient_id=str(pat.pk)).count() == 2


def test_the_patients_page_says_which_leg_is_weaker(desk: Client, pat: Patient) -> None:
    enter_strength(desk, pat, hip_abduction_left="84", hip_abduction_right="100", hip_abduction_lever_arm_cm="16")
    page = desk.get(reverse("patient", args=[pat.pk])).content.decode()
    assert f"Left 16{NBSP}% weaker." in page
    assert "84 N (34 Nm)" in page


@pytest.mark.parametrize(
    ("numbers", "complaint"),
    [
        ({}, "Enter the number of at least one leg."),
        ({"unit": "MMT", "hip_abduction_left": "7"}, "Grades go from 0 to 5."),
        ({"hip_abduction_left": "-3"}, "greater than or equal to 0"),
        ({"hip_abduction_left": "80", "tested_on": "2999-01-01"}, "This day lies in the future."),
    ],
)
def test_strength_that_cannot_be_is_not_kept(desk: Client, pat: Patient, numbers: dict, complaint: str) -> None:
    response = enter_strength(desk, pat, **numbers)
    assert complaint in response.content.decode()
    assert not StrengthTest.objects.exists()


def test_the_next_sheet_starts_with_the_last_positions_and_unit(desk: Client, pat: Patient) -> None:
    enter_strength(desk, pat, unit="kg", hip_abduction_left="8", hip_abduction_position="supine")
    form = desk.get(reverse("strength_new", args=[pat.pk])).context["form"]
    assert form["unit"].initial == "kg"
    assert form["hip_abduction_position"].initial == "supine"
    assert form["hip_extension_position"].initial == "prone"


def test_strength_changes_are_told_within_one_position_only(pat: Patient, ines: User) -> None:
    def test(position: str, left: float, day: date) -> None:
        pat.strength_tests.create(
            motion="hip_abduction", unit="N", position=position, left=left, right=100, tested_on=day, tested_by=ines
        )

    test("supine", 80, date(2026, 9, 1))
    test("side_lying", 90, date(2026, 10, 1))
    assert strength_readings(pat)[0].change_says == ""
    test("side_lying", 99, date(2026, 11, 1))
    assert strength_readings(pat)[0].change_says == f"Since Oct 1: left +10{NBSP}%, right +0{NBSP}%."


def test_a_total_from_paper_is_entered_with_one_number(desk: Client, pat: Patient, ines: User) -> None:
    assert enter_score(desk, pat, "uwri", total="18").status_code == 302
    entered = OutcomeScore.objects.get()
    assert (entered.total, entered.wording, entered.answers, entered.entered_by) == (18, "paper", [], ines)


def test_a_scale_read_out_is_kept_as_that_scale(desk: Client, pat: Patient) -> None:
    enter_score(desk, pat, "nprs", item_0="6")
    enter_score(desk, pat, "groc", item_0="8")
    kept = {score.instrument: (score.total, score.wording, score.answers) for score in OutcomeScore.objects.all()}
    assert kept == {"nprs": (6, "scale", [6]), "groc": (3, "scale", [8])}


def test_activities_are_named_once_and_asked_again(desk: Client, pat: Patient) -> None:
    enter_score(desk, pat, "psfs", activity_0="Stairs", points_0="4", activity_1="Running 5 km", points_1="1")
    page = desk.get(reverse("score_new", args=[pat.pk, "psfs"])).content.decode()
    assert "Running 5 km" in page and 'name="activity_0"' not in page and 'name="points_2"' not in page
    enter_score(desk, pat, "psfs", points_0="8", points_1="5")
    newest = OutcomeScore.objects.first()
    assert newest.answers == [{"activity": "Stairs", "points": 8}, {"activity": "Running 5 km", "points": 5}]
    [reading] = score_readings(pat)
    assert (reading.figure, reading.change.points_better) == ("6.5/10", 4)
    assert "not judged" in reading.says, "the published 2 points hold for three activities"


@pytest.mark.parametrize(
    "told",
    [{}, {"activity_0": "Stairs"}, {"points_0": "4"}, {"activity_0": "Stairs", "points_0": "11"},
     {"activity_0": "Stairs", "points_0": "4", "points_2": "4"}],
)  # fmt: skip
def test_an_activity_needs_its_points_and_points_their_activity(desk: Client, pat: Patient, told: dict) -> None:
    assert enter_score(desk, pat, "psfs", **told).status_code == 200
    assert not OutcomeScore.objects.exists()


@pytest.mark.parametrize(
    ("instrument", "told", "complaint"),
    [
        ("uwri", {"total": "37"}, "The scale goes from 0 to 36."),
        ("uwri", {"total": "-1"}, "The scale goes from 0 to 36."),
        ("uwri", {}, "Enter the total of the form."),
        ("nprs", {"total": "2", "item_0": "3"}, "either the total or the answers"),
        ("nprs", {}, "answer every question: 1 left"),
        ("groc", {"total": "-6"}, "The scale goes from -5 to 5."),
    ],
)
def test_a_score_that_does_not_add_up_is_not_kept(
    desk: Client, pat: Patient, instrument: str, told: dict, complaint: str
) -> None:
    response = enter_score(desk, pat, instrument, **told)
    assert complaint in response.content.decode()
    assert not OutcomeScore.objects.exists()


def test_nobody_enters_or_asks_what_may_not_be_shown(desk: Client, pat: Patient) -> None:
    assert enter_score(desk, pat, "own_leg", total="40").status_code == 404
    desk.post(reverse("score_ask", args=[pat.pk]), {"instruments": ["lefs", "uwri", "own_leg"]})
    assert not ScoreRequest.objects.exists()


@pytest.mark.parametrize("instrument", ["uwri", "lefs"])
def test_own_words_never_stand_under_the_name_of_an_instrument(pat: Patient, instrument: str) -> None:
    with pytest.raises(IntegrityError):
        score(pat, 30, days_ago=0, instrument=instrument, wording="stance-1")


def test_the_database_keeps_scores_on_their_scale(pat: Patient) -> None:
    with pytest.raises(IntegrityError):
        score(pat, 37, days_ago=0)


def test_change_is_counted_from_the_first_score(pat: Patient) -> None:
    for days_ago, total in ((40, 18), (20, 20), (1, 25)):
        score(pat, total, days_ago=days_ago)
    [reading] = score_readings(pat)
    assert (reading.score.total, reading.since.total) == (25, 18)
    assert reading.change_says == "7 points better: the smallest important change (MIC), 5 or more."


def test_what_was_asked_in_own_words_is_kept_apart_and_not_judged(pat: Patient) -> None:
    score(pat, 18, days_ago=40)
    score(pat, 12, days_ago=20, instrument="own_running", wording="stance-1")
    score(pat, 30, days_ago=1, instrument="own_running", wording="stance-1")
    official, own = score_readings(pat)
    assert (official.score.total, official.change) == (18, None)
    assert (own.figure, own.change.direction) == ("30/36", "not judged")
    assert "UWRI" not in own.questionnaire.name


def test_other_activities_are_not_compared(pat: Patient) -> None:
    for days_ago, activity in ((40, "Stairs"), (1, "Running")):
        made = score(pat, 4, days_ago=days_ago, instrument="psfs", wording="scale")
        OutcomeScore.objects.filter(pk=made.pk).update(answers=[{"activity": activity, "points": 4}])
    [reading] = score_readings(pat)
    assert reading.change is None and "not compared" in reading.says


def test_pain_is_pain_on_paper_and_on_the_phone(pat: Patient) -> None:
    score(pat, 6, days_ago=40, instrument="nprs")
    score(pat, 3, days_ago=1, instrument="nprs", wording="stance-1")
    assert score_readings(pat)[0].change_says == "3 points better: an important change, 2 or more."


def test_a_report_shows_what_stood_on_its_day(pat: Patient) -> None:
    score(pat, 18, days_ago=40)
    score(pat, 30, days_ago=1)
    [reading] = score_readings(pat, until=timezone.localdate() - timedelta(days=10))
    assert reading.score.total == 18


def test_struck_out_entries_no_longer_count_but_stay(desk: Client, pat: Patient) -> None:
    kept, mistaken = score(pat, 18, days_ago=40), score(pat, 3, days_ago=1)
    desk.post(reverse("outcome_strike_out", args=[pat.pk, "score", mistaken.pk]))
    assert score_readings(pat)[0].score == kept
    assert OutcomeScore.objects.count() == 2
    assert desk.post(reverse("outcome_strike_out", args=[pat.pk, "score", mistaken.pk])).status_code == 404


def test_asking_twice_asks_once_and_can_be_taken_back(desk: Client, pat: Patient) -> None:
    for _ in range(2):
        desk.post(reverse("score_ask", args=[pat.pk]), {"instruments": ["psfs", "nprs"]})
    assert ScoreRequest.objects.open().count() == 2
    asked = ScoreRequest.objects.get(instrument="psfs")
    assert "PSFS asked" in desk.get(reverse("patient", args=[pat.pk])).content.decode()
    desk.post(reverse("score_request_withdraw", args=[pat.pk, asked.pk]))
    assert [each.instrument for each in ScoreRequest.objects.open()] == ["nprs"]


def test_another_clinics_patient_cannot_be_asked_or_struck_out(desk: Client, sol: Patient, pat: Patient) -> None:
    theirs = score(sol, 18, days_ago=1)
    assert desk.post(reverse("score_ask", args=[sol.pk]), {"instruments": ["nprs"]}).status_code == 404
    assert desk.post(reverse("outcome_strike_out", args=[sol.pk, "score", theirs.pk])).status_code == 404
    assert desk.post(reverse("outcome_strike_out", args=[pat.pk, "score", theirs.pk])).status_code == 404
    theirs.refresh_from_db()
    assert theirs.struck_out_at is None
