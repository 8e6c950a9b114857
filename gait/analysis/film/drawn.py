"""A cartoon or a drawing that walks: the pose model follows it like a person, but nobody's pelvis is under it.

Cloth and skin are never of one colour: light, folds and the sensor see to that. Drawings are, apart from outlines.
"""

import cv2
import numpy as np

from gait.analysis.terms.types import ImageArray, PelvisPatches

LOOKED_AT = 12
"""Pictures, spread over the clip; half of them decide."""
REACH_PX, SAME_LEVELS = 5, 2
"""A neighbourhood of so many pixels is flat when its grey levels differ by no more; the grain of a sensor differs by
more."""
FLAT_SHARE = 0.7
"""Share of the pelvis' neighbourhoods of one level: a cartoon 0.84; 32 rendered and 6 real clips 0.10 to 0.45."""
OUTLINE_SHARE, OUTLINE_LEVELS = 0.02, 20
"""A picture without any outline is a blank, and a blank is no drawing."""


def looks_drawn(patches: PelvisPatches) -> bool:
    """Is the middle of the pelvis patch flat colour between outlines, in most of the pictures? False without pictures.

    Source: one cartoon, 32 rendered and 6 real clips, docs/methods/following.md.
    """
    present = np.flatnonzero(patches.present)
    some = present[:: max(1, len(present) // LOOKED_AT)]
    return bool(len(some)) and float(np.median([_is_flat(patches.rgb[k]) for k in some])) > 0.5


def _is_flat(patch: ImageArray) -> float:
    size = len(patch)
    grey = cv2.cvtColor(np.ascontiguousarray(patch), cv2.COLOR_RGB2GRAY)
    middle = grey[size // 4 : 3 * size // 4, size // 4 : 3 * size // 4]
    square = np.ones((REACH_PX, REACH_PX), np.uint8)
    reach = cv2.dilate(middle, square).astype(np.int16) - cv2.erode(middle, square)
    has_outlines = float((reach > OUTLINE_LEVELS).mean()) > OUTLINE_SHARE
    return float(has_outlines and float((reach <= SAME_LEVELS).mean()) > FLAT_SHARE)
