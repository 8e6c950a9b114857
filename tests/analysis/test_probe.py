"""What is accepted as a clip, what is refused with which words, and that no header is believed."""

import hashlib
import os
import struct
from fractions import Fraction
from pathlib import Path

import av
import cv2
import made_clips
import numpy as np
import pytest

from gait.analysis.film.frames import DecodeTally
from gait.analysis.film.frames import read_pictures as read
from gait.analysis.film.probe import _check_times, probe_video
from gait.analysis.film.proxy import ProxyWriter, picture_at
from gait.analysis.terms.errors import VideoRefused

pytestmark = pytest.mark.long


def refusal(path: Path) -> str:
    with pytest.raises(VideoRefused) as caught:
        probe_video(path)
    return caught.value.code


def noted(path: Path) -> set[str]:
    return {note.code for note in probe_video(path).notes}


def test_it_describes_a_plain_clip(tmp_path):
    clip = made_clips.write_clip(tmp_path / "walk.mp4", seconds=3, rate_hz=30, size_px=(240, 320))
    info = probe_video(clip)
    assert (info.width_px, info.height_px, info.rotation_deg) == (240, 320, 0)
    assert (info.frames, info.container, info.codec) == (90, "mp4", "h264")
    assert info.frame_rate_hz == pytest.approx(30, rel=1e-3)
    assert info.duration_s == pytest.approx(3, abs=0.01)
    assert not info.variable_frame_rate
    assert info.sha256 == hashlib.sha256(clip.read_bytes()).hexdigest()
    assert info.notes == ()


@pytest.mark.parametrize("key", ["com.android.capture.fps", "com.apple.quicktime.capture.fps", "captureFps"])
@pytest.mark.parametrize(("noted", "rate_hz"), [("240.000000", 240.0), ("0", None), ("soon", None), ("nan", None)])
def test_the_rate_that_a_camera_notes_is_read(tmp_path, key, noted, rate_hz):
    """Phones keep their slow motion at 30 pictures a second, and beside it the rate at which they filmed."""
    clip = made_clips.write_clip(tmp_path / "slow.mp4", movflags="use_metadata_tags", tags={key: noted})
    info = probe_video(clip)
    assert info.frame_rate_hz == pytest.approx(30, rel=1e-3)
    assert info.capture_rate_hz == rate_hz


@pytest.mark.parametrize("rotation_deg", [0, 90, 180, 270])
def test_size_is_that_of_the_upright_picture(tmp_path, rotation_deg):
    clip = made_clips.write_clip(tmp_path / "turned.mp4", size_px=(240, 320), rotation_deg=rotation_deg)
    info = probe_video(clip)
    assert info.rotation_deg == rotation_deg
    assert (info.width_px, info.height_px) == ((320, 240) if rotation_deg % 180 else (240, 320))
    assert ("W_ROTATED" in {note.code for note in info.notes}) == bool(rotation_deg)


def test_pixels_that_are_not_square_are_widened(tmp_path):
    clip = made_clips.write_clip(tmp_path / "wide.mp4", size_px=(240, 320), pixel_aspect=Fraction(3, 2))
    info = probe_video(clip)
    assert (info.width_px, info.height_px) == (360, 320)


@pytest.mark.provokes("R_NOT_VIDEO")
@pytest.mark.parametrize(
    ("name", "content"),
    [
        ("text.mp4", b"Dear therapist, please find my walk attached.\n" * 50),
        ("noise.mp4", np.random.default_rng(3).bytes(20_000)),
        ("page.mp4", b"<html><script>alert(1)</script></html>"),
        ("drawing.mp4", b"<svg xmlns='http://www.w3.org/2000/svg' width='400' height='400'/>"),
        ("session.mp4", b"v=0\no=- 0 0 IN IP4 127.0.0.1\ns=x\nc=IN IP4 127.0.0.1\nm=video 5004 RTP/AVP 96\n"),
    ],
)
def test_it_refuses_what_is_no_video(tmp_path, name, content):
    path = tmp_path / name
    path.write_bytes(content)
    assert refusal(path) == "R_NOT_VIDEO"


