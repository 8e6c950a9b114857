"""A patient's course on one time line: the drawing, what is drawn, and the page."""

from datetime import date, timedelta

import filmed
import pytest
import results
import walks
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from world import planned

from clinics.models import AuditEvent, User
from exercises.models import DiaryEntry, Plan
from exercises.trend.measures import events_of, measures_of
from exercises.trend.plot import LEFT, RIGHT, plot
from exercises.trend.types import Event, Measure, Point
from gait.models import Analysis
from gait.result.conventions import Confidence, Side, Source
from gait.review import signing
from patients.models import Patient

TODAY = date(2026, 11, 22)


def measure(*points: Point, **facts: object) -> Measure:
    return Measure("Drop", "degrees", 0, 10, 5, points, **facts)


def point(days: int, value: float, **facts: object) -> Point:
    return Point(TODAY - timedelta(days=days), value, facts.pop("kind", "left"), "Says", **facts)


def test_nothing_known_is_nothing_drawn() -> None:
    assert plot([], [], TODAY) is None
    assert plot([measure()], [Event(TODAY, "filmed")], TODAY) is None


def test_all_panels_share_one_axis_of_time() -> None:
    drawn = plot([measure(point(40, 5), point(0, 5)), measure(point(40, 1))], [], TODAY)
    first, last = drawn.panels[0].marks
    assert drawn.panels[1].marks[0].x == first.x
    assert LEFT < first.x < last.x < RIGHT
    assert drawn.panels[1].top > drawn.panels[0].bottom


def test_higher_values_lie_higher_and_whiskers_reach_the_interval() -> None:
    drawn = plot([measure(point(40, 2, low=1, high=4), point(0, 8))], [], TODAY)
    low, high = drawn.panels[0].marks
    assert high.y < low.y
    ticks = {tick.label: tick.at for tick in drawn.panels[0].ticks}
    assert ticks["10"] < high.y < ticks["5"]
    assert low.whisker.startswith(f"M{low.x:g}") and high.whisker == ""


def test_the_scale_grows_in_whole_steps_for_what_lies_beyond() -> None:
    drawn = plot([measure(point(0, -2, low=-3, high=11))], [], TODAY)
    assert [tick.label for tick in drawn.panels[0].ticks] == ["−5", "0", "5", "10", "15"]


def test_a_line_joins_only_what_can_be_compared() -> None:
    drawn = plot([measure(point(40, 5), point(20, 6, joins=False), point(0, 7))], [], TODAY)
    [line] = drawn.panels[0].lines
    assert line.path.count("M") == 1
    assert line.path.startswith(f"M{drawn.panels[0].marks[1].x:g} ")


def test_events_of_one_day_share_their_words_and_crowded_words_give_way() -> None:
    events = [Event(TODAY, "filmed"), Event(TODAY, "plan begins"), Event(TODAY - timedelta(days=1), "filmed")]
    drawn = plot([measure(point(90, 5))], events, TODAY)
    assert [tick.label for tick in drawn.events] == ["filmed", ""]
    assert [tick.label for tick in plot([measure(point(90, 5))], events[:2], TODAY).events] == ["filmed, plan begins"]


def test_bars_stand_on_the_ground() -> None:
    drawn = plot([measure(point(7, 5, kind="done"), is_bars=True)], [], TODAY)
    [bar] = drawn.panels[0].bars
    assert bar.y + bar.height == pytest.approx(drawn.panels[0].bottom)
    assert drawn.panels[0].marks == ()


def visit(pat: Patient, ines: User, days_ago: int, right_deg: float, **changes: object) -> Analysis:
    sides = {Side.LEFT: results.side(4.0), Side.RIGHT: results.side(right_deg, 1.0)}
    result = results.found(**{"sides": sides, **changes}).as_json()
    assessment = filmed.assessment(pat, ines)
    assessment.filmed_on = timezone.localdate() - timedelta(days=days_ago)
    assessment.save()
    return filmed.run_of(assessment, status="done", result=result, finished_at=timezone.now())


def found(pat: Patient) -> dict[str, Measure]:
    return {measure.title: measure for measure in measures_of(pat)}


def test_a_new_patient_has_no_course(pat: Patient) -> None:
    assert measures_of(pat) == []


def test_drops_are_drawn_per_side_without_confidence_c(pat: Patient, ines: User) -> None:
    visit(pat, ines, 40, 9.0)
    visit(pat, ines, 20, 2.0, confidence=Confidence.C)
    visit(pat, ines, 0, 5.0)
    drops = found(pat)["Pelvic drop, walking"].points
    assert [each.value for each in drops if each.kind == "right"] == [9.0, 5.0]
    assert drops[-1].says == "Right stance: drop 5.0° ± 1.0° (not signed)"
    assert all(each.joins for each in drops)
    assert len(events_of(pat)) == 3


def test_no_line_joins_visits_that_were_filmed_differently(pat: Patient, ines: User) -> None:
    visit(pat, ines, 40, 9.0)
    visit(pat, ines, 0, 5.0, source=Source.MARKERS)
    assert [each.joins for each in found(pat)["Pelvic drop, walking"].points] == [True, False, True, False]


