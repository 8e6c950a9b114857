"""What people changed about a run, beside what the machine had said, in words."""

from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from gait.models import Analysis
from gait.result.conventions import Side
from gait.result.said import EventSaid, PointsSaid, StanceSaid
from gait.review.change_log import SETS_POINTS, Change, Kind, changes_in
from gait.review.correction_forms import SEGMENTS, WHY_LEFT_OUT
from gait.review.corrections import machine_run
from gait.review.figures import degrees
from gait.review.reading import read, roll_in_words


@dataclass(frozen=True, slots=True)
class Compared:
    side: Side
    machine: str
    now: str

    @property
    def is_same(self) -> bool:
        return self.machine == self.now


@dataclass(frozen=True, slots=True)
class Deed:
    """One line of the list. effect: how the drops moved with it, empty where that was not known at once."""

    id: str
    says: str
    by: str
    at: datetime
    effect: tuple[str, ...]
    undone_by: str
    undone_at: datetime | None


@dataclass(frozen=True, slots=True)
class Changes:
    """summary: who changed how much, in one sentence. compared: both sides, machine against now.

    rolls: the camera's roll, machine and now, where somebody drew a level line.
    """

    machine_id: UUID
    summary: str
    compared: tuple[Compared, ...]
    rolls: tuple[str, str] | None
    deeds: tuple[Deed, ...]


def changes_of(analysis: Analysis) -> Changes | None:
    """None for a run that nobody has touched."""
    machine = machine_run(analysis)
    changes = changes_in(analysis.hints)
    if machine is None or not changes:
        return None
    return Changes(
        machine_id=machine.pk,
        summary=_summary(changes),
        compared=tuple(_compared(machine, analysis)),
        rolls=_rolls(changes, machine, analysis),
        deeds=tuple(map(_deed, changes)),
    )


def change_says(change: Change) -> str:
    return SAYS[change.kind](change.what)


def _summary(changes: Sequence[Change]) -> str:
    """Ines Tester, PT changed 4 pictures and 1 stance."""
    standing = [change for change in changes if change.stands]
    if not standing:
        return "Every change was taken back: this is what the machine had said."
    people = " and ".join(dict.fromkeys(change.by for change in standing))
    counts: Counter[tuple[str, str]] = Counter()
    for change in standing:
        counts[COUNTED_AS[change.kind]] += len(change.what["clicks"]) if change.kind in SETS_POINTS else 1
    return f"{people} changed {_listed([_count(number, *nouns) for nouns, number in counts.items()])}."


def _compared(machine: Analysis, now: Analysis) -> list[Compared]:
    figures = [_figures(each) for each in (machine, now)]
    return [Compared(side, *(each[side] for each in figures)) for side in Side]


def _rolls(changes: Sequence[Change], machine: Analysis, now: Analysis) -> tuple[str, str] | None:
    if not any(change.kind is Kind.LEVEL and change.stands for change in changes):
        return None
    before, after = (
        roll_in_words(run.found.camera_roll) if run.has_result else "not measured" for run in (machine, now)
    )
    return before, after


def _figures(run: Analysis) -> dict[Side, str]:
    if not run.has_result:
        return dict.fromkeys(Side, "not measured")
    return {each.side: each.figure or "cannot tell" for each in read(run.found).sides}


def _deed(change: Change) -> Deed:
    return Deed(
        id=change.id,
        says=change_says(change),
        by=change.by,
        at=datetime.fromisoformat(change.at),
        effect=tuple(_effect(change)),
        undone_by=change.undone_by,
        undone_at=datetime.fromisoformat(change.undone_at) if change.undone_at else None,
    )


def _effect(change: Change) -> list[str]:
    return [
        f"{side}: {_drop(before)} → {_drop(after)}"
        for side, (before, after) in change.moved.items()
        if _drop(before) != _drop(after)
    ]


def _drop(value: float | None) -> str:
    return "cannot tell" if value is None else degrees(value)


def _stance(what: StanceSaid) -> str:
    how = "counted" if what["used"] else f"left out ({dict(WHY_LEFT_OUT)[what['reason']].lower()})"
    return f"{what['side'].capitalize()} stance at {what['at_s']:.1f} s {how}"


def _event(what: EventSaid) -> str:
    name = f"{what['side'].capitalize()} {'contact' if what['kind'] == 'contact' else 'toe-off'}"
    if what["at_s"] is None:
        return f"{name} added at {what['to_s']:.2f} s"
    if what["to_s"] is None:
        return f"{name} at {what['at_s']:.2f} s deleted"
    return f"{name} moved from {what['at_s']:.2f} s to {what['to_s']:.2f} s"


def _points(what: PointsSaid) -> str:
    return f"Pelvis marked in {_count(len(what['clicks']), 'picture', 'pictures')}: {dict(SEGMENTS)[what['segment']]}"


def _by_hand(what: dict[str, Any]) -> str:
    return f"Measured by hand: {dict(SEGMENTS)[what['segment']]}, {_count(len(what['clicks']), 'picture', 'pictures')}"


def _listed(parts: Sequence[str]) -> str:
    return parts[0] if len(parts) == 1 else f"{', '.join(parts[:-1])} and {parts[-1]}"


def _count(number: int, one: str, many: str) -> str:
    return f"{number} {one if number == 1 else many}"


SAYS: dict[Kind, Callable[[Any], str]] = {
    Kind.STANCE: _stance,
    Kind.EVENT: _event,
    Kind.VIEW: lambda what: f"Filmed from {'the front' if what['value'] == 'anterior' else 'behind'}",
    Kind.ACTIVITY: lambda what: f"The person is {what['value']}",
    Kind.MIRRORED: lambda what: f"Clip is {'mirrored' if what['value'] else 'not mirrored'}: left and right exchanged",
    Kind.TRUE_RATE: lambda what: f"Filmed at {what['value']:g} pictures per second",
    Kind.WALKING_AID: lambda what: f"{'With' if what['value'] else 'Without'} a walking aid, prosthesis or skirt",
    Kind.LEVEL: lambda what: "Level line drawn",
    Kind.POINTS: _points,
    Kind.BY_HAND: _by_hand,
    Kind.PERSON: lambda what: f"Person to measure chosen at {what['time_s']:.1f} s",
}

COUNTED_AS = {
    Kind.STANCE: ("stance", "stances"),
    Kind.EVENT: ("contact or toe-off", "contacts or toe-offs"),
    Kind.VIEW: ("fact about the filming", "facts about the filming"),
    Kind.ACTIVITY: ("fact about the filming", "facts about the filming"),
    Kind.MIRRORED: ("fact about the filming", "facts about the filming"),
    Kind.TRUE_RATE: ("fact about the filming", "facts about the filming"),
    Kind.WALKING_AID: ("fact about the filming", "facts about the filming"),
    Kind.LEVEL: ("level line", "level lines"),
    Kind.POINTS: ("picture", "pictures"),
    Kind.BY_HAND: ("picture", "pictures"),
    Kind.PERSON: ("choice of person", "choices of a person"),
}