@pytest.mark.parametrize("extension", [".jpg", ".png", ".gif"])
def test_it_refuses_a_picture_named_mp4(tmp_path, extension):
    picture = next(made_clips.pictures(1, (320, 320)))
    _, content = cv2.imencode(extension, picture)
    path = tmp_path / "picture.mp4"
    path.write_bytes(content.tobytes())
    assert refusal(path) == "R_NOT_VIDEO"


PLAYLISTS = {
    "ffconcat": "ffconcat version 1.0\nfile neighbour.mp4\n",
    "hls": "#EXTM3U\n#EXT-X-TARGETDURATION:3\n#EXTINF:3.0,\nneighbour.mp4\n#EXT-X-ENDLIST\n",
    "dash": '<?xml version="1.0"?><MPD><Period><AdaptationSet><Representation id="1" mimeType="video/mp4">'
    "<BaseURL>neighbour.mp4</BaseURL></Representation></AdaptationSet></Period></MPD>",
}


@pytest.mark.parametrize("kind", PLAYLISTS)
@pytest.mark.parametrize("name", ["list.mp4", "list.m3u8", "list.ffconcat"])
def test_a_playlist_cannot_name_the_file_next_to_it(tmp_path, kind, name):
    neighbour = made_clips.write_clip(tmp_path / "neighbour.mp4")
    assert probe_video(neighbour).frames == 90
    path = tmp_path / name
    path.write_text(PLAYLISTS[kind])
    assert refusal(path) == "R_NOT_VIDEO"


@pytest.mark.provokes("R_EMPTY")
def test_it_refuses_an_empty_file(tmp_path):
    (tmp_path / "empty.mp4").touch()
    assert refusal(tmp_path / "empty.mp4") == "R_EMPTY"


def test_a_file_that_is_not_there_is_no_refusal(tmp_path):
    with pytest.raises(FileNotFoundError):
        probe_video(tmp_path / "nowhere.mp4")


@pytest.mark.provokes("R_TOO_BIG")
def test_it_refuses_a_huge_file_before_reading_it(tmp_path):
    path = tmp_path / "huge.mp4"
    with path.open("wb") as file:
        file.truncate(2 * 1024**3 + 1)  # sparse: takes no room
    assert refusal(path) == "R_TOO_BIG"


def test_it_refuses_a_recording_without_its_index(tmp_path):
    whole = made_clips.write_clip(tmp_path / "whole.mp4")
    assert refusal(made_clips.cut_short(whole, tmp_path / "cut.mp4", 0.6)) == "R_TRUNCATED"


@pytest.mark.provokes("R_TRUNCATED")
def test_it_refuses_half_an_upload_although_it_opens(tmp_path):
    whole = made_clips.write_clip(tmp_path / "whole.mp4", movflags="faststart")
    assert refusal(made_clips.cut_short(whole, tmp_path / "cut.mp4", 0.6)) == "R_TRUNCATED"


@pytest.mark.provokes("W_PARTIAL")
def test_it_keeps_a_long_beginning_of_a_cut_clip(tmp_path):
    whole = made_clips.write_clip(tmp_path / "whole.mp4", seconds=16, movflags="faststart")
    cut = made_clips.cut_short(whole, tmp_path / "cut.mp4", 0.85)
    assert "W_PARTIAL" in noted(cut)
    assert 10 < probe_video(cut).duration_s < 15


@pytest.mark.provokes("R_NO_VIDEO")
def test_it_refuses_sound_without_a_picture(tmp_path):
    assert refusal(made_clips.write_sound(tmp_path / "sound.mp4")) == "R_NO_VIDEO"


def test_of_two_recordings_it_takes_the_one_that_players_show(tmp_path):
    clip = made_clips.write_two_videos(tmp_path / "two.mkv", shown=1)
    assert probe_video(clip).width_px == 240


@pytest.mark.provokes("R_SEVERAL_VIDEOS")
def test_it_refuses_two_recordings_with_equal_rights(tmp_path):
    assert refusal(made_clips.write_two_videos(tmp_path / "two.mkv", shown=2)) == "R_SEVERAL_VIDEOS"


