"""Triangles to pixels, in software: bend the mesh, find what each sample sees, and what the light reaches."""

import numpy as np
from numba import njit

from gait.training.arrays import FloatArray, IntArray

NO_TRIANGLE = -1


@njit(cache=True, fastmath=True)
def bend(
    points: FloatArray,
    bones: IntArray,
    weights: FloatArray,
    rotations: FloatArray,
    rest_heads: FloatArray,
    heads: FloatArray,
) -> FloatArray:
    """Linear blend skinning: rest positions (n, 3) to posed positions (n, 3)."""
    posed = np.zeros_like(points)
    for vertex in range(points.shape[0]):
        for slot in range(bones.shape[1]):
            weight = weights[vertex, slot]
            if weight < 1e-4:
                continue
            bone = bones[vertex, slot]
            x = points[vertex, 0] - rest_heads[bone, 0]
            y = points[vertex, 1] - rest_heads[bone, 1]
            z = points[vertex, 2] - rest_heads[bone, 2]
            for axis in range(3):
                turned = rotations[bone, axis, 0] * x + rotations[bone, axis, 1] * y + rotations[bone, axis, 2] * z
                posed[vertex, axis] += weight * (turned + heads[bone, axis])
    return posed


@njit(cache=True, fastmath=True)
def vertex_normals(points: FloatArray, triangles: IntArray) -> FloatArray:
    """Outward unit normals (n, 3), weighted by triangle area."""
    normals = np.zeros_like(points)
    for t in range(triangles.shape[0]):
        a, b, c = triangles[t, 0], triangles[t, 1], triangles[t, 2]
        ux, uy, uz = points[b, 0] - points[a, 0], points[b, 1] - points[a, 1], points[b, 2] - points[a, 2]
        vx, vy, vz = points[c, 0] - points[a, 0], points[c, 1] - points[a, 1], points[c, 2] - points[a, 2]
        nx, ny, nz = uy * vz - uz * vy, uz * vx - ux * vz, ux * vy - uy * vx
        for corner in (a, b, c):
            normals[corner, 0] += nx
            normals[corner, 1] += ny
            normals[corner, 2] += nz
    for i in range(points.shape[0]):
        length = np.sqrt(normals[i, 0] ** 2 + normals[i, 1] ** 2 + normals[i, 2] ** 2) + 1e-12
        normals[i] /= length
    return normals


@njit(cache=True, fastmath=True)
def rasterise(
    screen: FloatArray, triangles: IntArray, inside: FloatArray, size: int
) -> tuple[FloatArray, IntArray, FloatArray, FloatArray]:
    """What a square picture of size samples sees.

    screen (n, 3): sample coordinates and nearness (larger is nearer; not positive is behind the camera). Returns
    nearness, triangle number (NO_TRIANGLE where nothing is), and the two barycentric coordinates of its second and
    third corner, all (size, size). Fragments whose interpolated `inside` is not positive are cut away.
    """
    nearest = np.zeros((size, size), np.float32)
    seen = np.full((size, size), NO_TRIANGLE, np.int32)
    second, third = np.zeros((size, size), np.float32), np.zeros((size, size), np.float32)
    for t in range(triangles.shape[0]):
        a, b, c = triangles[t, 0], triangles[t, 1], triangles[t, 2]
        if inside[a] <= 0 and inside[b] <= 0 and inside[c] <= 0:
            continue
        if screen[a, 2] <= 0 or screen[b, 2] <= 0 or screen[c, 2] <= 0:
            continue
        x0, y0, x1, y1, x2, y2 = screen[a, 0], screen[a, 1], screen[b, 0], screen[b, 1], screen[c, 0], screen[c, 1]
        area = (x1 - x0) * (y2 - y0) - (x2 - x0) * (y1 - y0)
        if abs(area) < 1e-9:
            continue
        for row in range(max(0, int(np.ceil(min(y0, y1, y2) - 0.5))), min(size, int(max(y0, y1, y2) + 0.5))):
            for column in range(max(0, int(np.ceil(min(x0, x1, x2) - 0.5))), min(size, int(max(x0, x1, x2) + 0.5))):
                dx, dy = column + 0.5 - x0, row + 0.5 - y0
                u = (dx * (y2 - y0) - (x2 - x0) * dy) / area
                v = ((x1 - x0) * dy - dx * (y1 - y0)) / area
                if u < 0 or v < 0 or u + v > 1:
                    continue
                nearness = screen[a, 2] + u * (screen[b, 2] - screen[a, 2]) + v * (screen[c, 2] - screen[a, 2])
                if nearness <= nearest[row, column]:
                    continue
                if inside[a] + u * (inside[b] - inside[a]) + v * (inside[c] - inside[a]) <= 0:
                    continue
                nearest[row, column], seen[row, column] = nearness, t
                second[row, column], third[row, column] = u, v
    return nearest, seen, second, third


@njit(cache=True, fastmath=True)
def lit_share(shadow_map: FloatArray, x: float, y: float, nearness: float) -> float:
    """Share of light, 0 to 1, that reaches a point of the shadow map: a smooth mean over 3 x 3 of its samples."""
    size = shadow_map.shape[0]
    left, top = int(np.floor(x - 0.5)), int(np.floor(y - 0.5))
    if left < 2 or top < 2 or left >= size - 3 or top >= size - 3:
        return 1.0
    share_x, share_y = x - 0.5 - left, y - 0.5 - top
    total = 0.0
    for j in range(-1, 3):
        weight_y = 1 - share_y if j == -1 else (share_y if j == 2 else 1.0)
        for i in range(-1, 3):
            weight_x = 1 - share_x if i == -1 else (share_x if i == 2 else 1.0)
            if shadow_map[top + j, left + i] <= nearness:
                total += weight_x * weight_y
    return total / 9.0
