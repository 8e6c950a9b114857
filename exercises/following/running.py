"""Where a runner stands: the step reached, this week's distance, and whether the warning signs are due."""

from dataclasses import dataclass
from datetime import date, timedelta

from exercises.following.adherence import usual_morning_of
from exercises.following.alert_rules import Alert
from exercises.following.runs import activated_lines, line_that_set_the_step, run_of, runs_since
from exercises.models import Plan, RunEntry, RunningLine, SignsAsked
from exercises.prescribing.running import (
    DAYS_BETWEEN_SCREENS,
    FREE,
    STEPS,
    STOPPED,
    Interval,
    RetrainingSession,
    most_km,
    step_after,
)
from patients.models import Patient


@dataclass(frozen=True, slots=True)
class Standing:
    """open_signs: a warning sign that nobody has examined. interval: None where the week's distance counts."""

    line: RunningLine
    step: int
    interval: Interval | None
    week_km: float
    most_km: float | None
    session_number: int
    session: RetrainingSession | None
    runs: tuple[RunEntry, ...]
    open_signs: SignsAsked | None
    are_signs_due: bool
    morning_untold: RunEntry | None

    @property
    def is_stopped(self) -> bool:
        return self.step == STOPPED or self.open_signs is not None

    @property
    def is_retrained(self) -> bool:
        """All sessions to the metronome are done: film again."""
        return bool(self.line.sessions) and self.session is None


def line_of(plan: Plan) -> RunningLine | None:
    return RunningLine.objects.filter(plan=plan).select_related("plan").first()


def standing_of(plan: Plan, today: date) -> Standing | None:
    """None for a plan without a running line."""
    line = line_of(plan)
    if line is None:
        return None
    entries = list(RunEntry.objects.filter(patient=plan.patient_id, day__lte=today))
    usual_nprs = usual_morning_of(plan)
    runs = [run_of(entry) for entry in entries]
    setter = line_that_set_the_step(line, activated_lines().filter(plan__patient=plan.patient_id))
    asked = newest_screen(plan.patient)
    are_signs_due = asked is None or (today - asked.day).days >= DAYS_BETWEEN_SCREENS
    followed = runs_since(setter.step_set_at, entries)
    step = step_after(setter.start_step, followed, usual_nprs, may_rise=not are_signs_due)
    done = sum(entry.is_retraining for entry in entries if entry.day >= (plan.started_on or today))
    untold = [
        entry for entry in entries if entry.morning_nprs is None and today - timedelta(days=3) <= entry.day < today
    ]
    return Standing(
        line=line,
        step=step,
        interval=STEPS[step - 1] if STOPPED < step < FREE else None,
        week_km=sum(run.km for run in runs if (today - run.day).days < 7),
        most_km=most_km(line.weekly_km, runs, today, usual_nprs),
        session_number=done + 1,
        session=line.sessions[done] if done < len(line.sessions) else None,
        runs=tuple(reversed(entries)),
        open_signs=asked if asked and asked.is_open else None,
        are_signs_due=are_signs_due,
        morning_untold=untold[-1] if untold else None,
    )


def newest_screen(patient: Patient) -> SignsAsked | None:
    """The one that is still open goes before a newer one: a no takes no warning back."""
    asked = list(patient.signs_asked.all()[:20])
    return next((one for one in asked if one.is_open), asked[0] if asked else None)


def running_alerts(plan: Plan, today: date) -> list[Alert]:
    standing = standing_of(plan, today)
    if standing is None:
        return []
    told = []
    if standing.open_signs:
        signs = "; ".join(standing.open_signs.signs)
        told.append(Alert("Warning sign", f"Said yes on {standing.open_signs.day:%b %-d}: {signs}. No running since."))
    elif standing.is_stopped:
        told.append(Alert("Running stopped", "Pain above 5 in a run or on the morning after, or irritable."))
    if standing.is_retrained:
        told.append(Alert("Film again", "All sessions to the metronome are done."))
    return told
