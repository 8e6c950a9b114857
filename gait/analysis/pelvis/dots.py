"""Find small round spots that differ from all that is around them: stickers, tape dots, belt marks, balls.

A spot of any colour counts. What makes it one is that its colour bends away on both sides in EVERY direction: edges,
stripes and creases go on in at least one, even where a spot sits on the edge of shorts, half on skin. So the smaller
of the two curvatures of the picture is looked at (the determinant of the Hessian does the same), and on an edge it is
the curvature along the edge. Positions are in torso lengths from the middle of the hips, right and down positive;
colours are CIE Lab.
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

SPOT_RADII = (1.8, 2.5, 4.5, 7.0)
"""Radii looked for, in window pixels: 0.9 to 3.5 cm across on an adult. Balls of 14 mm show best at the smallest."""

RING = 2.4
"""Surroundings are compared this many radii away."""

DIRECTIONS = 12
"""One in every 30 degrees, so that an edge or a crease meets at least one."""

DISC_TO_CURVATURE = float(np.e)
"""A disc whose radius is the root of two times the blur bends, at its middle, by its contrast over e each way."""

MAX_SPOTS_OF_A_RADIUS = 14
MIN_SPOT_SALIENCY = 4.0
"""Smallest colour difference (Lab) to the most similar pair of opposite places. Balls on an edge: 4 to 50; a pair needs
more (markers.py)."""

CURVATURES = (
    np.array([[1, -2, 1]], np.float32),
    np.array([[1], [-2], [1]], np.float32),
    np.array([[1, 0, -1], [0, 0, 0], [-1, 0, 1]], np.float32) / 4,
)
"""Second differences across, down and mixed."""


@dataclass(frozen=True, slots=True)
class Dots:
    """Spots of one frame: xy (k, 2), colour (k, 3), contrast (k, 3) to the surroundings, radius (k,).

    saliency (k,): colour difference to the mean of two opposite places around, where that is smallest. alone (k,): to
    any one place around; small or below 0 where an edge or a stripe runs into the spot.
    """

    xy: FloatArray
    colour: FloatArray
    contrast: FloatArray
    saliency: FloatArray
    alone: FloatArray
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


def spot_strength(lab: FloatImage, radius: float) -> tuple[FloatImage, FloatImage]:
    """How much each place is a spot of this radius in pixels, and of which colour: (ROWS, COLUMNS), (ROWS, COLUMNS, 3).

    The smaller curvature of the picture, in the direction of colour (Lab) in which it bends most there, as the contrast
    of a disc that bends as much; 0 where the picture does not bend away on both sides in every direction.
    """
    across, down, aslant = _curvatures(lab, radius)
    bend = -(across + down)
    way = bend / np.maximum(np.linalg.norm(bend, axis=-1, keepdims=True), 1e-6)
    along_x, along_y, mixed = ((part * way).sum(axis=-1) for part in (across, down, aslant))
    return _disc_contrast(along_x, along_y, mixed, radius), np.asarray(way)


def spot_strength_along(lab: FloatImage, radius: float, direction: FloatArray) -> FloatImage:
    """How much each place (ROWS, COLUMNS) is a spot of this radius whose colour differs in direction (3,) of Lab."""
    along = np.asarray(cv2.transform(lab, direction[None]), np.float32)
    return _disc_contrast(*_curvatures(along, radius), radius)


def _curvatures(picture: FloatImage, radius: float) -> tuple[FloatImage, FloatImage, FloatImage]:
    """Second derivatives across, down and mixed, of the picture smoothed for spots of this radius."""
    smooth = cv2.GaussianBlur(picture, (0, 0), radius / np.sqrt(2))
    across, down, aslant = (np.asarray(cv2.filter2D(smooth, -1, kernel), np.float32) for kernel in CURVATURES)
    return across, down, aslant


def _disc_contrast(along_x: FloatImage, along_y: FloatImage, mixed: FloatImage, radius: float) -> FloatImage:
    flattest = (along_x + along_y) / 2 + np.hypot((along_x - along_y) / 2, mixed)
    return np.maximum(-flattest, 0.0) * DISC_TO_CURVATURE * radius**2 / 2


def find_dots(lab: FloatImage) -> Dots:
    """All spots of one frame, lab (ROWS, COLUMNS, 3), most salient first; at most MAX_SPOTS_OF_A_RADIUS of each radius.

    Source: docs/methods/pelvic_line.md (markers).
    """
    found = [_dots_of_radius(lab, radius) for radius in SPOT_RADII]
    parts = [np.concatenate(columns) for columns in zip(*found, strict=True)]
    order = np.argsort(-parts[3])
    return Dots(*(part[order] for part in parts))


def _dots_of_radius(lab: FloatImage, radius: float) -> tuple[FloatArray, ...]:
    strength, way = spot_strength(lab, radius)
    rows, columns = local_maxima(strength, radius)
    strongest = np.argsort(-strength[rows, columns])[:MAX_SPOTS_OF_A_RADIUS]
    rows, columns = rows[strongest], columns[strongest]
    blurred = np.asarray(cv2.GaussianBlur(lab, (0, 0), 0.5 * radius), np.float32)
    saliency, alone = _saliency(blurred, rows, columns, radius)
    keep = saliency >= MIN_SPOT_SALIENCY
    rows, columns = rows[keep], columns[keep]
    xy = window_to_torsos(np.stack([columns, rows], axis=1).astype(np.float64))
    colour = lab[rows, columns].astype(np.float64)
    contrast = (way[rows, columns] * strength[rows, columns, None]).astype(np.float64)
    return (xy, colour, contrast, saliency[keep], alone[keep], np.full(len(rows), radius))


def local_maxima(size: FloatImage, radius: float) -> tuple[IntArray, IntArray]:
    """Rows and columns (k,) of the places of size (ROWS, COLUMNS) larger than 0 and than all within 1.5 radii.

    The border is left out as far as the ring reaches, whose other side would be made-up picture.
    """
    reach = max(2, int(1.5 * radius))
    top = (size > 0) & (size >= cv2.dilate(size, np.ones((2 * reach + 1, 2 * reach + 1), np.uint8)))
    margin = int(np.ceil(RING * radius)) + 1
    inside = np.zeros_like(top)
    inside[margin:-margin, margin:-margin] = True
    rows, columns = np.nonzero(top & inside)
    return rows, columns


def _saliency(lab: FloatImage, rows: IntArray, columns: IntArray, radius: float) -> tuple[FloatArray, FloatArray]:
    """Dots.saliency and Dots.alone (k,): twelve directions around, compared along the mean difference."""
    turn = np.linspace(0, 2 * np.pi, DIRECTIONS, endpoint=False)
    around_rows = np.round(rows[:, None] + RING * radius * np.sin(turn)).astype(int)
    around_columns = np.round(columns[:, None] + RING * radius * np.cos(turn)).astype(int)
    difference = lab[rows, columns][:, None] - lab[around_rows, around_columns]
    mean = difference.mean(axis=1)
    direction = mean / np.maximum(np.linalg.norm(mean, axis=1, keepdims=True), 1e-9)
    along = np.asarray((difference * direction[:, None]).sum(axis=-1))
    opposite = (along[:, : DIRECTIONS // 2] + along[:, DIRECTIONS // 2 :]) / 2
    return opposite.min(axis=1), along.min(axis=1)


def window_to_torsos(xy: FloatArray) -> FloatArray:
    """Window pixels (..., 2) -> torso lengths from the middle of the hips, right and down positive."""
    return np.array([LEFT_TORSOS, TOP_TORSOS]) + xy * PIXEL_TORSOS
