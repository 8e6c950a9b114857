"""Somebody who turns round in the clip, made by joining a walk filmed from behind and one filmed from the front."""

import dataclasses
from collections.abc import Callable
from fractions import Fraction
from pathlib import Path

import av
import numpy as np
import pytest
from synthetic import Walker, walk

from gait.analysis.conclude import conclude
from gait.analysis.curves.sides import PAIRS, exchange
from gait.analysis.film.turning import keep_one_view
from gait.analysis.terms.landmarks import HIP, SHOULDER
from gait.analysis.terms.timeline import Timeline
from gait.analysis.terms.types import AnalysisResult, Footage, Hints, PelvisPatches, Pose
from gait.result.conventions import Side, View

ROOT = Path(__file__).resolve().parents[2]
DATA = ROOT / "tests" / "data"


def joined(target: Path, clips: list[tuple[str, int]]) -> Path:
    """The first so many pictures of each clip, one clip after the other, 60 a second."""
    with av.open(str(target), "w") as out:
        stream = out.add_stream("libx264", rate=60, options={"crf": "23", "preset": "veryfast"})
        stream.width, stream.height, stream.pix_fmt = 720, 1280, "yuv420p"
        number = 0
        for name, count in clips:
            with av.open(str(DATA / f"{name}.mp4")) as source:
                for shown, frame in enumerate(source.decode(video=0)):
                    if shown == count:
                        break
                    frame = av.VideoFrame.from_ndarray(frame.to_ndarray(format="rgb24"), format="rgb24")
                    frame.pts, frame.time_base = number, Fraction(1, 60)
                    out.mux(stream.encode(frame))
                    number += 1
        out.mux(stream.encode(None))
    return target


@pytest.mark.provokes("W_TURNED")
def test_the_longer_way_is_measured_and_the_other_one_left_alone(
    tmp_path: Path, measure: Callable[[Path], AnalysisResult]
) -> None:
    clip = joined(tmp_path / "there_and_back.mp4", [("D08_walk_level", 130), ("D03_walk_anterior", 400)])
    result = measure(clip)
    assert "W_TURNED" in {note.code for note in result.notes}
    assert result.subject.view is View.ANTERIOR
    assert min(stance.initial_contact_s for stance in result.stances) > 130 / 60
    for side, true_deg in ((Side.LEFT, 6.0), (Side.RIGHT, 3.0)):
        low, high = result.sides[side].ci95_deg or (np.nan, np.nan)
        assert low < true_deg < high


def footage_of(walker: Walker, then: Walker) -> Footage:
    one, other = walk(walker), walk(then)
    landmarks_px = np.concatenate((one.pose.landmarks_px, other.pose.landmarks_px))
    n = len(landmarks_px)
    patches = PelvisPatches(np.zeros((n, 1, 1, 3), np.uint8), np.zeros((n, 2)), np.ones(n), np.ones(n, dtype=bool))
    pose = Pose(landmarks_px, np.ones((n, 33)))
    return Footage(one.info, Timeline.of(np.arange(n) / walker.rate_hz), pose, patches, stills_rgb=(), still_frames=())


AWAY, BACK = Walker(seconds=5.0), Walker(seconds=4.0, view=View.ANTERIOR)


@pytest.mark.parametrize(("said", "kept_s"), [(None, (0.0, 4.7)), (View.ANTERIOR, (5.3, 9.0))])
def test_the_view_that_was_said_is_kept(said: View | None, kept_s: tuple[float, float]) -> None:
    one_way = keep_one_view(footage_of(AWAY, BACK), said)
    seen = np.isfinite(one_way.pose.landmarks_px[:, 0, 0])
    assert np.array_equal(seen, one_way.pelvis.present)
    assert (one_way.time_s[seen][0], one_way.time_s[seen][-1]) == pytest.approx(kept_s, abs=0.3)


def test_who_walks_one_way_only_is_left_alone() -> None:
    footage = footage_of(AWAY, AWAY)
    assert keep_one_view(footage, None) is footage


def test_a_model_that_mistakes_the_sides_for_two_seconds_is_no_turn() -> None:
    footage = footage_of(AWAY, AWAY)
    mistaken = np.zeros(len(footage.time_s), dtype=bool)
    mistaken[200:330] = True
    swapped = exchange(footage.pose.landmarks_px, mistaken, PAIRS)
    footage = dataclasses.replace(footage, pose=Pose(swapped, footage.pose.visibility))
    assert keep_one_view(footage, None) is footage


@pytest.mark.provokes("S_TURNING")
def test_steps_in_which_the_body_turns_are_left_out() -> None:
    readings = walk(Walker(seconds=10.0))
    turned_px = readings.pose.landmarks_px.copy()
    middle_px = turned_px[:, list(HIP.values())].mean(axis=1)
    last = readings.time_s > 8.0
    for point in (*HIP.values(), *SHOULDER.values()):
        turned_px[last, point, 0] = middle_px[last, 0] + 0.2 * (turned_px[last, point, 0] - middle_px[last, 0])
    result = conclude(dataclasses.replace(readings, pose=Pose(turned_px, readings.pose.visibility)), Hints())
    assert {s.reason for s in result.stances if s.initial_contact_s > 8.2} == {"S_TURNING"}
    assert all(s.used for s in result.stances if s.toe_off_s < 7.8)