@pytest.mark.provokes("R_CODEC")
def test_it_names_the_codec_it_cannot_read(tmp_path):
    clip = made_clips.write_clip(tmp_path / "odd.mkv", codec="ffv1", container="matroska")
    with pytest.raises(VideoRefused, match=r"R_CODEC.*ffv1"):
        probe_video(clip)


@pytest.mark.provokes("R_DIMENSIONS", "R_TOO_SMALL")
@pytest.mark.parametrize(
    ("size_px", "code"),
    [
        ((4224, 1200), "R_DIMENSIONS"),
        ((8192, 2400), "R_DIMENSIONS"),
        ((1600, 320), "R_DIMENSIONS"),
        ((128, 96), "R_TOO_SMALL"),
        ((2, 2), "R_TOO_SMALL"),
    ],
)
def test_it_refuses_pictures_of_an_impossible_size(tmp_path, size_px, code):
    clip = made_clips.write_clip(
        tmp_path / "size.mp4",
        seconds=0.2,
        size_px=size_px,
        codec="mjpeg",
        pixel_format="yuvj420p",
        frames=(np.zeros((size_px[1], size_px[0], 3), np.uint8) for _ in range(6)),
    )
    assert refusal(clip) == code


def test_a_lie_about_the_size_in_the_header_changes_nothing(tmp_path):
    clip = made_clips.write_clip(tmp_path / "lie.mp4", size_px=(240, 320))
    content = bytearray(clip.read_bytes())
    size_at = content.rindex(b"avc1") + 4 + 24
    assert struct.unpack_from(">HH", content, size_at) == (240, 320)
    struct.pack_into(">HH", content, size_at, 48_000, 64_000)
    clip.write_bytes(content)
    info = probe_video(clip)
    assert (info.width_px, info.height_px) == (240, 320)


def test_a_lie_about_the_number_of_pictures_costs_nothing(tmp_path):
    clip = made_clips.write_clip(tmp_path / "lie.mp4")
    content = bytearray(clip.read_bytes())
    count_at = content.index(b"stts") + 12
    assert struct.unpack_from(">I", content, count_at) == (90,)
    struct.pack_into(">I", content, count_at, 2**31 - 1)
    clip.write_bytes(content)
    assert probe_video(clip).frames == 90


def test_it_refuses_a_clip_whose_picture_changes_size(tmp_path):
    assert refusal(made_clips.write_changing_size(tmp_path / "changing.webm")) == "R_CHANGING_SIZE"


@pytest.mark.provokes("R_TOO_SHORT", "R_DURATION", "R_FPS_LOW", "R_FPS")
@pytest.mark.parametrize(
    ("times_s", "code"),
    [
        (np.arange(30) / 30, "R_TOO_SHORT"),
        (np.arange(620) * 1.0, "R_DURATION"),
        (np.arange(30) / 5, "R_FPS_LOW"),
        (np.arange(2000) / 1000, "R_FPS"),
    ],
)
def test_it_refuses_by_the_real_times(tmp_path, times_s, code):
    assert refusal(made_clips.write_clip(tmp_path / "times.mp4", times_s=times_s)) == code


@pytest.mark.provokes("R_FRAMES")
def test_too_many_pictures_are_refused_while_counting(tmp_path, monkeypatch):
    monkeypatch.setattr("gait.analysis.film.probe.MAX_FRAMES", 60)
    assert refusal(made_clips.write_clip(tmp_path / "many.mp4")) == "R_FRAMES"


def test_a_slow_clip_is_noted(tmp_path):
    assert "W_LOW_FPS" in noted(made_clips.write_clip(tmp_path / "slow.mp4", rate_hz=12))


@pytest.mark.provokes("W_VFR")
def test_uneven_times_are_noted_and_kept(tmp_path):
    steps_s = np.tile([1 / 30, 2 / 30], 45)
    clip = made_clips.write_clip(tmp_path / "uneven.mp4", times_s=np.cumsum(steps_s) - steps_s[0])
    info = probe_video(clip)
    assert info.variable_frame_rate
    assert info.frame_rate_hz == pytest.approx(20, rel=0.02)
    assert "W_VFR" in {note.code for note in info.notes}


