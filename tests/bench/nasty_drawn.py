"""Nasty things on a body: cloth that does not follow the pelvis, stickers that do not sit on it, things before it.

Each paints into one picture of a rendered clip, where the truth says the back dimples, shoulders and knees are. What is
painted has its own motion, known and wrong on purpose. Angles are those of the picture, + = image-right side lower.
"""

import math
from collections.abc import Callable
from dataclasses import dataclass, field

import cv2
import numpy as np

Picture = np.ndarray
Point = np.ndarray
DIMPLES_MM = 95.0
"""Between the back dimples: what turns millimetres of a sticker into pixels."""


@dataclass
class Body:
    """Where things are in every frame of a clip, and what was painted in the frame before."""

    points: dict[str, list[list[float]]]
    last_deg: float | None = None
    middle_y_px: float = field(init=False)

    def __post_init__(self) -> None:
        self.middle_y_px = float(np.mean([p[1] for p in self.points["psis_l"]]))

    def at(self, name: str, frame: int) -> Point:
        return np.array(self.points[name][frame], dtype=float)

    def dimples(self, frame: int) -> tuple[Point, Point]:
        return self.at("psis_l", frame), self.at("psis_r", frame)

    def waist(self, frame: int) -> Point:
        return sum(self.dimples(frame)) / 2

    def apart_px(self, frame: int) -> float:
        left, right = self.dimples(frame)
        return float(np.linalg.norm(right - left))

    def pelvis_deg(self, frame: int) -> float:
        left, right = self.dimples(frame)
        across, down = right - left if right[0] > left[0] else left - right
        return math.degrees(math.atan2(down, across))

    def trunk_deg(self, frame: int) -> float:
        """What lies square to the trunk."""
        up = (self.at("shoulder_l", frame) + self.at("shoulder_r", frame)) / 2 - self.waist(frame)
        return math.degrees(math.atan2(up[0], -up[1]))

    def late_deg(self, frame: int, share: float, quickness: float) -> float:
        """A share of the pelvis' motion, followed late."""
        wanted_deg = share * self.pelvis_deg(frame)
        self.last_deg = (
            wanted_deg if self.last_deg is None else self.last_deg + quickness * (wanted_deg - self.last_deg)
        )
        return self.last_deg


Paint = Callable[[Picture, Body, int], None]


def band(picture: Picture, middle: Point, deg: float, half_px: float, thick_px: float, colour: tuple) -> None:
    along = np.array([math.cos(math.radians(deg)), math.sin(math.radians(deg))])
    down = np.array([-along[1], along[0]])
    corners = [middle + a * half_px * along + d * thick_px * down for a, d in ((-1, -1), (1, -1), (1, 1), (-1, 1))]
    cv2.fillPoly(picture, [np.array(corners).astype(np.int32)], colour, cv2.LINE_AA)


def spot(picture: Picture, at: Point, radius_px: float = 9, colour: tuple = (60, 230, 60)) -> None:
    centre = tuple(round(16 * float(value)) for value in at)
    cv2.circle(picture, centre, round(16 * radius_px), colour, -1, cv2.LINE_AA, 4)


def stickers(picture: Picture, body: Body, frame: int, right_low_mm: float = 0.0) -> None:
    left, right = body.dimples(frame)
    spot(picture, left)
    spot(picture, right + np.array([0, right_low_mm * body.apart_px(frame) / DIMPLES_MM]))


def sticker_5mm_low(picture: Picture, body: Body, frame: int) -> None:
    stickers(picture, body, frame, 5)


def sticker_13mm_low(picture: Picture, body: Body, frame: int) -> None:
    stickers(picture, body, frame, 13)


def sticker_slips(picture: Picture, body: Body, frame: int) -> None:
    """One peels off in the second half of the clip."""
    half = len(body.points["psis_l"]) // 2
    stickers(picture, body, frame, min(20.0, max(0, frame - half) * 0.3))


def dots_on_shirt(picture: Picture, body: Body, frame: int) -> None:
    """Two dots above the dimples that follow the trunk."""
    up = (body.at("shoulder_l", frame) + body.at("shoulder_r", frame)) / 2 - body.waist(frame)
    middle, deg = body.waist(frame) + 0.17 * up, math.radians(body.trunk_deg(frame))
    for aside in (-0.6, 0.6):
        spot(
            picture, middle + aside * body.apart_px(frame) * np.array([math.cos(deg), math.sin(deg)]), 9, (40, 220, 250)
        )


def lamps(picture: Picture, body: Body, frame: int) -> None:
    """Two lights that stand still in the picture, before the pelvis."""
    middle_x = picture.shape[1] / 2
    for aside in (-28, 28):
        spot(picture, np.array([middle_x + aside, body.middle_y_px]))


