"""The one pass over a clip, with the real pose model on rendered walkers."""

import json
from functools import cache
from itertools import islice
from pathlib import Path

import av
import cv2
import made_clips
import numpy as np
import pytest

from gait.analysis.film.pose import Body, PoseFinder
from gait.analysis.film.probe import probe_video
from gait.analysis.film.proxy import ProxyWriter, picture_at
from gait.analysis.film.recognise import recognise_subject
from gait.analysis.film.track import track_person
from gait.analysis.terms.errors import VideoRefused
from gait.analysis.terms.landmarks import HIP, Landmark
from gait.analysis.terms.types import ChosenPerson, Footage
from gait.weights.build_pose_model import TASK_PATH

MODEL = TASK_PATH
pytestmark = pytest.mark.long


@cache
def frames_of(name: str, count: int) -> tuple[np.ndarray, ...]:
    with av.open(str(made_clips.rendered(name))) as container:
        return tuple(frame.to_ndarray(format="rgb24") for frame in islice(container.decode(video=0), count))


def write_frames(path: Path, frames, rate_hz: int = 60) -> Path:
    height, width = frames[0].shape[:2]
    return made_clips.write_clip(
        path, seconds=len(frames) / rate_hz, rate_hz=rate_hz, size_px=(width, height), frames=frames
    )


def track(clip: Path, **options) -> Footage:
    return track_person(clip, probe_video(clip), pose_model=MODEL, on_progress=lambda stage, share: None, **options)


@pytest.fixture(scope="module")
def first_steps(tmp_path_factory) -> dict:
    """A rendered walk of 1.6 s, tracked once with the browser's copy."""
    folder = tmp_path_factory.mktemp("walk")
    clip, shares = write_frames(folder / "walk.mp4", frames_of("C1", 96)), []
    (folder / "thumbnails").mkdir()
    with ProxyWriter(folder / "proxy.mp4", folder / "thumbnails") as proxy:
        footage = track_person(
            clip,
            probe_video(clip),
            pose_model=MODEL,
            on_progress=lambda stage, share: shares.append((stage, share)),
            proxy=proxy,
            work_folder=folder,
        )
    return {"footage": footage, "shares": shares, "folder": folder, "clip": clip}


def test_it_follows_a_walker_in_every_picture(first_steps):
    footage = first_steps["footage"]
    assert footage.pose.landmarks_px.shape == (96, 33, 2)
    assert np.isfinite(footage.pose.landmarks_px).all()
    assert footage.time_s == pytest.approx(np.arange(96) / 60, abs=1e-3)
    assert footage.notes == ()


def test_landmarks_lie_on_the_joints_with_the_right_names(first_steps):
    truth = json.loads(made_clips.rendered("C1").with_suffix(".json").read_text())["frame"]
    footage = first_steps["footage"]
    torso_px = 250
    for name, landmark in (("knee_l", Landmark.LEFT_KNEE), ("knee_r", Landmark.RIGHT_KNEE)):
        found = footage.pose.landmarks_px[:, landmark]
        assert np.median(np.linalg.norm(found - np.array(truth["points"][name])[:96], axis=1)) < 0.12 * torso_px


def test_patches_hold_the_hips(first_steps):
    footage = first_steps["footage"]
    hips_px = footage.pose.landmarks_px[:, list(HIP.values())]
    in_patch = (hips_px - footage.pelvis.origin_px[:, None]) / footage.pelvis.scale_px[:, None, None]
    assert footage.pelvis.present.all()
    assert footage.pelvis.rgb.shape == (96, 320, 320, 3)
    assert ((in_patch > 60) & (in_patch < 260)).all()


def test_stills_are_whole_pictures_from_begin_to_end(first_steps):
    footage = first_steps["footage"]
    assert footage.still_frames[0] == 0
    assert footage.still_frames[-1] == 95
    assert len(footage.stills_rgb) == len(footage.still_frames) == 5
    assert {still.shape for still in footage.stills_rgb} == {(1280, 720, 3)}


def test_progress_rises_to_the_end(first_steps):
    stages, shares = zip(*first_steps["shares"], strict=True)
    assert set(stages) == {"track"}
    assert list(shares) == sorted(shares)
    assert shares[-1] == 1.0


