"""A plain head for whole clips: the body data end at the neck, and a person is not found without one."""

from dataclasses import replace

import numpy as np

from gait.training.arrays import FloatArray, IntArray
from gait.training.walker.dress import BONES_PER_VERTEX, Figure, Material
from gait.training.walker.skeleton import BONE

HEAD_M, NECK_M = (0.072, 0.112, 0.092), (0.052, 0.075, 0.056)
"""Half axes on an average body: sideways, up, forwards."""
HAIR_M, HAIR_BACK_M = 0.010, 0.018
"""How much larger the hair is than the head, and how far behind it sits, so that the face stays free."""
MERIDIANS, PARALLELS = 20, 12


def with_head(figure: Figure) -> Figure:
    """The same figure with neck, head and hair, all turning with the neck; hair has the colour of the shoes."""
    shape = figure.shape
    neck_m, top_m = shape.joints_m["neck"], float(shape.vertices_m[:, 1].max())
    middle = np.array([neck_m[0], top_m - HEAD_M[1] * shape.scale, neck_m[2] + 0.02 * shape.scale])
    parts = [
        (_ellipsoid(0.5 * (neck_m + middle) - [0, 0.02, 0], np.array(NECK_M) * shape.scale), Material.SKIN),
        (_ellipsoid(middle, np.array(HEAD_M) * shape.scale), Material.SKIN),
        (
            _ellipsoid(
                middle + np.array([0, HAIR_M, -HAIR_BACK_M]) * shape.scale, (np.array(HEAD_M) + HAIR_M) * shape.scale
            ),
            Material.SHOE,
        ),
    ]
    for (points, triangles), material in parts:
        figure = _joined(figure, points, triangles, material)
    return figure


def _joined(figure: Figure, points: FloatArray, triangles: IntArray, material: Material) -> Figure:
    count = len(points)
    bones = np.zeros((count, BONES_PER_VERTEX), np.int32)
    weights = np.zeros((count, BONES_PER_VERTEX))
    bones[:, 0], weights[:, 0] = BONE["neck"], 1.0
    return replace(
        figure,
        vertices_m=np.concatenate([figure.vertices_m, points]),
        triangles=np.concatenate([figure.triangles, (triangles + len(figure.vertices_m)).astype(np.int32)]),
        material=np.concatenate([figure.material, np.full(len(triangles), material)]),
        bones=np.concatenate([figure.bones, bones]),
        weights=np.concatenate([figure.weights, weights]),
        inside_m=np.concatenate([figure.inside_m, np.ones(count)]),
    )


def _ellipsoid(middle_m: FloatArray, half_axes_m: FloatArray) -> tuple[FloatArray, IntArray]:
    """Points (k, 3) and triangles that face outwards."""
    across, up = np.meshgrid(
        np.linspace(0, 2 * np.pi, MERIDIANS, endpoint=False), np.linspace(-np.pi / 2, np.pi / 2, PARALLELS)
    )
    points = np.stack([np.cos(up) * np.sin(across), np.sin(up), np.cos(up) * np.cos(across)], axis=-1)
    row, column = np.meshgrid(np.arange(PARALLELS - 1), np.arange(MERIDIANS), indexing="ij")
    a, b = row * MERIDIANS + column, row * MERIDIANS + (column + 1) % MERIDIANS
    triangles = np.concatenate([np.stack([a, b, a + MERIDIANS], -1), np.stack([b, b + MERIDIANS, a + MERIDIANS], -1)])
    return middle_m + half_axes_m * points.reshape(-1, 3), triangles.reshape(-1, 3)
