"""What a run found: the schema stance.analysis/1 as types, for the engine that writes it and all who read it.

NaN or None is a number that the clip does not tell. Signs and sides are those of conventions.py.
"""

import math
from dataclasses import dataclass, field
from typing import Annotated, Self

from gait.result.codes import CODES
from gait.result.conventions import (
    Activity,
    Confidence,
    Grade,
    RollOrigin,
    Side,
    Source,
    Verdict,
    View,
    ZeroReference,
)
from gait.result.hints import ReaderCalibration, StandingZero
from gait.result.intervals import Z95, half_width_deg
from gait.result.json_form import UNWRITTEN, Digits, Json, Key, as_json, from_json
from gait.result.reference import MIN_STANCES_FOR_A_SIDE, step_width_category
from gait.result.static_result import StaticTest

SCHEMA = "stance.analysis/1"

SAID_LEVEL_SIGMA_DEG = 0.4
"""Error of a level line drawn by hand: two points 300 px apart, each 1.5 px off, are 0.4 degrees."""

FOR_WANT_OF_ZERO = frozenset({"E_ZERO_UNKNOWN", "E_ZERO_WIDE"})
"""Reasons against a drop that do not touch the excursion: it is free of zero."""

PerSide = dict[Side, float | None]


def _nobody() -> PerSide:
    return dict.fromkeys(Side)


@dataclass(frozen=True, slots=True)
class Note:
    """Something a reader must know about the clip: a W_ code of docs/codes.md and its sentence."""

    code: str
    message: str


@dataclass(frozen=True, slots=True)
class VideoInfo:
    """What the container and the first decoded frames say. Size is that of the upright picture.

    capture_rate_hz: pictures a second that the camera took, as it noted in the file; None where it noted nothing.
    """

    sha256: str
    container: str
    codec: str
    width_px: int
    height_px: int
    rotation_deg: int
    frame_rate_hz: Annotated[float, Digits(3)]
    variable_frame_rate: bool
    duration_s: Annotated[float, Digits(3)]
    frames: int
    notes: Annotated[tuple[Note, ...], UNWRITTEN] = ()
    capture_rate_hz: Annotated[float | None, Digits(3)] = None

    @property
    def long_side_px(self) -> int:
        """Of the upright picture."""
        return max(self.width_px, self.height_px)


@dataclass(frozen=True, slots=True)
class CameraRoll:
    """Turn of the camera; + turns a level pelvis into a reading of +value_deg. Subtract it.

    askew_deg: how much level edges of the room lean against upright ones in the middle of the picture, as they do
    before a camera that looks at them askew and up or down; None where not both are in view.
    read_deg, read_sigma_deg: what the edges in the picture read where a person said another level; else None.
    """

    value_deg: Annotated[float, Digits(2), Key("value")]
    sigma_deg: Annotated[float, Digits(2), Key("sigma")]
    origin: Annotated[RollOrigin, Key("from")]
    askew_deg: Annotated[float | None, UNWRITTEN] = None
    read_deg: Annotated[float | None, Digits(2), Key("read")] = None
    read_sigma_deg: Annotated[float | None, Digits(2), Key("read_sigma")] = None

    @property
    def is_contradicted(self) -> bool:
        """Did a person say a level that the edges in the picture contradict?"""
        if self.read_deg is None or self.read_sigma_deg is None:
            return False
        return abs(self.value_deg - self.read_deg) > Z95 * math.hypot(SAID_LEVEL_SIGMA_DEG, self.read_sigma_deg)


@dataclass(frozen=True, slots=True)
class Zero:
    """What a level pelvis reads in this clip, and where that is known from.

    offset_deg is taken off the pelvic line: the line in quiet standing where that is the reference, else the camera
    roll. sigma_deg is the error of the zero itself: of standing, or of the roll and of where the marks or the clothes
    lie on the pelvis. standing_obliquity_deg is the person's standing obliquity against the horizon (roll taken out),
    None where nobody stood still; it is kept where it was too large to be believed as zero (is_questioned).
    """

    offset_deg: Annotated[float, Digits(2)]
    sigma_deg: Annotated[float, Digits(2)]
    reference: ZeroReference
    standing_obliquity_deg: Annotated[float | None, Digits(2)]
    is_questioned: Annotated[bool, Key("questioned")] = False

    @property
    def relative(self) -> bool:
        """Is the person's own standing zero?"""
        return self.reference is ZeroReference.STANDING


@dataclass(frozen=True, slots=True)
class Askew:
    """How far the camera stands off the line of walking, and the error of every angle that comes of it.

    yaw_deg is None where too few steps tell it. sigma_deg lifts one side and lowers the other, like the zero's.
    """

    yaw_deg: Annotated[float | None, Digits(1)]
    sigma_deg: Annotated[float, Digits(2)]


