"""Where zero is: the person's own quiet standing, here or in another recording, else the horizon.

Against the horizon a line counts from where its marks or its cloth lie on the pelvis, and nobody sees that in a walk: a
sticker 5 mm too low on one side is 3 degrees, and a hem may hang that far to the right in one walk and to the left in
the next. Quiet standing takes both away, so it goes first.
"""

from dataclasses import replace

import numpy as np

from gait.analysis.curves.standing import MIN_STANDING_FRAMES, standing_frames
from gait.analysis.film.camera_motion import turn_error_deg
from gait.analysis.terms.readings import Readings, has_degrees
from gait.analysis.terms.types import MAX_ROLL_SIGMA_DEG, PelvicLine, StandingZero
from gait.analysis.terms.uncertainty import LEVEL_DOUBTED
from gait.result.conventions import RollOrigin, Source, ZeroReference
from gait.result.reference import MAX_STANDING_TILT_DEG
from gait.result.result import CameraRoll, Zero

STANDING_SIGMA_DEG = 0.5
"""How well quiet standing repeats as a zero: half a degree on rendered clips with known truth."""

OTHER_RECORDING_SIGMA_DEG = 0.7
"""The same when the person has stepped off and on between two recordings; a proposal, not yet measured."""

SAME_CAMERA_DEG = 1.0
"""Two recordings whose rolls are known and differ by less were made by a camera that nobody moved; its roll then
drops out. Where nothing shows the roll, nothing shows either that a phone was not picked up in between."""

PLACEMENT_TORSOS, MIN_PLACEMENT_SIGMA_DEG = 0.0051, 1.0
"""Difference in height between two marks on the same bony points, one standard deviation: 2.55 mm of a trunk of half a
metre, so that 5 mm is the 95 % limit (3 degrees on the 95 mm between the back dimples). Never less than the 1.0 degree
by which a person's 2-D pelvis differs when the stickers are set anew (docs/methods/pelvic_line.md)."""

DIMPLES_TORSOS = 0.19
"""How far the back dimples are apart: 95 mm of half a metre. The narrowest pair that people mark, taken where nobody
was followed and so nothing tells the size of the body."""

CLICKED = frozenset({Source.CLICKS, Source.BY_HAND})
"""Sources whose points a person set; on bone or on clothes, as they said."""

CLOTHES_SIGMA_DEG = 1.5
"""How askew clothes hang on a pelvis, one standard deviation. A tilt reader that sees the body under them bears them
out to two or three degrees and no better."""


def find_zero(readings: Readings, elsewhere: StandingZero | None = None, *, marks_bone: bool = True) -> Zero:
    """Quiet standing in the clip when there is some, else in another recording of this visit, else the horizon.

    A roll that a therapist drew goes before standing: they have said what is level. Standing that is tilted by more
    than MAX_STANDING_TILT_DEG is not believed: one leg, a pelvis that gives way to pain, or the wrong moment.

    A line whose level other sources contradict (LEVEL_DOUBTED) shows none.

    elsewhere: standing in another recording, None without. marks_bone is False where clicks lie on a belt or a hem.
    Degrees in the sense of PelvicLine, + = patient's right side lower; sigma one standard deviation.
    Source: docs/methods/pelvic_line.md (Zero); knutson2005 for the limit of standing, dingenen2018b for marks.
    """
    horizon = _horizon(readings, marks_bone=marks_bone)
    standing = _standing(readings, elsewhere)
    if standing is None:
        return horizon
    tilt_deg = standing.standing_obliquity_deg
    if has_degrees(readings) and tilt_deg is not None and abs(tilt_deg) > MAX_STANDING_TILT_DEG:
        return replace(
            horizon,
            reference=_reference_beside_tilted_standing(horizon, readings.roll),
            standing_obliquity_deg=tilt_deg,
            is_questioned=True,
        )
    if readings.roll.origin is RollOrigin.CLICKS and horizon.reference is not ZeroReference.NONE:
        return replace(horizon, standing_obliquity_deg=tilt_deg)
    return standing


def standing_in(readings: Readings) -> StandingZero | None:
    """This recording's quiet standing, for the zero of other recordings; None without any or without a trusted line.

    Degrees in the sense of PelvicLine, camera roll still inside.
    Source: docs/methods/pelvic_line.md (Zero).
    """
    line_deg = standing_angle_deg(readings)
    if line_deg is None or readings.line is None or not has_degrees(readings):
        return None
    roll = readings.roll
    return StandingZero(line_deg, STANDING_SIGMA_DEG, roll.value_deg, roll.sigma_deg, readings.line.source)


