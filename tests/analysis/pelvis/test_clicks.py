from dataclasses import replace

import numpy as np
import pytest
from drawn_pelvis import TORSO_PX, Look, film, gait_curve, subject

from gait.analysis.pelvis.clicks import locate_pelvic_line
from gait.analysis.terms.types import Click, Footage, PelvicLine
from gait.result.conventions import Activity, Source

ANGLE = gait_curve(90, mean_deg=2.0)


@pytest.fixture(scope="module")
def footage() -> Footage:
    return film(ANGLE, Look(stickers=(250, 230, 60)))


def clicks_at(footage: Footage, frames: list[int], *, error_deg: float = 0.0, seed: int = 0) -> tuple[Click, ...]:
    noise = np.random.default_rng(seed).normal(0.0, 1.0, len(frames)) * error_deg
    return tuple(_click(footage, frame, ANGLE[frame] + off) for frame, off in zip(frames, noise, strict=True))


def _click(footage: Footage, frame: int, angle_deg: float) -> Click:
    middle = footage.pose.landmarks_px[frame, 23:25].mean(axis=0) - [0.0, 0.1 * TORSO_PX]
    half = 30.0 * np.array([np.cos(np.radians(angle_deg)), np.sin(np.radians(angle_deg))])
    return Click(float(footage.time_s[frame]), tuple(middle - half), tuple(middle + half))


def carrier(footage: Footage, angle, bias=1.0, gain=0.1) -> PelvicLine:
    n = len(footage.time_s)
    return PelvicLine(Source.SURFACE, angle, np.full(n, 0.5), bias, gain, np.zeros((n, 2)), np.ones(n), True)


def read(footage: Footage, clicks: tuple[Click, ...], carried: PelvicLine | None = None) -> PelvicLine:
    return locate_pelvic_line(footage, subject(footage), 1, clicks, carried)


def test_clicks_mend_zero_and_scale_of_the_line_that_carries_them(footage):
    line = read(
        footage, clicks_at(footage, list(range(3, 90, 6))), carrier(footage, 0.8 * ANGLE + 2.0, bias=3.0, gain=0.3)
    )
    assert line.trusted
    assert np.abs(line.angle_deg - ANGLE).max() < 0.4


def test_one_click_works_and_ten_narrow_the_interval(footage):
    carried = carrier(footage, ANGLE + 1.0)
    one = read(footage, clicks_at(footage, [20]), carried)
    ten = read(footage, clicks_at(footage, list(range(5, 85, 8))), carried)
    assert one.trusted
    assert ten.bias_sigma_deg < one.bias_sigma_deg < carried.bias_sigma_deg
    assert abs(np.mean(ten.angle_deg - ANGLE)) < abs(np.mean(one.angle_deg - ANGLE)) < 1.0


def test_the_miss_at_left_out_clicks_becomes_the_uncertainty(footage):
    frames = list(range(3, 90, 6))
    carried = carrier(footage, ANGLE)
    sharp = read(footage, clicks_at(footage, frames, error_deg=0.5), carried)
    rough = read(footage, clicks_at(footage, frames, error_deg=3.0), carried)
    assert rough.checks["miss_deg"] > 2 * sharp.checks["miss_deg"]
    assert rough.bias_sigma_deg > sharp.bias_sigma_deg


@pytest.mark.provokes("W_CLICKS_UNSTEADY")
def test_clicks_that_contradict_each_other_are_not_trusted(footage):
    line = read(footage, clicks_at(footage, list(range(3, 90, 6)), error_deg=9.0), carrier(footage, ANGLE))
    assert not line.trusted
    assert line.reason == "W_CLICKS_UNSTEADY"


@pytest.mark.provokes("E_CLICKS_BAD")
def test_clicks_off_the_person_are_refused(footage):
    far = Click(1.0, (20.0, 30.0), (60.0, 30.0))
    swapped = Click(1.0, (380.0, 620.0), (340.0, 620.0))
    late = Click(99.0, (340.0, 620.0), (380.0, 620.0))
    line = read(footage, (far, swapped, late), carrier(footage, ANGLE))
    assert line.reason == "E_CLICKS_BAD"
    assert np.isnan(line.angle_deg).all()


@pytest.mark.provokes("W_CLICKS_FEW")
def test_one_click_that_only_the_picture_carries_is_not_enough(footage):
    line = read(footage, clicks_at(footage, [20]))
    assert not line.trusted
    assert line.reason == "W_CLICKS_FEW"


def test_without_a_carrier_the_picture_itself_carries_the_clicks(footage):
    line = read(footage, clicks_at(footage, list(range(3, 90, 9))))
    assert line.source is Source.CLICKS
    assert line.trusted
    assert np.sqrt(np.nanmean((line.angle_deg - ANGLE) ** 2)) < 1.2


@pytest.mark.provokes("W_CLICKS_NOT_CARRIED")
def test_bone_that_moves_three_times_as_far_as_the_cloth_is_not_carried(footage):
    bone = tuple(_click(footage, frame, 3 * ANGLE[frame]) for frame in (4, 12, 21, 29, 37, 46, 54, 62, 71, 79))
    line = read(footage, bone)
    assert not line.trusted
    assert line.reason == "W_CLICKS_NOT_CARRIED"
    assert line.checks["miss_z"] > 1.7


@pytest.mark.parametrize("test", [Activity.SINGLE_LEG_STANCE, Activity.STEP_DOWN])
def test_nothing_is_carried_in_a_test_on_one_leg(footage, test):
    on_one_leg = replace(subject(footage), activity=test)
    clicks = clicks_at(footage, list(range(3, 90, 9)))
    alone = locate_pelvic_line(footage, on_one_leg, 1, clicks)
    assert (alone.trusted, alone.reason) == (False, "W_CLICKS_NOT_CARRIED")
    assert locate_pelvic_line(footage, on_one_leg, 1, clicks, carrier(footage, ANGLE)).trusted


def test_the_picture_carries_an_honest_error_into_every_frame(footage):
    line = read(footage, clicks_at(footage, [5, 22, 47, 64], error_deg=1.0, seed=4))
    assert line.trusted
    assert np.isfinite(line.angle_deg).all()
    off = (line.angle_deg - ANGLE) / np.hypot(line.sigma_deg, line.bias_sigma_deg)
    assert np.sqrt(np.mean(off**2)) < 1.3


def test_a_reader_that_read_nothing_is_no_hindrance(footage):
    silent = carrier(footage, np.full(len(ANGLE), np.nan))
    clicks = clicks_at(footage, list(range(3, 90, 9)))
    line = locate_pelvic_line(footage, subject(footage), 1, clicks, helpers={Source.SURFACE: silent})
    assert line.trusted
    assert np.sqrt(np.mean((line.angle_deg - ANGLE) ** 2)) < 1.2