@dataclass(frozen=True, slots=True)
class Stance:
    """One foot on the ground, from initial contact to toe-off. used is False with a reason code when rejected."""

    side: Side
    initial_contact_s: Annotated[float, Digits(3)]
    toe_off_s: Annotated[float, Digits(3)]
    peak_drop_deg: Annotated[float | None, Digits(2)] = None
    peak_s: Annotated[float | None, Digits(3)] = None
    used: bool = True
    reason: str | None = None


@dataclass(frozen=True, slots=True)
class SideResult:
    """Pelvic drop while one side stands; None values with verdict CANNOT_TELL and a reason code.

    absolute_deg is against the horizon (camera roll taken out), relative_deg against the person's own quiet standing,
    None without any. pelvic_drop_deg is the one of the two that Zero.relative names. borderline: the next grade is
    closer than the error; borderline_between: the two grades then, lower first. error_parts_deg: one standard deviation
    of each part of the interval. marked_pictures: how many a person marked while this side stood, and the plain mean of
    the drop in them.
    """

    pelvic_drop_deg: Annotated[float | None, Digits(3)]
    sd_deg: Annotated[float | None, Digits(3)]
    ci95_deg: Annotated[tuple[float, float] | None, Digits(3)]
    stances_used: int
    stances_rejected: int
    verdict: Verdict
    grade: Grade | None
    reason: str | None
    borderline: bool = False
    absolute_deg: Annotated[float | None, Digits(2), Key("relative_to_horizontal_deg")] = None
    relative_deg: Annotated[float | None, Digits(2), Key("relative_to_standing_deg")] = None
    error_parts_deg: Annotated[dict[str, float], Digits(2)] = field(default_factory=dict)
    borderline_between: tuple[Grade, Grade] | None = None
    marked_pictures: int = 0
    marked_mean_deg: Annotated[float | None, Digits(2)] = None

    @property
    def half_width_deg(self) -> float | None:
        return None if self.ci95_deg is None else half_width_deg(self.ci95_deg)

    def derived(self) -> Json:
        """Why nothing is told, and what to do about it."""
        code = None if self.reason is None else CODES[self.reason]
        return {"message": None if code is None else code.message, "advice": None if code is None else code.advice}


@dataclass(frozen=True, slots=True)
class Asymmetry:
    """Right drop minus left drop; detectable only when clinical.md section 5 allows the word."""

    value_deg: Annotated[float, Digits(3), Key("value")]
    ci95_deg: Annotated[tuple[float, float], Digits(3), Key("ci95")]
    detectable: bool

    @property
    def larger(self) -> Side:
        """The stance side with the larger drop."""
        return Side.RIGHT if self.value_deg > 0 else Side.LEFT


@dataclass(frozen=True, slots=True)
class Excursion:
    """How far the pelvis swings in all: right drop plus left drop, free of zero and of any constant tilt.

    It may be told where the sides are not. reason: a code where it is not told. stances_used: of both sides together.
    Results that were written before it was a measure of its own have neither value nor reason.
    """

    value_deg: Annotated[float | None, Digits(3), Key("value")] = None
    ci95_deg: Annotated[tuple[float, float] | None, Digits(3), Key("ci95")] = None
    stances_used: int = 0
    reason: str | None = None

    @property
    def half_width_deg(self) -> float | None:
        return None if self.ci95_deg is None else half_width_deg(self.ci95_deg)


@dataclass(frozen=True, slots=True)
class Finding:
    """A sentence for the therapist to confirm, with the rule that made it and where the rule comes from."""

    code: str
    side: Side | None
    text: str
    rule: str
    citations: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Companions:
    """What goes with the drop. Sides map to None where the clip does not tell.

    trunk_lean_deg: peak towards the stance side; trunk_away_deg: mean away from it in mid-stance.
    compensation: U uncompensated, P partial, C compensated, X trunk away from the stance side, N none.
    """

    cadence_spm: Annotated[float | None, Digits(1)] = None
    trunk_lean_deg: Annotated[PerSide, Digits(1)] = field(default_factory=_nobody)
    trunk_away_deg: Annotated[PerSide, Digits(1)] = field(default_factory=_nobody)
    hip_adduction_deg: Annotated[PerSide, Digits(1)] = field(default_factory=_nobody)
    knee_fppa_deg: Annotated[PerSide, Digits(1)] = field(default_factory=_nobody)
    step_width_hip_ratio: Annotated[float | None, Digits(2)] = None
    compensation: dict[Side, str | None] = field(default_factory=lambda: dict.fromkeys(Side))

    def derived(self) -> Json:
        ratio = self.step_width_hip_ratio
        return {"step_width": None if ratio is None else step_width_category(ratio)}


