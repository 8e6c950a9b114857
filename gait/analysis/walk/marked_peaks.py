"""The pictures that a person marked while one leg stood: which side they belong to, and what they say by themselves.

Between marked pictures only cloth shows how far the pelvis drops, and cloth shows part of it. So the picture carries no
peak to a side of which none was marked, and the plain mean of the marks stands beside what was carried.
"""

from dataclasses import dataclass

import numpy as np

from gait.analysis.film.camera_motion import followed_turn_deg
from gait.analysis.terms.readings import Readings
from gait.analysis.terms.types import Click
from gait.result.conventions import Side
from gait.result.result import Stance, Zero

MIDDLE_OF_STANCE = (0.15, 0.85)
"""Shares of a stance between which the other foot is off the ground, so that a picture belongs to one side only."""
MAX_TORSOS_OFF = 0.7
"""A point further than this from the drawn line is on somebody else."""


@dataclass(frozen=True, slots=True)
class MarkedPeaks:
    """How many pictures of this side's stances were marked, and their mean drop, degrees, None without any."""

    count: int
    mean_drop_deg: float | None


def marked_peaks(
    clicks: tuple[Click, ...], readings: Readings, zero: Zero, stances: tuple[Stance, ...]
) -> dict[Side, MarkedPeaks]:
    """By side. Clicks, readings and stances on one clock; readings steadied, + of a drop = swing side lower.

    Points whose left and right lie the other way round in this view made no line and vouch for no side; nor does a
    stance that a person left out.

    Source: a decision, docs/methods/pelvic_line.md (Points carried by the picture).
    """
    found: dict[Side, list[float]] = {side: [] for side in Side}
    for click in clicks:
        frame = int(np.abs(readings.time_s - click.time_s).argmin())
        across_px = click.right_xy_px[0] - click.left_xy_px[0]
        side = next((s.side for s in stances if _counts(s) and _is_in_middle(s, click.time_s)), None)
        if side is not None and readings.rightward * across_px > 0 and _is_on_line(click, readings, frame):
            found[side].append(side.drop_sign * (_angle_deg(click, readings, frame) - zero.offset_deg))
    return {side: MarkedPeaks(len(own), float(np.mean(own)) if own else None) for side, own in found.items()}


def _counts(stance: Stance) -> bool:
    return stance.reason != "S_EXCLUDED"


def _is_in_middle(stance: Stance, at_s: float) -> bool:
    share = (at_s - stance.initial_contact_s) / (stance.toe_off_s - stance.initial_contact_s)
    return MIDDLE_OF_STANCE[0] <= share <= MIDDLE_OF_STANCE[1]


def _is_on_line(click: Click, readings: Readings, frame: int) -> bool:
    if readings.line is None:
        return False
    middle_px = np.add(click.left_xy_px, click.right_xy_px) / 2
    reach_px = MAX_TORSOS_OFF * readings.subject.torso_px[frame]
    return bool(np.linalg.norm(middle_px - readings.line.centre_px[frame]) < reach_px)


def _angle_deg(click: Click, readings: Readings, frame: int) -> float:
    """In the sense of PelvicLine, with the turn of a camera that was followed taken out."""
    across, down = np.subtract(click.right_xy_px, click.left_xy_px)
    turned_deg = 0.0
    if readings.camera is not None:
        turned_deg = readings.rightward * followed_turn_deg(readings.camera, readings.info.long_side_px)[frame]
    return float(np.degrees(np.arctan2(down, abs(across))) - turned_deg)
