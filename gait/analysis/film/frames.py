"""Decode a clip once, in a thread of its own: upright pictures with their true times.

At most 60 pictures a second are handed on, and at most the first MAX_ANALYSED_FRAMES of them; the browser's
copy is written in the same pass and always holds the whole clip.
"""

import math
from collections.abc import Callable, Generator, Iterator
from dataclasses import dataclass
from pathlib import Path
from queue import Full, Queue
from threading import Event, Thread
from typing import Generic, TypeVar

import av
from av.container import InputContainer
from av.video.reformatter import Interpolation, VideoReformatter
from av.video.stream import VideoStream

from gait.analysis.film.container import open_video, pixels, the_video_stream, turn_upright, upright_turns
from gait.analysis.terms.errors import VideoRefused
from gait.analysis.terms.types import ImageArray
from gait.result.result import VideoInfo

ANALYSED_RATE_HZ = 62.0
"""60 and a little: clips of 60.1 pictures a second must not be halved to 30."""
MAX_ANALYSED_S = 180.0
MAX_ANALYSED_FRAMES = 5400
"""3 minutes at 30 pictures a second: bounds time and disk of a run. Eight steps of
each leg take 15 s of walking."""
MAX_POSE_SIDE_PX = 1280
"""The pose model works on a crop of some 256 px; more pixels cost time and show it nothing."""
MAX_BAD_SHARE = 0.2
NOTED_BAD_SHARE = 0.02
"""Shares of damaged pictures above which a clip is refused (R_CORRUPT), or noted (W_CORRUPT)."""
DEPTH = 4
"""Pictures that may wait between the decoding thread and the pose model."""

SCALER_THREADS = 1
"""A picture is shrunk in a few ms; handing it out to threads costs more than it saves."""

Item = TypeVar("Item")


@dataclass(frozen=True, slots=True)
class Picture:
    """One upright picture. rgb has a long side of at most MAX_POSE_SIDE_PX.

    stored_yuv is the full-size picture as it is stored (planes Y, U, V stacked, 8 bit), or None when rgb is full size.
    """

    time_s: float
    rgb: ImageArray
    stored_yuv: ImageArray | None
    turns: int


@dataclass(slots=True)
class DecodeTally:
    """Filled while decoding; true when the pictures have run out."""

    seen: int = 0
    damaged: int = 0
    left_out: int = 0

    @property
    def damaged_share(self) -> float:
        return self.damaged / max(1, self.seen + self.damaged)


def frame_step(info: VideoInfo) -> int:
    """1 where every picture is analysed, 2 where every second one is, and so on.

    Source: docs/methods/following.md (The file).
    """
    return max(1, math.ceil(info.frame_rate_hz / ANALYSED_RATE_HZ))


def analysed_frames(info: VideoInfo) -> int:
    """How many pictures of this clip are analysed at most. Source: docs/methods/following.md (The file)."""
    within_time = math.ceil(min(info.duration_s, MAX_ANALYSED_S) * info.frame_rate_hz / frame_step(info))
    return min(within_time, MAX_ANALYSED_FRAMES)


def pose_size_px(info: VideoInfo) -> tuple[int, int]:
    """Width and height of the upright pictures that the pose model sees."""
    shrink = min(1.0, MAX_POSE_SIDE_PX / info.long_side_px)
    return round(info.width_px * shrink), round(info.height_px * shrink)


def read_pictures(
    path: Path, info: VideoInfo, tally: DecodeTally, each_frame: Callable[[av.VideoFrame, float], None] | None = None
) -> Iterator[Picture]:
    """Upright pictures in order of time; time_s starts at 0 with the first picture of the clip.

    each_frame is called, in the decoding thread, with every kept picture of the whole clip and its time_s.
    Raises VideoRefused: R_CHANGING_SIZE, R_CORRUPT.
    """
    wanted, step, shapes = analysed_frames(info), frame_step(info), _Shapes(info)
    with open_video(path) as container:
        for number, (frame, time_s) in enumerate(_timed_frames(container, tally)):
            if number % step:
                continue
            if each_frame:
                each_frame(frame, time_s)
            if number // step < wanted:
                yield shapes.picture(frame, time_s)
            else:
                tally.left_out += 1
                if not each_frame:
                    break
    if tally.damaged_share > MAX_BAD_SHARE or not tally.seen:
        raise VideoRefused("R_CORRUPT")