@dataclass(frozen=True, slots=True)
class SourceCheck:
    """How one source of the pelvic line fared: enough to see why it was chosen or left. checks: its raw figures."""

    trusted: bool
    reason: str | None
    frames_share: Annotated[float, Digits(3)]
    sigma_deg: Annotated[float | None, Digits(2)]
    bias_sigma_deg: Annotated[float, Digits(2)]
    gain_sigma: Annotated[float, Digits(3)]
    checks: Annotated[dict[str, float], Digits(3)] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class ByHand:
    """What a measurement by hand rests on.

    frames: pictures that count; repeated: how often one was marked again. own_error_deg: one standard deviation of one
    marking, None where none was repeated. spread_deg: of the stances about the mean of their side, both together.
    """

    frames: int
    repeated: int
    own_error_deg: Annotated[float | None, Digits(2)]
    spread_deg: Annotated[float | None, Digits(2)]


@dataclass(frozen=True, slots=True)
class ProposedFrame:
    """A picture that is worth marking by hand: this leg stands, and the pelvis is expected to hang lowest."""

    side: Side
    time_s: Annotated[float, Digits(4)]


@dataclass(frozen=True, slots=True, kw_only=True)
class Measured:
    """What a result and the report that is signed of it have in common.

    zero is None in results of the first version, hand where nothing was measured by hand. key_frames: time of the
    picture of each side's deepest drop, s.
    """

    pipeline_version: str
    reference_version: str = ""
    view: View
    activity: Activity
    source: Source | None
    hand: ByHand | None = None
    confidence: Confidence
    camera_roll: Annotated[CameraRoll, Key("camera_roll_deg")]
    zero: Zero | None = None
    quality: tuple[Note, ...] = ()
    sides: dict[Side, SideResult]
    asymmetry: Annotated[Asymmetry | None, Key("asymmetry_deg")] = None
    excursion: Annotated[Excursion, Key("excursion_deg")] = Excursion()
    companions: Companions = field(default_factory=Companions)
    findings: tuple[Finding, ...] = ()
    key_frames: Annotated[PerSide, Digits(3)] = field(default_factory=_nobody)

    @classmethod
    def from_json(cls, content: Json) -> Self:
        """Raises json_form.NotReadable."""
        return from_json(cls, content)

    @property
    def is_graded(self) -> bool:
        """Confidence C is shown, never graded."""
        return self.confidence is not Confidence.C

    @property
    def lacks_only_zero(self) -> bool:
        """Is zero all that keeps the sides from being told: neither too few stances, nor an aid, nor a doubted pace?"""
        sides = self.sides.values()
        is_for_zero = all(own.reason in FOR_WANT_OF_ZERO for own in sides)
        is_enough = all(own.stances_used >= MIN_STANCES_FOR_A_SIDE for own in sides)
        return is_for_zero and is_enough and not self.has_walking_aid and not self.is_pace_doubted

    @property
    def has_walking_aid(self) -> bool:
        return self.has_note("W_OUT_OF_SCOPE")

    @property
    def is_pace_doubted(self) -> bool:
        """The film may play slower than it was filmed."""
        return self.has_note("W_SLOWMO")

    @property
    def zero_reference(self) -> ZeroReference:
        return ZeroReference.HORIZONTAL if self.zero is None else self.zero.reference

    @property
    def knows_zero(self) -> bool:
        """Otherwise a curve drawn against any level would show which side falls more, and nobody knows that."""
        return self.zero_reference is not ZeroReference.NONE

    @property
    def zero_in_picture_deg(self) -> float:
        """What a pelvis at zero reads in the picture, + = patient's right side lower.

        Quiet standing where that is zero, otherwise the camera's roll: a line drawn at this angle makes the angle to
        the pelvic line the degrees that are printed beside it.
        """
        offset_deg = math.nan if self.zero is None else self.zero.offset_deg
        return self.camera_roll.value_deg if math.isnan(offset_deg) else offset_deg

    def has_note(self, code: str) -> bool:
        return any(note.code == code for note in self.quality)


@dataclass(frozen=True, slots=True, kw_only=True)
class Result(Measured):
    """The whole answer to one clip, without its curves. standing: what other recordings may take as their zero.

    proposed_frames: what to mark where the clip is to be measured by hand. reader_calibration: the clinic's own, where
    the interval rests on it.
    """

    video: VideoInfo
    viewpoint: Askew | None = None
    standing: StandingZero | None = None
    stances: tuple[Stance, ...] = ()
    sources: dict[Source, SourceCheck] = field(default_factory=dict)
    proposed_frames: tuple[ProposedFrame, ...] = ()
    static: StaticTest | None = None
    reader_calibration: ReaderCalibration | None = None

    def as_json(self) -> Json:
        content: Json = {"schema": SCHEMA} | as_json(self)
        unsaid = [name for name in ("static", "reader_calibration") if getattr(self, name) is None]
        return {name: value for name, value in content.items() if name not in unsaid}

    @property
    def stances_in_order(self) -> list[Stance]:
        return sorted(self.stances, key=lambda stance: stance.initial_contact_s)


@dataclass(frozen=True, slots=True, kw_only=True)
class SignedContent(Measured):
    """What a signature covers: stance.report/1. findings are those that the therapist kept, in their words."""

    video_sha256: str = ""
