from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
import time_machine
from django.utils import timezone
from plan_cast import make_report

from exercises.following.adherence import alerts, proposals
from exercises.following.attention import calls_for
from exercises.following.diary import hold_back, last_session, lift, log_done, log_morning
from exercises.following.schedule import today_at
from exercises.models import DiaryEntry, ExerciseHold, Plan, PlanItem
from exercises.plan.drafting import draft_from_report
from exercises.plan.inputs import Answers
from exercises.plan.versions import activate, revise
from exercises.prescribing.progression import Move

NOON = datetime(2026, 6, 1, 12, tzinfo=ZoneInfo("America/New_York"))


@pytest.fixture
def tap(phone, secret, plan):
    item = plan.items.get(exercise="standing-clamshell")

    def send(**fields):
        return phone.post(f"/p/{secret}/log/{item.pk}/", fields)

    send.item = item
    return send


def entry() -> DiaryEntry:
    return DiaryEntry.objects.get()


def test_done_pain_effort_in_taps(tap):
    tap(tap="done")
    tap(tap="pain", value="2")
    tap(tap="effort", value="6")
    tap(tap="level", value="yes")
    assert (entry().is_done, entry().pain_nprs, entry().effort_rpe, entry().stayed_level) == (True, 2, 6, True)


def test_done_twice_is_one_entry(tap):
    tap(tap="done")
    tap(tap="done")
    assert DiaryEntry.objects.count() == 1


def test_without_javascript_the_page_comes_back_at_the_exercise(tap, secret):
    assert tap(tap="done").headers["Location"] == f"/p/{secret}/#exercise-{tap.item.pk}"


def test_with_htmx_only_the_exercise_comes_back(phone, secret, tap):
    page = phone.post(f"/p/{secret}/log/{tap.item.pk}/", {"tap": "done"}, headers={"HX-Request": "true"}).text
    assert "Did it hurt?" in page and "<html" not in page


@pytest.mark.parametrize("value", ["11", "-1", "", "a", "5.5"])
def test_scores_no_button_has_are_left_out(tap, value):
    tap(tap="done")
    tap(tap="pain", value=value)
    assert entry().pain_nprs is None


def test_pain_above_5_rests_the_exercise_and_alerts(tap, desk, phone, secret, plan):
    tap(tap="done")
    tap(tap="pain", value="6")
    assert ExerciseHold.objects.get() == tap.item.open_hold
    assert "rests for now" in phone.get(f"/p/{secret}/").text
    assert "pain 6/10" in desk.get(f"/plans/{plan.pk}/").text


def test_a_mistap_can_be_taken_back(tap):
    tap(tap="done")
    tap(tap="pain", value="9")
    tap(tap="pain", value="1")
    assert not ExerciseHold.objects.exists()
    tap(tap="pain", value="9")
    tap(tap="undo")
    assert not DiaryEntry.objects.exists() and not ExerciseHold.objects.exists()


def test_undo_does_not_lift_an_older_hold(tap):
    hold = hold_back(tap.item, ExerciseHold.Because.PAIN, 8)
    ExerciseHold.objects.update(since=timezone.now() - timedelta(days=1))
    tap(tap="done")
    tap(tap="undo")
    assert list(ExerciseHold.objects.all()) == [hold]


@pytest.mark.parametrize("reason", DiaryEntry.SkipReason.values)
def test_skipping_keeps_the_reason(tap, reason):
    tap(tap="skip", value=reason)
    assert (entry().is_done, entry().skip_reason) == (False, reason)


def test_an_unknown_reason_skips_nothing(tap):
    tap(tap="skip", value="bored")
    assert not DiaryEntry.objects.exists()


def test_an_exercise_of_somebody_else_is_not_found(phone, secret, sol, omar):
    _, theirs = draft_from_report(make_report(sol, omar), omar, Answers())
    activate(theirs, omar)
    response = phone.post(f"/p/{secret}/log/{theirs.items.first().pk}/", {"tap": "done"})
    assert response.status_code == 404
    assert not DiaryEntry.objects.exists()


