"""Where a runner stands: the step reached, this week's distance, and whether the warning signs are due."""

from dataclasses import dataclass
from datetime import date, timedelta

from exercises.following.adherence import usual_morning_of
from exercises.following.alert_rules import Alert
from exercises.following.runs import activated_lines, line_that_set_the_step, run_of, runs_since
from exercises.following.signs import codes_open, open_signs_of, words_of
from exercises.models import Plan, RunEntry, RunningLine, SignsAsked
from exercises.prescribing.running import (
    DAYS_BETWEEN_SCREENS,
    FREE,
    STEPS,
    STOPPED,
    Interval,
    RetrainingSession,
    most_km,
    next_session,
    step_after,
)


@dataclass(frozen=True, slots=True)
class Standing:
    """open_signs: warning signs that nobody has examined, newest first. interval: None where the week's distance
    counts. session: None unless somebody runs freely, because a session is one long run.
    """

    line: RunningLine
    step: int
    interval: Interval | None
    week_km: float
    most_km: float | None
    session_number: int
    session: RetrainingSession | None
    runs: tuple[RunEntry, ...]
    open_signs: tuple[SignsAsked, ...]
    are_signs_due: bool
    morning_untold: RunEntry | None

    @property
    def is_stopped(self) -> bool:
        return self.step == STOPPED or bool(self.open_signs)

    @property
    def is_retrained(self) -> bool:
        """All sessions to the metronome are done: film again."""
        return 0 < len(self.line.sessions) < self.session_number


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
    open_signs = tuple(open_signs_of(plan.patient))
    asked = plan.patient.signs_asked.first()
    are_signs_due = asked is None or (today - asked.day).days >= DAYS_BETWEEN_SCREENS
    setter = line_that_set_the_step(line, activated_lines().filter(plan__patient=plan.patient_id))
    followed = runs_since(setter.step_set_at, entries)
    step = step_after(setter.start_step, followed, usual_nprs, may_rise=not (are_signs_due or open_signs))
    done = sum(counts_as_session(entry, usual_nprs) for entry in entries if entry.day >= (plan.started_on or today))
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
        session=next_session(step, done) if line.sessions else None,
        runs=tuple(reversed(entries)),
        open_signs=open_signs,
        are_signs_due=are_signs_due,
        morning_untold=untold[-1] if untold else None,
    )


def counts_as_session(entry: RunEntry, usual_nprs: int | None) -> bool:
    """A run to the metronome that was not worse; one that hurt is done again."""
    return entry.is_retraining and not run_of(entry).is_worse(usual_nprs)


def running_alerts(plan: Plan, today: date) -> list[Alert]:
    told = sign_alerts(plan)
    standing = standing_of(plan, today)
    if standing is None:
        return told
    if standing.step == STOPPED:
        told.append(Alert("Running stopped", "Pain above 5 in a run or on the morning after, or irritable."))
    if standing.is_retrained:
        told.append(Alert("Film again", "All sessions to the metronome are done."))
    return told


def sign_alerts(plan: Plan) -> list[Alert]:
    """Of every plan: a sign stays open also where a later plan has no running line."""
    asked = open_signs_of(plan.patient)
    if not asked:
        return []
    signs = words_of(codes_open(asked))
    return [Alert("Warning sign", f"Said yes on {asked[-1].day:%b %-d}: {signs}. No running and no exercises since.")]
