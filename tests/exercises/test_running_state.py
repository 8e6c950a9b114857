"""What an open warning sign and a stopped runner mean for the worklist, the plan's other pages, and later plans."""

from dataclasses import replace
from datetime import timedelta

import pytest
from django.utils import timezone
from plan_cast import LEVEL_SIDE, make_report

from exercises.following.adherence import changes_proposed
from exercises.following.attention import calls_for
from exercises.following.messages import answer, close, write
from exercises.following.running import standing_of
from exercises.following.schedule import tasks_of, today_at
from exercises.following.signs import FLAG_OF
from exercises.models import DiaryEntry, Plan, PlanItem, RunEntry, RunningLine, SignsAsked
from exercises.plan.drafting import draft_from_report
from exercises.plan.inputs import Answers, SideAnswers
from exercises.plan.questionnaire import Questionnaire
from exercises.plan.standing_orders import apply_to, revise_by_rule
from exercises.plan.versions import activate, revise
from exercises.prescribing.progression import Move, Proposal
from exercises.prescribing.record import inputs_from_record, inputs_to_record
from exercises.prescribing.running import FREE, STOPPED
from exercises.prescribing.types import Pattern, Stage
from gait.result.conventions import Side
from gait.result.json_form import as_json
from gait.result.result import Asymmetry, Companions

RUN = {"form": "run", "km": "5,5", "pain_nprs": "1", "has_settled": "yes"}


@pytest.fixture
def runner_report(pat, ines):
    companions = Companions(trunk_lean_deg={Side.LEFT: 2.0, Side.RIGHT: 2.5}, cadence_spm=160.0)
    return make_report(pat, ines, companions=as_json(companions))


@pytest.fixture
def draft(runner_report, ines):
    return draft_from_report(runner_report, ines, Answers(nprs=2, other={"morning_nprs": 0}))[1]


@pytest.fixture
def page(secret):
    return f"/p/{secret}/running/"


@pytest.fixture
def today(plan):
    return today_at(plan.patient.clinic)


def urgent(user):
    return [call.why for call in calls_for(user) if call.is_urgent]


def ran(plan, day, **told):
    usual = {"km": 3, "pain_nprs": 0, "has_settled": True, "morning_nprs": 0}
    return RunEntry.objects.create(patient=plan.patient, plan=plan, day=day, **{**usual, **told})


def test_an_open_sign_calls_first_whatever_letters_are_open_or_answered(phone, page, plan, ines, today):
    write(plan.patient, "Can I swim?")
    phone.post(page, {"form": "signs", "signs": ["dvt"]})
    phone.post(page, {"form": "signs", "signs": ["chest"]})
    assert calls_for(ines)[0].is_urgent and "hot and swollen" in calls_for(ines)[0].why
    answer(plan.patient, ines, "Yes, swim.")
    close(plan.patient, ines)
    assert len(urgent(ines)) == 1 and "chest pain" in urgent(ines)[0]
    SignsAsked.objects.update(examined="Calf soft", examined_at=plan.activated_at)
    assert urgent(ines) == []


@pytest.mark.parametrize("red", [{"pain_nprs": 7}, {"morning_nprs": 8}])
def test_a_runner_whom_pain_stopped_calls_until_the_step_is_set(plan, ines, today, red):
    ran(plan, today, **red)
    close(plan.patient, ines)
    assert len(urgent(ines)) == 1 and "no running" in urgent(ines)[0]
    copy = activate(revise(plan, ines), ines)
    assert len(urgent(ines)) == 1, "a revision that leaves the step takes nothing back"
    again = revise(copy, ines)
    line = RunningLine.objects.get(plan=again)
    assert line.start_step == STOPPED
    line.start_step = 2
    line.save()
    assert standing_of(activate(again, ines), today).step == 2
    assert urgent(ines) == []


def test_a_sign_shows_to_nobody_elses_worklist(phone, page, omar):
    phone.post(page, {"form": "signs", "signs": ["dvt"]})
    assert urgent(omar) == []


def test_a_bad_morning_of_a_run_before_the_revision_stops_the_plan_after_it(phone, page, plan, ines, today):
    ran(plan, today - timedelta(days=1), morning_nprs=None)
    newer = activate(revise(plan, ines), ines)
    phone.post(page, {"form": "signs", "has_none": "on"})
    phone.post(page, {"form": "morning", "run": RunEntry.objects.get().pk, "value": "8"})
    assert standing_of(newer, today).step == STOPPED


def test_a_bad_morning_told_after_the_step_was_set_stops_too_but_not_the_run_that_was_known(plan, ines, today):
    entry = ran(plan, today - timedelta(days=1), pain_nprs=7, morning_nprs=None)
    copy = revise(plan, ines)
    copy.running.start_step = 3
    copy.running.save()
    newer = activate(copy, ines)
    assert standing_of(newer, today).step == 3
    entry.morning_nprs, entry.morning_at = 8, newer.activated_at
    entry.save()
    assert standing_of(newer, today).step == STOPPED


