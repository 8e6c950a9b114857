"""Drops -> verdicts, grades, confidence and asymmetry. Every cut-off comes from reference.toml."""

from dataclasses import dataclass, replace

from gait.analysis.terms.types import PelvicLine, ReaderCalibration
from gait.analysis.terms.uncertainty import (
    POINTS_DOUBTED,
    ErrorParts,
    difference_half_width_deg,
    excursion_half_width_deg,
)
from gait.analysis.walk.measure import SideDrop
from gait.analysis.walk.zero import STANDING_SIGMA_DEG
from gait.result.compensation import class_from
from gait.result.conventions import Activity, Confidence, Grade, RollOrigin, Side, Source, Verdict, ZeroReference
from gait.result.intervals import Z95
from gait.result.reference import (
    MAX_HALF_WIDTH_DEG,
    MILD_Z,
    MIN_ASYMMETRY_DEG,
    MIN_STANCES_FOR_A_SIDE,
    MIN_SURFACE_ASYMMETRY_DEG,
    STANCES_WANTED,
    Band,
    LeanCuts,
    grade_of,
    grades_beside,
)
from gait.result.result import Askew, Asymmetry, CameraRoll, Companions, Excursion, SideResult, Zero
from gait.result.sources import SOURCES
from gait.result.static_result import StaticTest

MIN_CLICKS_FOR_A = 4
"""From four on marked pictures show their own scatter (pelvis/clicks.py); a few may lie anywhere."""


@dataclass(frozen=True, slots=True)
class Ground:
    """What the clip gives a judge to stand on.

    refusal  a code of docs/codes.md when no degrees may be claimed at all, else None.
    walking_aid, is_view_said: what a person said. is_pace_doubted: the film may play at another pace than it was
    filmed. is_seen_from_side: measured by hand all the same. calibration: of the tilt reader, None where another source
    gave the line. With an aid, a doubted pace or from the side the reference
    bands do not apply.
    band     reference band of the activity and the sex that was said; cuts: of the trunk lean.
    """

    line: PelvicLine | None
    refusal: str | None
    zero: Zero
    roll: CameraRoll
    askew: Askew
    walking_aid: bool
    is_pace_doubted: bool
    is_seen_from_side: bool
    is_view_said: bool
    activity: Activity
    band: Band
    cuts: LeanCuts
    calibration: ReaderCalibration | None = None

    @property
    def is_comparable(self) -> bool:
        """May this clip be held against healthy people who walk or run at their own pace, seen along their way?"""
        return not (self.walking_aid or self.is_pace_doubted or self.is_seen_from_side)


def judge_side(drop: SideDrop, side: Side, ground: Ground) -> SideResult:
    """drop, level or cannot tell. A side is withheld without a trusted line, with too few stances, or when the
    interval is wider than anything useful and could mean either.

    Degrees, + = swing side lower; ci95_deg is symmetric about the drop. Reasons: the refusal of the clip,
    E_SIDE_UNMARKED, E_HIPS_HIDDEN, E_SHORT_WALK, E_HAND_FEW, and for a half-width above MAX_HALF_WIDTH_DEG over the
    first cut-off E_ZERO_WIDE, where quiet standing would have made it narrow enough, else E_NO_ANSWER. With a walking
    aid the drop is measured and not graded: the bands are of people who walk without. Nor is a drop graded that rests
    on fewer than MIN_STANCES_FOR_A_SIDE stances, which only marks allow.
    Source: bands of bramah2018 and smith2002, grades after bramah2019, width after youdas2007, all in
    gait/result/reference.toml; docs/methods/pelvic_drop.md.
    """
    if ground.refusal is not None:
        return _withheld(drop, ground.refusal)
    if drop.drop_deg is None or drop.errors is None:
        return _withheld(drop, _why_no_mean(drop))
    half_deg = drop.errors.half_width_deg(drop.drop_deg)
    first_cut_deg = ground.band.at_z(MILD_Z)
    if half_deg > MAX_HALF_WIDTH_DEG and abs(drop.drop_deg - first_cut_deg) < half_deg:
        return _withheld(drop, _why_too_wide(drop.errors, drop.drop_deg))
    grade = grade_of(drop.drop_deg, ground.band)
    is_comparable = ground.is_comparable and drop.used >= MIN_STANCES_FOR_A_SIDE
    between = grades_beside(drop.drop_deg, ground.band, half_deg / Z95) if is_comparable else None
    standing_deg = ground.zero.standing_obliquity_deg
    own_standing_deg = None if standing_deg is None else side.drop_sign * standing_deg
    return SideResult(
        pelvic_drop_deg=drop.drop_deg,
        sd_deg=drop.sd_deg,
        ci95_deg=(drop.drop_deg - half_deg, drop.drop_deg + half_deg),
        stances_used=drop.used,
        stances_rejected=drop.rejected,
        verdict=Verdict.LEVEL if grade is Grade.NONE else Verdict.DROP,
        grade=grade if is_comparable else None,
        reason=None,
        borderline=between is not None,
        absolute_deg=drop.drop_deg + (own_standing_deg or 0.0) if ground.zero.relative else drop.drop_deg,
        relative_deg=_relative_deg(drop.drop_deg, own_standing_deg, ground.zero),
        error_parts_deg=drop.errors.as_degrees(drop.drop_deg),
        borderline_between=between,
    )