def test_the_next_morning_is_asked_once(tap, phone, secret):
    tap(tap="done")
    with time_machine.travel(timezone.now() + timedelta(days=1)):
        phone.post(f"/p/{secret}/", {"birth_year": "1990"})
        assert "this morning" in phone.get(f"/p/{secret}/").text
        phone.post(f"/p/{secret}/morning/", {"value": "4"})
        assert "this morning" not in phone.get(f"/p/{secret}/").text
    assert entry().morning_nprs == 4


@pytest.fixture
def next_visit(phone, secret):
    """The patient's page some days later, with what was answered on it first."""

    def visit(days: int, *answers: dict[str, str]) -> str:
        with time_machine.travel(timezone.now() + timedelta(days=days)):
            phone.post(f"/p/{secret}/", {"birth_year": "1990"})
            for answer in answers:
                phone.post(f"/p/{secret}/morning/", answer)
            return phone.get(f"/p/{secret}/").text

    return visit


def test_a_bad_morning_shows_its_light_rests_the_session_and_calls(tap, next_visit, desk, plan, ines):
    tap(tap="done")
    page = next_visit(1, {"value": "9"})
    assert "Pain 9: red" in page and "Leave these exercises out for now" in page
    assert "the morning after. Your therapist sees that here" in page
    assert [hold.exercise for hold in ExerciseHold.objects.filter(lifted_at=None)] == [tap.item.exercise]
    (call,) = calls_for(ines)
    assert call.is_urgent and call.why.startswith("Pain 9/10 on the morning after exercise")
    assert "on the morning after, reported on" in desk.get(f"/plans/{plan.pk}/").text
    assert not [move for _, move in proposals(plan, entry().day) if move.move is Move.PROGRESS]


def test_one_bad_morning_is_one_call_however_many_exercises_rest(plan, next_visit, ines):
    for item in plan.items.filter(starts_in_week=1):
        DiaryEntry.objects.create(item=item, day=today_at(plan.patient.clinic))
    next_visit(1, {"value": "9"})
    assert ExerciseHold.objects.count() == 3
    assert len(calls_for(ines)) == 1


def test_a_bad_morning_rests_the_exercise_of_the_plan_that_is_active_now(tap, next_visit, plan, ines):
    tap(tap="done")
    revision = activate(revise(plan, ines), ines)
    next_visit(1, {"value": "9"})
    assert revision.items.get(exercise=tap.item.exercise_id).open_hold


def test_a_corrected_morning_lifts_its_rest(tap, next_visit):
    tap(tap="done")
    page = next_visit(1, {"value": "9"}, {"value": "1"})
    assert "Pain 1: green" in page and not ExerciseHold.objects.exists()
    assert entry().morning_nprs == 1


def morning_after(plan: Plan, hours: int, nprs: int) -> None:
    """What the card on the patient's page is answered with so many hours from now."""
    with time_machine.travel(timezone.now() + timedelta(hours=hours)):
        log_morning(last_session(plan, today_at(plan.patient.clinic)), nprs)


def do_session(item: PlanItem, hours: int) -> None:
    with time_machine.travel(timezone.now() + timedelta(hours=hours)):
        log_done(item, today_at(item.plan.patient.clinic))


def test_a_calm_morning_lifts_no_rest_of_the_bad_one_before_it(plan):
    item = plan.items.get(exercise="standing-clamshell")
    with time_machine.travel(NOON):
        do_session(item, 0)
        morning_after(plan, 22, 9)
        do_session(item, 30)
        morning_after(plan, 45, 1)
    assert ExerciseHold.objects.get(lifted_at=None).pain_nprs == 9


def test_a_mistap_on_the_next_morning_lifts_no_rest_of_the_bad_one_before_it(plan):
    item = plan.items.get(exercise="standing-clamshell")
    with time_machine.travel(NOON):
        do_session(item, 0)
        morning_after(plan, 22, 9)
        do_session(item, 30)
        morning_after(plan, 44, 8)
        morning_after(plan, 45, 1)
    assert ExerciseHold.objects.get(lifted_at=None).pain_nprs == 9


def test_the_same_morning_told_again_brings_back_no_rest_that_a_therapist_lifted(tap, next_visit, ines):
    tap(tap="done")
    next_visit(1, {"value": "9"})
    lift(ExerciseHold.objects.get(), ines)
    next_visit(1, {"value": "9"})
    assert not ExerciseHold.objects.filter(lifted_at=None).exists()
    next_visit(1, {"value": "8"})
    assert ExerciseHold.objects.get(lifted_at=None).pain_nprs == 8


