"""What calls a therapist's eye to a plan, each rule in one sentence that the page shows beside the alert."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from statistics import mean

from exercises.models import DiaryEntry
from exercises.prescribing.progression import REGRESSION_WINDOW

PAIN_RISE_NPRS = 2
PAIN_RISE_DAYS = 3
REGRESSIONS = 2


@dataclass(frozen=True, slots=True)
class Alert:
    """Something to act on, and the rule that raised it."""

    rule: str
    text: str


RULES = (
    ("Pain above 5", "One entry with pain above 5 of 10; the exercise rests until you let it go on."),
    ("Pain rise", "Mean of the worst pain of the last 3 days with entries, 2 or more above the pain at the start."),
    ("Skipped: it hurts", "An exercise skipped in the last 7 days because it hurts."),
    ("Two steps back", "One exercise made easier twice within 14 days."),
    ("No entry", "No entry for as many days as the clinic decided, 7 at first."),
)


def pain_rise_alerts(entries: Sequence[DiaryEntry], baseline_nprs: int) -> list[Alert]:
    """entries: newest first."""
    worst: dict[date, int] = {}
    for entry in entries:
        if entry.pain_nprs is not None:
            worst[entry.day] = max(entry.pain_nprs, worst.get(entry.day, 0))
    lately = [worst[day] for day in sorted(worst, reverse=True)[:PAIN_RISE_DAYS]]
    if len(lately) < PAIN_RISE_DAYS or mean(lately) < baseline_nprs + PAIN_RISE_NPRS:
        return []
    told = f"Worst pain of the last {PAIN_RISE_DAYS} days with entries: {mean(lately):.1f}/10 on average"
    return [Alert("Pain rise", f"{told}, against {baseline_nprs}/10 at the start.")]


def regression_alert(name: str, regressed_on: Sequence[date], today: date) -> list[Alert]:
    recent = [day for day in regressed_on if timedelta(0) <= today - day <= REGRESSION_WINDOW]
    if len(recent) < REGRESSIONS:
        return []
    return [Alert("Two steps back", f"{name} was made easier {len(recent)} times in 14 days.")]
