"""Which near-horizontal edges does the waist show, over the whole clip? Shirt hem, shorts top, belt, skin border."""

from dataclasses import dataclass

import numpy as np

from gait.analysis.pelvis.body_frame import FloatImage
from gait.analysis.pelvis.edge_strips import COLUMNS, PIXEL_TORSOS, ROWS, column_x_torsos, row_y_torsos
from gait.analysis.terms.types import FloatArray

SEARCH_HALF_WIDTH_TORSOS = 0.22
"""Only columns that always lie on the body vote for an edge."""

TILTS = np.tan(np.radians(np.arange(-18, 19, 2)))
BENDS_PER_TORSO = (-0.3, -0.15, 0.0, 0.15, 0.3, 0.5)
"""Slopes and curvatures of the lines tried: height = bend * x^2 + tilt * x below the middle, x in torso lengths."""

MIN_COLOUR_STEP = 2.5
"""Lab colour steps below this are creases and noise."""

MIN_APART_TORSOS = 0.02
"""Closer ones are one edge, found with more than one curvature."""

MAX_EDGES = 4
"""Each is followed through the whole clip, which is what takes the time."""


@dataclass(frozen=True, slots=True)
class Edge:
    """One edge of the clothes: usual height below the hips, curvature, and the colour step across it.

    colour (3,) is the unit direction of the Lab step downwards; strength its size, averaged over the clip.
    """

    height_torsos: float
    bend_per_torso: float
    colour: FloatArray
    strength: float


def find_edges(steps: FloatImage) -> list[Edge]:
    """Edges seen in sample frames, steps (m, ROWS, COLUMNS, 3) of Lab colour downwards, strongest first; at most
    MAX_EDGES.

    Source: docs/methods/pelvic_line.md (waistband).
    """
    found = [edge for bend in BENDS_PER_TORSO for edge in _edges_bent_by(steps, bend)]
    found.sort(key=lambda edge: -edge.strength)
    apart: list[Edge] = []
    for edge in found:
        if all(abs(edge.height_torsos - other.height_torsos) > MIN_APART_TORSOS for other in apart):
            apart.append(edge)
    return apart[:MAX_EDGES]


def _edges_bent_by(steps: FloatImage, bend: float) -> list[Edge]:
    """Average each row along every tilted, bent line; peaks of the best tilt's average are edges."""
    profiles = np.array([_along_lines(steps, tilt, bend) for tilt in TILTS])  # tilts, m, ROWS, 3
    size = np.linalg.norm(profiles, axis=-1)
    strength = size.max(axis=0).mean(axis=0)
    best = np.take_along_axis(profiles, size.argmax(axis=0)[None, ..., None], axis=0)[0]
    edges = []
    for row in range(3, ROWS - 3):
        if strength[row] >= MIN_COLOUR_STEP and strength[row] == strength[row - 3 : row + 4].max():
            colour = best[:, row].mean(axis=0)
            length = float(np.linalg.norm(colour))
            # An edge keeps its colours: where the steps of the frames cancel, it is a crease or a shadow that comes and
            # goes.
            if length > 0.5 * strength[row]:
                edges.append(Edge(float(row_y_torsos()[row]), bend, colour / length, float(strength[row])))
    return edges


def _along_lines(steps: FloatImage, tilt: float, bend: float) -> FloatImage:
    """Mean step (m, ROWS, 3) along the line that crosses the middle at each row."""
    x = column_x_torsos()
    columns = np.flatnonzero(np.abs(x) < SEARCH_HALF_WIDTH_TORSOS)
    drop = np.round((tilt * x[columns] + bend * x[columns] ** 2) / PIXEL_TORSOS).astype(int)
    rows = np.clip(np.arange(ROWS)[:, None] + drop, 0, ROWS - 1)
    return np.asarray(steps.reshape(-1, ROWS, COLUMNS, 3)[:, rows, columns].mean(axis=2))
