"""The runs that a runner's step follows: all that was told since somebody last set the step.

They are followed through every version of the plan, and into a plan from a new report, so that no red run and no
morning is lost where a new version begins.
"""

from collections.abc import Iterable, Sequence
from datetime import datetime

from django.db.models import QuerySet

from exercises.models import RunEntry, RunningLine
from exercises.prescribing.running import STOPPED, Run, step_after


def activated_lines() -> QuerySet[RunningLine]:
    """Of plans that are or were active, newest first."""
    lines = RunningLine.objects.exclude(plan__activated_at=None)
    return lines.select_related("plan").order_by("-plan__activated_at")


def line_that_set_the_step(line: RunningLine, activated: Iterable[RunningLine]) -> RunningLine:
    """activated: the lines of the patient's plans that were ever active, newest first; without one, the line itself."""
    began_at = line.plan.activated_at
    for older in activated:
        if line.step_set_at is not None:
            break
        older_at = older.plan.activated_at
        if older.pk != line.pk and older_at is not None and (began_at is None or older_at < began_at):
            line, began_at = older, older_at
    return line


def runs_since(moment: datetime | None, entries: Sequence[RunEntry]) -> list[Run]:
    """What was told after the moment: a whole run, or only its morning where the run itself was known before."""
    found = []
    for entry in entries:
        if moment is None or entry.logged_at > moment:
            found.append(run_of(entry))
        elif entry.morning_at is not None and entry.morning_at > moment:
            found.append(Run(entry.day, float(entry.km), None, None, entry.morning_nprs))
    return found


def run_of(entry: RunEntry) -> Run:
    return Run(entry.day, float(entry.km), entry.pain_nprs, entry.has_settled, entry.morning_nprs)


def is_stopped_by_a_run(setter: RunningLine, entries: Sequence[RunEntry]) -> bool:
    """Pain above 5 was told since the step was set. No usual morning is needed to say so."""
    runs = runs_since(setter.step_set_at, entries)
    return setter.start_step != STOPPED and step_after(setter.start_step, runs, None, may_rise=False) == STOPPED
