"""Which of the points that a person marked can be used, and why each of the others cannot: none goes without a word."""

from dataclasses import dataclass

import numpy as np

from gait.analysis.pelvis.body_frame import BodyFrame, follow_body
from gait.analysis.terms.types import Click, FloatArray, Footage, IntArray, Subject
from gait.result.codes import message_of
from gait.result.result import Note

MAX_TORSOS_OFF = 0.7
"""A click further than this from the middle of the hips is not on the pelvis of this person."""

OUTSIDE, UNSEEN, ASTRAY = "outside the clip", "nobody is followed there", "not on this person's pelvis"
EXCHANGED = "left and right exchanged for this view"
NAMED_AT_MOST = 3
"""Times that a note names of each cause, so that it stays one line."""


@dataclass(frozen=True, slots=True)
class SortedClicks:
    """kept, with the frame (k,) each belongs to; left_out: the times (s) of those that each cause left out."""

    kept: tuple[Click, ...]
    frames: IntArray
    left_out: dict[str, list[float]]


def sort_clicks(footage: Footage, body: BodyFrame, clicks: tuple[Click, ...]) -> SortedClicks:
    """The clicks on this person, left and right as the view has them. Clicks are on the footage's clock.

    Source: a decision, docs/methods/pelvic_line.md (Sources).
    """
    kept: list[Click] = []
    frames: list[int] = []
    left_out: dict[str, list[float]] = {}
    for click in clicks:
        frame = int(np.abs(footage.time_s - click.time_s).argmin())
        cause = _why_not(footage, body, click, frame)
        if cause is None:
            kept.append(click)
            frames.append(frame)
        else:
            left_out.setdefault(cause, []).append(click.time_s)
    return SortedClicks(tuple(kept), np.array(frames, dtype=np.intp), left_out)


def notes_on_unused(
    footage: Footage, subject: Subject, rightward: int, clicks: tuple[Click, ...], stretch: float
) -> tuple[Note, ...]:
    """W_CLICKS_UNUSED naming each cause and its times on the clip's clock (stretch as in Clock); empty without any."""
    left_out = sort_clicks(footage, follow_body(footage, subject, rightward), clicks).left_out if clicks else {}
    if not left_out:
        return ()
    detail = "; ".join(f"{cause} ({_times(times_s, stretch)})" for cause, times_s in left_out.items())
    return (Note("W_CLICKS_UNUSED", message_of("W_CLICKS_UNUSED", detail)),)


def middle_px(click: Click) -> FloatArray:
    """(2,), between the two points."""
    return np.add(click.left_xy_px, click.right_xy_px) / 2


def _why_not(footage: Footage, body: BodyFrame, click: Click, frame: int) -> str | None:
    if abs(float(footage.time_s[frame]) - click.time_s) >= 1.0 / body.frame_rate_hz:
        return OUTSIDE
    if not body.seen[frame]:
        return UNSEEN
    if np.linalg.norm(middle_px(click) - body.hips_px[frame]) >= MAX_TORSOS_OFF * body.torso_px[frame]:
        return ASTRAY
    is_in_order = (click.right_xy_px[0] > click.left_xy_px[0]) == body.right_is_image_right
    return None if is_in_order else EXCHANGED


def _times(times_s: list[float], stretch: float) -> str:
    named = ", ".join(f"{time_s * stretch:.2f} s" for time_s in times_s[:NAMED_AT_MOST])
    more = len(times_s) - NAMED_AT_MOST
    return f"{named} and {more} more" if more > 0 else named