def test_no_patch_file_is_left_behind(first_steps):
    assert {path.name for path in first_steps["folder"].iterdir()} == {
        "walk.mp4", "proxy.mp4", "frames.json", "thumbnails"
    }  # fmt: skip


def test_the_copy_shows_each_picture_at_its_own_time(first_steps):
    with av.open(str(first_steps["folder"] / "proxy.mp4")) as container:
        stream = container.streams.video[0]
        frames = list(container.decode(stream))
        keys = [number for number, frame in enumerate(frames) if frame.key_frame]
        assert (stream.codec_context.name, stream.codec_context.pix_fmt) == ("h264", "yuv420p")
        assert (stream.width, stream.height) == (540, 960)
    assert [frame.time for frame in frames] == pytest.approx(first_steps["footage"].time_s, abs=1e-3)
    assert max(np.diff(keys)) <= 15
    content = (first_steps["folder"] / "proxy.mp4").read_bytes()
    assert content.index(b"moov") < content.index(b"mdat")


def test_the_copy_comes_with_a_thumbnail_a_second(first_steps):
    names = sorted(path.name for path in (first_steps["folder"] / "thumbnails").iterdir())
    assert names == ["0000.jpg", "0001.jpg"]


def test_a_picture_can_be_cut_out_later_by_its_time(first_steps):
    cut = picture_at(first_steps["clip"], 0.75)
    assert np.abs(cut.astype(int) - frames_of("C1", 96)[45]).mean() < 5
    assert (
        np.abs(cut.astype(int) - frames_of("C1", 96)[20]).mean()
        > np.abs(cut.astype(int) - frames_of("C1", 96)[45]).mean()
    )


def test_a_narrow_picture_is_read_right(tmp_path):
    """540 px: a width that MediaPipe misreads when it is handed over as it is."""
    clip = write_frames(tmp_path / "narrow.mp4", frames_of("A4", 40), rate_hz=20)
    assert np.isfinite(track(clip).pose.landmarks_px).all()


def test_a_small_figure_that_no_look_at_the_whole_picture_finds_is_found_close_up():
    frame = frames_of("C1", 1)[0]
    width, height = 130, 230
    picture = np.full((720, 1280, 3), (138, 138, 128), np.uint8)
    picture[245 : 245 + height, 575 : 575 + width] = cv2.resize(frame, (width, height), interpolation=cv2.INTER_AREA)
    truth = json.loads(made_clips.rendered("C1").with_suffix(".json").read_text())["frame"]["points"]
    hips_px = np.mean([truth[f"hip_{side}"][0] for side in "lr"], axis=0) * width / frame.shape[1] + (575, 245)
    figure = np.tile(hips_px, (33, 1))
    figure[[Landmark.LEFT_ANKLE, Landmark.RIGHT_ANKLE]] += (0, 75)
    figure[0] -= (0, 75)
    with PoseFinder(MODEL, max_people=3, follows=False) as finder:
        assert finder.find(picture) == []
        (body,) = finder.find_near(picture, Body(figure, np.ones(33)))
    assert np.linalg.norm(body.hips_px - hips_px) < 8
    assert not body.is_folded


@pytest.mark.parametrize(("height_px", "torso_px"), [(320, 62), (160, 35)])
def test_somebody_far_away_on_plain_ground_is_found_and_held(tmp_path, height_px, torso_px):
    """A look at the whole picture finds them in one picture of three, or never."""
    frames, width = frames_of("C1", 96)[::6], height_px * 9 // 16
    pictures = [np.full((720, 1280, 3), (138, 138, 128), np.uint8) for _ in frames]
    for picture, frame in zip(pictures, frames, strict=True):
        small = cv2.resize(frame, (width, height_px), interpolation=cv2.INTER_AREA)
        picture[245 : 245 + height_px, 575 : 575 + width] = small
    footage = track(write_frames(tmp_path / "far.mp4", pictures, rate_hz=10))
    seen = np.isfinite(footage.pose.landmarks_px[:, 0, 0])
    assert seen.mean() > 0.8
    subject = recognise_subject(footage)
    assert np.median(subject.torso_px) == pytest.approx(torso_px, rel=0.25)
    assert (subject.reason == "E_PERSON_SMALL") == (torso_px < 45)


