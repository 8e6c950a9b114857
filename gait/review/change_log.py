"""What people changed about a run: who, when and what, in the order it was done, and whether it was taken back.

The list lies in the hints of every corrected run, so a run tells by itself what it rests on. engine_hints folds the
changes that stand over what was said at the upload; nothing of it is ever overwritten.
"""

from collections.abc import Callable, Sequence
from dataclasses import asdict, dataclass, field, replace
from enum import StrEnum
from typing import Any, cast

from gait.models import Analysis
from gait.result.conventions import Side, Source, View
from gait.result.handedness import is_measured_mirrored, rightward_of
from gait.result.said import ChangeSaid, Said, StanceSaid

What = dict[str, Any]
"""What a change says: by its kind one of those of gait.result.said, or the value of one fact."""

PICTURE_KEYS = ("source", "clicks", "click_segment", "person")
"""Hints that change what is read off the pictures; all others are worked out from stored readings."""

SAME_STANCE_S = 0.25
"""As gait.analysis.corrections.edits, whose arrays the web process does not load."""

SAME_INSTANT_S = 0.002
"""Times go to the page and back in milliseconds."""


class Kind(StrEnum):
    STANCE = "stance"
    EVENT = "event"
    VIEW = "view"
    ACTIVITY = "activity"
    MIRRORED = "mirrored"
    TRUE_RATE = "true_rate_hz"
    WALKING_AID = "walking_aid"
    LEVEL = "level"
    POINTS = "points"
    BY_HAND = "by_hand"
    PERSON = "person"


SETS_POINTS = frozenset({Kind.POINTS, Kind.BY_HAND})
"""The points of a run are those of one of these: the later one stands in the place of the other."""

ABOUT_STEPS = frozenset({Kind.STANCE, Kind.EVENT, *SETS_POINTS})
"""These speak of one person's feet and pelvis, and of left and right as they were named then."""


@dataclass(frozen=True, slots=True)
class Change:
    """what depends on the kind. rightward: image direction of the patient's right as seen when it was made.

    moved: the drop per stance side before and after, where the change was worked out at once.
    """

    id: str
    kind: Kind
    what: What
    by: str
    at: str
    rightward: int
    undone_by: str = ""
    undone_at: str = ""
    moved: dict[str, list[float | None]] = field(default_factory=dict)

    @property
    def stands(self) -> bool:
        return not self.undone_at


def changes_in(hints: Said) -> tuple[Change, ...]:
    changes: list[Any] = [*hints.get("changes", ())]
    return tuple(Change(**{**each, "kind": Kind(each["kind"])}) for each in changes)


def as_json(changes: Sequence[Change]) -> list[ChangeSaid]:
    return [cast("ChangeSaid", asdict(change)) for change in changes]


def rightward_in(analysis: Analysis, said: View | None = None) -> int:
    """Of the view that is said just now, else as the run took the clip."""
    seen = analysis.found.view if analysis.has_result else View(analysis.hints.get("view") or View.POSTERIOR)
    return rightward_of(said or seen, mirrored=is_mirrored(analysis.hints, analysis))


def is_mirrored(hints: Said, measured: Analysis) -> bool:
    notes = measured.found.quality if measured.has_result else ()
    return is_measured_mirrored([note.code for note in notes], said=bool(hints.get("mirrored")))


def same_stance(one: StanceSaid, other: StanceSaid) -> bool:
    return one["side"] == other["side"] and abs(one["at_s"] - other["at_s"]) < SAME_STANCE_S


def resting_on(changes: Sequence[Change], change: Change) -> set[str]:
    """The change and those that only make sense after it: further moves of the very event that it put somewhere."""
    found = {change.id}
    for later in changes[changes.index(change) + 1 :]:
        if later.kind is Kind.EVENT and any(_moves_on(later, each) for each in changes if each.id in found):
            found.add(later.id)
    return found


def taken_back(changes: Sequence[Change], ids: set[str], *, by: str, at: str) -> tuple[Change, ...]:
    return tuple(replace(c, undone_by=by, undone_at=at) if c.id in ids and c.stands else c for c in changes)


def engine_hints(machine: Analysis, changes: Sequence[Change]) -> Said:
    """What the engine is told: the hints of the machine's run with every standing change laid over them."""
    hints = cast("Said", {**machine.hints, "edits": [], "event_edits": []})
    standing = [change for change in changes if change.stands]
    for change in standing:
        if change.kind in FACTS:
            hints |= FACTS[change.kind](change.what)
    seen = hints.get("view") or (machine.found.view if machine.has_result else View.POSTERIOR)
    now = rightward_of(View(seen), mirrored=is_mirrored(hints, machine))
    for change in standing:
        if change.kind in ABOUT_STEPS:
            what = change.what if change.rightward == now else _sides_exchanged(change.what)
            hints |= STEPS[change.kind](hints, what)
    return hints


def _moves_on(later: Change, earlier: Change) -> bool:
    if earlier.kind is not Kind.EVENT or later.what["at_s"] is None or earlier.what["to_s"] is None:
        return False
    is_same_foot = (later.what["side"], later.what["kind"]) == (earlier.what["side"], earlier.what["kind"])
    return is_same_foot and abs(later.what["at_s"] - earlier.what["to_s"]) < SAME_INSTANT_S


def _sides_exchanged(what: What) -> What:
    """The same feet and points after left and right have got each other's names."""
    if "side" in what:
        return {**what, "side": Side(what["side"]).other.value}
    return {**what, "clicks": [_click_exchanged(click) for click in what["clicks"]]}


def _click_exchanged(click: dict[str, Any]) -> dict[str, Any]:
    exchange = {"left_xy_px": "right_xy_px", "right_xy_px": "left_xy_px"}
    exchanged = {exchange.get(key, key): value for key, value in click.items()}
    return {**exchanged, "side": Side(click["side"]).other.value} if click.get("side") else exchanged


def _stance_said(hints: Said, what: Any) -> Said:
    return {"edits": [*(each for each in hints["edits"] if not same_stance(each, what)), what]}


def _points_said(what: Any, source: Source) -> Said:
    return {"clicks": what["clicks"], "click_segment": what["segment"], "source": source.value}


FACTS: dict[Kind, Callable[[Any], Said]] = {
    Kind.VIEW: lambda what: {"view": what["value"]},
    Kind.ACTIVITY: lambda what: {"activity": what["value"]},
    Kind.MIRRORED: lambda what: {"mirrored": what["value"]},
    Kind.TRUE_RATE: lambda what: {"true_rate_hz": what["value"]},
    Kind.WALKING_AID: lambda what: {"walking_aid": what["value"]},
    Kind.LEVEL: lambda what: {"level_line_px": what["line_px"]},
    Kind.PERSON: lambda what: {"person": what},
}
STEPS: dict[Kind, Callable[[Said, Any], Said]] = {
    Kind.STANCE: _stance_said,
    Kind.EVENT: lambda hints, what: {"event_edits": [*hints["event_edits"], what]},
    Kind.POINTS: lambda _hints, what: _points_said(what, Source.CLICKS),
    Kind.BY_HAND: lambda _hints, what: _points_said(what, Source.BY_HAND),
}
"""What a change adds to what was said, in place of what stood there."""