def _relative_deg(drop_deg: float, own_standing_deg: float | None, zero: Zero) -> float | None:
    """Against own standing; None where nobody stood still, or so tilted that it is no zero."""
    if own_standing_deg is None or zero.is_questioned:
        return None
    return drop_deg if zero.relative else drop_deg - own_standing_deg


def _why_too_wide(errors: ErrorParts, drop_deg: float) -> str:
    """Would a zero that is known have told this side?"""
    known = replace(errors, zero_deg=STANDING_SIGMA_DEG, line_deg=0.0)
    return "E_ZERO_WIDE" if known.half_width_deg(drop_deg) <= MAX_HALF_WIDTH_DEG else "E_NO_ANSWER"


def _why_no_mean(drop: SideDrop) -> str:
    if drop.is_unmarked:
        return "E_SIDE_UNMARKED"
    return drop.reason or ("E_HIPS_HIDDEN" if drop.hidden >= MIN_STANCES_FOR_A_SIDE else "E_SHORT_WALK")


def _withheld(drop: SideDrop, reason: str) -> SideResult:
    return SideResult(None, None, None, drop.used, drop.rejected, Verdict.CANNOT_TELL, None, reason)


def judge_confidence(sides: dict[Side, SideResult], ground: Ground) -> Confidence:
    """A: marks or MIN_CLICKS_FOR_A clicks, seven stances a side, level known, view said by a person; never by hand, for
    nobody knows what lies between the pictures. B: a trusted line. C: none, too few stances to grade any side, or
    somebody to whom the reference bands do not apply.

    Source: seven stances after dingenen2018b; the letters are a decision, docs/methods/pelvic_drop.md.
    """
    claimed = [side for side in sides.values() if side.verdict is not Verdict.CANNOT_TELL]
    if ground.line is None or not any(side.grade is not None for side in claimed):
        return Confidence.C
    is_best = (
        SOURCES[ground.line.source].is_marked
        and SOURCES[ground.line.source].is_followed
        and len(claimed) == len(sides)
        and all(side.stances_used >= STANCES_WANTED for side in claimed)
        and level_is_known(ground)
        and ground.is_view_said
        and has_good_points(ground.line)
    )
    return Confidence.A if is_best else Confidence.B


def has_good_points(line: PelvicLine) -> bool:
    """No points, or enough of them that no other reading contradicts.

    Source: a decision, docs/methods/pelvic_drop.md (Confidence).
    """
    return line.checks.get("clicks", MIN_CLICKS_FOR_A) >= MIN_CLICKS_FOR_A and POINTS_DOUBTED not in line.checks


def judge_static_confidence(static: StaticTest, ground: Ground) -> Confidence:
    """As for a walk; a long enough hold or three repetitions take the place of the stances.

    Source: docs/methods/static_tests.md.
    """
    claimed = [side for side in static.sides.values() if side is not None and side.mean_drop_deg is not None]
    if not claimed or ground.line is None or not ground.is_comparable:
        return Confidence.C
    is_marked = SOURCES[ground.line.source].is_marked
    is_best = is_marked and has_good_points(ground.line) and level_is_known(ground) and ground.is_view_said
    return Confidence.A if is_best else Confidence.B


def level_is_known(ground: Ground) -> bool:
    """Is zero standing, or the camera's roll seen or said? An assumed roll is right to 3 degrees only, and one that was
    said against what the picture shows is not known.

    Source: of four real cameras without an edge in view two stood within 3 degrees; docs/methods/pelvic_line.md
    (Camera roll).
    """
    is_doubted = ground.roll.origin is RollOrigin.ASSUMED or ground.roll.is_contradicted
    return ground.zero.relative or not is_doubted


