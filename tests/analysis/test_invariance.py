"""What a phone, an app or a therapist may do to a clip must not move its numbers by more than the stated interval."""

from collections.abc import Callable
from fractions import Fraction
from pathlib import Path

import av
import cv2
import numpy as np
import pytest

from gait.analysis.terms.types import AnalysisResult, Hints, ImageArray
from gait.result.conventions import Activity, Side, View

ROOT = Path(__file__).resolve().parents[2]
CLIP = ROOT / "tests" / "data" / "D02_run_snug_120.mp4"

Redraw = Callable[[ImageArray], ImageArray]
Measure = Callable[..., AnalysisResult]


def redrawn(target: Path, redraw: Redraw, *, every: int = 4, crf: int = 24, rotation_deg: int | None = None) -> Path:
    """The clip with each picture redrawn, every n-th of its 120 pictures a second kept, encoded anew."""
    with av.open(str(CLIP)) as source, av.open(str(target), "w") as out:
        stream = out.add_stream("libx264", rate=Fraction(120, every), options={"crf": str(crf), "preset": "veryfast"})
        stream.pix_fmt = "yuv420p"
        if rotation_deg is not None:
            stream.set_display_rotation(rotation_deg)
        for number, frame in enumerate(source.decode(video=0)):
            if number % every:
                continue
            picture = np.ascontiguousarray(redraw(frame.to_ndarray(format="rgb24")))
            if not stream.codec_context.is_open:
                stream.height, stream.width = picture.shape[:2]
            out.mux(stream.encode(av.VideoFrame.from_ndarray(picture, format="rgb24")))
        out.mux(stream.encode(None))
    return target


@pytest.fixture(scope="module")
def plain(measure: Measure) -> AnalysisResult:
    return measure(CLIP)


def assert_same_within_interval(other: AnalysisResult, plain: AnalysisResult) -> None:
    for side in Side:
        low, high = plain.sides[side].ci95_deg or (0.0, 0.0)
        assert other.sides[side].pelvic_drop_deg is not None, other.sides[side].reason
        assert low <= other.sides[side].pelvic_drop_deg <= high
    assert (other.subject.view, other.subject.activity) == (View.POSTERIOR, Activity.RUNNING)


def smaller_and_darker(picture: ImageArray) -> ImageArray:
    """Two thirds of the size, as messengers send it, and a third of the light gone."""
    small = cv2.resize(picture, None, fx=2 / 3, fy=2 / 3, interpolation=cv2.INTER_AREA)
    return (small[:852] * 0.67).astype(np.uint8)


def cropped(picture: ImageArray) -> ImageArray:
    """Less room around the person: 30 px off each side, 20 off the bottom."""
    return picture[:-20, 30:-30]


def test_a_small_dark_copy_measures_the_same(tmp_path: Path, plain: AnalysisResult, measure: Measure) -> None:
    copy = redrawn(tmp_path / "copy.mp4", smaller_and_darker)
    assert_same_within_interval(measure(copy), plain)


def test_a_cropped_copy_measures_the_same(tmp_path: Path, plain: AnalysisResult, measure: Measure) -> None:
    assert_same_within_interval(measure(redrawn(tmp_path / "copy.mp4", cropped)), plain)


def test_a_mirrored_copy_that_is_said_to_be_mirrored_measures_the_same(
    tmp_path: Path, plain: AnalysisResult, measure: Measure
) -> None:
    copy = redrawn(tmp_path / "copy.mp4", lambda picture: picture[:, ::-1])
    assert_same_within_interval(measure(copy, Hints(mirrored=True)), plain)


def rolled(turn_deg: float) -> Redraw:
    """The picture turned clockwise, as a camera rolled the other way sees it, without the corners that it lacks."""

    def redraw(picture: ImageArray) -> ImageArray:
        height, width = picture.shape[:2]
        turn = cv2.getRotationMatrix2D((width / 2, height / 2), -turn_deg, 1.0)
        turned = cv2.warpAffine(picture, turn, (width, height), borderMode=cv2.BORDER_REFLECT)
        return turned[54:-54, 60:-60]

    return redraw


def test_turning_the_picture_turns_the_raw_angle_and_not_the_corrected_one(
    tmp_path: Path, plain: AnalysisResult, measure: Measure
) -> None:
    turned = measure(redrawn(tmp_path / "copy.mp4", rolled(3.0)))
    assert turned.roll.value_deg - plain.roll.value_deg == pytest.approx(3.0, abs=0.5)
    assert turned.line is not None and plain.line is not None
    raw_deg = np.nanmean(turned.line.angle_deg) - np.nanmean(plain.line.angle_deg)
    assert raw_deg == pytest.approx(3.0, abs=1.0)
    assert_same_within_interval(turned, plain)


@pytest.mark.provokes("W_ROTATED")
def test_a_clip_stored_on_its_side_with_a_rotation_tag_measures_the_same(
    tmp_path: Path, plain: AnalysisResult, measure: Measure
) -> None:
    copy = redrawn(tmp_path / "copy.mp4", lambda picture: np.rot90(picture), rotation_deg=-90)
    on_its_side = measure(copy)
    assert "W_ROTATED" in codes(on_its_side)
    assert (on_its_side.info.width_px, on_its_side.info.height_px) == (plain.info.width_px, plain.info.height_px)
    assert_same_within_interval(on_its_side, plain)


def hand_held(turn_deg: float, shift_px: float, pace_hz: float) -> Redraw:
    """Each picture as a camera would see it that sways and drifts in a hand; the same room, cut out of the picture."""
    shown = iter(range(10_000))

    def redraw(picture: ImageArray) -> ImageArray:
        height, width = picture.shape[:2]
        phase = 2 * np.pi * pace_hz * next(shown) / 30
        turn = cv2.getRotationMatrix2D((width / 2, height / 2), turn_deg * np.sin(phase), 1.0)
        turn[:, 2] += shift_px * np.array([np.sin(0.6 * phase), np.cos(1.3 * phase)])
        moved = cv2.warpAffine(picture, turn, (width, height), borderMode=cv2.BORDER_REFLECT)
        return moved[height // 20 : -height // 20, width // 16 : -width // 16]

    return redraw


def codes(result: AnalysisResult) -> set[str]:
    return {note.code for note in result.notes}


@pytest.mark.provokes("W_CAMERA_MOVING")
def test_a_hand_that_sways_is_noted_and_taken_out(tmp_path: Path, plain: AnalysisResult, measure: Measure) -> None:
    swaying = measure(redrawn(tmp_path / "copy.mp4", hand_held(2.5, 14.0, 0.8)))
    assert "W_CAMERA_MOVING" in codes(swaying)
    assert "W_CAMERA_MOVING" not in codes(plain)
    assert_same_within_interval(swaying, plain)


@pytest.mark.provokes("E_CAMERA_MOVING")
def test_a_camera_that_swings_wildly_gives_no_degrees(tmp_path: Path, measure: Measure) -> None:
    wild = measure(redrawn(tmp_path / "copy.mp4", hand_held(16.0, 30.0, 1.0)))
    assert {side.reason for side in wild.sides.values()} == {"E_CAMERA_MOVING"}
    assert {side.pelvic_drop_deg for side in wild.sides.values()} == {None}
