"""The drawing leaves out a skeleton that cannot be the person, and nothing else."""

import dataclasses

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from synthetic import Walker, walk

from gait.analysis.conclude import conclude
from gait.analysis.terms.landmarks import SKELETON, Landmark
from gait.analysis.terms.readings import Readings
from gait.analysis.terms.types import FloatArray, Hints, Pose
from gait.analysis.written.overlay import overlay_json
from gait.analysis.written.plausible import implausible_frames
from gait.result.conventions import Activity, View

WALK = walk(Walker(seconds=5.0, rate_hz=30.0, landmark_noise_px=2.0))
FRAMES = len(WALK.time_s)


def folded(landmarks_px: FloatArray, frames: list[int], share: float) -> FloatArray:
    """The figure in profile, as the pose model sees it for a moment: its width shrinks to this share."""
    out = landmarks_px.copy()
    middle_px = np.nanmean(out[frames][:, list(SKELETON), 0], axis=1)[:, None]
    out[frames, :, 0] = middle_px + share * (out[frames, :, 0] - middle_px)
    return out


def drawn(landmarks_px: FloatArray, readings: Readings = WALK) -> np.ndarray:
    """(n,) True where the overlay shows a skeleton; it shows all of it or nothing."""
    pose = Pose(landmarks_px, readings.pose.visibility)
    overlay = overlay_json(conclude(dataclasses.replace(readings, pose=pose), Hints()))
    shown = np.array([[x is not None for x in flat[::2]] for flat in overlay["joints"].values()])
    assert (shown.all(axis=0) == shown.any(axis=0)).all()
    return shown.all(axis=0)


@pytest.mark.long
@settings(max_examples=25, deadline=None)
@given(
    frames=st.lists(st.integers(0, FRAMES // 4 - 1), min_size=1, max_size=12, unique=True),
    share=st.floats(0.0, 0.6),
)
def test_exactly_the_frames_in_which_the_figure_folds_up_are_left_out(frames: list[int], share: float) -> None:
    single = [4 * frame + 1 for frame in frames]
    shown = drawn(folded(WALK.pose.landmarks_px, single, share))
    assert np.flatnonzero(~shown).tolist() == sorted(single)


def test_a_wrist_that_flies_away_and_back_takes_its_skeleton_along() -> None:
    landmarks_px = WALK.pose.landmarks_px.copy()
    landmarks_px[40, Landmark.LEFT_WRIST] += 300.0
    assert np.flatnonzero(~drawn(landmarks_px)).tolist() == [40]


@pytest.mark.parametrize("view", [View.POSTERIOR, View.ANTERIOR])
@pytest.mark.parametrize("activity", [Activity.WALKING, Activity.RUNNING])
@pytest.mark.parametrize("rate_hz", [25.0, 60.0])
def test_honest_steps_are_all_drawn(activity: Activity, view: View, rate_hz: float) -> None:
    pace = 1.9 if activity is Activity.WALKING else 2.9
    readings = walk(Walker(activity, view, rate_hz, 5.0, steps_per_s=pace, drop_deg=(9.0, 12.0), landmark_noise_px=2.0))
    assert drawn(readings.pose.landmarks_px, readings).all()


def test_somebody_who_turns_slowly_is_drawn_all_the_way() -> None:
    turn = np.clip(np.linspace(1.4, -0.2, FRAMES), 0.1, 1.0)
    middle_px = WALK.pose.landmarks_px[:, list(SKELETON), 0].mean(axis=1)
    turned = WALK.pose.landmarks_px.copy()
    turned[..., 0] = middle_px[:, None] + turn[:, None] * (turned[..., 0] - middle_px[:, None])
    assert not implausible_frames(turned, WALK.timeline).any()


def test_gaps_stay_gaps_and_the_numbers_do_not_move() -> None:
    landmarks_px = WALK.pose.landmarks_px.copy()
    landmarks_px[30:40] = np.nan
    assert not implausible_frames(landmarks_px, WALK.timeline).any()
    assert not drawn(landmarks_px)[30:40].any()
