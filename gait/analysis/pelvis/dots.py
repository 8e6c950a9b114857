"""Find small round spots that differ from all that is around them: stickers, tape dots, belt marks.

A spot of any colour counts. What makes it one is that it differs from its surroundings in EVERY direction:
edges, stripes and creases go on in at least one. Positions are in torso lengths from the middle of the hips,
right and down positive; colours are CIE Lab.
"""

from dataclasses import dataclass

import cv2
import numpy as np

from gait.analysis.pelvis.body_frame import BodyFrame, FloatImage
from gait.analysis.terms.types import FloatArray, Footage, IntArray

PIXEL_TORSOS = 1 / 200
"""Width and height of a window pixel: 2.5 mm of a trunk of half a metre, so that a sticker is some pixels wide."""

COLUMNS, ROWS = 173, 121
"""0.86 by 0.6 torso lengths: the widest pair that could be marks (dot_pair.py) and the ring around each of them."""
LEFT_TORSOS = -(COLUMNS - 1) / 2 * PIXEL_TORSOS
TOP_TORSOS = -0.48
"""Place of the first column and row from the middle of the hips."""

SPOT_RADII = (2.5, 4.5)
"""Radii looked for, in window pixels: 1.2 to 2.2 cm across on an adult."""

RING = 2.4
"""Surroundings are compared this many radii away."""

DIRECTIONS = 12
"""One in every 30 degrees, so that an edge or a crease meets at least one."""

MAX_SPOTS_OF_A_RADIUS = 14
MIN_SPOT_SALIENCY = 14.0
"""Smallest colour difference (Lab) to the most similar direction. A pair needs more (markers.MIN_PAIR_SALIENCY)."""


@dataclass(frozen=True, slots=True)
class Dots:
    """Spots of one frame: xy (k, 2), colour (k, 3), contrast (k, 3) to the surroundings, saliency (k,), radius (k,)."""

    xy: FloatArray
    colour: FloatArray
    contrast: FloatArray
    saliency: FloatArray
    radius: FloatArray


def lab_window(footage: Footage, body: BodyFrame, frame: int) -> FloatImage:
    """The pelvis in body coordinates (ROWS, COLUMNS, 3), CIE Lab; beyond the patch its border goes on."""
    patches = footage.pelvis
    scale, torso = patches.scale_px[frame], body.torso_px[frame]
    step = PIXEL_TORSOS * torso / scale
    corner = body.hips_px[frame] + torso * np.array([LEFT_TORSOS, TOP_TORSOS])
    corner = (corner - patches.origin_px[frame]) / scale
    window = cv2.warpAffine(
        patches.rgb[frame],
        np.array([[step, 0.0, corner[0]], [0.0, step, corner[1]]]),
        (COLUMNS, ROWS),
        flags=cv2.INTER_LINEAR | cv2.WARP_INVERSE_MAP,
        borderMode=cv2.BORDER_REPLICATE,
    )
    return np.asarray(cv2.cvtColor(window.astype(np.float32) / 255.0, cv2.COLOR_RGB2LAB))


def centre_surround(lab: FloatImage, radius: float) -> FloatImage:
    """Difference (ROWS, COLUMNS, 3) of each place from its surroundings, Lab, for spots of this radius in pixels.

    A difference of two Gaussians, the usual filter for blobs of one size.
    """
    near = cv2.GaussianBlur(lab, (0, 0), 0.6 * radius)
    return np.asarray(near - cv2.GaussianBlur(lab, (0, 0), 1.8 * radius))


def find_dots(lab: FloatImage) -> Dots:
    """All spots of one frame, lab (ROWS, COLUMNS, 3), most salient first; at most MAX_SPOTS_OF_A_RADIUS of each radius.

    Source: docs/methods/pelvic_line.md (markers).
    """
    found = [_dots_of_radius(lab, radius) for radius in SPOT_RADII]
    parts = [np.concatenate(columns) for columns in zip(*found, strict=True)]
    order = np.argsort(-parts[3])
    return Dots(*(part[order] for part in parts))


def _dots_of_radius(lab: FloatImage, radius: float) -> tuple[FloatArray, ...]:
    contrast = centre_surround(lab, radius)
    size = np.sqrt((contrast**2).sum(axis=-1))
    rows, columns = local_maxima(size, radius)
    strongest = np.argsort(-size[rows, columns])[:MAX_SPOTS_OF_A_RADIUS]
    rows, columns = rows[strongest], columns[strongest]
    blurred = np.asarray(cv2.GaussianBlur(lab, (0, 0), 0.5 * radius), np.float32)
    saliency = _saliency(blurred, rows, columns, radius)
    keep = saliency >= MIN_SPOT_SALIENCY
    rows, columns = rows[keep], columns[keep]
    xy = window_to_torsos(np.stack([columns, rows], axis=1).astype(np.float64))
    colour, step = lab[rows, columns], contrast[rows, columns]
    return (xy, colour.astype(np.float64), step.astype(np.float64), saliency[keep], np.full(len(rows), radius))


def local_maxima(size: FloatImage, radius: float) -> tuple[IntArray, IntArray]:
    """Rows and columns (k,) of the places of size (ROWS, COLUMNS) larger than all within 1.5 radii, off the border.

    The border is left out as far as the ring reaches, whose other side would be made-up picture.
    """
    reach = int(1.5 * radius)
    top = size >= cv2.dilate(size, np.ones((2 * reach + 1, 2 * reach + 1), np.uint8))
    margin = int(np.ceil(RING * radius)) + 1
    inside = np.zeros_like(top)
    inside[margin:-margin, margin:-margin] = True
    rows, columns = np.nonzero(top & inside)
    return rows, columns


def _saliency(lab: FloatImage, rows: IntArray, columns: IntArray, radius: float) -> FloatArray:
    """Colour difference to the most similar of twelve directions around, along the mean difference."""
    turn = np.linspace(0, 2 * np.pi, DIRECTIONS, endpoint=False)
    around_rows = np.round(rows[:, None] + RING * radius * np.sin(turn)).astype(int)
    around_columns = np.round(columns[:, None] + RING * radius * np.cos(turn)).astype(int)
    difference = lab[rows, columns][:, None] - lab[around_rows, around_columns]
    mean = difference.mean(axis=1)
    direction = mean / np.maximum(np.linalg.norm(mean, axis=1, keepdims=True), 1e-9)
    return np.asarray((difference * direction[:, None]).sum(axis=-1).min(axis=1))


def window_to_torsos(xy: FloatArray) -> FloatArray:
    """Window pixels (..., 2) -> torso lengths from the middle of the hips, right and down positive."""
    return np.array([LEFT_TORSOS, TOP_TORSOS]) + xy * PIXEL_TORSOS
