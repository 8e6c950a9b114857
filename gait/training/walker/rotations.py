"""Rotations of space, many at once: angles (k,) in radians become matrices (k, 3, 3)."""

import numpy as np

from gait.training.arrays import FloatArray


def about(axis: str, angle_rad: FloatArray) -> FloatArray:
    """Right-handed rotation about x, y or z."""
    first, second = {"x": (1, 2), "y": (2, 0), "z": (0, 1)}[axis]
    matrix = np.tile(np.eye(3), (len(angle_rad), 1, 1))
    cosine, sine = np.cos(angle_rad), np.sin(angle_rad)
    matrix[:, first, first] = matrix[:, second, second] = cosine
    matrix[:, first, second], matrix[:, second, first] = -sine, sine
    return matrix


def turn(matrices: FloatArray, vector: FloatArray) -> FloatArray:
    """Rotate one vector (3,) by every matrix: (k, 3)."""
    return np.einsum("kij,j->ki", matrices, vector)


def unit(vectors: FloatArray) -> FloatArray:
    return np.asarray(vectors / np.linalg.norm(vectors, axis=-1, keepdims=True))


def part_of(matrices: FloatArray, share: float) -> FloatArray:
    """The same rotations by a share of their angle."""
    cosine = np.clip((np.trace(matrices, axis1=1, axis2=2) - 1) / 2, -1, 1)
    angle = np.arccos(cosine)
    skew = np.stack([matrices[:, 2, 1] - matrices[:, 1, 2], matrices[:, 0, 2] - matrices[:, 2, 0]], axis=1)
    axis = np.column_stack([skew, matrices[:, 1, 0] - matrices[:, 0, 1]])
    length = np.linalg.norm(axis, axis=1, keepdims=True)
    axis = np.where(length > 1e-9, axis / np.maximum(length, 1e-9), [1.0, 0.0, 0.0])
    cross = np.zeros_like(matrices)
    cross[:, 2, 1], cross[:, 0, 2], cross[:, 1, 0] = axis.T
    cross -= cross.transpose(0, 2, 1)
    sine, rest = np.sin(share * angle)[:, None, None], (1 - np.cos(share * angle))[:, None, None]
    return np.asarray(np.eye(3) + sine * cross + rest * (cross @ cross))


def frame(along: FloatArray, forward: FloatArray) -> FloatArray:
    """Axes (k, 3, 3) whose -y runs along the bone and whose z is as near to forward as can be."""
    up = -unit(along)
    ahead = unit(forward - (forward * up).sum(axis=-1, keepdims=True) * up)
    return np.stack([np.cross(up, ahead), up, ahead], axis=-1)
