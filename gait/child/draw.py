"""Burn skeleton, line of the pelvis, level and the angle into the browser's copy of a clip. Leaves overlay.mp4.

The film is taken along, so the head of the person is hidden in it.
"""

import json
from bisect import bisect_left
from math import radians, tan
from pathlib import Path

import av
import cv2
import numpy as np

from gait.analysis.film.container import open_video, the_video_stream
from gait.analysis.film.faces import heads_of, hide_faces
from gait.analysis.film.proxy import CODER, TIME_BASE
from gait.analysis.terms.types import OnProgress
from gait.child.jobs import Draw
from gait.result.beside import Overlay, Track

BONE, LINE, EDGE, WHITE = (190, 205, 215), (255, 228, 92), (10, 15, 14), (255, 255, 255)
DRAWN_OUT = 1.6
DASHES = 9
SHIFT = 4
"""Lines are drawn to a sixteenth of a pixel: a whole one would turn a short line by a degree."""
Point = tuple[float, float]


def run(spec: Draw, folder: Path, on_progress: OnProgress) -> None:
    overlay: Overlay = json.loads(Path(spec["overlay"]).read_text(encoding="utf-8"))
    with (
        open_video(Path(spec["video"])) as source,
        av.open(str(folder / "overlay.mp4"), "w", format="mp4", options={"movflags": "+faststart"}) as target,
    ):
        stream = the_video_stream(source)
        output = target.add_stream("libx264", options=CODER)
        output.width, output.height, output.pix_fmt = stream.width, stream.height, "yuv420p"
        output.time_base = output.codec_context.time_base = TIME_BASE
        start_s, times_s, heads = None, overlay["time_s"], heads_of(overlay)
        for frame in source.decode(stream):
            start_s = frame.time if start_s is None else start_s
            at_s = frame.time - start_s
            picture = np.ascontiguousarray(frame.to_ndarray(format="rgb24"), dtype=np.uint8)
            hide_faces(picture, heads, at_s)
            draw_on(picture, overlay, nearest(times_s, at_s), spec["zero_deg"])
            drawn = av.VideoFrame.from_ndarray(picture, format="rgb24").reformat(format="yuv420p")
            drawn.pts, drawn.time_base = round(at_s / TIME_BASE), TIME_BASE
            target.mux(output.encode(drawn))
            on_progress("draw", min(1.0, at_s / times_s[-1]) if times_s else 1.0)
        target.mux(output.encode(None))


def draw_on(picture: np.ndarray, overlay: Overlay, index: int, zero_deg: float) -> None:
    """picture (height, width, 3) RGB is changed in place; unknown points are left out.

    zero_deg: what a pelvis at zero reads in the picture, positive where lower on the patient's right.
    """
    scale = picture.shape[1] / overlay["width_px"]
    thick = max(1, round(picture.shape[0] / 400))
    joints = {name: point_at(track, index, scale) for name, track in overlay["joints"].items()}
    for upper, lower in overlay["bones"]:
        if (start := joints.get(upper)) and (end := joints.get(lower)):
            stroke(picture, start, end, BONE, thick)
    line = overlay["lines"].get(overlay["chosen"] or "")
    one = point_at(line["from_xy"], index, scale) if line else None
    other = point_at(line["to_xy"], index, scale) if line else None
    if one and other:
        left, right = drawn_out(one, other)
        for level in level_beside(left, right, zero_deg * (rightward(joints) or overlay.get("rightward", 0))):
            stroke(picture, *level, WHITE, thick)
        stroke(picture, left, right, EDGE, 4 * thick)
        stroke(picture, left, right, LINE, 2 * thick)
    angle_deg = overlay["pelvic_obliquity_deg"][index]
    write(picture, in_words(angle_deg, is_measured=bool(line and line["trusted"])), thick)


def stroke(picture: np.ndarray, start: Point, end: Point, colour: tuple[int, int, int], thick: int) -> None:
    start_px, end_px = (tuple(round(value * 2**SHIFT) for value in point) for point in (start, end))
    cv2.line(picture, start_px, end_px, colour, thick, cv2.LINE_AA, SHIFT)


def in_words(angle_deg: float | None, *, is_measured: bool) -> str:
    """Plain letters only: the drawing knows no degree sign. Positive: the patient's right side is lower."""
    if angle_deg is None or not is_measured:
        return "pelvis: not measured here"
    side = "right" if angle_deg >= 0 else "left"
    return f"pelvis: {side} side lower {abs(angle_deg):.1f} deg"


def write(picture: np.ndarray, words: str, thick: int) -> None:
    at, size = (8 * thick, picture.shape[0] - 10 * thick), 0.5 * thick
    for colour, width in ((EDGE, 3 * thick), (WHITE, thick)):
        cv2.putText(picture, words, at, cv2.FONT_HERSHEY_SIMPLEX, size, colour, width, cv2.LINE_AA)


def drawn_out(one: Point, other: Point) -> tuple[Point, Point]:
    """The line beyond its ends, so that its slope is easy to see."""
    x, y = (one[0] + other[0]) / 2, (one[1] + other[1]) / 2
    first, second = ((x + (end[0] - x) * DRAWN_OUT, y + (end[1] - y) * DRAWN_OUT) for end in (one, other))
    return first, second


def rightward(joints: dict[str, Point | None]) -> int:
    """+1 where the patient's right is on the right of the picture, -1 where it is on the left, 0 if nobody knows."""
    left, right = joints["left_hip"], joints["right_hip"]
    return 0 if left is None or right is None else 1 if left[0] <= right[0] else -1


def level_beside(left: Point, right: Point, clockwise_deg: float) -> list[tuple[Point, Point]]:
    """Level through the middle of the line and as wide, in dashes."""
    middle_y, slope = (left[1] + right[1]) / 2, tan(radians(clockwise_deg))
    middle_x = (left[0] + right[0]) / 2
    points = [(x, middle_y + slope * (x - middle_x)) for x in np.linspace(left[0], right[0], 2 * DASHES)]
    return list(zip(points[::2], points[1::2], strict=True))


def point_at(track: Track, index: int, scale: float) -> Point | None:
    x, y = track[2 * index : 2 * index + 2]
    return None if x is None or y is None else (x * scale, y * scale)


def nearest(times_s: list[float], at_s: float) -> int:
    after = min(bisect_left(times_s, at_s), len(times_s) - 1)
    before = max(after - 1, 0)
    return before if at_s - times_s[before] < times_s[after] - at_s else after