def test_a_mistapped_limp_is_corrected(tap, next_visit):
    tap(tap="done")
    next_visit(1, {"value": "1"}, {"limped": "yes"})
    page = next_visit(1)
    assert "You limped" in page and 'name="limped"' in page.partition("Change my answer")[2]
    assert "You limped" not in next_visit(1, {"limped": "no"})
    assert entry().limped_afterwards is False


def test_a_morning_that_has_not_settled_is_amber(tap, next_visit):
    tap(tap="done")
    assert "has not settled overnight" in next_visit(1, {"value": "4"})
    assert not ExerciseHold.objects.exists()


def test_a_limp_is_asked_after_the_morning_and_calls(tap, next_visit, plan, ines):
    tap(tap="done")
    assert "Did you limp after your exercises?" in next_visit(1, {"value": "1"})
    page = next_visit(1, {"limped": "yes"})
    assert "You limped" in page and "Did you limp" not in page.partition("Change my answer")[0]
    assert entry().limped_afterwards is True
    assert [call.why for call in calls_for(ines)] == [f"Limped after the session on {entry().day:%b %-d}."]
    assert "Limping" in [alert.rule for alert in alerts(plan, entry().day + timedelta(days=1))]
    (proposal,) = [move for item, move in proposals(plan, entry().day) if item == tap.item]
    assert (proposal.move, proposal.reason) == (Move.REGRESS, "limping afterwards.")


def test_the_morning_is_still_asked_after_a_day_without_exercise(tap, next_visit):
    """Few open the page on a rest day, and a morning that nobody asked about would hold the level for ever."""
    tap(tap="done")
    assert f"the morning after your exercises on {entry().day:%A}?" in next_visit(3)
    assert "the morning after your exercises" not in next_visit(4)
    assert "morning after" not in next_visit(2, {"value": "0"}, {"limped": "no"})


def test_the_day_is_the_clinics_day(tap, plan):
    tap(tap="done")
    assert entry().day == today_at(plan.patient.clinic)


def test_a_later_exercise_waits_for_its_week(phone, secret, plan):
    assert "Coming later" in phone.get(f"/p/{secret}/").text
    Plan.objects.filter(pk=plan.pk).update(started_on=plan.started_on - timedelta(days=14))
    page = phone.get(f"/p/{secret}/")
    assert "Coming later" not in page.text
    assert len(page.context["due"]) == 4


def test_an_exercise_rests_the_day_after_from_level_2_on(phone, secret, plan, tap):
    yesterday = today_at(plan.patient.clinic) - timedelta(days=1)
    Plan.objects.filter(pk=plan.pk).update(started_on=yesterday)
    for item in plan.items.filter(starts_in_week=1):
        DiaryEntry.objects.create(item=item, day=yesterday)
    due = [task.item.exercise_id for task in phone.get(f"/p/{secret}/").context["due"]]
    assert due == ["standing-clamshell", "step-down"]


def test_the_diary_shows_on_the_patients_page(tap, desk, pat):
    tap(tap="done")
    tap(tap="pain", value="3")
    page = desk.get(f"/patients/{pat.pk}/").text
    assert "3/10" in page and "1 of 9 exercise sessions" in page


def test_the_calendar_shows_the_day_and_its_pain(tap, phone, secret):
    tap(tap="done")
    tap(tap="pain", value="4")
    progress = phone.get(f"/p/{secret}/progress/").context["progress"]
    today = next(day for week in progress.weeks for day in week if day.is_today)
    assert (today.done, today.worst_nprs, today.light) == (1, 4, "amber")
    assert (progress.days_done, progress.sets_done) == (1, 5)


def test_why_speaks_of_the_signed_report_only(phone, secret):
    page = phone.get(f"/p/{secret}/why/").text
    assert "When you stand on your right leg, the left side of your pelvis dips by about 8 degrees." in page
    assert "most likely between 6 and 11" in page
    assert "weak hip" not in page and "weak gluteus" not in page
