"""Everything known of a patient over time, as measures with points: drop, pain, strength, scores, adherence."""

from collections.abc import Iterable, Iterator
from datetime import date, timedelta

from django.db.models import Max

from exercises.following.schedule import days_each, has_started, today_at
from exercises.models import DiaryEntry, Plan
from exercises.trend.types import Event, Measure, Point
from gait.models import Analysis
from gait.result.conventions import Activity, Side
from gait.review.comparison import compare, when_filmed
from gait.review.figures import degrees
from gait.review.partners import newest_of_each_visit
from patients.models import Patient
from patients.outcomes.instruments import SHIPPED
from patients.outcomes.models import Instrument, OutcomeScore, StrengthTest
from patients.outcomes.reading import amount_in_words, figure, is_comparable
from patients.outcomes.strength import force_n

WEEK = timedelta(days=7)
IN_USE = (Plan.Status.ACTIVE, Plan.Status.REPLACED, Plan.Status.ENDED)


def measures_of(patient: Patient) -> list[Measure]:
    """Only what has at least one point."""
    found = [
        *drops(newest_of_each_visit(patient)),
        *excursions(newest_of_each_visit(patient)),
        pain(patient),
        *strength(patient.strength_tests.standing()),
        *scores(patient.outcome_scores.standing().exclude(instrument=Instrument.NPRS)),
        adherence(patient),
    ]
    return [measure for measure in found if measure.points]


def events_of(patient: Patient) -> list[Event]:
    """Visits that were measured, and the day each plan began."""
    visits = [Event(run.recording.assessment.filmed_on, "filmed") for run in newest_of_each_visit(patient)]
    starts = patient.plans.filter(status__in=IN_USE, revises=None, started_on__isnull=False)
    return [*visits, *(Event(begun_on(plan), "plan begins") for plan in starts)]


def drops(runs: list[Analysis]) -> Iterator[Measure]:
    """One panel per activity. A clip of confidence C is no measurement to draw a course from."""
    measured = sorted((run for run in runs if run.found.is_graded), key=when_filmed)
    for activity in Activity:
        alike = [run for run in measured if run.found.activity is activity]
        points = tuple(point for side in Side for point in drop_points(alike, side))
        yield Measure(f"Pelvic drop, {activity}", "degrees", 0, 10, 5, points, better="less drop is lower")


def drop_points(runs: list[Analysis], side: Side) -> Iterator[Point]:
    """No line joins two visits that were not filmed alike."""
    before: Analysis | None = None
    for run in runs:
        own = run.found.sides[side]
        if own.pelvic_drop_deg is None or own.ci95_deg is None:
            continue
        low, high = own.ci95_deg
        says = f"{side.capitalize()} stance: drop {degrees(own.pelvic_drop_deg)} ± {degrees(own.half_width_deg)}"
        says += unsigned_in_words(run)
        yield Point(
            day=run.recording.assessment.filmed_on,
            value=own.pelvic_drop_deg,
            kind=side.value,
            says=says,
            low=low,
            high=high,
            joins=before is None or compare(before, run).is_like_for_like,
            is_signed=has_report(run),
        )
        before = run


def has_report(run: Analysis) -> bool:
    return hasattr(run, "signed_report")


def unsigned_in_words(run: Analysis) -> str:
    return "" if has_report(run) else " (not signed)"


def excursions(runs: list[Analysis]) -> Iterator[Measure]:
    """One panel per activity; also of clips in which no side can be told."""
    measured = sorted((run for run in runs if run.found.excursion.value_deg is not None), key=when_filmed)
    for activity in Activity:
        points = tuple(excursion_points([run for run in measured if run.found.activity is activity]))
        yield Measure(f"Pelvic swing in all, {activity}", "degrees", 0, 20, 5, points, better="less swing is lower")


def excursion_points(runs: list[Analysis]) -> Iterator[Point]:
    before: Analysis | None = None
    for run in runs:
        own = run.found.excursion
        if own.value_deg is None or own.ci95_deg is None:
            continue
        low, high = own.ci95_deg
        both = compare(before, run).excursion if before is not None else None
        yield Point(
            day=run.recording.assessment.filmed_on,
            value=own.value_deg,
            kind="both",
            says=f"Both sides together: swing {degrees(own.value_deg)} ± {degrees(own.half_width_deg)}"
            + unsigned_in_words(run),
            low=low,
            high=high,
            joins=both is None or both.verdict != "unlike",
            is_signed=has_report(run),
        )
        before = run


