"""The runner's page, and what the therapist sees of it."""

from datetime import timedelta

import pytest
from plan_cast import make_report

from exercises.following.running import running_alerts, standing_of
from exercises.following.schedule import today_at
from exercises.models import RunEntry, RunningLine, SignsAsked
from exercises.patient.links import derive_secret, live_link
from exercises.plan.drafting import draft_from_report
from exercises.plan.inputs import Answers
from exercises.plan.versions import activate, revise
from gait.result.conventions import Side
from gait.result.json_form import as_json
from gait.result.result import Companions

RUN = {"form": "run", "km": "5,5", "pain_nprs": "1", "has_settled": "yes"}


@pytest.fixture
def draft(pat, ines):
    companions = Companions(trunk_lean_deg={Side.LEFT: 2.0, Side.RIGHT: 2.5}, cadence_spm=160.0)
    report = make_report(pat, ines, companions=as_json(companions))
    return draft_from_report(report, ines, Answers(nprs=2))[1]


@pytest.fixture
def page(secret):
    return f"/p/{secret}/running/"


@pytest.fixture
def today(plan):
    return today_at(plan.patient.clinic)


def screened(phone, page):
    phone.post(page, {"form": "signs", "has_none": "on"})


def test_a_runner_with_a_drop_gets_the_line_with_the_measured_rate(draft):
    line = RunningLine.objects.get()
    assert (line.plan, line.cadence_spm, line.target_spm, line.rule) == (draft, 160, 168, "G1 L1")


def test_the_signs_are_asked_before_anything_else_and_again_after_a_week(phone, page, plan, today):
    assert "data-metronome" not in phone.get(page).text
    phone.post(page, RUN)
    assert not RunEntry.objects.exists(), "no run is logged past the question"
    assert "Tick what you have" in phone.post(page, {"form": "signs"}).text
    screened(phone, page)
    assert 'data-spm="168"' in phone.get(page).text
    assert standing_of(plan, today + timedelta(days=6)).are_signs_due is False
    assert standing_of(plan, today + timedelta(days=7)).are_signs_due is True


def test_a_yes_stops_the_running_until_somebody_says_what_was_examined(phone, page, plan, desk, ines, today):
    phone.post(page, {"form": "signs", "signs": ["dvt"]})
    assert "Do not run for now" in phone.get(page).text
    assert "hot and swollen" in plan.patient.messages.get().text
    screened(phone, page)
    assert standing_of(plan, today).is_stopped, "a no takes no warning back"
    assert [alert.rule for alert in running_alerts(plan, today)] == ["Warning sign"]
    asked = SignsAsked.objects.exclude(signs=[]).get()
    desk.post(f"/plans/{plan.pk}/signs-examined/", {"examined": " ", "asked": asked.pk})
    assert standing_of(plan, today).is_stopped
    desk.post(f"/plans/{plan.pk}/signs-examined/", {"examined": "Calf soft. Dr. Roe", "asked": asked.pk})
    asked.refresh_from_db()
    assert (asked.examined, asked.examined_by) == ("Calf soft. Dr. Roe", ines)
    assert not standing_of(plan, today).is_stopped


def test_chest_pain_is_an_emergency(phone, page):
    phone.post(page, {"form": "signs", "signs": ["chest"]})
    assert "Call 911 now" in phone.get(page).text


def test_a_run_is_logged_once_a_day_and_its_morning_is_asked(phone, page, plan, today):
    screened(phone, page)
    phone.post(page, RUN)
    phone.post(page, {**RUN, "km": "6", "is_retraining": "on"})
    entry = RunEntry.objects.get()
    assert (float(entry.km), entry.is_retraining, entry.has_settled) == (6.0, True, True)
    assert standing_of(plan, today).session_number == 2
    RunEntry.objects.update(day=today - timedelta(days=1))
    phone.post(page, {"form": "morning", "run": RunEntry.objects.get().pk, "value": "1"})
    assert RunEntry.objects.get().morning_nprs == 1


@pytest.mark.parametrize("told", [{**RUN, "pain_nprs": "7"}])
def test_pain_above_5_stops_the_running_and_calls_the_therapist(phone, page, plan, today, told):
    screened(phone, page)
    phone.post(page, told)
    assert "Pain 7/10 in a run" in plan.patient.messages.get().text
    assert "Call" in phone.get(page).text and standing_of(plan, today).is_stopped
    assert [alert.rule for alert in running_alerts(plan, today)] == ["Running stopped"]


def test_after_eight_sessions_the_clinic_films_again(plan, today):
    for days_ago in range(1, 9):
        day = today - timedelta(days=days_ago)
        RunEntry.objects.create(patient=plan.patient, plan=plan, day=day, km=3, pain_nprs=0, is_retraining=True)
    type(plan).objects.filter(pk=plan.pk).update(started_on=today - timedelta(days=20))
    plan.refresh_from_db()
    assert standing_of(plan, today).is_retrained
    assert [alert.rule for alert in running_alerts(plan, today)] == ["Film again"]


def test_a_revision_goes_on_from_the_step_that_was_reached(plan, ines, phone, page, today):
    screened(phone, page)
    phone.post(page, {**RUN, "pain_nprs": "4"})
    copy = revise(plan, ines)
    assert copy.running.start_step == standing_of(plan, today).step == 6
    assert RunningLine.objects.get(plan=plan).start_step == 7


def test_the_line_is_edited_with_the_draft_and_bounded(desk, draft, ines):
    url, sent = f"/plans/{draft.pk}/running/", {"running-start_step": "1", "running-cue": "mirror"}
    assert desk.post(url, {**sent, "running-target_spm": "500"}).status_code == 422
    desk.post(f"/plans/{draft.pk}/activate/", {**sent, "running-target_spm": "173", "running-weekly_km": "20"})
    line = RunningLine.objects.get()
    assert (line.start_step, line.cue, line.target_spm, line.weekly_km) == (1, "mirror", 173, 32)
    assert "+8" in desk.get(f"/plans/{draft.pk}/").text


def test_the_line_can_be_taken_out(desk, draft):
    desk.post(f"/plans/{draft.pk}/running/", {"remove": "1"})
    assert not RunningLine.objects.exists()
    assert desk.get(f"/plans/{draft.pk}/").status_code == 200


def test_who_does_not_run_has_no_such_page(pat, ines, client):
    report = make_report(pat, ines, activity="walking")
    plan = activate(draft_from_report(report, ines, Answers(nprs=2))[1], ines)
    secret = derive_secret(live_link(plan.patient, ines).salt)
    client.post(f"/p/{secret}/", {"birth_year": "1990"})
    assert client.get(f"/p/{secret}/running/").status_code == 404
    assert "/running/" not in client.get(f"/p/{secret}/").text