def test_native_code_keeps_quiet(tmp_path, capfd):
    track(write_frames(tmp_path / "quiet.mp4", frames_of("A4", 40)[:20], rate_hz=12))
    assert capfd.readouterr() == ("", "")


def side_by_side() -> list[np.ndarray]:
    return [
        np.hstack([near[:, 90:630], far[:, 90:630]])
        for near, far in zip(frames_of("C1", 40), frames_of("A1", 40), strict=True)
    ]


@pytest.mark.provokes("W_TWO_PERSONS")
def test_with_two_people_one_is_followed_and_the_other_noted(tmp_path):
    footage = track(write_frames(tmp_path / "both.mp4", side_by_side(), rate_hz=24))
    hips_px = footage.pose.landmarks_px[:, HIP[next(iter(HIP))], 0]
    assert "W_TWO_PERSONS" in {note.code for note in footage.notes}
    assert np.isfinite(hips_px).mean() > 0.9
    assert np.nanmax(hips_px) - np.nanmin(hips_px) < 150


@pytest.mark.parametrize("x_px", [270.0, 810.0])
def test_the_one_who_was_pointed_at_is_followed(tmp_path, x_px):
    clip = write_frames(tmp_path / "both.mp4", side_by_side(), rate_hz=24)
    footage = track(clip, person=ChosenPerson(0.0, (x_px, 560.0)))
    hips_px = footage.pose.landmarks_px[:, HIP[next(iter(HIP))], 0]
    assert np.isfinite(hips_px).mean() > 0.9
    assert np.nanmax(np.abs(hips_px - x_px)) < 200


@pytest.mark.provokes("E_NO_PERSON")
def test_a_clip_without_a_person_is_refused(tmp_path):
    with pytest.raises(VideoRefused, match="E_NO_PERSON"):
        track(made_clips.write_clip(tmp_path / "empty.mp4", seconds=2, rate_hz=12))


def test_a_missing_model_is_named(tmp_path):
    clip = made_clips.write_clip(tmp_path / "clip.mp4")
    with pytest.raises(VideoRefused, match="E_MODEL_MISSING"):
        track_person(clip, probe_video(clip), pose_model=tmp_path / "none.task", on_progress=lambda stage, share: None)


class Cancelled(Exception):
    pass


def test_what_the_progress_raises_ends_the_run_and_leaves_no_copy(tmp_path):
    def cancel(stage, share):
        raise Cancelled

    clip = made_clips.write_clip(tmp_path / "clip.mp4", seconds=2, rate_hz=12)
    with pytest.raises(Cancelled), ProxyWriter(tmp_path / "proxy.mp4") as proxy:
        track_person(clip, probe_video(clip), pose_model=MODEL, on_progress=cancel, proxy=proxy)
    assert [path.name for path in tmp_path.glob("*.mp4*")] == ["clip.mp4"]


@pytest.mark.provokes("W_LONG_CLIP", "W_GAPS")
def test_gaps_a_limit_and_damage_are_noted(tmp_path, monkeypatch):
    frames = list(frames_of("C1", 90))
    blank = np.full_like(frames[0], 128)
    gone = write_frames(tmp_path / "gaps.mp4", [*frames[:50], *[blank] * 20, *frames[70:]], rate_hz=30)
    assert "W_GAPS" in {note.code for note in track(gone).notes}
    monkeypatch.setattr("gait.analysis.film.frames.MAX_ANALYSED_FRAMES", 40)
    assert "W_LONG_CLIP" in {note.code for note in track(gone).notes}


@pytest.mark.provokes("W_CORRUPT")
def test_a_few_damaged_pictures_are_left_out_and_said(tmp_path):
    whole = write_frames(tmp_path / "whole.mp4", frames_of("C1", 90))
    damaged = made_clips.damage(whole, tmp_path / "damaged.mp4", share=0.03)
    footage = track(damaged)
    assert "W_CORRUPT" in {note.code for note in footage.notes}
    assert 70 < len(footage.time_s) < 90
