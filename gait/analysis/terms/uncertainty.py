"""How far a side's mean drop may be from the truth: every known part, and the 95 % interval of their sum.

Random parts fall with the number of stances, the others do not: more steps never cure a tilted camera.
"""

import math
from dataclasses import dataclass

from scipy.stats import t as student

from gait.analysis.terms.types import PelvicLine
from gait.result.intervals import Z95
from gait.result.result import Zero

CARRIED_BY_PICTURE = "carried_by_picture"
"""Among the checks of a line: a person marked it in some frames, and between those nothing but the picture carries
it."""

UNCONFIRMED = "unconfirmed"
"""Among the checks of a line: cloth that nothing but itself vouches for."""

LEVEL_DOUBTED = "level_doubted"
"""Among the checks of a line: other sources see its motion and another level, so that it shows no zero of its own."""

POINTS_DOUBTED = "points_doubted_deg"
"""Among the checks of a line that a person marked: how far the trusted readings that they contradict lie from it. Such
points never earn an A."""

CLOTH_GAIN_SIGMA = 0.2
"""Such cloth may make six tenths of the motion, as a skirt does, whatever it is counted from: 12.1 degrees read as 7.1
are not within the error of any zero."""


TWO_PEAKS_SIGMA_DEG = 0.8
"""Error of two peaks together, read off the same picture, however small the swing: side means of rendered clips are off
by 0.6 degrees (docs/accuracy.md), and a level walker's swing of 3.1 was read as 1.2."""


@dataclass(frozen=True, slots=True)
class ErrorParts:
    """One standard deviation of each part, in degrees, 0 or more. gain is relative: its degrees grow with the drop.

    The parts are independent of each other, so their squares add up.

    stride  spread of the stances over the square root of their number, widened for few stances
    line    error of reading the line that stays all clip long; 0 where standing is zero
    zero    error of the standing reference, or of the camera roll and of where marks or clothes lie on the pelvis
    view    lean that comes of a camera off the line of walking (askew.py)
    timing  pictures chosen by hand beside the deepest instant; of its own on each side
    peak    error of the peaks that comes back every stride, of its own on each side (PelvicLine.peak_sigma_deg)

    times: how much wider the interval is than these parts make it, 1 without a calibration (ReaderCalibration). Below 1
    it narrows only the reading itself (line, gain, peak): a label shares its zero, steps and view with the reader, so
    their difference tests none of those.
    """

    stride_deg: float
    line_deg: float
    zero_deg: float
    gain: float
    view_deg: float = 0.0
    timing_deg: float = 0.0
    peak_deg: float = 0.0
    times: float = 1.0

    @property
    def own_deg(self) -> float:
        """What a side has for itself, independent of the other side; times is in it."""
        return math.hypot(self.others * self.stride_deg, self.others * self.timing_deg, self.times * self.peak_deg)

    @property
    def others(self) -> float:
        """times of the parts that no label tests."""
        return max(1.0, self.times)

    @property
    def lasting_deg(self) -> float:
        """What lifts one side and lowers the other, all clip long; times is in it."""
        return math.hypot(self.times * self.line_deg, self.others * self.zero_deg, self.others * self.view_deg)

    def half_width_deg(self, drop_deg: float) -> float:
        """Half of the 95 % interval of one side's drop, degrees. Source: docs/methods/pelvic_drop.md (Interval)."""
        return Z95 * math.hypot(self.own_deg, self.lasting_deg, self.times * self.gain * drop_deg)

    def as_degrees(self, drop_deg: float) -> dict[str, float]:
        """The parts at this drop by their printed names, degrees, each one standard deviation; times is in them."""
        of_some = {"timing": self.others * self.timing_deg, "peak": self.times * self.peak_deg}
        return {
            "stride": self.others * self.stride_deg,
            "line": self.times * self.line_deg,
            "zero": self.others * self.zero_deg,
            "view": self.others * self.view_deg,
            "gain": self.times * abs(self.gain * drop_deg),
        } | {name: part_deg for name, part_deg in of_some.items() if part_deg}


def error_parts(
    sd_deg: float,
    stances: int,
    line: PelvicLine,
    zero: Zero,
    view_sigma_deg: float = 0.0,
    *,
    freedom: int | None = None,
) -> ErrorParts:
    """Parts of the error of a mean drop over stances whose peaks spread by sd_deg.

    stances must be at least 2, else the parts are NaN; freedom: degrees of freedom of sd_deg, stances - 1 where it is
    the spread of these stances alone. Where standing is zero the line's constant error is in both readings and goes
    away with the difference. view_sigma_deg as Askew.sigma_deg.
    Source: docs/methods/pelvic_drop.md (Interval).
    """
    # Student's t over the normal quantile: four stances show their own spread badly, so their interval is 1.6 as wide.
    few = float(student.ppf(0.975, stances - 1 if freedom is None else freedom)) / Z95
    return ErrorParts(
        stride_deg=few * sd_deg / math.sqrt(stances),
        line_deg=0.0 if zero.relative else line.bias_sigma_deg,
        zero_deg=zero.sigma_deg,
        gain=swing_gain_sigma(line),
        view_deg=view_sigma_deg,
        peak_deg=line.peak_sigma_deg,
    )


def difference_half_width_deg(left: ErrorParts, right: ErrorParts, left_deg: float, right_deg: float) -> float:
    """Half of the 95 % interval of right minus left, degrees; drops in degrees, parts of the same clip.

    A wrong zero, line or view lifts one side and lowers the other, so it enters the difference twice. A wrong gain
    stretches the difference itself. What each side has for itself is independent of the other.
    Source: docs/methods/pelvic_line.md (Left against right).
    """
    gain_deg = left.times * left.gain * (right_deg - left_deg)
    return Z95 * math.hypot(left.own_deg, right.own_deg, 2 * left.lasting_deg, gain_deg)


def excursion_half_width_deg(left: ErrorParts, right: ErrorParts, excursion_deg: float, line: PelvicLine) -> float:
    """Half of the 95 % interval of right plus left, degrees; drops in degrees, parts of the same clip.

    A wrong zero, line or view lifts one side as far as it lowers the other, so it is not in the sum. The amplitude's
    error is, in full, and what each side has for itself: the spread of its stances and the error of its peaks.
    Source: docs/methods/pelvic_drop.md (Excursion).
    """
    gain_deg = left.times * swing_gain_sigma(line) * excursion_deg
    return Z95 * math.hypot(left.own_deg, right.own_deg, gain_deg, left.others * TWO_PEAKS_SIGMA_DEG)


def swing_gain_sigma(line: PelvicLine) -> float:
    """Relative error of the amplitude, one standard deviation; larger of cloth that nothing confirms.

    Source: docs/methods/pelvic_line.md (Error).
    """
    return max(line.gain_sigma, CLOTH_GAIN_SIGMA) if UNCONFIRMED in line.checks else line.gain_sigma
