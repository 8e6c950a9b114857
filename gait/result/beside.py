"""What a run leaves beside its result, as JSON: the curve of the clip, and what the page draws over its pictures."""

from typing import NotRequired, TypedDict

Series = dict[str, list[float | None]]
"""By name: time_s, pelvic_obliquity_deg, sigma_deg and what else has a curve; a value a frame, None where unknown.

Positive: the patient's right side is lower.
"""

Track = list[float | None]
"""[x0, y0, x1, y1, ...] over the frames, in pixels of the upright picture; None where nothing was seen."""


class DrawnLine(TypedDict):
    """Its end on the left of the picture, and the one on the right. trusted: may it be read in degrees?"""

    from_xy: Track
    to_xy: Track
    trusted: bool


class Overlay(TypedDict):
    """joints by name; bones: the joints at both ends; lines by their source, chosen: of them the one measured by.

    time_s is the clip's own. rightward: +1 where the patient's right is image right, else -1; earlier versions did not
    write it. pelvic_obliquity_deg has the sign of Series.
    """

    width_px: int
    height_px: int
    time_s: list[float]
    rightward: NotRequired[int]
    joints: dict[str, Track]
    bones: list[list[str]]
    chosen: str | None
    lines: dict[str, DrawnLine]
    pelvic_obliquity_deg: list[float | None]
