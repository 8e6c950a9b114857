"""path -> VideoInfo: is this a clip that can be measured? Nothing in the header is believed before it was tried.

Times and counts come from the packets. The size must hold in the header and in decoded pictures, which are
taken from the beginning, the middle and the end.
"""

import hashlib
import math
from dataclasses import dataclass
from pathlib import Path

import av
import numpy as np
from av.container import InputContainer
from av.video.stream import VideoStream

from gait.analysis.film.container import (
    MAX_PIXELS,
    capture_rate_hz,
    decode_packet,
    is_shown_mirrored,
    open_video,
    square_pixel_size,
    the_video_stream,
    upright_turns,
)
from gait.analysis.terms.errors import VideoRefused
from gait.analysis.terms.notes import notes_where
from gait.analysis.terms.types import FloatArray
from gait.result.result import VideoInfo

# What is accepted: docs/methods/following.md. The limits bound time, memory and disk of a run, or say where nothing can
# be measured any more.
MAX_BYTES = 2 * 1024**3
MIN_DURATION_S = 1.5
MAX_DURATION_S = 600.0
MIN_SHORT_SIDE_PX = 240
MAX_LONG_SIDE_PX = 4096
MAX_ASPECT = 4.0
MIN_FRAME_RATE_HZ = 10.0
LOW_FRAME_RATE_HZ = 24.0
MAX_FRAME_RATE_HZ = 240.0 * 1.02
"""Real rates of phones are off their nominal ones by a per cent or two."""
MAX_FRAMES = 36_000
MIN_PARTIAL_S = 10.0
"""A clip that lacks its end is accepted with this much left: ten seconds of running hold seven stances a side."""
SAMPLE_PICTURES = 12
MAX_SAMPLE_PACKETS = 60
"""A decoder may hold back up to 16 pictures to put them in order."""
MAX_DOUBTFUL_TIMES = 0.01
"""Share of packets without a time or with that of another; more is noted (W_TIMES)."""
HDR_TRANSFERS = frozenset({16, 18})
"""PQ and HLG, in the numbering of ISO/IEC 23091-2."""


@dataclass(frozen=True, slots=True)
class _Sample:
    """What decoding a few pictures tells."""

    width_px: int
    height_px: int
    turns: int
    is_hdr: bool
    is_shown_mirrored: bool


def probe_video(path: Path) -> VideoInfo:
    """Check a file and describe the clip in it.

    Size is that of the upright picture with square pixels; the rate is the real one, from the times of the pictures.
    Raises VideoRefused with an R_ code; FileNotFoundError when there is no such file.
    Source: what is accepted is a decision, docs/methods/following.md (The file).
    """
    sha256 = _checksum(path)
    with open_video(path) as container:
        stream = the_video_stream(container)
        codec = stream.codec_context.name
        filmed_at_hz = capture_rate_hz(container, stream)
        _check_size(stream.codec_context.width, stream.codec_context.height)
        packet_times_s = _packet_times_s(container, stream)
        times_s = np.unique(packet_times_s[np.isfinite(packet_times_s)])
        end_is_missing = _end_is_missing(container, stream, packet_times_s)
    frame_rate_hz, duration_s = _check_times(times_s)
    if end_is_missing and duration_s < MIN_PARTIAL_S:
        raise VideoRefused("R_TRUNCATED")
    sample = _decode_samples(path, times_s)
    variable = _is_variable(times_s)
    doubtful = len(packet_times_s) - len(times_s) > MAX_DOUBTFUL_TIMES * len(times_s)
    return VideoInfo(
        sha256=sha256,
        container="matroska" if "matroska" in container.format.name else "mp4",
        codec=codec,
        width_px=sample.width_px,
        height_px=sample.height_px,
        rotation_deg=sample.turns * 90,
        frame_rate_hz=frame_rate_hz,
        variable_frame_rate=variable,
        duration_s=duration_s,
        frames=len(times_s),
        capture_rate_hz=filmed_at_hz,
        notes=notes_where(
            {
                "W_PARTIAL": end_is_missing,
                "W_LOW_FPS": frame_rate_hz < LOW_FRAME_RATE_HZ,
                "W_VFR": variable,
                "W_TIMES": doubtful,
                "W_ROTATED": sample.turns != 0,
                "W_HDR": sample.is_hdr,
                "W_SHOWN_MIRRORED": sample.is_shown_mirrored,
            }
        ),
    )


def frame_times_s(path: Path) -> FloatArray:
    """(n,) when each picture of the clip is shown, rising from 0, without decoding one. Raises as probe_video."""
    with open_video(path) as container:
        packet_times_s = _packet_times_s(container, the_video_stream(container))
    times_s = np.unique(packet_times_s[np.isfinite(packet_times_s)])
    return np.asarray(times_s - times_s[0])


def _checksum(path: Path) -> str:
    size_bytes = path.stat().st_size
    if size_bytes == 0:
        raise VideoRefused("R_EMPTY")
    if size_bytes > MAX_BYTES:
        raise VideoRefused("R_TOO_BIG")
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def _check_size(width_px: int, height_px: int) -> None:
    short_px, long_px = sorted((width_px, height_px))
    if long_px > MAX_LONG_SIDE_PX or width_px * height_px > MAX_PIXELS or not long_px:  # 0: the decoder balked at it
        raise VideoRefused("R_DIMENSIONS", f"{width_px}x{height_px}")
    if short_px < MIN_SHORT_SIDE_PX:
        raise VideoRefused("R_TOO_SMALL", f"{width_px}x{height_px}")
    if long_px > MAX_ASPECT * short_px:
        raise VideoRefused("R_DIMENSIONS", f"{width_px}x{height_px}")