def standing_angle_deg(readings: Readings) -> float | None:
    """Median of the raw pelvic line while the person stands still on both feet, degrees; None without such a while.

    Points of a hand make none: a picture errs by more than quiet standing may. NaN: frames without a line do not
    count; fewer than MIN_STANDING_FRAMES with one are no such while.
    Source: docs/methods/pelvic_line.md (Zero).
    """
    if readings.line is None or readings.line.source is Source.BY_HAND:
        return None
    angles_deg = readings.line.angle_deg[standing_frames(readings)]
    angles_deg = angles_deg[np.isfinite(angles_deg)]
    return float(np.median(angles_deg)) if len(angles_deg) >= MIN_STANDING_FRAMES else None


def placement_sigma_deg(line: PelvicLine, readings: Readings) -> float:
    """Error of the angle between two marks that comes of where they were set; the smaller the wider they are apart.

    Degrees, one standard deviation: 1.5 on the back dimples, never less than MIN_PLACEMENT_SIGMA_DEG.

    NaN: frames without a line or a body do not count; without any the points count as close as the dimples.
    Source: a decision, docs/methods/pelvic_line.md (Marks); dingenen2018b for the least.
    """
    apart = 2 * line.half_width_px / readings.subject.torso_px
    known = apart[np.isfinite(apart)]
    apart_torsos = float(np.median(known)) if len(known) else DIMPLES_TORSOS
    return max(MIN_PLACEMENT_SIGMA_DEG, float(np.degrees(np.arctan2(PLACEMENT_TORSOS, apart_torsos))))


def _horizon(readings: Readings, *, marks_bone: bool) -> Zero:
    roll, line = readings.roll, readings.line
    is_bone = line is not None and (line.source is Source.MARKERS or (line.source in CLICKED and marks_bone))
    is_doubted = line is not None and LEVEL_DOUBTED in line.checks
    lies_sigma_deg = placement_sigma_deg(line, readings) if is_bone and line is not None else CLOTHES_SIGMA_DEG
    return Zero(
        offset_deg=roll.value_deg,
        sigma_deg=float(np.hypot(roll.sigma_deg, lies_sigma_deg)),
        reference=_horizon_reference(is_doubted=is_doubted, is_bone=is_bone),
        standing_obliquity_deg=None,
    )


def _horizon_reference(*, is_doubted: bool, is_bone: bool) -> ZeroReference:
    if is_doubted:
        return ZeroReference.NONE
    return ZeroReference.BONE if is_bone else ZeroReference.HORIZONTAL


def _standing(readings: Readings, elsewhere: StandingZero | None) -> Zero | None:
    standing_deg = standing_angle_deg(readings)
    if standing_deg is not None:
        obliquity_deg = standing_deg - readings.roll.value_deg
        turned_deg = 0.0 if readings.camera is None else turn_error_deg(readings.camera, readings.info.long_side_px)
        return Zero(
            standing_deg, float(np.hypot(STANDING_SIGMA_DEG, turned_deg)), ZeroReference.STANDING, obliquity_deg
        )
    if elsewhere is not None and readings.line is not None:
        return _from_elsewhere(elsewhere, readings, readings.line)
    return None


def _reference_beside_tilted_standing(horizon: Zero, roll: CameraRoll) -> ZeroReference:
    """Marks before a level that is known do without standing. Clothes do not, for the tilt may be how they hang; nor
    does a camera whose roll nobody knows, for the tilt may be its own.
    """
    is_known = horizon.reference is ZeroReference.BONE and roll.origin is not RollOrigin.ASSUMED
    return ZeroReference.BONE if is_known else ZeroReference.NONE


def _from_elsewhere(standing: StandingZero, readings: Readings, line: PelvicLine) -> Zero:
    """A moved camera brings the error of both rolls; another source of the line brings its own constant error."""
    roll = readings.roll
    obliquity_deg = standing.line_deg - standing.roll_deg
    is_unknown = max(roll.sigma_deg, standing.roll_sigma_deg) > MAX_ROLL_SIGMA_DEG
    is_moved = is_unknown or abs(roll.value_deg - standing.roll_deg) > SAME_CAMERA_DEG
    rolls_deg = np.hypot(roll.sigma_deg, standing.roll_sigma_deg) if is_moved else 0.0
    line_deg = line.bias_sigma_deg if line.source is not standing.source else 0.0
    sigma_deg = float(np.sqrt(standing.sigma_deg**2 + OTHER_RECORDING_SIGMA_DEG**2 + rolls_deg**2 + line_deg**2))
    offset_deg = obliquity_deg + roll.value_deg if is_moved else standing.line_deg
    return Zero(offset_deg, sigma_deg, ZeroReference.STANDING, obliquity_deg)