def test_a_red_run_while_the_revision_is_open_stops_the_plan_after_it_and_shows_on_the_draft(plan, ines, today, desk):
    copy = revise(plan, ines)
    ran(plan, today, pain_nprs=8)
    assert "Running stopped" in desk.get(f"/plans/{copy.pk}/").text
    active = activate(copy, ines)
    assert standing_of(active, today).step == RunningLine.objects.get(plan=active).start_step == STOPPED


def test_a_calm_run_counts_on_through_a_revision(plan, ines, today):
    SignsAsked.objects.create(patient=plan.patient, day=today)
    ran(plan, today - timedelta(days=6), pain_nprs=3)
    ran(plan, today - timedelta(days=4))
    assert standing_of(plan, today).step == FREE - 1
    newer = activate(revise(plan, ines), ines)
    ran(newer, today - timedelta(days=2))
    assert standing_of(newer, today).step == FREE


@pytest.mark.parametrize(
    ("pain_nprs", "nprs", "stage", "step"),
    [
        (7, 2, Stage.BUILD, STOPPED),
        (7, 2, Stage.RETURN_TO_RUN, STOPPED),
        (4, 2, Stage.BUILD, FREE - 1),
        (4, 2, Stage.RETURN_TO_RUN, FREE - 1),
        (4, 8, Stage.BUILD, STOPPED),
        (0, 2, Stage.RETURN_TO_RUN, 1),
        (4, 2, Stage.EARLY, 1),
    ],
)
def test_a_plan_from_a_new_report_carries_where_running_stands(
    plan, ines, today, runner_report, pain_nprs, nprs, stage, step
):
    ran(plan, today, pain_nprs=pain_nprs)
    _, new = draft_from_report(runner_report, ines, Answers(nprs=nprs, other={"stage": stage, "morning_nprs": 0}))
    assert new.running.start_step == step
    assert standing_of(activate(new, ines), today).step == step


def test_a_draft_with_nothing_but_running_is_kept(pat, ines):
    even = as_json(Asymmetry(0.0, (-1.0, 1.0), detectable=False))
    report = make_report(pat, ines, sides={"left": LEVEL_SIDE, "right": LEVEL_SIDE}, asymmetry_deg=even)
    upright = SideAnswers(grade=0, pattern=Pattern.NONE)
    draft, plan = draft_from_report(report, ines, Answers(left=upright, right=upright, nprs=2))
    assert draft.lines == () and draft.running.rules == ("L1",)
    assert plan.remarks[0] == draft.headline != ""
    assert RunningLine.objects.get(plan=activate(plan, ines)).start_step == FREE


def test_an_open_sign_holds_every_exercise_until_it_is_examined(phone, page, plan, secret, today, desk):
    assert any(task.is_due for task in tasks_of(plan, today))
    phone.post(page, {"form": "signs", "signs": ["dvt"]})
    assert not any(task.is_due for task in tasks_of(plan, today))
    home = phone.get(f"/p/{secret}/")
    assert "Do not exercise" in home.text and "hot and swollen" in home.text
    assert "I did it anyway" not in home.text and "Rest is part of the plan" not in home.text
    assert phone.get(f"/p/{secret}/follow/").url == f"/p/{secret}/"
    asked = SignsAsked.objects.get()
    desk.post(f"/plans/{plan.pk}/signs-examined/", {"examined": "Calf soft. Dr. Roe", "asked": asked.pk})
    assert any(task.is_due for task in tasks_of(plan, today))


def test_no_rule_changes_an_exercise_while_a_sign_is_open(plan, today):
    for days_ago in (2, 1):
        day = today - timedelta(days=days_ago)
        DiaryEntry.objects.create(item=plan.items.first(), day=day, is_done=True, pain_nprs=7, morning_nprs=7)
    asked = SignsAsked.objects.create(patient=plan.patient, day=today, signs=["chest"])
    assert changes_proposed(plan, today)
    assert apply_to(plan) is False and Plan.objects.count() == 1
    asked.examined_at = timezone.now()
    asked.save()
    assert apply_to(plan) is True


@pytest.mark.parametrize(("sign", "flag"), FLAG_OF.items())
def test_no_plan_is_drafted_past_an_open_sign(plan, ines, today, runner_report, sign, flag):
    SignsAsked.objects.create(patient=plan.patient, day=today, signs=[sign])
    draft, new = draft_from_report(runner_report, ines, Answers(nprs=2))
    assert new is None and [refusal.rule for refusal in draft.refusals] == [f"RC {flag}"]
    assert Questionnaire(runner_report, ines)[f"flag_{flag}"].initial == "yes"
    SignsAsked.objects.update(examined_at=timezone.now())
    assert draft_from_report(runner_report, ines, Answers(nprs=2))[1] is not None


