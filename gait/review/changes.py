"""What people changed about a run, beside what the machine had said, in words."""

from dataclasses import dataclass
from uuid import UUID

from django.utils.dateparse import parse_datetime
from django.utils.timezone import localtime

from gait.analysis.conventions import Side
from gait.models import Analysis
from gait.review.correction_forms import WHY_LEFT_OUT
from gait.review.corrections import machine_run
from gait.review.reading import degrees, read


@dataclass(frozen=True, slots=True)
class Compared:
    side: Side
    machine: str
    now: str


@dataclass(frozen=True, slots=True)
class Changes:
    """compared: both sides, machine against now. deeds: each change with who made it."""

    machine_id: UUID
    compared: tuple[Compared, ...]
    deeds: tuple[str, ...]


def changes_of(analysis: Analysis) -> Changes | None:
    """None for a run that nobody has touched, or that was brought back to what the machine had said."""
    machine = machine_run(analysis)
    deeds = tuple(_deeds(analysis))
    if machine is None or not deeds:
        return None
    return Changes(machine.pk, tuple(_compared(machine, analysis)), deeds)


def _compared(machine: Analysis, now: Analysis) -> list[Compared]:
    pairs = zip(read(machine.result).sides, read(now.result).sides, strict=True)
    return [
        Compared(before.side, before.figure or "cannot tell", after.figure or "cannot tell") for before, after in pairs
    ]


def _deeds(analysis: Analysis) -> list[str]:
    why = dict(WHY_LEFT_OUT)
    deeds = []
    for edit in analysis.hints.get("edits", []):
        what = "counted" if edit["used"] else f"left out ({why[edit['reason']].lower()})"
        at = localtime(parse_datetime(edit["at"]))
        deeds.append(
            f"{edit['side'].capitalize()} stance at {edit['at_s']:.1f} s {what} by {edit['by']}, {at:%d %b %Y %H:%M}."
        )
    if analysis.hints.get("roll_deg") is not None and "levelled_by" in analysis.hints:
        deeds.append(
            f"Level drawn by {analysis.hints['levelled_by']}: camera roll {degrees(analysis.hints['roll_deg'])}."
        )
    return deeds
