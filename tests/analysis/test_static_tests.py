"""Standing on one leg, stepping down and quiet standing: rendered clips with truth, and holds drawn as curves."""

import dataclasses
import json
import os
from collections.abc import Callable
from pathlib import Path

import numpy as np
import pytest
from synthetic import Walker, walk

from gait.analysis.conclude import conclude
from gait.analysis.pipeline import measure_standing
from gait.analysis.terms.errors import VideoRefused
from gait.analysis.terms.landmarks import ANKLE, HEEL, TOE
from gait.analysis.terms.readings import Readings
from gait.analysis.terms.types import AnalysisResult, Hints, StandingZero
from gait.analysis.walk.zero import find_zero
from gait.analysis.written.report import as_json
from gait.result.conventions import Activity, RollOrigin, Side, Source, ZeroReference
from gait.result.result import CameraRoll

ROOT = Path(__file__).resolve().parents[2]
DATA = ROOT / "tests" / "data" / "standing"
POSE_MODEL = Path(os.environ.get("STANCE_POSE_MODEL") or ROOT / "gait" / "weights" / "pose_landmarker.task")


def truth_of(name: str) -> np.ndarray:
    return np.array(json.loads((DATA / f"{name}.json").read_text())["frame"]["obliquity_image"])


@pytest.fixture(scope="module")
def on_right(measure: Callable[[Path, Hints], AnalysisResult]) -> AnalysisResult:
    return measure(DATA / "S1_stand_on_right.mp4", Hints(activity=Activity.SINGLE_LEG_STANCE))


def test_a_hold_says_which_leg_stands_how_long_and_how_far_the_other_side_drops(on_right: AnalysisResult) -> None:
    assert on_right.static is not None
    (hold,) = on_right.static.holds
    assert hold.side is Side.RIGHT
    assert (hold.from_s, hold.to_s) == (pytest.approx(2.3, abs=0.3), pytest.approx(10.2, abs=0.3))
    true_deg = -truth_of("S1_stand_on_right")[90:290].mean()
    assert hold.mean_drop_deg is not None and hold.ci95_deg is not None and hold.worst_drop_deg is not None
    assert hold.mean_drop_deg == pytest.approx(true_deg, abs=0.8)
    assert hold.ci95_deg[0] < true_deg < hold.ci95_deg[1]
    assert hold.mean_drop_deg < hold.worst_drop_deg < hold.mean_drop_deg + 1.5
    assert on_right.static.sides[Side.LEFT] is None


@pytest.mark.provokes("E_NOT_A_WALK")
def test_a_standing_test_is_told_as_such_and_never_as_a_walk(on_right: AnalysisResult) -> None:
    report = as_json(on_right, pipeline_version="1")
    assert report["activity"] == report["static"]["test"] == "single_leg_stance"
    assert {side["reason"] for side in report["sides"].values()} == {"E_NOT_A_WALK"}
    (finding,) = report["findings"]
    assert finding["text"].startswith("Standing on the right leg for 7.8 s: left side of the pelvis drops")


def test_standing_before_the_hold_is_the_zero_and_the_hold_is_not(on_right: AnalysisResult) -> None:
    assert on_right.zero.relative
    assert on_right.zero.standing_obliquity_deg == pytest.approx(0.0, abs=0.8)


def test_each_step_down_is_a_repetition_of_the_leg_that_stays(
    measure: Callable[[Path, Hints], AnalysisResult],
) -> None:
    result = measure(DATA / "S2_step_down_left.mp4", Hints(activity=Activity.STEP_DOWN))
    assert result.static is not None
    truth = truth_of("S2_step_down_left")
    assert [r.side for r in result.static.repetitions] == [Side.LEFT] * 4
    for repetition in result.static.repetitions:
        inside = truth[round(30 * repetition.from_s) : round(30 * repetition.to_s)]
        assert repetition.peak_drop_deg == pytest.approx(inside.max(), abs=1.2)
    own = result.static.sides[Side.LEFT]
    assert own is not None and own.ci95_deg is not None and own.count == 4
    assert own.ci95_deg[0] < np.mean([truth[30 * k + 60 : 30 * k + 105].max() for k in (0, 2, 4, 6)]) < own.ci95_deg[1]


@pytest.mark.long
def test_a_recording_of_quiet_standing_gives_the_zero_of_others() -> None:
    standing = measure_standing(DATA / "S3_standing.mp4", Hints(), POSE_MODEL, lambda stage, share: None)
    assert standing.line_deg == pytest.approx(truth_of("S3_standing").mean(), abs=0.6)
    assert standing.source in (Source.WAISTBAND, Source.SURFACE)


@pytest.mark.long
def test_a_walk_is_no_standing_recording() -> None:
    with pytest.raises(VideoRefused) as refusal:
        measure_standing(DATA.parent / "C1_walk_sticker_skin.mp4", Hints(), POSE_MODEL, lambda stage, share: None)
    assert refusal.value.code == "E_NO_STANDING"


STANDING = StandingZero(line_deg=2.5, sigma_deg=0.5, roll_deg=1.0, roll_sigma_deg=0.3, source=Source.MARKERS)


def rolled(roll_deg: float, origin: RollOrigin = RollOrigin.EDGES) -> Readings:
    return dataclasses.replace(walk(Walker(seconds=6.0, roll_deg=roll_deg)), roll=CameraRoll(roll_deg, 0.3, origin))


