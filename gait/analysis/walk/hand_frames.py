"""Single pictures in which a person marked two points of the pelvis -> peak drop per stance and per side.

Nothing is read between the pictures. A stance's drop is that of its deepest marked picture, so the pictures must lie at
the peaks; a frame that follows a rule instead (mid-stance) reads 0.9 degrees too little on average, 4 at worst.
"""

from collections.abc import Callable, Iterable
from dataclasses import dataclass, replace

import numpy as np
from scipy.stats import t as student

from gait.analysis.terms.types import FloatArray
from gait.analysis.terms.uncertainty import ErrorParts
from gait.analysis.walk.measure import SideDrop
from gait.result.conventions import Activity, Side
from gait.result.intervals import Z95
from gait.result.reference import MIN_MARKED_STANCES
from gait.result.result import ByHand, Stance, Zero

PEAK_AT = {Activity.WALKING: 0.35, Activity.RUNNING: 0.45}
"""Where in a stance the pelvis hangs lowest, as a share of it: 0.34 to 0.40 in 193 stances of rendered walks and 0.42
to 0.51 in 165 of rendered runs; the literature has it somewhat earlier in walking (docs/methods/by_hand.md)."""

AT_PEAK_SHARE = 0.12
"""A picture this near to PEAK_AT counts as one of the peak though nobody said so: 1.1 degrees are lost at its edges,
0.4 on average."""

IN_STANCE_SHARE = 0.4
"""The same for pictures that a person gave for a measurement by hand; outside it lies double support."""

ROUND_STANCE_S = 0.1
"""A stance that was found may begin and end so much too late or too early for a picture whose standing leg was said."""

SAME_STANCE_S = 0.3
"""Where no steps were found: pictures of one leg closer than this show one stance. A runner's stride takes 0.6 s."""

MIN_FRAMES_FOR_A_SIDE = 3
"""Marked stances of a side that are worth proposing, and that open a clip in which nobody was followed; five are asked
for. Student's t makes few of them a wide interval."""

MIN_FREEDOM = 2
"""Degrees of freedom of the scatter, over both sides. With one Student's t is 12.7, which tells nothing."""

TIMING_SIGMA_DEG = 0.3
"""What 40 ms beside the deepest instant add, one standard deviation (docs/methods/by_hand.md)."""

Edited = Callable[[tuple[Stance, ...]], tuple[Stance, ...]]


@dataclass(frozen=True, slots=True)
class HandFrame:
    """One picture with both points: its number in the clip, the leg that stands, if somebody said it, and the angle.

    angle_deg: of the line through the points, + = patient's right side lower.
    """

    frame: int
    side: Side | None
    angle_deg: float


@dataclass(frozen=True, slots=True)
class HandMeasured:
    """stances: those found, with the marked ones measured, and one of no length for each that was not found. drops:
    per side. unused: number of pictures that belong to no stance.
    """

    stances: tuple[Stance, ...]
    drops: dict[Side, SideDrop]
    facts: ByHand
    unused: int


