"""What a therapist wants to know about the diary: done against planned, pain, silence, and what the rules propose."""

from dataclasses import dataclass
from datetime import date

from django.db.models import QuerySet
from django.utils import timezone

from clinics.models.protocol import SILENT_DAYS
from exercises.following.alert_rules import Alert, limp_alerts, pain_rise_alerts, regression_alert
from exercises.following.schedule import (
    day_at,
    days_each,
    first_day_of_week,
    has_started,
    open_holds_of,
    session_of,
    today_at,
    week_of,
)
from exercises.following.silence import silent_plans
from exercises.library.doses import restrictions_of
from exercises.models import DiaryEntry, ExerciseHold, Plan, PlanItem
from exercises.models.content import top_level
from exercises.prescribing.baseline import usual_morning
from exercises.prescribing.progression import Course, Move, Proposal, most_urgent_progressions, propose
from exercises.prescribing.types import Band

LATERAL_HIP_WEEKS = 2


@dataclass(frozen=True, slots=True)
class Week:
    """Sessions of one plan week: one exercise on one day counts once."""

    number: int
    done: int
    planned: int

    @property
    def percent(self) -> int:
        return min(100, round(100 * self.done / self.planned)) if self.planned else 0


def week_so_far(plan: Plan, day: date) -> Week:
    """Done in the running week against the whole week's plan, whichever plan it was done by."""
    first = first_day_of_week(plan, day)
    done = entries_of(plan).filter(is_done=True, day__range=(first, day)).count()
    planned = sum(days_each([item for item in plan.items.all() if has_started(plan, item, day)]).values())
    return Week(week_of(plan, day), done, planned)


def adherence_pct(plan: Plan) -> float | None:
    """Share of all sessions planned in full weeks since the start; None before the first full week."""
    today = today_at(plan.patient.clinic)
    full_weeks = week_of(plan, today) - 1
    if full_weeks < 1:
        return None
    until = first_day_of_week(plan, today)
    done = entries_of(plan).filter(is_done=True, day__gte=plan.started_on, day__lt=until).count()
    items = list(plan.items.all())
    planned = sum(
        sum(days_each([item for item in items if item.starts_in_week <= week]).values())
        for week in range(1, full_weeks + 1)
    )
    return min(100.0, 100 * done / planned) if planned else None


def entries_of(plan: Plan) -> QuerySet[DiaryEntry]:
    """The patient's diary: what was done by another plan, as before a new report, was done by the same person."""
    return DiaryEntry.objects.filter(patient=plan.patient_id)


def chain_of(plan: Plan) -> list[Plan]:
    """The plan and what it revises, newest first."""
    plans = [plan]
    while plans[-1].revises:
        plans.append(plans[-1].revises)
    return plans


def alerts(plan: Plan, day: date) -> list[Alert]:
    entries = list(entries_of(plan).select_related("item__exercise")[:40])
    return [
        *pain_alerts(plan),
        *pain_rise_alerts(entries, usual_morning_of(plan), plan.inputs.get("nprs", 0)),
        *limp_alerts(entries, day),
        *skip_alerts(entries, day),
        *regression_alerts(plan, day),
        *silence_alerts(plan, day),
    ]


def usual_morning_of(plan: Plan) -> int | None:
    """The person's usual pain on a morning or at rest, from the draft's questionnaire or else the first mornings."""
    told = entries_of(plan).filter(morning_nprs__isnull=False)
    by_day = dict(told.order_by("day", "morning_nprs").values_list("day", "morning_nprs"))
    mornings = [nprs for nprs in by_day.values() if nprs is not None]
    return usual_morning(plan.inputs.get("morning_nprs"), mornings)


def pain_alerts(plan: Plan) -> list[Alert]:
    """One alert for each exercise that hurt, and one for a bad morning with all that rest for it."""
    holds = open_holds_of(plan)
    resting = [
        (item.rung["name"], holds[item.pk])
        for item in plan.items.select_related("exercise")
        if item.pk in holds and holds[item.pk].pain_nprs is not None
    ]
    mornings = [(name, hold) for name, hold in resting if hold.because == ExerciseHold.Because.MORNING]
    during = [
        Alert("Pain above 5", f"{name}: pain {hold.pain_nprs}/10 on {told_on(hold)}. Resting since.")
        for name, hold in resting
        if (name, hold) not in mornings
    ]
    if not mornings:
        return during
    worst = max((hold for _, hold in mornings), key=lambda hold: hold.pain_nprs or 0)
    names = ", ".join(name for name, _ in mornings)
    told = f"Pain {worst.pain_nprs}/10 on the morning after, reported on {told_on(worst)}. Resting since: {names}."
    return [Alert("Morning pain", told), *during]


def told_on(hold: ExerciseHold) -> str:
    return f"{timezone.localdate(hold.since):%b %-d}"


