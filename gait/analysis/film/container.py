"""Opening a video file without trusting it, and turning its pictures upright. The only callers of av.open.

Only the demuxers and decoders named here may run, and only local files may be read: a playlist dressed up as
a video can name neither another patient's file nor an address.
"""

import math
import re
import struct
from collections.abc import Iterator
from pathlib import Path

import av
import numpy as np
from av.container import InputContainer
from av.sidedata.sidedata import SideData
from av.stream import Disposition
from av.video.stream import VideoStream

from gait.analysis.terms.errors import VideoRefused
from gait.analysis.terms.types import ImageArray
from gait.result.hints import TRUE_RATES_HZ

MAX_PIXELS = 16_800_000
"""4096 x 4096 and a little: what a decoder may be asked to hold for one picture."""
USABLE_CODECS = frozenset({"h264", "hevc", "vp8", "vp9", "av1", "mpeg4", "prores", "mjpeg"})
_OPEN_OPTIONS = {
    "format_whitelist": "mov,mp4,m4a,3gp,3g2,mj2,matroska,webm",
    "protocol_whitelist": "file",
    "codec_whitelist": "h264,hevc,vp8,libvpx,vp9,libvpx-vp9,av1,libdav1d,mpeg4,prores,mjpeg",
    "max_pixels": str(MAX_PIXELS),
}
_NOT_A_RECORDING = (
    Disposition.attached_pic | Disposition.timed_thumbnails | Disposition.still_image | Disposition.dependent
)
_CAPTURE_RATE = re.compile(r"capture[._-]?(fps|frame[._-]?rate)$", re.IGNORECASE)
_ISO_FIRST_BOXES = frozenset({b"ftyp", b"moov", b"mdat", b"wide", b"free", b"skip"})
_MATROSKA_MAGIC = b"\x1aE\xdf\xa3"


def open_video(path: Path) -> InputContainer:
    """Open a local MP4, MOV, MKV or WebM file. Raises VideoRefused: R_NOT_VIDEO, R_TRUNCATED."""
    try:
        # Tags may be in any encoding (a title typed on an old phone is Latin-1), and none is ever shown.
        return av.open(str(path.resolve(strict=True)), options=_OPEN_OPTIONS, metadata_errors="replace")
    except av.FFmpegError as error:
        code = "R_TRUNCATED" if _begins_like_a_video(path) else "R_NOT_VIDEO"
        raise VideoRefused(code) from error


def the_video_stream(container: InputContainer) -> VideoStream:
    """The one recording in the file; covers, thumbnails and depth maps do not count.

    Raises VideoRefused: R_NO_VIDEO, R_SEVERAL_VIDEOS, R_CODEC.
    """
    recordings = [stream for stream in container.streams.video if not stream.disposition & _NOT_A_RECORDING]
    if not recordings:
        raise VideoRefused("R_NO_VIDEO")
    if len(recordings) > 1:
        recordings = [stream for stream in recordings if stream.disposition & Disposition.default]
    if len(recordings) != 1:
        raise VideoRefused("R_SEVERAL_VIDEOS")
    (stream,) = recordings
    codec = stream.codec_context.name if stream.codec_context else "unknown"
    if codec not in USABLE_CODECS:
        raise VideoRefused("R_CODEC", codec)
    return stream


def capture_rate_hz(container: InputContainer, stream: VideoStream) -> float | None:
    """Pictures a second that the camera took, as phones note with slow motion; None without a note that makes sense.

    Source: com.android.capture.fps of Android's MediaRecorder; others end in capture.fps, captureFps or the like.
    """
    for key, text in {**container.metadata, **stream.metadata}.items():
        if _CAPTURE_RATE.search(key):
            try:
                rate_hz = float(text)
            except ValueError:
                continue
            if TRUE_RATES_HZ[0] <= rate_hz <= TRUE_RATES_HZ[1]:
                return rate_hz
    return None


def decode_packet(packet: "av.Packet[VideoStream]") -> Iterator[av.VideoFrame]:
    """The pictures of one packet; a damaged packet gives none."""
    try:
        yield from packet.decode()
    except MemoryError:  # one of PyAV's errors too, but no fault of the clip
        raise
    except av.FFmpegError:
        return


def square_pixel_size(frame: av.VideoFrame, stream: VideoStream) -> tuple[int, int]:
    """Width and height of the stored picture, widened where its pixels are not square.

    Source: docs/methods/following.md (The file).
    """
    aspect = stream.sample_aspect_ratio
    return (round(frame.width * aspect), frame.height) if aspect else (frame.width, frame.height)


def upright_turns(frame: av.VideoFrame) -> int:
    """Counter-clockwise quarter turns, 0 to 3, that stand a stored picture upright as its display matrix says.

    A matrix that mirrors is undone as far as it turns: what a player shows upright and mirrored is turned upright here,
    and not mirrored.
    Source: display matrix of ISO/IEC 14496-12.
    """
    matrix = _display_matrix(frame)
    if not _mirrors(matrix):
        return round(frame.rotation / 90) % 4
    a, b = matrix[0], matrix[1]
    return round(-math.degrees(math.atan2(b, -a)) / 90) % 4


def is_shown_mirrored(frame: av.VideoFrame) -> bool:
    """Does the file ask players to mirror it, as selfie cameras do? The stored picture is the one that was filmed.

    Source: docs/methods/following.md (The file).
    """
    return _mirrors(_display_matrix(frame))


def _display_matrix(frame: av.VideoFrame) -> tuple[int, ...]:
    """The nine numbers a b u c d v x y w of ISO/IEC 14496-12: x' = ax + cy, y' = bx + dy."""
    stored: object = frame.side_data.get("DISPLAYMATRIX")
    return struct.unpack("=9i", bytes(stored)) if isinstance(stored, SideData) else (1, 0, 0, 0, 1, 0, 0, 0, 1)


def _mirrors(matrix: tuple[int, ...]) -> bool:
    return matrix[0] * matrix[4] - matrix[1] * matrix[3] < 0


def pixels(frame: av.VideoFrame) -> ImageArray:
    """The pixels of an 8-bit picture: (height, width, 3), or the stacked planes of yuv420p."""
    return frame.to_ndarray().astype(np.uint8, copy=False)


def turn_upright(picture: ImageArray, turns: int) -> ImageArray:
    """A picture (height, width, ...) after so many counter-clockwise quarter turns, contiguous in memory."""
    return np.ascontiguousarray(np.rot90(picture, turns)) if turns else picture


def _begins_like_a_video(path: Path) -> bool:
    with path.open("rb") as file:
        head = file.read(12)
    return head[4:8] in _ISO_FIRST_BOXES or head[:4] == _MATROSKA_MAGIC