def sides_compare(zero: Zero) -> bool:
    """May left be held against right? The difference contains the zero twice, and clothes do not show it.

    Source: docs/methods/pelvic_line.md (Left against right).
    """
    return zero.reference in (ZeroReference.STANDING, ZeroReference.BONE)


def judge_asymmetry(drops: dict[Side, SideDrop], sides: dict[Side, SideResult], ground: Ground) -> Asymmetry | None:
    """Right drop minus left drop, degrees, + = the left side drops more, in right stance.

    None unless both sides are claimed and counted from standing or from marks on bone. detectable: at least
    least_asymmetry_deg, beyond its own interval, and level is known.
    Source: smallest detectable difference of dingenen2018b; docs/methods/pelvic_line.md (Left against right).
    """
    left, right = drops[Side.LEFT], drops[Side.RIGHT]
    if any(side.verdict is Verdict.CANNOT_TELL for side in sides.values()) or ground.line is None:
        return None
    if not sides_compare(ground.zero):
        return None
    if left.drop_deg is None or right.drop_deg is None or left.errors is None or right.errors is None:
        return None
    value_deg = right.drop_deg - left.drop_deg
    half_deg = difference_half_width_deg(left.errors, right.errors, left.drop_deg, right.drop_deg)
    detectable = abs(value_deg) >= max(least_asymmetry_deg(ground), half_deg) and level_is_known(ground)
    return Asymmetry(value_deg, (value_deg - half_deg, value_deg + half_deg), detectable)


def judge_excursion(drops: dict[Side, SideDrop], ground: Ground) -> Excursion:
    """Right drop plus left drop, degrees, of drops counted from any zero: it is not in the sum.

    Told also where nothing shows zero. Reasons: the refusal of the clip, those of judge_side for a side without a mean,
    and E_NO_ANSWER where the half-width is above MAX_HALF_WIDTH_DEG and above half of the value.
    Source: docs/methods/pelvic_drop.md (Excursion).
    """
    left, right = drops[Side.LEFT], drops[Side.RIGHT]
    used = left.used + right.used
    if ground.line is None or ground.refusal not in (None, "E_ZERO_UNKNOWN"):
        return Excursion(stances_used=used, reason=ground.refusal)
    if left.drop_deg is None or left.errors is None:
        return Excursion(stances_used=used, reason=_why_no_mean(left))
    if right.drop_deg is None or right.errors is None:
        return Excursion(stances_used=used, reason=_why_no_mean(right))
    value_deg = left.drop_deg + right.drop_deg
    half_deg = excursion_half_width_deg(left.errors, right.errors, value_deg, ground.line)
    if half_deg > max(MAX_HALF_WIDTH_DEG, abs(value_deg) / 2):
        return Excursion(stances_used=used, reason="E_NO_ANSWER")
    return Excursion(value_deg, (value_deg - half_deg, value_deg + half_deg), used)


def least_asymmetry_deg(ground: Ground) -> float:
    """The smallest side difference that is named, degrees; larger where only the tilt reader gave the line and
    no calibration of the clinic's own promotes it.

    Source: dingenen2018b; for the tilt reader measured on rendered clips, gait/weights/TILT_CARD.md.
    """
    is_surface = ground.line is not None and ground.line.source is Source.SURFACE
    is_promoted = ground.calibration is not None and ground.calibration.is_promoted
    return MIN_SURFACE_ASYMMETRY_DEG if is_surface and not is_promoted else MIN_ASYMMETRY_DEG


def compensation_class(result: SideResult, companions: Companions, side: Side, ground: Ground) -> str | None:
    """The class of compensation.class_from; also None for a side that is withheld or not graded.

    Source: docs/methods/companions.md (Compensation class).
    """
    if result.pelvic_drop_deg is None or result.grade is None:
        return None
    return class_from(
        has_drop=grade_of(result.pelvic_drop_deg, ground.band) is not Grade.NONE,
        drop_deg=result.pelvic_drop_deg,
        lean_deg=companions.trunk_lean_deg[side],
        away_deg=companions.trunk_away_deg[side],
        cuts=ground.cuts,
    )


def is_low_data(sides: dict[Side, SideResult]) -> bool:
    """Has a side enough stances for a number and fewer than are wanted for a stable mean (dingenen2018b)?"""
    return any(
        (side.stances_used >= MIN_STANCES_FOR_A_SIDE or side.pelvic_drop_deg is not None)
        and side.stances_used < STANCES_WANTED
        for side in sides.values()
    )
