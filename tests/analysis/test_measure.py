import dataclasses

import numpy as np
import pytest
from synthetic import Walker, true_stances, walk

from gait.analysis.conclude import conclude
from gait.analysis.corrections.edits import StanceEdit
from gait.analysis.terms.readings import Readings
from gait.analysis.terms.types import AnalysisResult, Hints
from gait.analysis.terms.uncertainty import UNCONFIRMED
from gait.analysis.walk.measure import measure_side, measure_stances
from gait.analysis.walk.signals import build_signals
from gait.analysis.walk.zero import find_zero
from gait.result.conventions import Activity, Side, Source, View, ZeroReference
from gait.result.result import Stance, Zero

WALKER = Walker(drop_deg=(4.0, 7.0), angle_noise_deg=0.4, landmark_noise_px=1.0)
HINTS = Hints(view=View.POSTERIOR)


def with_angle(readings: Readings, angle_deg: np.ndarray) -> Readings:
    assert readings.line is not None
    line = dataclasses.replace(readings.line, angle_deg=angle_deg)
    return dataclasses.replace(readings, line=line, sources={line.source: line})


def drops(result: AnalysisResult) -> dict[Side, float]:
    return {side: value for side in Side if (value := result.sides[side].pelvic_drop_deg) is not None}


def test_the_mean_of_the_peaks_is_the_drop_and_the_interval_holds_it() -> None:
    result = conclude(walk(WALKER), HINTS)
    assert drops(result) == {Side.LEFT: pytest.approx(4.0, abs=0.3), Side.RIGHT: pytest.approx(7.0, abs=0.3)}
    for side, true_deg in ((Side.LEFT, 4.0), (Side.RIGHT, 7.0)):
        low, high = result.sides[side].ci95_deg or (0.0, 0.0)
        assert low < true_deg < high


def test_the_curve_is_filtered_before_the_peak_is_taken() -> None:
    noisy = conclude(walk(dataclasses.replace(WALKER, angle_noise_deg=1.5)), HINTS)
    assert drops(noisy)[Side.LEFT] - 4.0 < 0.5


@pytest.mark.provokes("S_HIPS_HIDDEN")
def test_a_stance_with_a_hidden_pelvis_is_left_out() -> None:
    readings = walk(WALKER)
    assert readings.line is not None
    victim = true_stances(WALKER)[4]
    hidden = (readings.time_s > victim.initial_contact_s) & (readings.time_s < victim.initial_contact_s + 0.3)
    angle_deg = np.where(hidden, np.nan, readings.line.angle_deg)
    stances = conclude(with_angle(readings, angle_deg), HINTS).stances
    own = [s for s in stances if s.side is victim.side and abs(s.initial_contact_s - victim.initial_contact_s) < 0.1]
    assert [(s.used, s.reason, s.peak_drop_deg) for s in own] == [(False, "S_HIPS_HIDDEN", None)]


@pytest.mark.provokes("S_OUTLIER")
def test_one_wild_stance_does_not_move_the_side() -> None:
    readings = walk(WALKER)
    assert readings.line is not None
    victim = true_stances(WALKER)[5]
    inside = (readings.time_s > victim.initial_contact_s) & (readings.time_s < victim.toe_off_s)
    wild = readings.line.angle_deg + np.where(inside, victim.side.drop_sign * 9.0, 0.0)
    result = conclude(with_angle(readings, wild), HINTS)
    assert drops(result)[victim.side] == pytest.approx(WALKER.drop_of(victim.side), abs=0.4)
    assert "S_OUTLIER" in {s.reason for s in result.stances if s.side is victim.side}


def first_stances(readings: Readings, left: int, right: int) -> tuple[Stance, ...]:
    stances = measure_stances(build_signals(readings, find_zero(readings)), true_stances(WALKER))
    by_side = {side: [s for s in stances if s.side is side] for side in Side}
    return (*by_side[Side.LEFT][:left], *by_side[Side.RIGHT][:right])


def test_fewer_than_four_stances_give_no_number_without_marks() -> None:
    readings = walk(WALKER)
    assert readings.line is not None
    waistband = dataclasses.replace(readings.line, source=Source.WAISTBAND)
    drop = measure_side(first_stances(readings, 3, 3), Side.LEFT, waistband, find_zero(readings))
    assert (drop.drop_deg, drop.used) == (None, 3)


@pytest.mark.parametrize("source", [Source.MARKERS, Source.CLICKS])
def test_two_stances_are_a_number_with_a_wide_interval_where_marks_show_the_pelvis(source: Source) -> None:
    readings = walk(WALKER)
    assert readings.line is not None
    marked, zero = dataclasses.replace(readings.line, source=source), find_zero(readings)
    many, few, two, one = (
        measure_side(first_stances(readings, count, count), Side.LEFT, marked, zero) for count in (8, 3, 2, 1)
    )
    assert many.errors is not None and few.errors is not None and two.errors is not None
    assert few.drop_deg == pytest.approx(4.0, abs=0.5)
    assert two.errors.stride_deg > few.errors.stride_deg > many.errors.stride_deg
    assert (one.drop_deg, one.used) == (None, 1)


def test_few_stances_borrow_the_spread_of_the_other_side() -> None:
    """Two peaks that happen to agree are no proof of a steady walk: the other leg tells how much peaks scatter."""
    readings = walk(WALKER)
    assert readings.line is not None
    zero, stances = find_zero(readings), first_stances(readings, 2, 6)
    peaks_deg = iter((4.0, 4.0, 5.5, 8.5, 5.5, 8.5, 5.5, 8.5))
    made = tuple(dataclasses.replace(stance, peak_drop_deg=next(peaks_deg)) for stance in stances)
    drop = measure_side(made, Side.LEFT, readings.line, zero)
    assert drop.sd_deg == pytest.approx(np.sqrt(6 * 1.5**2 / 6))
    assert drop.errors is not None
    assert drop.errors.stride_deg == pytest.approx(2.447 / 1.96 * 1.5 / np.sqrt(2), rel=0.01)