def jumper(picture: Picture, body: Body, frame: int) -> None:
    """Tied round the waist: a third of the motion, late."""
    apart_px, waist = body.apart_px(frame), body.waist(frame)
    deg = body.late_deg(frame, 0.35, 0.12)
    band(picture, waist + np.array([0, 0.9 * apart_px]), 0.6 * deg, 1.3 * apart_px, 0.9 * apart_px, (110, 70, 50))
    band(picture, waist - np.array([0, 0.12 * apart_px]), deg, 1.6 * apart_px, 0.34 * apart_px, (110, 70, 50))


def skirt(picture: Picture, body: Body, frame: int) -> None:
    """Its upper edge makes six tenths of the motion."""
    apart_px, waist = body.apart_px(frame), body.waist(frame)
    knees = (body.at("knee_l", frame) + body.at("knee_r", frame)) / 2
    upper, lower = (
        np.array(
            [
                math.cos(math.radians(share * body.pelvis_deg(frame))),
                math.sin(math.radians(share * body.pelvis_deg(frame))),
            ]
        )
        for share in (0.6, 0.15)
    )
    top = waist - np.array([0, 0.4 * apart_px])
    corners = [top - 1.3 * apart_px * upper, top + 1.3 * apart_px * upper]
    corners += [knees + 2 * apart_px * lower, knees - 2 * apart_px * lower]
    cv2.fillPoly(picture, [np.array(corners).astype(np.int32)], (100, 50, 110), cv2.LINE_AA)


def waist_pack(picture: Picture, body: Body, frame: int) -> None:
    """Moves with the pelvis, and is worn 4 degrees askew."""
    apart_px = body.apart_px(frame)
    middle = body.waist(frame) - np.array([0, 0.2 * apart_px])
    band(picture, middle, body.pelvis_deg(frame) + 4, 1.55 * apart_px, 0.25 * apart_px, (40, 190, 220))


def back_belt(picture: Picture, body: Body, frame: int) -> None:
    """A support belt that is square to the trunk."""
    apart_px = body.apart_px(frame)
    up = (body.at("shoulder_l", frame) + body.at("shoulder_r", frame)) / 2 - body.waist(frame)
    band(picture, body.waist(frame) + 0.16 * up, body.trunk_deg(frame), 1.4 * apart_px, 0.3 * apart_px, (40, 40, 150))


def shirt(picture: Picture, body: Body, frame: int, hem_deg: float) -> None:
    apart_px, waist = body.apart_px(frame), body.waist(frame)
    shoulders = (body.at("shoulder_l", frame) + body.at("shoulder_r", frame)) / 2
    along = np.array([math.cos(math.radians(hem_deg)), math.sin(math.radians(hem_deg))])
    hem = waist + np.array([0, 0.75 * apart_px])
    corners = [shoulders + np.array([-1.3 * apart_px, 0]), shoulders + np.array([1.3 * apart_px, 0])]
    corners += [hem + 1.7 * apart_px * along, hem - 1.7 * apart_px * along]
    cv2.fillPoly(picture, [np.array(corners).astype(np.int32)], (205, 215, 225), cv2.LINE_AA)


def long_shirt(picture: Picture, body: Body, frame: int) -> None:
    """Over the pelvis, its hem square to the trunk."""
    shirt(picture, body, frame, body.trunk_deg(frame))


def crooked_hem(picture: Picture, body: Body, frame: int) -> None:
    """Hangs 9 degrees askew and swings by a degree."""
    shirt(picture, body, frame, 9 + 0.1 * body.pelvis_deg(frame))


def swinging_hem(picture: Picture, body: Body, frame: int) -> None:
    """Over the pelvis, swings nearly twice as far as it does and hangs to one side."""
    shirt(picture, body, frame, 4 + 1.8 * body.pelvis_deg(frame))


def bag(picture: Picture, body: Body, frame: int) -> None:
    """Carried at the left hip."""
    apart_px, left = body.apart_px(frame), body.dimples(frame)[0]
    corner = left + np.array([-2.0 * apart_px, -0.4 * apart_px])
    cv2.rectangle(
        picture,
        *(tuple(map(int, p)) for p in (corner, corner + np.array([1.6 * apart_px, 2.8 * apart_px]))),
        (50, 90, 140),
        -1,
    )


def rail(picture: Picture, body: Body, frame: int) -> None:
    """A level light bar before the waistband itself."""
    y = int(body.middle_y_px)
    cv2.rectangle(picture, (0, y - 34), (picture.shape[1], y - 8), (200, 200, 205), -1)


PAINTED: dict[str, Paint] = {
    "right sticker 5 mm low": sticker_5mm_low,
    "right sticker 13 mm low": sticker_13mm_low,
    "right sticker slips": sticker_slips,
    "dots on the shirt": dots_on_shirt,
    "lamps before the pelvis": lamps,
    "jumper round the waist": jumper,
    "skirt": skirt,
    "waist pack 4° askew": waist_pack,
    "support belt": back_belt,
    "long shirt": long_shirt,
    "hem 9° askew": crooked_hem,
    "hem that swings": swinging_hem,
    "bag at the hip": bag,
    "rail before the waist": rail,
}