def test_standing_elsewhere_before_an_unmoved_camera_is_zero_as_read() -> None:
    zero = find_zero(rolled(1.2), STANDING)
    assert (zero.offset_deg, zero.relative) == (2.5, True)
    assert zero.sigma_deg == pytest.approx(np.hypot(0.5, 0.7))


def test_standing_elsewhere_before_a_moved_camera_goes_by_the_two_rolls_and_is_less_sure() -> None:
    zero = find_zero(rolled(-2.0), STANDING)
    assert zero.offset_deg == pytest.approx(2.5 - 1.0 - 2.0)
    assert zero.sigma_deg > find_zero(rolled(1.2), STANDING).sigma_deg


def test_another_way_of_reading_the_pelvis_widens_the_zero() -> None:
    other = dataclasses.replace(STANDING, source=Source.WAISTBAND)
    assert find_zero(rolled(1.0), other).sigma_deg > find_zero(rolled(1.0), STANDING).sigma_deg


@pytest.mark.parametrize("unknown", ["walk", "standing"])
def test_standing_elsewhere_says_little_where_nothing_shows_that_the_camera_stayed(unknown: str) -> None:
    walked, standing = rolled(1.0), STANDING
    if unknown == "walk":
        walked = dataclasses.replace(walked, roll=CameraRoll(1.0, 3.0, RollOrigin.ASSUMED))
    else:
        standing = dataclasses.replace(STANDING, roll_sigma_deg=3.0)
    assert find_zero(walked, standing).sigma_deg > 3.0


def test_tilted_standing_elsewhere_is_not_believed_either() -> None:
    result = conclude(rolled(1.0), Hints(standing_zero=dataclasses.replace(STANDING, line_deg=15.0)))
    assert result.zero.reference is ZeroReference.BONE
    assert result.zero.standing_obliquity_deg == pytest.approx(14.0)
    assert "W_STANDING_TILTED" in {note.code for note in result.notes}


def test_a_drawn_level_goes_before_standing_elsewhere() -> None:
    assert not find_zero(rolled(1.0, RollOrigin.CLICKS), STANDING).relative


@pytest.mark.provokes("W_STANDING_ELSEWHERE")
def test_the_reader_is_told_that_zero_comes_from_elsewhere() -> None:
    result = conclude(rolled(1.2), Hints(standing_zero=STANDING))
    assert "W_STANDING_ELSEWHERE" in {note.code for note in result.notes}
    assert result.sides[Side.LEFT].relative_deg is not None


def standing_still(lifted: tuple[tuple[Side, float, float], ...], seconds: float = 12.0) -> Readings:
    """Nobody moves but the feet that are lifted: (the foot, from, to)."""
    readings = walk(Walker(seconds=seconds, drop_deg=(0.0, 0.0)))
    still_px = np.repeat(readings.pose.landmarks_px[:1], len(readings.time_s), axis=0)
    for side in Side:
        for point in (ANKLE[side], HEEL[side], TOE[side]):
            still_px[:, point, 1] = 950.0
    for foot, from_s, to_s in lifted:
        up = (readings.time_s >= from_s) & (readings.time_s < to_s)
        for point in (ANKLE[foot], HEEL[foot], TOE[foot]):
            still_px[up, point, 1] -= 70.0
    subject = dataclasses.replace(readings.subject, activity=Activity.SINGLE_LEG_STANCE)
    return dataclasses.replace(
        readings, pose=dataclasses.replace(readings.pose, landmarks_px=still_px), subject=subject
    )


def holds_of(*lifted: tuple[Side, float, float]) -> list[tuple[Side, float, bool]]:
    result = conclude(standing_still(lifted), Hints(activity=Activity.SINGLE_LEG_STANCE))
    assert result.static is not None
    return [(hold.side, hold.hold_s, hold.until_end) for hold in result.static.holds]


def test_each_leg_has_its_holds_and_a_touch_of_the_floor_ends_one() -> None:
    holds = holds_of((Side.LEFT, 1.0, 4.0), (Side.LEFT, 5.0, 8.0), (Side.RIGHT, 9.0, 11.5))
    assert [side for side, _, _ in holds] == [Side.RIGHT, Side.RIGHT, Side.LEFT]
    assert [hold_s for _, hold_s, _ in holds] == [pytest.approx(s, abs=0.3) for s in (3.0, 3.0, 2.5)]


def test_a_hold_that_the_clip_cuts_is_at_least_that_long() -> None:
    assert holds_of((Side.RIGHT, 4.0, 99.0)) == [(Side.LEFT, pytest.approx(8.0, abs=0.3), True)]


def test_a_flicker_of_the_feet_is_no_hold() -> None:
    assert holds_of((Side.LEFT, 3.0, 3.6)) == []


def test_without_a_trusted_line_the_seconds_are_told_and_no_degrees() -> None:
    readings = standing_still(((Side.LEFT, 2.0, 8.0),))
    assert readings.line is not None
    unsure = dataclasses.replace(readings, line=dataclasses.replace(readings.line, trusted=False))
    result = conclude(unsure, Hints(activity=Activity.SINGLE_LEG_STANCE))
    assert result.static is not None
    (hold,) = result.static.holds
    assert (hold.side, hold.mean_drop_deg, hold.ci95_deg) == (Side.RIGHT, None, None)
    assert (result.findings, result.confidence.value) == ((), "C")
