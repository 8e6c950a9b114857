"""The shape of what a signature seals, as JSON. Reports of earlier versions lack what came later.

Where a part is a dataclass of the page turned into a dict (asdict), its fields are said there.
"""

from typing import Any, NotRequired, TypedDict


class FindingSigned(TypedDict):
    """text: in the therapist's words; proposed_text: in ours."""

    code: str
    side: str
    text: str
    proposed_text: str
    rule: str
    citations: list[str]


class Drawing(TypedDict):
    """A drawing on one frame; points_px are [x, y] of the upright picture."""

    id: str
    kind: str
    at_s: float
    points_px: list[list[float]]
    text: str


class DrawingSigned(Drawing):
    """In words that stand for themselves. picture_px: width and height, None for a note without a point."""

    says: str
    picture_px: tuple[int, int] | None
    made_by: str
    made_at: str


class Content(TypedDict, total=False):
    """The numbers as result.SignedContent reads them, and the findings that the therapist kept and dropped."""

    schema: str
    pipeline_version: str
    video_sha256: str
    reference_version: str
    view: str
    activity: str
    source: str | None
    hand: dict[str, object] | None
    confidence: str
    camera_roll_deg: dict[str, object]
    zero: dict[str, object]
    quality: list[dict[str, object]]
    asymmetry_deg: dict[str, object] | None
    excursion_deg: dict[str, object]
    companions: dict[str, object]
    key_frames: dict[str, float | None]
    sides: dict[str, dict[str, object]]
    by_hand: list[DrawingSigned]
    findings: list[FindingSigned]
    findings_dropped: list[FindingSigned]


class Signature(TypedDict):
    """The columns of the row, so that the seal covers them too."""

    id: str
    analysis: str
    signed_by: int
    signed_name: str
    signed_at: str
    summary: str
    retest_on: str | None
    replaces: str | None
    replaces_because: str
    withdraws_replaced: bool


class Letterhead(TypedDict):
    logo_sha256: str | None
    time_zone: str
    practice: str
    name: str
    street: str
    suite: str
    city: str
    state: str
    postcode: str
    country: str
    phone: str
    fax: str


class FactsInWords(TypedDict):
    """The facts around the numbers, in English; "" where there is none."""

    patient: str
    first_name: str
    filmed: str
    pain: str
    healthy: str
    signed_at: str
    retest_on: str
    replaced_signed_at: str
    min_change: str


class SideShown(TypedDict):
    """Of a reading.SideReading what is read by name; other: the other side."""

    side: str
    other: str
    sentence: str
    grade_says: str


class ExcursionShown(TypedDict):
    """Of an ExcursionReading what is read by name."""

    sentence: str


class ReadingShown(TypedDict):
    """Of a reading.Reading what is read by name. excursion: not in reports of before it was a measure of its own."""

    sides: list[SideShown]
    source_says: str
    excursion: NotRequired[ExcursionShown]


class PictureShown(TypedDict):
    """A KeyFrame, and the digest of its file."""

    side: str
    at_s: float
    drop_deg: float
    picture_px: tuple[int, int]
    crop_px: tuple[float, float, float, float]
    line_px: list[list[float]] | None
    level_px: list[list[float]] | None
    letter_px: float
    sha256: str


class DrawingShown(TypedDict):
    """A HandDrawing without its address, which each reader has an own one of; sha256 None until its picture is cut."""

    id: str
    at_s: float
    says: str
    text: str
    made_by: str
    points_px: list[list[float]]
    picture_px: tuple[int, int]
    crop_px: tuple[float, float, float, float]
    sha256: str | None


class TestShown(TypedDict):
    """reading: a StaticReading."""

    kind: str
    run: str
    reading: dict[str, object]


class RowShown(TypedDict):
    """A score or a strength test as a line of a table."""

    name: str
    day: str
    value: str
    says: str


class ChangeOfSide(TypedDict):
    """One stance side then and now, in words; change_deg is later minus earlier, with its 95 % interval.

    verdict: one of changed, undetectable, unlike, unknown, as comparison.Compared has it.
    """

    side: str
    verdict: str
    then: str
    now: str
    then_deg: NotRequired[float | None]
    now_deg: NotRequired[float | None]
    sentence: str
    change_deg: float | None
    ci95_deg: list[float] | None
    changed: bool


class ThenAndNow(TypedDict):
    """A re-test against the signed visit before. cycles: a CyclePlot for each side, then before now."""

    report: str
    analysis: str
    then_on: str
    now_on: str
    then_date: str
    sides: list[ChangeOfSide]
    excursion: str
    is_like_for_like: bool
    reasons: list[str]
    cycles: list[dict[str, object]]


class PlainShown(TypedDict):
    """The patient's page in one language. sides: each a SideInWords. change: sentences, none at a first visit."""

    sides: list[dict[str, Any]]
    difference: str
    excursion: NotRequired[str]
    change: NotRequired[list[str]]
    filmed_on: str
    signed_at: str
    retest_on: str


class Snapshot(TypedDict):
    """bars: an IntervalPlot. cycle: a CyclePlot. plain: by language code.

    change: None at a first visit; not in reports of before it was told.
    """

    schema: str
    report: Signature
    content: Content
    letterhead: Letterhead
    words: FactsInWords
    reading: ReadingShown
    bars: dict[str, object]
    cycle: dict[str, object] | None
    pictures: list[PictureShown]
    by_hand: list[DrawingShown]
    static_tests: list[TestShown]
    scores: list[RowShown]
    strength: list[RowShown]
    change: NotRequired[ThenAndNow | None]
    plain: dict[str, PlainShown]
