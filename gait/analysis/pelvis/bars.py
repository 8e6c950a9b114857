"""Where the filmed picture lies inside a re-export: between black or blurred bars, as editors and video calls add them.

The borders of bars are perfectly upright and level whatever the camera did, so they must not be read as the room.
"""

import cv2
import numpy as np

from gait.analysis.terms.types import FloatArray, ImageArray

MIN_BAR_SHARE = 0.04
"""Narrower bars are the border of the picture (roll.BORDER_SHARE)."""
SMOOTH_SHARE = 0.35
"""Bars have less than this share of the fine detail of what lies between them; a blurred copy has 0.1 and less."""
MIN_STEP_LEVELS, MIN_STEP_SHARE = 10, 0.4
"""A border is a step of at least so many grey levels along at least this share of its length, in every still."""
SEARCHED_PX = 3
"""Left out beside a border: the coder smears it by a pixel or two, which would count as detail of the bar."""
UNEVEN_SHARE = 0.02
"""By how much of the width the two bars may differ: pictures of odd size are not centred to the pixel."""

Box = tuple[slice, slice]
"""Rows and columns."""


def filmed_part(stills_rgb: tuple[ImageArray, ...]) -> Box:
    """The part of the picture without bars; all of it where there are none. Bars lie alike on two opposite sides.

    stills_rgb: at least one, all (height, width, 3) of one size. A bar must be seen in every still.
    Source: docs/methods/pelvic_line.md (Camera roll); tried on re-exports of a rendered clip with known roll.
    """
    greys = [cv2.cvtColor(still, cv2.COLOR_RGB2GRAY).astype(np.float64) for still in stills_rgb]
    return _between_bars([grey.T for grey in greys]), _between_bars(greys)


def _between_bars(greys: list[FloatArray]) -> slice:
    """Columns between two bars on the left and on the right."""
    width = greys[0].shape[1]
    detail = np.mean([np.abs(cv2.Laplacian(grey, cv2.CV_64F)).mean(axis=0) for grey in greys], axis=0)
    step = np.min([(np.abs(np.diff(grey, axis=1)) > MIN_STEP_LEVELS).mean(axis=0) for grey in greys], axis=0)
    for edge in np.flatnonzero(step[: width // 2] > MIN_STEP_SHARE)[::-1] + 1:
        if edge < MIN_BAR_SHARE * width:
            break
        mirrored = np.arange(width - edge - round(UNEVEN_SHARE * width), width - edge + round(UNEVEN_SHARE * width))
        mirrored = mirrored[(mirrored > width // 2) & (mirrored < width)]
        other = int(mirrored[step[mirrored - 1].argmax()])
        if step[other - 1] <= MIN_STEP_SHARE:
            continue
        inside = detail[edge + SEARCHED_PX : other - SEARCHED_PX].mean()
        outside = max(detail[: edge - SEARCHED_PX].mean(), detail[other + SEARCHED_PX :].mean())
        if outside < SMOOTH_SHARE * inside:
            return slice(int(edge), other)
    return slice(0, width)
