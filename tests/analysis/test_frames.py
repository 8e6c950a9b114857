"""One decode: upright pictures, true times, at most 60 a second, damage counted."""

import threading

import av
import cv2
import made_clips
import numpy as np
import pytest

from gait.analysis.film.frames import DecodeTally, in_background, pose_size_px, read_pictures
from gait.analysis.film.probe import probe_video
from gait.analysis.terms.errors import VideoRefused

pytestmark = pytest.mark.long


def read(path, tally=None, each_frame=None):
    return list(read_pictures(path, probe_video(path), tally or DecodeTally(), each_frame))


def is_red(pixel) -> bool:
    return bool(pixel[0] > 150 and pixel[1] < 90 and pixel[2] < 90)


@pytest.mark.parametrize("rotation_deg", [0, 90, 180, 270])
def test_pictures_stand_upright_as_other_readers_show_them(tmp_path, rotation_deg):
    clip = made_clips.write_clip(tmp_path / "turned.mp4", size_px=(240, 320), rotation_deg=rotation_deg)
    rgb = read(clip)[0].rgb
    capture = cv2.VideoCapture(str(clip))
    capture.set(cv2.CAP_PROP_ORIENTATION_AUTO, 1)
    _, bgr = capture.read()
    assert rgb.shape == bgr.shape
    assert np.abs(rgb.astype(int) - bgr[:, :, ::-1]).mean() < 6


def test_times_are_the_true_ones_and_begin_at_zero(tmp_path):
    steps_s = np.tile([1 / 30, 2 / 30], 40)
    times_s = np.cumsum(steps_s) - steps_s[0]
    clip = made_clips.write_clip(tmp_path / "late.mp4", times_s=times_s + 0.5, movflags="frag_keyframe+empty_moov")
    assert [picture.time_s for picture in read(clip)] == pytest.approx(times_s, abs=2e-3)


@pytest.mark.parametrize(("rate_hz", "kept_hz"), [(60, 60), (90, 45), (120, 60), (240, 60)])
def test_fast_clips_are_thinned_out_with_their_times_kept(tmp_path, rate_hz, kept_hz):
    clip = made_clips.write_clip(tmp_path / "fast.mp4", seconds=2, rate_hz=rate_hz)
    times_s = np.array([picture.time_s for picture in read(clip)])
    assert np.diff(times_s) == pytest.approx(1 / kept_hz, abs=2e-3)
    assert len(times_s) == 2 * kept_hz


def test_large_pictures_come_small_with_their_stored_planes(tmp_path):
    clip = made_clips.write_clip(tmp_path / "large.mp4", seconds=1.6, rate_hz=10, size_px=(1920, 1080), rotation_deg=90)
    picture = read(clip)[0]
    assert picture.rgb.shape == (1280, 720, 3) == (*reversed(pose_size_px(probe_video(clip))), 3)
    assert picture.stored_yuv is not None
    assert picture.stored_yuv.shape == (1080 * 3 // 2, 1920)
    assert is_red(picture.rgb[-10, 10])  # the top left corner, turned a quarter to the left


def test_a_long_clip_is_read_to_a_limit_but_shown_whole(tmp_path, monkeypatch):
    monkeypatch.setattr("gait.analysis.film.frames.MAX_ANALYSED_FRAMES", 40)
    clip = made_clips.write_clip(tmp_path / "long.mp4")
    shown, tally = [], DecodeTally()
    pictures = read(clip, tally, lambda frame, time_s: shown.append(time_s))
    assert (len(pictures), len(shown), tally.left_out) == (40, 90, 50)


def test_damaged_pictures_are_left_out_and_counted(tmp_path):
    whole = made_clips.write_clip(tmp_path / "whole.mp4", seconds=6)
    damaged = made_clips.damage(whole, tmp_path / "damaged.mp4", share=0.03)
    tally = DecodeTally()
    pictures = read(damaged, tally)
    assert 0 < tally.damaged_share < 0.2
    assert 100 < len(pictures) < 180


@pytest.mark.provokes("R_CORRUPT")
def test_a_ruined_clip_is_refused(tmp_path):
    whole = made_clips.write_clip(tmp_path / "whole.mp4")
    ruined = made_clips.damage(whole, tmp_path / "ruined.mp4", share=0.9)
    with pytest.raises(VideoRefused, match="R_CORRUPT"):
        read(ruined)


@pytest.mark.provokes("R_CHANGING_SIZE")
def test_a_change_of_size_is_refused_wherever_it_comes(tmp_path):
    clip = made_clips.write_changing_size(tmp_path / "changing.webm")
    info = probe_video(made_clips.write_clip(tmp_path / "other.mp4"))
    with pytest.raises(VideoRefused, match="R_CHANGING_SIZE"):
        list(read_pictures(clip, info, DecodeTally()))


def test_errors_of_the_other_thread_are_raised_here():
    def broken():
        yield 1
        raise av.InvalidDataError(1, "bad")

    with pytest.raises(av.InvalidDataError):
        list(in_background(broken()))


def test_leaving_early_ends_the_other_thread():
    before = threading.active_count()
    endless = in_background(iter(lambda: 1, 2))
    assert next(endless) == 1
    endless.close()
    assert threading.active_count() == before
