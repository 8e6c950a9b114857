"""What one stage hands to the next. All frozen; n = frames of the clip unless said otherwise.

probe_video          path           -> VideoInfo
track_person         video          -> Footage        (the only stage that decodes or runs the pose model)
recognise_subject    Footage        -> Subject        (view, activity, can this person be measured?)
locate_pelvic_line   Footage        -> PelvicLine     (one per source; choose_line picks and compares)
estimate_camera_roll Footage        -> CameraRoll
build_signals        ...            -> Signals
detect_stances       Signals        -> list[Stance]
measure_sides        Signals        -> SideResult per side
judge                SideResult     -> Finding
"""

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import TypeAlias

import numpy as np
from numpy.typing import NDArray

from gait.analysis.terms.timeline import Timeline
from gait.result.conventions import (
    Activity,
    Confidence,
    Side,
    Source,
    View,
)
from gait.result.hints import ChosenPerson as ChosenPerson
from gait.result.hints import Click as Click
from gait.result.hints import Hints as Hints
from gait.result.hints import ReaderCalibration as ReaderCalibration
from gait.result.hints import StandingZero as StandingZero
from gait.result.result import (
    Askew,
    Asymmetry,
    ByHand,
    CameraRoll,
    Companions,
    Excursion,
    Finding,
    Note,
    ProposedFrame,
    SideResult,
    Stance,
    VideoInfo,
    Zero,
)
from gait.result.static_result import StaticTest

FloatArray: TypeAlias = NDArray[np.float64]
BoolArray: TypeAlias = NDArray[np.bool_]
ImageArray: TypeAlias = NDArray[np.uint8]
IntArray: TypeAlias = NDArray[np.intp]
OnProgress: TypeAlias = Callable[[str, float], None]
"""Called with the stage's name and the share of it that is done, 0 to 1."""


@dataclass(frozen=True, slots=True)
class Pose:
    """Landmarks of the followed person, in pixels of the upright picture.

    landmarks_px (n, 33, 2), NaN where no person was found; visibility (n, 33), 0 to 1.
    """

    landmarks_px: FloatArray
    visibility: FloatArray


@dataclass(frozen=True, slots=True)
class PelvisPatches:
    """The region of the pelvis, cut out of every frame at one size.

    rgb (n, size, size, 3). Patch pixel p lies at origin_px + scale_px * p in the picture (no turn);
    origin_px (n, 2), scale_px (n,). present (n,) is False where no person was there to cut around.
    The patch is about 1.7 torso lengths wide, its centre a little above the middle of the hips.
    """

    rgb: ImageArray
    origin_px: FloatArray
    scale_px: FloatArray
    present: BoolArray


@dataclass(frozen=True, slots=True)
class CameraMotion:
    """What the camera did since the first frame: turn_deg (n,) and shift_px (n, 2) of the room in the picture.

    A room turned clockwise in the picture has + turn, about the picture's origin, before the shift. lost_share: of the
    pictures looked at, those in which nothing fixed could be followed. links: how many pictures in a row were held
    against the one before, at most, since one was held against the first; 0 of a camera that stays in its place.
    """

    turn_deg: FloatArray
    shift_px: FloatArray
    lost_share: float
    links: int = 0


@dataclass(frozen=True, slots=True)
class Footage:
    """Everything later stages may look at. stills_rgb holds a few whole frames, spread over the clip.

    camera is None where the camera stood still, or where the room gives nothing to tell it by.
    """

    info: VideoInfo
    timeline: Timeline
    pose: Pose
    pelvis: PelvisPatches
    stills_rgb: tuple[ImageArray, ...]
    still_frames: tuple[int, ...]
    notes: tuple[Note, ...] = ()
    camera: CameraMotion | None = None

    @property
    def time_s(self) -> FloatArray:
        """(n,), seconds on the clock of the timeline."""
        return self.timeline.time_s


@dataclass(frozen=True, slots=True)
class Subject:
    """Who is filmed and how. torso_px (n,) is the smoothed shoulder-to-hip length.

    measurable is False, with a reason code, when no pelvic angle may be claimed from this view or person. evidence is
    what the pictures themselves said, so that view and activity can be said otherwise later.
    """

    view: View
    activity: Activity
    torso_px: FloatArray
    measurable: bool
    reason: str | None
    notes: tuple[Note, ...] = ()
    evidence: "Evidence | None" = None


