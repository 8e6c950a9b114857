"""Upright strips of the waist in body coordinates, and how strongly colour changes downwards in them.

A strip pixel (row, column) lies column_x_torsos right of the middle of the hips and row_y_torsos below it,
both in torso lengths. Angles survive: a strip pixel is as wide as it is high.
"""

import cv2
import numpy as np

from gait.analysis.pelvis.body_frame import BodyFrame, FloatImage
from gait.analysis.terms.types import FloatArray, Footage

PIXEL_TORSOS = 1 / 150
"""Width and height of a strip pixel; about one pixel of the stored patch."""

COLUMNS, ROWS = 121, 105
TOP_TORSOS = -0.58
"""0.8 torso lengths across, from 0.58 above the middle of the hips to 0.11 below: wider than a waist, higher than any
edge that is believed (waistband.HIGHEST_TORSOS), so that an edge of the trunk is recognised as one."""

EDGE_REACH_ROWS = 1
"""Colour is compared this many rows above and below."""

BLUR_ROWS = 0.8
"""Against the grain of the sensor and the blocks of the coder."""


def column_x_torsos() -> FloatArray:
    """Place of the columns (COLUMNS,), right of the middle of the hips, exactly symmetric."""
    return np.asarray((np.arange(COLUMNS) - (COLUMNS - 1) / 2) * PIXEL_TORSOS)


def row_y_torsos() -> FloatArray:
    """Place of the rows (ROWS,), below the middle of the hips."""
    return np.asarray(TOP_TORSOS + np.arange(ROWS) * PIXEL_TORSOS)


def colour_steps(footage: Footage, body: BodyFrame, frame: int) -> FloatImage:
    """Change of CIE Lab colour downwards (ROWS, COLUMNS, 3) in one frame's strip."""
    patches = footage.pelvis
    scale = patches.scale_px[frame]
    torso = body.torso_px[frame]
    step = PIXEL_TORSOS * torso / scale
    corner = body.hips_px[frame] + torso * np.array([column_x_torsos()[0], TOP_TORSOS])
    corner = (corner - patches.origin_px[frame]) / scale
    matrix = np.array([[step, 0.0, corner[0]], [0.0, step, corner[1]]])
    strip = cv2.warpAffine(
        patches.rgb[frame],
        matrix,
        (COLUMNS, ROWS),
        flags=cv2.INTER_LINEAR | cv2.WARP_INVERSE_MAP,
        borderMode=cv2.BORDER_REPLICATE,
    )
    lab = cv2.cvtColor(strip.astype(np.float32) / 255.0, cv2.COLOR_RGB2LAB)
    lab = cv2.GaussianBlur(lab, (0, 0), BLUR_ROWS)
    steps = np.zeros((ROWS, COLUMNS, 3), np.float32)
    reach = EDGE_REACH_ROWS
    steps[reach:-reach] = lab[2 * reach :] - lab[: -2 * reach]
    return steps