def in_background(items: Iterator[Item]) -> Generator[Item, None, None]:
    """Run an iterator in a thread, a few items ahead. Its exceptions are raised here."""
    ahead = _Ahead(items)
    try:
        yield from ahead
    finally:
        ahead.stop()


class _Ahead(Generic[Item]):
    def __init__(self, items: Iterator[Item]) -> None:
        self._items = items
        self._queue: Queue[Item | BaseException | None] = Queue(DEPTH)
        self._unwanted = Event()
        self._thread = Thread(target=self._run, name="decode", daemon=True)
        self._thread.start()

    def __iter__(self) -> Iterator[Item]:
        while (item := self._queue.get()) is not None:
            if isinstance(item, BaseException):
                raise item
            yield item

    def stop(self) -> None:
        self._unwanted.set()
        self._thread.join()

    def _run(self) -> None:
        try:
            for item in self._items:
                if not self._put(item):
                    return
            self._put(None)
        except BaseException as error:  # noqa: BLE001 - handed to the reading thread, which raises it
            self._put(error)

    def _put(self, item: Item | BaseException | None) -> bool:
        while not self._unwanted.is_set():
            try:
                self._queue.put(item, timeout=0.1)
            except Full:
                continue
            return True
        return False


def _timed_frames(container: InputContainer, tally: DecodeTally) -> Iterator[tuple[av.VideoFrame, float]]:
    """Whole frames with rising times, from 0; damaged ones and those without a place in time are dropped."""
    stream = the_video_stream(container)
    stream.thread_type = "AUTO"
    shape, start_s, last_s = None, 0.0, -math.inf
    for frame in _decoded(container, stream, tally):
        if frame.time is None or frame.time <= last_s:
            continue
        last_s = frame.time
        if shape is None:
            shape, start_s = (frame.width, frame.height, frame.rotation), frame.time
        if shape != (frame.width, frame.height, frame.rotation):
            raise VideoRefused("R_CHANGING_SIZE")
        yield frame, frame.time - start_s


def _decoded(container: InputContainer, stream: VideoStream, tally: DecodeTally) -> Iterator[av.VideoFrame]:
    for packet in container.demux(stream):
        try:
            frames = packet.decode()
        except MemoryError:  # one of PyAV's errors too, but no fault of the clip
            raise
        except av.FFmpegError:
            tally.damaged += 1
            continue
        for frame in frames:
            if frame.is_corrupt:
                tally.damaged += 1
            else:
                tally.seen += 1
                yield frame


class _Shapes:
    """What a frame becomes. Its scalers are kept: one that is made anew for each frame costs as much as it does."""

    def __init__(self, info: VideoInfo) -> None:
        self._info = info
        self._to_rgb, self._to_yuv = VideoReformatter(), VideoReformatter()

    def picture(self, frame: av.VideoFrame, time_s: float) -> Picture:
        turns = upright_turns(frame)
        width_px, height_px = _as_stored(pose_size_px(self._info), turns)
        small = self._to_rgb.reformat(
            frame, width_px, height_px, "rgb24", interpolation=Interpolation.AREA, threads=SCALER_THREADS
        )
        is_shrunk = self._info.long_side_px > MAX_POSE_SIDE_PX
        return Picture(
            time_s=time_s,
            rgb=turn_upright(pixels(small), turns),
            stored_yuv=self._planes(frame, turns) if is_shrunk else None,
            turns=turns,
        )

    def _planes(self, frame: av.VideoFrame, turns: int) -> ImageArray:
        width_px, height_px = _as_stored((self._info.width_px, self._info.height_px), turns)
        even_px = width_px - width_px % 2, height_px - height_px % 2
        return pixels(self._to_yuv.reformat(frame, *even_px, "yuv420p", threads=SCALER_THREADS))


def _as_stored(size_px: tuple[int, int], turns: int) -> tuple[int, int]:
    return (size_px[1], size_px[0]) if turns % 2 else size_px