@pytest.mark.provokes("W_TIMES")
def test_pictures_with_the_time_of_another_are_noted(tmp_path):
    assert "W_TIMES" in noted(made_clips.write_repeated_times(tmp_path / "repeated.webm"))


@pytest.mark.provokes("R_TIMES")
def test_pictures_without_any_time_are_refused():
    with pytest.raises(VideoRefused, match="R_TIMES"):
        _check_times(np.empty(0))


@pytest.mark.provokes("W_HDR")
@pytest.mark.parametrize("transfer", [16, 18])
def test_hdr_is_noted(tmp_path, transfer):
    clip = made_clips.write_clip(tmp_path / "hdr.mp4", codec="libx265", colour_transfer=transfer)
    assert "W_HDR" in noted(clip)


@pytest.mark.parametrize(
    ("codec", "container", "movflags"),
    [
        ("libvpx", "webm", ""),
        ("libx264", "matroska", ""),
        ("libx265", "mov", ""),
        ("libx264", "mp4", "frag_keyframe+empty_moov"),
        ("mpeg4", "mp4", ""),
    ],
)
def test_the_usual_kinds_are_accepted_whatever_their_name(tmp_path, codec, container, movflags):
    clip = made_clips.write_clip(tmp_path / "clip.mp4", codec=codec, container=container, movflags=movflags)
    assert probe_video(clip).frames == 90


@pytest.mark.parametrize(
    ("container", "codec"), [("mp4", "libx264"), ("mov", "libx264"), ("matroska", "libx264"), ("webm", "libvpx")]
)
def test_tags_in_another_encoding_are_no_crash(tmp_path, container, codec):
    clip = made_clips.write_latin1_tags(tmp_path / "clip.mp4", container=container, codec=codec)
    assert b"d\xe9marche" in clip.read_bytes()
    assert probe_video(clip).frames == 60
    assert picture_at(clip, 1.0).shape == (320, 240, 3)


def test_a_file_name_in_another_encoding_is_no_crash(tmp_path):
    clip = made_clips.write_clip(tmp_path / os.fsdecode(b"d\xe9marche.mp4"))
    assert probe_video(clip).frames == 90


START, END, BOTH = ((4.0, 2.0),), ((2.5, 0.0),), ((2.5, 1.5),)
DELAYED, DELAYED_AND_TRIMMED = ((1.0, None), (6.0, 0.0)), ((0.5, None), (2.5, 1.5))
BEYOND_THE_END = ((20.0, 1.5),)


@pytest.fixture(scope="module", params=[30, 300], ids=["many key frames", "one"])
def recording(request, tmp_path_factory):
    """Six seconds at 30 Hz whose bar moves by 7 px a picture."""
    path = tmp_path_factory.mktemp("recording") / "whole.mp4"
    return made_clips.write_clip(path, seconds=6, key_frame_every=request.param, movflags="faststart")


@pytest.mark.parametrize(
    ("edits", "numbers"),
    [
        (START, range(60, 180)),
        (END, range(75)),
        (BOTH, range(45, 120)),
        (DELAYED, range(180)),
        (DELAYED_AND_TRIMMED, range(45, 120)),
        (BEYOND_THE_END, range(45, 180)),
    ],
)
def test_a_trimmed_clip_is_the_part_that_is_shown(recording, tmp_path, edits, numbers):
    """Its length, its pictures, its times from 0, the browser's copy and a single picture of it."""
    clip = made_clips.with_edits(recording, tmp_path / "trimmed.mp4", edits)
    info = probe_video(clip)
    assert (info.frames, info.notes) == (len(numbers), ())
    assert info.duration_s == pytest.approx(len(numbers) / 30, abs=0.001)
    with ProxyWriter(tmp_path / "proxy.mp4") as proxy:
        shown = [(picture.time_s, bar_px(picture.rgb)) for picture in read(clip, info, DecodeTally(), proxy.write)]
    wanted = [(k / 30, number * 7 % 240) for k, number in enumerate(numbers)]
    assert [bar for _, bar in shown] == [bar for _, bar in wanted]
    assert [time_s for time_s, _ in shown] == pytest.approx([time_s for time_s, _ in wanted], abs=1e-4)
    with av.open(str(tmp_path / "proxy.mp4")) as copy:
        pictures = [(frame.time, bar_px(frame.to_ndarray(format="rgb24"))) for frame in copy.decode(video=0)]
    assert [bar for _, bar in pictures] == [bar for _, bar in wanted]
    assert bar_px(picture_at(clip, 2.0)) == wanted[60][1]