def test_a_constant_error_of_the_line_is_carried_into_the_interval() -> None:
    narrow = conclude(walk(dataclasses.replace(WALKER, bias_sigma_deg=0.2)), HINTS).sides[Side.LEFT].ci95_deg
    wide = conclude(walk(dataclasses.replace(WALKER, bias_sigma_deg=1.5)), HINTS).sides[Side.LEFT].ci95_deg
    assert narrow is not None and wide is not None
    widths_deg = [(high - low) / (2 * 1.96) for low, high in (narrow, wide)]
    assert widths_deg[1] ** 2 - widths_deg[0] ** 2 == pytest.approx(1.5**2 - 0.2**2, abs=0.01)


def test_more_steps_do_not_cure_a_constant_error() -> None:
    short = conclude(walk(dataclasses.replace(WALKER, seconds=8.0, bias_sigma_deg=1.0)), HINTS)
    long = conclude(walk(dataclasses.replace(WALKER, seconds=40.0, bias_sigma_deg=1.0)), HINTS)
    widths = [(r.sides[Side.LEFT].ci95_deg or (0, 0)) for r in (short, long)]
    assert widths[1][1] - widths[1][0] > 2 * 1.96 * 0.99


@pytest.mark.provokes("S_EXCLUDED")
def test_a_therapist_can_leave_a_stance_out_and_take_it_back() -> None:
    readings = walk(WALKER)
    first = conclude(readings, HINTS)
    stance = next(s for s in first.stances if s.side is Side.RIGHT)
    at_s = (stance.initial_contact_s + stance.toe_off_s) / 2
    out = conclude(readings, HINTS, (StanceEdit(Side.RIGHT, at_s, used=False),))
    assert out.sides[Side.RIGHT].stances_used == first.sides[Side.RIGHT].stances_used - 1
    assert "S_EXCLUDED" in {s.reason for s in out.stances}
    back = conclude(
        readings, HINTS, (StanceEdit(Side.RIGHT, at_s, used=False), StanceEdit(Side.RIGHT, at_s, used=True))
    )
    assert back.sides == first.sides


def test_landmarks_alone_never_give_degrees() -> None:
    readings = walk(WALKER)
    assert readings.line is not None
    line = dataclasses.replace(readings.line, source=Source.LANDMARKS, trusted=False, reason="E_NO_SOURCE")
    result = conclude(dataclasses.replace(readings, line=line, sources={Source.LANDMARKS: line}), HINTS)
    assert {s.verdict.value for s in result.sides.values()} == {"cannot_tell"}
    assert drops(result) == {}
    assert result.confidence.value == "C"
    assert np.isnan(result.obliquity_deg).all()
    assert all(s.peak_drop_deg is None for s in result.stances)
    assert result.companions.cadence_spm == pytest.approx(108.0, abs=1.0)


def test_running_is_read_as_well() -> None:
    runner = Walker(activity=Activity.RUNNING, steps_per_s=2.8, drop_deg=(9.0, 5.0), angle_noise_deg=0.4)
    got = drops(conclude(walk(runner), HINTS))
    assert got == {Side.LEFT: pytest.approx(9.0, abs=0.4), Side.RIGHT: pytest.approx(5.0, abs=0.4)}


@pytest.mark.provokes("S_UNSURE")
def test_unsure_frames_leave_a_stance_out() -> None:
    readings = walk(WALKER)
    signals = build_signals(readings, find_zero(readings))
    unsure = dataclasses.replace(signals, sigma_deg=np.full_like(signals.sigma_deg, 9.0))
    assert {s.reason for s in measure_stances(unsure, (Stance(Side.LEFT, 1.2, 1.9),))} == {"S_UNSURE"}


def test_a_relative_zero_takes_the_error_of_the_line_with_it() -> None:
    readings = walk(dataclasses.replace(WALKER, bias_sigma_deg=1.5))
    assert readings.line is not None
    stances = measure_stances(build_signals(readings, find_zero(readings)), true_stances(WALKER))
    standing = Zero(0.0, 0.5, ZeroReference.STANDING, standing_obliquity_deg=0.0)
    horizon = Zero(0.0, 0.5, ZeroReference.BONE, standing_obliquity_deg=None)
    errors = [measure_side(stances, Side.LEFT, readings.line, zero).errors for zero in (standing, horizon)]
    assert [e.line_deg for e in errors if e] == [0.0, 1.5]


@pytest.mark.parametrize("drop_deg", [7.0, 9.0, 12.1])
def test_cloth_that_nothing_confirms_may_make_six_tenths_of_the_motion(drop_deg: float) -> None:
    """A skirt, counted from the horizontal: within a degree of what the pelvis does, or withheld."""
    walked = walk(Walker(seconds=9.0, drop_deg=(0.6 * drop_deg, 0.6 * drop_deg)))
    assert walked.line is not None
    checks = {UNCONFIRMED: 1.0}
    skirt = dataclasses.replace(
        walked.line, source=Source.WAISTBAND, gain_sigma=0.12, bias_sigma_deg=0.8, checks=checks
    )
    result = conclude(dataclasses.replace(walked, line=skirt, sources={Source.WAISTBAND: skirt}), HINTS)
    assert all(side.ci95_deg is None or side.ci95_deg[1] > drop_deg - 1.0 for side in result.sides.values())