def regression_alerts(plan: Plan, day: date) -> list[Alert]:
    return [
        alert
        for item in plan.items.select_related("exercise")
        for alert in regression_alert(item.rung["name"], trace_level(plan, item)[2], day)
    ]


def silence_alerts(plan: Plan, day: date) -> list[Alert]:
    silent = silent_plans(Plan.objects.filter(pk=plan.pk).select_related("patient"), day)
    return [Alert(f"No entry for {days} days", f"Nothing logged since {since:%b %-d}.") for _, since, days in silent]


def skip_alerts(entries: list[DiaryEntry], day: date) -> list[Alert]:
    recent = [e for e in entries if e.skip_reason == DiaryEntry.SkipReason.HURTS and (day - e.day).days < SILENT_DAYS]
    return [Alert("Skipped: it hurts", f"{entry.item.rung['name']} on {entry.day:%b %-d}.") for entry in recent]


def proposals(plan: Plan, day: date) -> list[tuple[PlanItem, Proposal]]:
    """What the progression rules say about each exercise that has begun.

    A resting one never gets harder, and after a bad morning none does until the therapist lets them go on.
    """
    begun = [item for item in plan.items.select_related("exercise") if has_started(plan, item, day)]
    usual_nprs = usual_morning_of(plan)
    courses = {item.exercise_id: course_of(plan, item, usual_nprs) for item in begun}
    judged = most_urgent_progressions({exercise: propose(course, day) for exercise, course in courses.items()})
    holds = open_holds_of(plan)
    had_bad_morning = any(hold.because == ExerciseHold.Because.MORNING for hold in holds.values())
    return [(item, held_back(judged[item.exercise_id], holds.get(item.pk), had_bad_morning)) for item in begun]


def held_back(proposal: Proposal, hold: ExerciseHold | None, had_bad_morning: bool) -> Proposal:
    """The same, but nothing harder for what rests or after a bad morning."""
    if proposal.move is not Move.PROGRESS or not (hold or had_bad_morning):
        return proposal
    why = f"It rests: {hold.get_because_display().lower()}." if hold else "After a bad morning nothing gets harder."
    return Proposal(Move.HOLD, proposal.level - 1, "P4", f"{why} Let the resting exercises go on first.")


def changes_proposed(plan: Plan, day: date) -> list[tuple[PlanItem, Proposal]]:
    return [(item, proposal) for item, proposal in proposals(plan, day) if proposal.move is not Move.HOLD]


def course_of(plan: Plan, item: PlanItem, usual_nprs: int | None) -> Course:
    """The exercise's history at its present level, through the plan's earlier versions.

    usual_nprs: the person's usual morning, which is the same for every exercise; None while it is not known.
    """
    same, level_since, regressed_on = trace_level(plan, item)
    entries = DiaryEntry.objects.filter(item__in=same).order_by("day")
    return Course(
        level=item.level,
        level_since=level_since,
        sessions=tuple(session_of(entry) for entry in entries),
        days_per_week=item.days_per_week,
        baseline_nprs=usual_nprs,
        regressed_on=regressed_on,
        capped_by=cap_of(plan, item),
        top_level=top_level(item.content),
    )


def cap_of(plan: Plan, item: PlanItem) -> str:
    """The modifier that drafted this level as a ceiling; M4 ends after two weeks, the others with new answers."""
    rules = item.rule.split()
    weeks_run = week_of(plan, today_at(plan.patient.clinic)) - 1
    if forbidden := restrictions_of(plan, item.exercise_id, item.rule).rule:
        return forbidden
    lasting = {"M3", "M5", "M7"} | ({"M4"} if weeks_run < LATERAL_HIP_WEEKS else set())
    if item.band in {"", Band.NONE}:
        lasting.add("M6")
    return next((rule for rule in rules if rule in lasting), "")


def trace_level(plan: Plan, item: PlanItem) -> tuple[list[PlanItem], date, tuple[date, ...]]:
    """Versions of the exercise at this level, the day it began, and the days on which it became easier."""
    same, regressed_on = [item], []
    level_since = plan.started_on or today_at(plan.patient.clinic)
    is_same = True
    for newer, older in zip(chain_of(plan), chain_of(plan)[1:], strict=False):
        earlier = older.items.filter(exercise_id=item.exercise_id).first()
        later = newer.items.filter(exercise_id=item.exercise_id).first()
        if earlier is None or later is None:
            break
        changed_on = day_at(plan.patient.clinic, newer.activated_at) if newer.activated_at else level_since
        if later.level < earlier.level:
            regressed_on.append(changed_on)
        if is_same and earlier.level != item.level:
            is_same, level_since = False, changed_on
        if is_same:
            same.append(earlier)
    return same, level_since, tuple(regressed_on)
