"""Clips that must never end in degrees, made from rendered and drawn ones: cartoon, statue, coat, legs alone."""

import json
from collections.abc import Callable, Iterator
from itertools import islice
from pathlib import Path

import av
import cartoon
import cv2
import made_clips
import numpy as np
import pytest

from gait.analysis.terms.errors import VideoRefused
from gait.analysis.terms.types import AnalysisResult, ImageArray

ROOT = Path(__file__).resolve().parents[2]
WALK = ROOT / "tests" / "data" / "A1_walk_healthy_m.mp4"
RATE_HZ = 30
Reasons = Callable[[Iterator[ImageArray], int], set[str | None]]


def shown(count: int) -> Iterator[ImageArray]:
    """Every second picture of a rendered walk."""
    with av.open(str(WALK)) as container:
        for frame in islice(container.decode(video=0), 0, 2 * count, 2):
            yield frame.to_ndarray(format="rgb24")


@pytest.fixture
def reasons(tmp_path: Path, measure: Callable[[Path], AnalysisResult]) -> Reasons:
    """What the engine says of a clip of these pictures: a refusal, or the reasons of both sides. Never degrees."""

    def reasons(frames: Iterator[ImageArray], count: int) -> set[str | None]:
        first = next(frames)
        height, width = first.shape[:2]
        clip = made_clips.write_clip(
            tmp_path / "clip.mp4",
            seconds=count / RATE_HZ,
            rate_hz=RATE_HZ,
            size_px=(width, height),
            frames=[first, *islice(frames, count - 1)],
        )
        try:
            result = measure(clip)
        except VideoRefused as refusal:
            return {refusal.code}
        assert all(side.pelvic_drop_deg is None for side in result.sides.values())
        assert result.confidence.value == "C"
        return {side.reason for side in result.sides.values()}

    return reasons


@pytest.mark.provokes("E_NOT_A_PERSON")
def test_a_cartoon_that_walks_is_not_a_person(reasons: Reasons) -> None:
    assert reasons(cartoon.cartoon(4.0), 120) == {"E_NOT_A_PERSON"}


@pytest.mark.provokes("E_NOT_MOVING")
def test_a_poster_that_is_carried_past_does_not_walk(reasons: Reasons) -> None:
    poster = next(shown(1))

    def carried() -> Iterator[ImageArray]:
        for k in range(90):
            shift = np.array([[1, 0, 30 * np.sin(k / 8)], [0, 1, 8 * np.sin(k / 4)]], np.float32)
            yield cv2.warpAffine(poster, shift, poster.shape[1::-1], borderMode=cv2.BORDER_REFLECT)

    assert reasons(carried(), 90) == {"E_NOT_MOVING"}


@pytest.mark.provokes("E_OUT_OF_FRAME", "E_WAIST_DOWN")
def test_legs_alone_are_refused_although_the_pose_model_is_sure(reasons: Reasons) -> None:
    waist_down = (np.ascontiguousarray(picture[620:1240, 60:660]) for picture in shown(110))
    said = reasons(waist_down, 110)
    assert said <= {"E_WAIST_DOWN", "E_OUT_OF_FRAME", "E_NO_PERSON"}
    assert said


def coat(picture: ImageArray, hips_px: np.ndarray, k: int) -> ImageArray:
    """A plain coat from the shoulder blades to the knees whose hem swings; its cloth has folds, but no waist."""
    worn = picture.copy()
    x, y = hips_px
    swing = 14 * np.sin(2 * np.pi * k / 33)
    outline = np.array([[x - 95, y - 190], [x + 95, y - 190], [x + 125 + swing, y + 190], [x - 125 + swing, y + 200]])
    mask = cv2.fillConvexPoly(np.zeros(picture.shape[:2], np.uint8), outline.astype(np.int32), 255)
    _, columns = np.nonzero(mask)
    grain = np.random.default_rng(k).normal(0, 5, (len(columns), 3))
    folds = 7 * np.sin((columns - x) / 17 + 0.4 * np.sin(k / 9))[:, None]
    worn[mask > 0] = np.clip(np.array([38, 40, 46]) + grain + folds, 0, 255).astype(np.uint8)
    return worn


@pytest.mark.provokes("E_HIPS_HIDDEN", "E_NO_SOURCE", "E_QUALITY")
def test_a_long_coat_over_the_hips_cannot_be_told(reasons: Reasons) -> None:
    points = json.loads(WALK.with_suffix(".json").read_text())["frame"]["points"]
    hips_px = (np.array(points["hip_l"]) + np.array(points["hip_r"])) / 2
    dressed = (coat(picture, hips_px[2 * k], k) for k, picture in enumerate(shown(150)))
    said = reasons(dressed, 150)
    assert said <= {"E_NO_SOURCE", "E_HIPS_HIDDEN", "E_NOT_A_PERSON", "E_QUALITY", "W_SOURCES_DISAGREE"}


@pytest.mark.provokes("E_TWO_PERSONS")
def test_somebody_who_changes_places_with_another_is_not_followed_into_them(
    tmp_path: Path, measure: Callable[[Path], AnalysisResult]
) -> None:
    """Two walkers of different clothes glide past each other; whoever is measured, it is never a mix of both."""
    other_clip = WALK.with_name("D13_walk_landscape.mp4")
    with av.open(str(other_clip)) as container:
        others = [f.to_ndarray(format="rgb24") for f in islice(container.decode(video=0), 0, 240, 2)]

    def crossing() -> Iterator[ImageArray]:
        for k, (one, other) in enumerate(zip(shown(120), others, strict=False)):
            wide = np.ascontiguousarray(np.hstack([one[:, 60:660], one[::-1, 60:660][::-1]]))
            person = cv2.resize(other[:, 440:840], (600, 1080))[:, 120:480]
            left = int(np.clip(780 - 9 * k * 4, 0, 840))
            wide[150 : 150 + 1080, left : left + 360] = person
            yield wide

    path = tmp_path / "crossing.mp4"
    clip = made_clips.write_clip(path, seconds=4.0, rate_hz=RATE_HZ, size_px=(1200, 1280), frames=list(crossing()))
    try:
        result = measure(clip)
    except VideoRefused as refusal:
        assert refusal.code == "E_TWO_PERSONS"
        return
    assert "W_TWO_PERSONS" in {note.code for note in result.notes}
    hips_px = result.pose.landmarks_px[:, 23:25, 0].mean(axis=1)
    steps_px = np.abs(np.diff(hips_px[np.isfinite(hips_px)]))
    assert steps_px.max() < 150
