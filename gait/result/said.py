"""What people said about a clip, as JSON in the row of a run: the fields of Hints, and what therapists changed since.

The engine reads them as Hints, StanceEdit and EventEdit; base, changes and read_with are the web's own.
"""

from typing import NotRequired, TypedDict


class ClickSaid(TypedDict):
    """side: the leg that stands, where somebody said it."""

    time_s: float
    left_xy_px: list[float]
    right_xy_px: list[float]
    side: NotRequired[str]


class PersonSaid(TypedDict):
    time_s: float
    xy_px: list[float]


class StanceSaid(TypedDict):
    """reason: why it does not count, a key of WHY_LEFT_OUT; "" where it does."""

    side: str
    at_s: float
    used: bool
    reason: str


class EventSaid(TypedDict):
    """kind: contact or toe_off. Without at_s it is a new one, without to_s one that goes."""

    side: str
    kind: str
    at_s: float | None
    to_s: float | None


class PointsSaid(TypedDict):
    clicks: list[ClickSaid]
    segment: str


class ChangeSaid(TypedDict):
    """A change_log.Change. what: a StanceSaid, EventSaid, PointsSaid or PersonSaid, else {"value"} or {"line_px"}."""

    id: str
    kind: str
    what: dict[str, object]
    by: str
    at: str
    rightward: int
    undone_by: str
    undone_at: str
    moved: dict[str, list[float | None]]


class Said(TypedDict, total=False):
    """base: the machine's run that the changes started from. read_with: how the pictures behind a run were read."""

    view: str | None
    activity: str | None
    source: str | None
    clicks: list[ClickSaid]
    click_segment: str
    roll_deg: float | None
    mirrored: bool
    sex: str | None
    true_rate_hz: float | None
    level_line_px: list[list[float]] | None
    standing_zero: dict[str, object]
    person: PersonSaid
    walking_aid: bool
    reader_calibration: dict[str, object]
    edits: list[StanceSaid]
    event_edits: list[EventSaid]
    base: str
    changes: list[ChangeSaid]
    read_with: "Said"