def pain(patient: Patient) -> Measure:
    """Worst pain told at visits, in questionnaires, and in the diary."""
    told = {
        assessment.filmed_on: assessment.pain_nprs
        for assessment in patient.assessments.order_by("filmed_on", "created_at")
    } | {
        score.answered_on: score.total
        for score in patient.outcome_scores.standing()
        .filter(instrument=Instrument.NPRS)
        .order_by("answered_on", "created_at")
    }
    weekly = [Point(day, nprs, "told", f"Worst pain of 7 days: {nprs}/10") for day, nprs in sorted(told.items())]
    diary = DiaryEntry.objects.filter(patient=patient, pain_nprs__isnull=False).order_by("day")
    daily = [
        Point(row["day"], row["worst"], "diary", f"Worst pain in the exercises: {row['worst']}/10")
        for row in diary.values("day").annotate(worst=Max("pain_nprs"))
    ]
    return Measure("Pain", "0 to 10", 0, 10, 5, (*weekly, *daily), better="less pain is lower")


def strength(tests: Iterable[StrengthTest]) -> Iterator[Measure]:
    """Forces in newtons and MMT grades apart; a line needs the same position."""
    for motion in StrengthTest.Motion:
        own = sorted(
            (test for test in tests if test.motion == motion), key=lambda test: (test.tested_on, test.created_at)
        )
        forces = [test for test in own if test.unit != StrengthTest.Unit.GRADE]
        grades = [test for test in own if test.unit == StrengthTest.Unit.GRADE]
        yield Measure(motion.label, "newtons", 0, 100, 50, tuple(strength_points(forces)), better="more is stronger")
        yield Measure(f"{motion.label} by hand", "grade", 0, 5, 1, tuple(strength_points(grades)))


def strength_points(tests: list[StrengthTest]) -> Iterator[Point]:
    for leg in ("left", "right"):
        before: StrengthTest | None = None
        for test in tests:
            value = getattr(test, leg)
            if value is None:
                continue
            force = force_n(value, test.unit)
            says = f"{leg.capitalize()} {amount_in_words(test, value)}, {test.get_position_display().lower()}"
            joins = before is None or before.position == test.position
            yield Point(test.tested_on, value if force is None else force, leg, says, joins=joins)
            before = test


def scores(found: Iterable[OutcomeScore]) -> Iterator[Measure]:
    """A line needs totals that can be compared."""
    for instrument, questionnaire in SHIPPED.items():
        own = sorted(
            (score for score in found if score.instrument == instrument),
            key=lambda each: (each.answered_on, each.created_at),
        )
        points = tuple(
            Point(
                score.answered_on,
                score.total,
                "told",
                f"{questionnaire.name} {figure(score)} ({score.get_wording_display().lower()})",
                joins=number == 0 or is_comparable(own[number - 1], score),
            )
            for number, score in enumerate(own)
        )
        low, high = questionnaire.smallest, questionnaire.largest
        title = f"{questionnaire.name} score" if questionnaire.is_entered else f"{questionnaire.name}, no longer asked"
        yield Measure(title, f"{low} to {high}".replace("-", "−"), low, high, high / 2, points, "more is better")


def adherence(patient: Patient) -> Measure:
    """Sessions done of those planned, week by week since the first plan began."""
    today = today_at(patient.clinic)
    plans = list(
        patient.plans.filter(status__in=IN_USE, started_on__isnull=False)
        .order_by("activated_at")
        .prefetch_related("items")
    )
    done = DiaryEntry.objects.filter(item__plan__in=plans, is_done=True).values_list("day", flat=True)
    points = tuple(weeks(plans, list(done), today)) if plans else ()
    return Measure("Exercise sessions done of planned", "per cent a week", 0, 100, 50, points, is_bars=True)


def weeks(plans: list[Plan], done_on: list[date], today: date) -> Iterator[Point]:
    """plans oldest first. The newest one in force on a week's first day says what was planned for it."""
    first = min(begun_on(plan) for plan in plans)
    while first <= today:
        in_force = [plan for plan in plans if begun_on(plan) <= first and activated_on(plan) <= first] or plans[:1]
        plan = in_force[-1]
        planned = sum(days_each([item for item in plan.items.all() if has_started(plan, item, first)]).values())
        done = sum(first <= day < first + WEEK for day in done_on)
        if planned:
            says = f"{done} of {planned} sessions {'this week so far' if first + WEEK > today else 'in this week'}"
            yield Point(first, min(100, 100 * done / planned), "done", says)
        first += WEEK


def begun_on(plan: Plan) -> date:
    """Asked only of plans in use, which have a first day."""
    assert plan.started_on is not None
    return plan.started_on


def activated_on(plan: Plan) -> date:
    return plan.activated_at.date() if plan.activated_at else begun_on(plan)