def test_the_swing_in_all_is_drawn_also_of_clips_that_are_not_graded(pat: Patient, ines: User) -> None:
    visit(pat, ines, 40, 9.0)
    visit(pat, ines, 30, 9.0, confidence=Confidence.C, sides=dict.fromkeys(Side, results.withheld("E_ZERO_UNKNOWN")))
    visit(pat, ines, 20, 9.0, confidence=Confidence.C)
    visit(pat, ines, 0, 5.0, source=Source.MARKERS)
    swings = found(pat)["Pelvic swing in all, walking"].points
    assert [(each.value, each.joins) for each in swings] == [(13.0, True), (13.0, True), (13.0, False), (13.0, False)]
    assert swings[0].says == "Both sides together: swing 13.0° ± 1.8° (not signed)"


def test_pain_comes_from_visits_scores_and_the_diary(pat: Patient, ines: User) -> None:
    plan = active_plan(pat, ines, days_ago=20)
    pat.outcome_scores.create(
        instrument="nprs", total=6, wording="paper", answered_on=timezone.localdate() - timedelta(days=5)
    )
    DiaryEntry.objects.create(item=plan.items.get(), day=timezone.localdate() - timedelta(days=3), pain_nprs=4)
    points = found(pat)["Pain"].points
    assert [(each.kind, each.value) for each in points] == [("told", 3), ("told", 6), ("diary", 4)]


def active_plan(pat: Patient, ines: User, days_ago: int) -> Plan:
    run = visit(pat, ines, days_ago, 9.0)
    plan = planned(signing.sign(run, ines, summary="As seen.", kept=[]), Plan.Status.ACTIVE)
    Plan.objects.filter(pk=plan.pk).update(started_on=run.recording.assessment.filmed_on)
    return Plan.objects.get(pk=plan.pk)


def test_adherence_counts_weeks_from_the_first_day_of_the_plan(pat: Patient, ines: User) -> None:
    plan = active_plan(pat, ines, days_ago=9)
    for days_ago in (9, 7, 5):
        DiaryEntry.objects.create(item=plan.items.get(), day=timezone.localdate() - timedelta(days=days_ago))
    full, running = found(pat)["Exercise sessions done of planned"].points
    assert (full.value, full.says) == (100, "3 of 3 sessions in this week")
    assert (running.value, running.says) == (0, "0 of 3 sessions this week so far")


def test_strength_and_scores_join_only_what_is_alike(pat: Patient, ines: User) -> None:
    day = timezone.localdate()
    for ago, position, activity in ((40, "supine", "Stairs"), (20, "side_lying", "Run"), (0, "side_lying", "Run")):
        on = day - timedelta(days=ago)
        pat.strength_tests.create(
            motion="hip_abduction", unit="kg", position=position, left=10, right=9, tested_on=on, tested_by=ines
        )
        answers = [{"activity": activity, "points": 2}]
        pat.outcome_scores.create(instrument="psfs", total=2, wording="scale", answers=answers, answered_on=on)
    measures = found(pat)
    assert [each.joins for each in measures["Hip abduction"].points] == [True, False, True] * 2
    assert measures["Hip abduction"].points[0].value == pytest.approx(98.07, abs=0.01)
    assert [each.joins for each in measures["PSFS score"].points] == [True, False, True]


def test_answers_in_own_words_are_a_panel_of_their_own(pat: Patient) -> None:
    pat.outcome_scores.create(instrument="lefs", total=50, wording="paper")
    pat.outcome_scores.create(instrument="own_leg", total=60, wording="stance-1")
    pat.outcome_scores.create(instrument="groc", total=-2, wording="scale")
    measures = found(pat)
    assert {"LEFS score", "Own questions on the leg, no longer asked", "GROC score"} <= set(measures)
    assert "LEFS" not in measures["Own questions on the leg, no longer asked"].points[0].says
    assert measures["GROC score"].points[0].says == "GROC −2 (−5 to +5) (the scale on the screen)"


def test_grades_by_hand_are_no_newtons(pat: Patient, ines: User) -> None:
    pat.strength_tests.create(motion="hip_abduction", unit="MMT", position="supine", left=4, right=5, tested_by=ines)
    assert list(found(pat)) == ["Hip abduction by hand"]


def test_the_page_says_every_value_in_a_table_and_leaves_a_trace(client: Client, pat: Patient, ines: User) -> None:
    client.force_login(ines)
    address = reverse("patient_trend", args=[pat.pk])
    assert "Nothing to draw yet" in client.get(address).content.decode()
    visit(pat, ines, 0, 5.0)
    page = client.get(address).content.decode()
    assert "Right stance: drop 5.0° ± 1.0° (not signed)</td>" in page
    assert '<svg class="trend__plot"' in page
    assert AuditEvent.objects.filter(action="viewed", record_id=str(pat.pk)).count() == 2
    assert address in client.get(reverse("patient", args=[pat.pk])).content.decode()


def test_a_run_that_nobody_signed_says_so(pat, ines):
    run = walks.done_run(filmed.assessment(pat, ines))
    (measure,) = [each for each in measures_of(pat) if each.title == "Pelvic drop, walking"]
    assert {point.is_signed for point in measure.points} == {False}
    assert all(point.says.endswith("(not signed)") for point in measure.points)
    signing.sign(run, ines, summary="Seen.", kept=[])
    (measure,) = [each for each in measures_of(pat) if each.title == "Pelvic drop, walking"]
    assert {point.is_signed for point in measure.points} == {True}


def test_two_tests_of_one_day_stand_in_the_order_they_were_entered(pat, ines):
    for left in (80, 100):
        pat.strength_tests.create(motion="hip_abduction", unit="N", position="supine", left=left, tested_by=ines)
    (forces,) = [measure for measure in measures_of(pat) if measure.unit == "newtons"]
    assert [point.value for point in forces.points] == [80, 100]