def test_of_a_clip_joined_from_two_parts_the_right_picture_is_found(tmp_path):
    """Seeking in one with a single key frame leads to the second part, whatever the time."""
    whole = made_clips.write_clip(tmp_path / "whole.mp4", seconds=6)
    joined = made_clips.with_edits(whole, tmp_path / "joined.mp4", [(1.5, 0.5), (2.0, 3.0)])
    assert probe_video(joined).frames == 105
    for time_s, number in ((1.0, 45), (2.0, 105)):
        assert bar_px(picture_at(joined, time_s)) == number * 7 % 240


def bar_px(rgb):
    return int(np.argmax(rgb[-40:].mean(axis=(0, 2)) > 200))


def test_a_trimmed_clip_that_is_cut_off_is_still_told(tmp_path):
    whole = made_clips.write_clip(tmp_path / "whole.mp4", seconds=20, key_frame_every=30, movflags="faststart")
    trimmed = made_clips.with_edits(whole, tmp_path / "trimmed.mp4", [(16.0, 2.0)])
    assert "W_PARTIAL" in noted(made_clips.cut_short(trimmed, tmp_path / "long.mp4", 0.8))
    assert refusal(made_clips.cut_short(trimmed, tmp_path / "short.mp4", 0.5)) == "R_TRUNCATED"


def test_a_cut_in_what_the_trim_hides_takes_nothing_away(tmp_path):
    whole = made_clips.write_clip(tmp_path / "whole.mp4", seconds=12, key_frame_every=30, movflags="faststart")
    trimmed = made_clips.with_edits(whole, tmp_path / "trimmed.mp4", [(5.0, 1.0)])
    cut = made_clips.cut_short(trimmed, tmp_path / "cut.mp4", 0.8)
    assert (probe_video(cut).frames, noted(cut)) == (150, set())


TURN_OF_PLAYERS = {
    (1, 0, 0, 1): 0,
    (0, 1, -1, 0): 1,
    (-1, 0, 0, -1): 2,
    (0, -1, 1, 0): 3,
    (-1, 0, 0, 1): 0,
    (0, 1, 1, 0): 1,
    (1, 0, 0, -1): 2,
    (0, -1, -1, 0): 3,
}
"""Quarter turns clockwise; the second four also mirror what they have turned, left to right."""


@pytest.mark.provokes("W_SHOWN_MIRRORED")
@pytest.mark.parametrize(("matrix", "turns"), TURN_OF_PLAYERS.items())
def test_a_file_that_is_shown_mirrored_is_turned_upright_but_not_mirrored(tmp_path, matrix, turns):
    """A selfie camera stores what it sees and asks players to mirror it; left and right are those of the room."""
    stored = made_clips.write_clip(tmp_path / "stored.mp4", seconds=2)
    clip = made_clips.with_matrix(stored, tmp_path / "clip.mp4", matrix)
    assert ("W_SHOWN_MIRRORED" in noted(clip)) is (matrix[0] * matrix[3] - matrix[1] * matrix[2] < 0)
    upright = np.rot90(picture_at(stored, 1.0), -turns)
    assert np.abs(picture_at(clip, 1.0).astype(int) - upright).max() == 0
    (first, *_) = read(clip, probe_video(clip), DecodeTally())
    assert first.rgb.shape == upright.shape
    assert np.abs(first.rgb.astype(int) - np.rot90(picture_at(stored, 0.0), -turns)).mean() < 3
