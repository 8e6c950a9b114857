"""The copy of a clip that every browser plays, with thumbnails and frame times, written while the clip is analysed.

H.264, 8 bit, upright, long side at most 960 px, key frames close together for stepping. Each picture keeps its
own time, so a landmark at time_s belongs to the picture that the browser shows at that media time.
"""

import json
from fractions import Fraction
from pathlib import Path
from types import TracebackType
from typing import Self

import av
import cv2
import numpy as np
from av.video.reformatter import Interpolation, VideoReformatter
from av.video.stream import VideoStream

from gait.analysis.film.container import (
    open_video,
    pixels,
    square_pixel_size,
    the_video_stream,
    turn_upright,
    upright_turns,
)
from gait.analysis.film.frames import SCALER_THREADS
from gait.analysis.terms.types import ImageArray

MAX_SIDE_PX = 960
KEY_FRAME_EVERY = 15
"""A browser that steps back by a frame decodes from the last key frame on."""
TIME_BASE = Fraction(1, 90_000)
"""The usual clock of video: every frame rate in use is a whole number of its ticks, or nearly."""
THUMBNAIL_EVERY_S = 1.0
THUMBNAIL_SIDE_PX = 320
JPEG_QUALITY = 82
CODER = {"preset": "veryfast", "crf": "23", "g": str(KEY_FRAME_EVERY), "threads": "1"}


class ProxyWriter:
    """A context; give write to track_person. The file appears whole or not at all, and frames.json with its times.

    thumbnails: a folder that gets one JPEG a second, 0000.jpg at the start; None for none.
    """

    def __init__(self, target: Path, thumbnails: Path | None = None) -> None:
        self._target = target
        self._part = target.with_name(target.name + ".part")
        self._thumbnails = thumbnails
        self._times_s: list[float] = []
        self._next_thumbnail_s = 0.0
        self._thumbnail_count = 0
        self._output = av.open(str(self._part), "w", format="mp4", options={"movflags": "+faststart"})
        self._stream: VideoStream | None = None
        self._shrink = VideoReformatter()

    def write(self, frame: av.VideoFrame, time_s: float) -> None:
        """Add one picture as it was decoded; times must rise."""
        picture = _small_upright(frame, self._shrink)
        if self._stream is None:
            self._stream = self._start(picture)
        picture.pts = round(time_s / TIME_BASE)
        picture.time_base = TIME_BASE
        self._output.mux(self._stream.encode(picture))
        self._times_s.append(round(time_s, 4))
        if self._thumbnails is not None and time_s >= self._next_thumbnail_s:
            self._write_thumbnail(self._thumbnails, picture)

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        is_whole = error is None and self._stream is not None
        if is_whole and self._stream is not None:
            self._output.mux(self._stream.encode(None))
        self._output.close()
        if is_whole:
            self._target.with_name("frames.json").write_text(json.dumps({"time_s": self._times_s}))
            self._part.replace(self._target)
        else:
            self._part.unlink(missing_ok=True)

    def _start(self, picture: av.VideoFrame) -> VideoStream:
        stream = self._output.add_stream("libx264", options=CODER)
        stream.width, stream.height, stream.pix_fmt = picture.width, picture.height, "yuv420p"
        stream.time_base = stream.codec_context.time_base = TIME_BASE
        return stream

    def _write_thumbnail(self, folder: Path, picture: av.VideoFrame) -> None:
        rgb = picture.to_ndarray(format="rgb24")
        shrink = THUMBNAIL_SIDE_PX / max(rgb.shape[:2])
        small = cv2.resize(rgb, None, fx=shrink, fy=shrink, interpolation=cv2.INTER_AREA)
        (folder / f"{self._thumbnail_count:04d}.jpg").write_bytes(encode_jpeg(small.astype(np.uint8, copy=False)))
        self._thumbnail_count += 1
        self._next_thumbnail_s += THUMBNAIL_EVERY_S


def encode_jpeg(rgb: ImageArray) -> bytes:
    """rgb (height, width, 3) as a JPEG file."""
    _, data = cv2.imencode(".jpg", rgb[:, :, ::-1], [cv2.IMWRITE_JPEG_QUALITY, JPEG_QUALITY])
    return data.tobytes()


def picture_at(path: Path, time_s: float) -> ImageArray:
    """The upright full-size picture shown at time_s, where 0 is the first picture of the clip.

    Output (height, width, 3) RGB with square pixels; the last picture when time_s is beyond the end.
    """
    # The index of a clip with several edits may lead past the picture; then it is read from its beginning.
    for seeks in (True, False):
        picture = _picture_until(path, time_s, seeks=seeks)
        if picture is not None:
            return picture
    raise ValueError(f"no picture at {time_s} s")


def _picture_until(path: Path, time_s: float, *, seeks: bool) -> ImageArray | None:
    """The last picture that begins at time_s or before; None when the seek went past it."""
    with open_video(path) as container:
        stream = the_video_stream(container)
        frames = container.decode(stream)
        first = next(frames)
        until_s = (first.time or 0.0) + max(0.0, time_s)
        shown: av.VideoFrame | None = first
        if seeks:
            container.seek(round(until_s * av.time_base))
            frames, shown = container.decode(stream), None
        for frame in frames:
            if frame.time is not None and frame.time > until_s + 0.001:
                break
            shown = frame
        if shown is None:
            return None
        width_px, height_px = square_pixel_size(shown, stream)
        square = shown.reformat(width=width_px, height=height_px, format="rgb24")
        return turn_upright(pixels(square), upright_turns(shown))


def _small_upright(frame: av.VideoFrame, scaler: VideoReformatter) -> av.VideoFrame:
    shrink = min(1.0, MAX_SIDE_PX / max(frame.width, frame.height))
    width_px, height_px = (2 * round(side * shrink / 2) for side in (frame.width, frame.height))
    small = scaler.reformat(
        frame, width_px, height_px, "yuv420p", interpolation=Interpolation.AREA, threads=SCALER_THREADS
    )
    turns = upright_turns(frame)
    return _turned(pixels(small), turns) if turns else small


def _turned(yuv: ImageArray, turns: int) -> av.VideoFrame:
    """Turn each plane of a yuv420p picture by itself."""
    width, height = yuv.shape[1], yuv.shape[0] * 2 // 3
    luma = np.rot90(yuv[:height], turns)
    chroma = [np.rot90(plane, turns) for plane in yuv[height:].reshape(2, height // 2, width // 2)]
    planes = np.concatenate([np.ascontiguousarray(plane).ravel() for plane in (luma, *chroma)])
    return av.VideoFrame.from_ndarray(planes.reshape(-1, luma.shape[1]), format="yuv420p")
