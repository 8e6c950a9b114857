"""What a therapist drew or wrote on a frame, as a signed report shows it. No database."""

from dataclasses import dataclass

from gait.review.snapshot_form import DrawingSigned

SURROUNDINGS = 1.0
"""The cut-out reaches this many sizes of the drawing beyond it, half of them on each side."""
MIN_SHARE_OF_PICTURE = 0.4
"""Of the shorter side of the picture: around a small drawing one must still see which part of the body it is."""


@dataclass(frozen=True, slots=True)
class HandDrawing:
    """One entry of a signed report. Without an address there is no picture, and the words stand alone.

    points_px and crop_px (x, y, width, height) are pixels of the whole picture, picture_px its size.
    """

    id: str
    at_s: float
    says: str
    text: str
    made_by: str
    address: str
    points_px: list[list[float]]
    picture_px: tuple[int, int]
    crop_px: tuple[float, float, float, float]


def drawing_of(signed: DrawingSigned, address: str) -> HandDrawing:
    """signed is one of by_hand of a report's content; address is where the picture under it is, if there is one."""
    width, height = signed["picture_px"] or (0, 0)
    return HandDrawing(
        id=signed["id"],
        at_s=signed["at_s"],
        says=signed["says"],
        text=signed["text"],
        made_by=signed["made_by"],
        address=address,
        points_px=signed["points_px"],
        picture_px=(width, height),
        crop_px=crop_around(signed["points_px"], width, height) if address else (0, 0, 0, 0),
    )


def crop_around(points_px: list[list[float]], width: int, height: int) -> tuple[float, float, float, float]:
    """A cut-out with the drawing in its middle: a square, or where the picture is too narrow for it as wide as that."""
    spans = [(min(values), max(values)) for values in zip(*points_px, strict=True)]
    drawn = max(high - low for low, high in spans)
    size = max((1 + SURROUNDINGS) * drawn, MIN_SHARE_OF_PICTURE * min(width, height))
    (x, across), (y, down) = (_stretch(span, size, whole) for span, whole in zip(spans, (width, height), strict=True))
    return x, y, across, down


def _stretch(span: tuple[float, float], size: float, whole: int) -> tuple[float, float]:
    """Where a stretch of this size begins that has the span in its middle, and its size, inside the whole."""
    size = min(size, whole)
    begin = min(max(sum(span) / 2 - size / 2, 0), whole - size)
    return round(begin, 1), round(size, 1)