@dataclass(frozen=True, slots=True)
class Rhythm:
    """lift: range of left against right ankle height in torso lengths; cadence in steps a minute of the clip's own
    clock, None when none is found; regularity: likeness of one stride and the next, -1 to 1. low_lift: lift of the
    lower strides, None where there is no rhythm and in readings of earlier versions.
    """

    lift: float
    cadence_spm: float | None
    regularity: float
    low_lift: float | None = None


@dataclass(frozen=True, slots=True)
class Evidence:
    """What the pictures say about view and activity, apart from what anybody said.

    feet_disagree: toes and heels speak for the other view. reasons: every code that speaks against measuring, those
    included that a person's word can lift. view_by_motion: the view for which the steps go forwards, None where they do
    not tell.
    """

    view: View
    feet_disagree: bool
    rhythm: Rhythm
    reasons: tuple[str, ...]
    view_by_motion: View | None = None


@dataclass(frozen=True, slots=True)
class PelvicLine:
    """Angle of the pelvis in the picture, per frame, read by one source.

    angle_deg (n,), + = patient's RIGHT side lower, camera roll still inside, NaN where unknown.
    sigma_deg (n,) is the random error of one frame, bias_sigma_deg the error that stays all clip long
    (zero of the marks, slip of the cloth), gain_sigma the relative error of the amplitude. peak_sigma_deg is the error
    of a side's peaks that comes back every stride: no zero and no number of stances takes it away.
    centre_px (n, 2) and half_width_px (n,) say where to draw the line.
    trusted is False, with a reason code, when the source's own checks failed. checks are its raw figures, and
    uncertainty.UNCONFIRMED where nothing but the cloth itself vouches for it.
    """

    source: Source
    angle_deg: FloatArray
    sigma_deg: FloatArray
    bias_sigma_deg: float
    gain_sigma: float
    centre_px: FloatArray
    half_width_px: FloatArray
    trusted: bool
    reason: str | None = None
    checks: dict[str, float] = field(default_factory=dict)
    peak_sigma_deg: float = 0.0


MAX_ROLL_SIGMA_DEG = 2.4
"""Edges that say less than this do not show what is level; an assumed roll is worse."""


@dataclass(frozen=True, slots=True)
class Signals:
    """Curves on an even timeline (m samples of the true clock), filtered; NaN inside gaps too long to bridge.

    obliquity_deg: against the zero of the clip, + = patient's right side lower.
    trunk_lean_deg: against the vertical, roll taken out, + = to the patient's right. landmarks_px (m, 33, 2).
    rightward: +1 where the patient's right is image right, otherwise -1. torso_px (m,): shoulders to hips, free of NaN,
    slow enough to show only that the person comes nearer or goes away.
    """

    timeline: Timeline
    obliquity_deg: FloatArray
    sigma_deg: FloatArray
    trunk_lean_deg: FloatArray
    landmarks_px: FloatArray
    rightward: int
    torso_px: FloatArray

    @property
    def time_s(self) -> FloatArray:
        """(m,), true seconds."""
        return self.timeline.time_s

    @property
    def rate_hz(self) -> float:
        """Samples a true second."""
        return self.timeline.rate_hz


@dataclass(frozen=True, slots=True)
class AnalysisResult:
    """The whole answer for one clip; report.as_json writes it down. All times are on the clip's clock.

    Curves (n,) per frame of the clip, NaN where unknown. companion_curves: by the names they are written under.
    """

    info: VideoInfo
    subject: Subject
    line: PelvicLine | None
    roll: CameraRoll
    zero: Zero
    confidence: Confidence
    notes: tuple[Note, ...]
    stances: tuple[Stance, ...]
    sides: dict[Side, SideResult]
    asymmetry: Asymmetry | None
    excursion: Excursion
    companions: Companions
    findings: tuple[Finding, ...]
    timeline: Timeline
    obliquity_deg: FloatArray
    sigma_deg: FloatArray
    companion_curves: dict[str, FloatArray]
    pose: Pose
    rightward: int
    sources: dict[Source, PelvicLine]
    askew: Askew
    standing: StandingZero | None = None
    static: StaticTest | None = None
    hand: ByHand | None = None
    proposed_frames: tuple[ProposedFrame, ...] = ()
    reader_calibration: ReaderCalibration | None = None

    @property
    def time_s(self) -> FloatArray:
        """(n,), seconds of the clip."""
        return self.timeline.time_s