def measure_hand_frames(
    frames: Iterable[HandFrame],
    stances: tuple[Stance, ...],
    time_s: FloatArray,
    zero: Zero,
    activity: Activity,
    *,
    reach_share: float,
    view_sigma_deg: float = 0.0,
    edited: Edited = tuple,
) -> HandMeasured:
    """Peak drop of every marked stance, and mean drop with its error parts of both sides.

    frames: of the clip, times (n,) time_s on the clock of stances; a picture marked twice counts once, with the mean,
    and shows the marking person's own error. reach_share: how far from PEAK_AT, as a share of the stance, a picture
    counts whose standing leg nobody said; steps that the machine itself doubts name no leg. view_sigma_deg as
    Askew.sigma_deg. edited: what a person left out of the stances that only the pictures show.

    The scatter is pooled over both sides, for five peaks show their own badly, and never smaller than the person's own
    error. A side with fewer than MIN_MARKED_STANCES stances, or whose scatter nothing shows, has no number
    (E_HAND_FEW): two a side are enough, and two of one beside three of the other. Stances without a picture
    are left out (S_NOT_MARKED) unless they were left out before. Degrees, + = swing side lower.
    Source: interval and coverage in docs/methods/by_hand.md.
    """
    instants = _instants(frames)
    found, made, unused = _by_stance(instants, stances, time_s, activity, reach_share)
    measured = tuple(_measured(s, found.get(k, []), time_s, zero) for k, s in enumerate(stances))
    measured += edited(tuple(_made(side, own, time_s, zero) for side, own in made))
    peaks_deg = {
        side: [s.peak_drop_deg for s in measured if s.side is side and s.used and s.peak_drop_deg is not None]
        for side in Side
    }
    own_error_deg, repeated = _own_error_deg(instants)
    spread_deg, freedom = _pooled(peaks_deg.values())
    scatter_deg = max(spread_deg, own_error_deg or 0.0)
    return HandMeasured(
        stances=tuple(sorted(measured, key=lambda s: s.initial_contact_s)),
        drops={side: _drop(peaks_deg[side], scatter_deg, freedom, zero, view_sigma_deg) for side in Side},
        facts=ByHand(len(instants) - unused, repeated, own_error_deg, spread_deg if freedom else None),
        unused=unused,
    )


@dataclass(frozen=True, slots=True)
class _Instant:
    """All that was marked in one picture for one leg: more than one angle where it was marked again."""

    frame: int
    side: Side | None
    angles_deg: tuple[float, ...]

    @property
    def angle_deg(self) -> float:
        return float(np.mean(self.angles_deg))


def _instants(frames: Iterable[HandFrame]) -> list[_Instant]:
    marked: dict[tuple[int, Side | None], list[float]] = {}
    for each in frames:
        marked.setdefault((each.frame, each.side), []).append(each.angle_deg)
    return [_Instant(frame, side, tuple(angles)) for (frame, side), angles in sorted(marked.items(), key=_place)]


def _place(item: tuple[tuple[int, Side | None], list[float]]) -> tuple[int, str]:
    (frame, side), _ = item
    return frame, side or ""


def _by_stance(
    instants: list[_Instant], stances: tuple[Stance, ...], time_s: FloatArray, activity: Activity, reach_share: float
) -> tuple[dict[int, list[_Instant]], list[tuple[Side, list[_Instant]]], int]:
    """Instants by the number of their stance; by leg where nothing was found; and how many belong nowhere."""
    found: dict[int, list[_Instant]] = {}
    alone: dict[Side, list[_Instant]] = {side: [] for side in Side}
    unused = 0
    for each in instants:
        at_s = float(time_s[each.frame])
        if each.side is None:
            number = _at_peak(stances, at_s, activity, reach_share)
        else:
            number = _of_leg(stances, each.side, at_s)
        if number is not None:
            found.setdefault(number, []).append(each)
        elif each.side is not None:
            alone[each.side].append(each)
        else:
            unused += 1
    return found, [(side, group) for side in Side for group in _close_together(alone[side], time_s)], unused


def _at_peak(stances: tuple[Stance, ...], at_s: float, activity: Activity, reach_share: float) -> int | None:
    """The stance in whose deepest part this instant lies; None outside all of them, or where it is doubtful."""
    off = [abs((at_s - s.initial_contact_s) / _length_s(s) - PEAK_AT.get(activity, 0.4)) for s in stances]
    nearest = min(range(len(off)), key=off.__getitem__, default=None)
    if nearest is None or off[nearest] > reach_share:
        return None
    is_doubtful = not stances[nearest].used and stances[nearest].reason != "S_EXCLUDED"
    return None if is_doubtful else nearest