def _packet_times_s(container: InputContainer, stream: VideoStream) -> FloatArray:
    """When each picture is shown, in the order of the file; NaN where a packet carries no time.

    Counted while reading: a header that promises a billion pictures costs nothing.
    """
    times_s: list[float] = []
    for packet in container.demux(stream):
        if packet.size == 0 or packet.is_discard:
            continue  # the end of the stream, or before the beginning that the edit list sets
        times_s.append(float(packet.pts * packet.time_base) if packet.pts is not None else math.nan)
        if times_s[-1] - times_s[0] > MAX_DURATION_S:
            raise VideoRefused("R_DURATION")
        if len(times_s) > MAX_FRAMES:
            raise VideoRefused("R_FRAMES")
    return np.array(times_s, dtype=np.float64)


def _end_is_missing(container: InputContainer, stream: VideoStream, times_s: FloatArray) -> bool:
    """Does the header promise clearly more than the file holds?

    What an edit list hides (every phone's "trim" leaves the whole recording in the file) is not promised: the index
    marks it, or leaves it out. The header's count of pictures knows nothing of edit lists.
    """
    if stream.frames:
        promised = sum(not entry.is_discard for entry in stream.index_entries)
        return len(times_s) < 0.98 * promised and promised - len(times_s) > 2
    promised_s = _promised_s(container, stream)
    return bool(len(times_s) and np.nanmax(times_s) - np.nanmin(times_s) < 0.9 * promised_s - 1.0)


def _promised_s(container: InputContainer, stream: VideoStream) -> float:
    """Of the picture where it has a length of its own: the sound may go on for longer."""
    if stream.duration and stream.time_base:
        return float(stream.duration * stream.time_base)
    return (container.duration or 0) / av.time_base


def _check_times(times_s: FloatArray) -> tuple[float, float]:
    """Real pictures per second, and how long the clip lasts."""
    if len(times_s) < 2:
        raise VideoRefused("R_TOO_SHORT" if len(times_s) else "R_TIMES")
    span_s = float(times_s[-1] - times_s[0])
    frame_rate_hz = (len(times_s) - 1) / span_s
    duration_s = span_s + 1 / frame_rate_hz
    if frame_rate_hz > MAX_FRAME_RATE_HZ:
        raise VideoRefused("R_FPS", f"{frame_rate_hz:.0f} per second")
    if duration_s < MIN_DURATION_S:
        raise VideoRefused("R_TOO_SHORT", f"{duration_s:.1f} s")
    if frame_rate_hz < MIN_FRAME_RATE_HZ:
        raise VideoRefused("R_FPS_LOW", f"{frame_rate_hz:.1f} per second")
    return frame_rate_hz, duration_s


def _is_variable(times_s: FloatArray) -> bool:
    """More than 2 % of the steps from picture to picture are a quarter longer or shorter than usual."""
    steps_s = np.diff(times_s)
    usual_s = np.median(steps_s)
    return bool(np.mean(np.abs(steps_s - usual_s) > 0.25 * usual_s) > 0.02)


def _decode_samples(path: Path, times_s: FloatArray) -> _Sample:
    """Decode a few pictures at the beginning, in the middle and at the end; all must have one size."""
    samples: list[_Sample] = []
    for time_s in (times_s[0], times_s[len(times_s) // 2], times_s[-1]):
        with open_video(path) as container:
            samples += _decode_from(container, float(time_s))
    if not samples:
        raise VideoRefused("R_CORRUPT")
    if len(set(samples)) > 1:
        raise VideoRefused("R_CHANGING_SIZE")
    _check_size(samples[0].width_px, samples[0].height_px)
    return samples[0]


def _decode_from(container: InputContainer, time_s: float) -> list[_Sample]:
    """Pictures from the key frame at or before a time."""
    stream = the_video_stream(container)
    try:
        container.seek(round(time_s * av.time_base))
    except av.FFmpegError:
        return []  # a live recording without an index; the full decode will look at every picture
    samples: list[_Sample] = []
    shown = 0
    for packet in container.demux(stream):
        samples += [_describe(frame, stream) for frame in decode_packet(packet)]
        shown += not packet.is_discard  # those before the beginning of a trimmed clip give no picture
        if len(samples) >= SAMPLE_PICTURES or shown == MAX_SAMPLE_PACKETS:
            break
    return samples


def _describe(frame: av.VideoFrame, stream: VideoStream) -> _Sample:
    turns = upright_turns(frame)
    width_px, height_px = square_pixel_size(frame, stream)
    return _Sample(
        width_px=height_px if turns % 2 else width_px,
        height_px=width_px if turns % 2 else height_px,
        turns=turns,
        is_hdr=frame.color_trc in HDR_TRANSFERS,
        is_shown_mirrored=is_shown_mirrored(frame),
    )
