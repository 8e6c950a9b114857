"""What calls a therapist's eye to a plan, each rule in one sentence that the page shows beside the alert."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from statistics import mean

from clinics.models.protocol import SILENT_DAYS
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
    (
        "Morning pain",
        "Pain above 5 of 10 on the morning after; its exercises rest until you let them go on.",
    ),
    (
        "Pain rise",
        "Mean of the worst pain of the last 3 days with entries, mornings after included, 2 or more above the usual "
        "pain on a morning or at rest; above the worst pain before the start while the usual is not known.",
    ),
    ("Limping", "The patient limped after a session of the last 7 days."),
    ("Skipped: it hurts", "An exercise skipped in the last 7 days because it hurts."),
    ("Two steps back", "One exercise made easier twice within 14 days."),
    ("Warning sign", "A yes to a warning sign that is asked of runners every week; no running until it is examined."),
    ("Running stopped", "Pain above 5 in a run or on the morning after; no running until you revise the plan."),
    ("Film again", "All sessions to the metronome are done."),
    ("No entry", "No entry for as many days as the clinic decided, 7 at first."),
)


def pain_rise_alerts(entries: Sequence[DiaryEntry], usual_nprs: int | None, nprs_before: int) -> list[Alert]:
    """usual_nprs: on a morning or at rest, None when not known; nprs_before: worst of the week before the draft."""
    worst: dict[date, int] = {}
    for entry in entries:
        for nprs in (entry.pain_nprs, entry.morning_nprs):
            if nprs is not None:
                worst[entry.day] = max(nprs, worst.get(entry.day, 0))
    lately = [worst[day] for day in sorted(worst, reverse=True)[:PAIN_RISE_DAYS]]
    against_nprs = nprs_before if usual_nprs is None else usual_nprs
    if len(lately) < PAIN_RISE_DAYS or mean(lately) < against_nprs + PAIN_RISE_NPRS:
        return []
    told = f"Worst pain of the last {PAIN_RISE_DAYS} days with entries: {mean(lately):.1f}/10 on average"
    when = "at the start" if usual_nprs is None else "on a usual morning"
    return [Alert("Pain rise", f"{told}, against {against_nprs}/10 {when}.")]


def limp_alerts(entries: Sequence[DiaryEntry], today: date) -> list[Alert]:
    days = {e.day for e in entries if e.limped_afterwards and (today - e.day).days < SILENT_DAYS}
    return [Alert("Limping", f"Limped after the session on {day:%b %-d}.") for day in sorted(days, reverse=True)]


def regression_alert(name: str, regressed_on: Sequence[date], today: date) -> list[Alert]:
    recent = [day for day in regressed_on if timedelta(0) <= today - day <= REGRESSION_WINDOW]
    if len(recent) < REGRESSIONS:
        return []
    return [Alert("Two steps back", f"{name} was made easier {len(recent)} times in 14 days.")]