def _of_leg(stances: tuple[Stance, ...], side: Side, at_s: float) -> int | None:
    """The stance of this leg that the instant lies in, or just beside."""
    near = [
        k
        for k, s in enumerate(stances)
        if s.side is side and s.initial_contact_s - ROUND_STANCE_S <= at_s <= s.toe_off_s + ROUND_STANCE_S
    ]
    return min(near, key=lambda k: abs(at_s - (stances[k].initial_contact_s + stances[k].toe_off_s) / 2), default=None)


def _length_s(stance: Stance) -> float:
    return max(stance.toe_off_s - stance.initial_contact_s, 1e-3)


def _close_together(instants: list[_Instant], time_s: FloatArray) -> list[list[_Instant]]:
    groups: list[list[_Instant]] = []
    for each in instants:
        if groups and time_s[each.frame] - time_s[groups[-1][0].frame] < SAME_STANCE_S:
            groups[-1].append(each)
        else:
            groups.append([each])
    return groups


def _measured(stance: Stance, own: list[_Instant], time_s: FloatArray, zero: Zero) -> Stance:
    """What a therapist left out stays left out, also with points in it; what the machine left out counts again."""
    if not own:
        return replace(stance, used=False, reason=stance.reason or "S_NOT_MARKED", peak_drop_deg=None, peak_s=None)
    peak_drop_deg, peak_s = _peak(stance.side, own, time_s, zero)
    is_excluded = stance.reason == "S_EXCLUDED"
    reason = stance.reason if is_excluded else None
    return replace(stance, peak_drop_deg=peak_drop_deg, peak_s=peak_s, used=not is_excluded, reason=reason)


def _made(side: Side, own: list[_Instant], time_s: FloatArray, zero: Zero) -> Stance:
    """Nobody knows when this foot came down and left, so the stance has no length."""
    peak_drop_deg, peak_s = _peak(side, own, time_s, zero)
    return Stance(side, peak_s, peak_s, peak_drop_deg, peak_s)


def _peak(side: Side, own: list[_Instant], time_s: FloatArray, zero: Zero) -> tuple[float, float]:
    drops_deg = [side.drop_sign * (each.angle_deg - zero.offset_deg) for each in own]
    deepest = int(np.argmax(drops_deg))
    return drops_deg[deepest], float(time_s[own[deepest].frame])


def _own_error_deg(instants: list[_Instant]) -> tuple[float | None, int]:
    """One standard deviation of one marking, from pictures marked again, and how many times one was."""
    again = [each.angles_deg for each in instants if len(each.angles_deg) > 1]
    repeats = sum(len(angles) - 1 for angles in again)
    if not repeats:
        return None, 0
    return float(np.sqrt(sum(np.var(angles) * len(angles) for angles in again) / repeats)), repeats


def _pooled(sides_deg: Iterable[list[float]]) -> tuple[float, int]:
    """Standard deviation of the peaks about the mean of their own side, and its degrees of freedom."""
    several = [peaks for peaks in sides_deg if len(peaks) > 1]
    freedom = sum(len(peaks) - 1 for peaks in several)
    squares = sum(float(np.var(peaks)) * len(peaks) for peaks in several)
    return float(np.sqrt(squares / max(freedom, 1))), freedom


def _drop(peaks_deg: list[float], scatter_deg: float, freedom: int, zero: Zero, view_sigma_deg: float) -> SideDrop:
    if len(peaks_deg) < MIN_MARKED_STANCES or freedom < MIN_FREEDOM:
        return SideDrop(None, None, len(peaks_deg), 0, None, reason="E_HAND_FEW")
    few = float(student.ppf(0.975, freedom)) / Z95
    errors = ErrorParts(
        stride_deg=few * scatter_deg / float(np.sqrt(len(peaks_deg))),
        line_deg=0.0,
        zero_deg=zero.sigma_deg,
        gain=0.0,
        view_deg=view_sigma_deg,
        timing_deg=TIMING_SIGMA_DEG,
    )
    return SideDrop(float(np.mean(peaks_deg)), float(np.std(peaks_deg, ddof=1)), len(peaks_deg), 0, errors)