def test_a_sign_told_before_the_film_is_asked_again_before_a_plan(runner_report, ines):
    assessment = runner_report.analysis.recording.assessment
    assessment.signs = ["femoral_neck"]
    assessment.save()
    draft, new = draft_from_report(runner_report, ines, Answers(nprs=2))
    assert new is None and [refusal.rule for refusal in draft.refusals] == ["RC femoral_neck"]
    assert Questionnaire(runner_report, ines)["flag_femoral_neck"].initial == "yes"


def test_sessions_to_the_metronome_wait_until_somebody_runs_freely(phone, page, plan, today):
    phone.post(page, {"form": "signs", "has_none": "on"})
    assert standing_of(plan, today).session.run_min == 10
    ran(plan, today, pain_nprs=3, is_retraining=True)
    standing = standing_of(plan, today)
    assert (standing.step, standing.session, standing.session_number) == (FREE - 1, None, 1)
    assert not standing.is_retrained and "data-metronome" not in phone.get(page).text


def test_a_run_sent_before_the_check_is_kept_on_the_page_and_taken_with_it(phone, page, plan, today):
    answered = phone.post(page, RUN).text
    assert "Answer the check first" in answered and 'value="5,5"' in answered
    phone.post(page, {**RUN, "form": "signs"})
    assert not RunEntry.objects.exists() and not SignsAsked.objects.exists()
    phone.post(page, {**RUN, "form": "signs", "has_none": "on"})
    assert RunEntry.objects.get().day == today and SignsAsked.objects.get().signs == []


def test_yesterdays_run_is_logged_under_yesterday(phone, page, plan, today):
    phone.post(page, {"form": "signs", "has_none": "on"})
    phone.post(page, {**RUN, "day": "yesterday"})
    phone.post(page, {**RUN, "day": "2026-01-01"})
    assert RunEntry.objects.get().day == today - timedelta(days=1)


def test_a_morning_sent_twice_is_told_of_one_run(phone, page, plan, today):
    phone.post(page, {"form": "signs", "has_none": "on"})
    older, newer = (ran(plan, today - timedelta(days=days), morning_nprs=None) for days in (2, 1))
    assert f'name="run" value="{newer.pk}"' in phone.get(page).text
    for _ in range(2):
        phone.post(page, {"form": "morning", "run": newer.pk, "value": "1"})
    older.refresh_from_db()
    newer.refresh_from_db()
    assert (older.morning_nprs, newer.morning_nprs) == (None, 1)


def test_what_was_examined_clears_only_the_signs_that_were_shown(plan, desk, today):
    shown = SignsAsked.objects.create(patient=plan.patient, day=today - timedelta(days=1), signs=["dvt"])
    page = desk.get(f"/plans/{plan.pk}/").text
    assert "a calf that is hot and swollen" in page and f'name="asked" value="{shown.pk}"' in page
    later = SignsAsked.objects.create(patient=plan.patient, day=today, signs=["chest"])
    desk.post(f"/plans/{plan.pk}/signs-examined/", {"examined": "Calf soft. Dr. Roe", "asked": shown.pk})
    later.refresh_from_db()
    assert later.is_open and standing_of(plan, today).open_signs == (later,)


def test_a_revision_holds_each_line_to_what_the_answers_allow_and_says_what_was_set(plan, ines):
    """Lines of a stored plan may stand above the cap that the same answers lead to now."""
    told = replace(inputs_from_record(plan.inputs), has_balance_risk=True)
    Plan.objects.filter(pk=plan.pk).update(inputs=inputs_to_record(told))
    PlanItem.objects.filter(plan=plan).update(level=3, support="")
    plan = Plan.objects.get(pk=plan.pk)
    item = plan.items.get(exercise="step-down")
    newer = revise_by_rule(plan, [(item, Proposal(Move.REGRESS, 2, "P3", "It hurt."))])
    standing = newer.items.exclude(exercise="single-leg-bridge")
    assert {(each.level <= 1, each.support != "") for each in standing} == {(True, True)}
    assert [(change["from"], change["to"]) for change in newer.changes] == [(3, 1)]


def test_a_sign_can_be_cleared_where_the_next_plan_has_no_running(plan, pat, ines, desk, today):
    walk = draft_from_report(make_report(pat, ines, activity="walking"), ines, Answers(nprs=2))[1]
    RunningLine.objects.filter(plan=walk).delete()
    active = activate(walk, ines)
    asked = SignsAsked.objects.create(patient=pat, day=today, signs=["dvt"])
    page = desk.get(f"/plans/{active.pk}/").text
    assert "Rule: Warning sign" in page and f'name="asked" value="{asked.pk}"' in page
    desk.post(f"/plans/{active.pk}/signs-examined/", {"examined": "Calf soft. Dr. Roe", "asked": asked.pk})
    assert "Rule: Warning sign" not in desk.get(f"/plans/{active.pk}/").text
