"""Body and clothes as one mesh that bends with the bones."""

from dataclasses import dataclass
from enum import IntEnum

import numpy as np

from gait.training.arrays import FloatArray, IntArray
from gait.training.walker.body_data import load_body_data
from gait.training.walker.clothes import Clothes, Outfit
from gait.training.walker.shape import Shape
from gait.training.walker.skeleton import BONE, SIDES

BONES_PER_VERTEX = 5
CLIP_MARGIN_M = 0.12
"""Triangles further than this outside a garment's edges are left out; the rest is cut along them when drawn."""


class Material(IntEnum):
    SKIN = 0
    BOTTOMS = 1
    TOP = 2
    SHOE = 3


@dataclass(frozen=True, slots=True)
class Figure:
    """A dressed body at rest: vertices_m (n, 3), triangles (m, 3), material (m,), bones and weights (n, 5).

    inside_m (n,): distance inside the garment's edges; only fragments with a positive value are drawn.
    """

    shape: Shape
    vertices_m: FloatArray
    triangles: IntArray
    material: IntArray
    bones: IntArray
    weights: FloatArray
    inside_m: FloatArray
    waist_y_m: float
    waist_slope: float


@dataclass(frozen=True, slots=True)
class _Layer:
    mesh: str
    material: Material
    inside_m: FloatArray
    push_m: FloatArray
    weights: FloatArray


def dress(shape: Shape, clothes: Clothes) -> Figure:
    layers = [_skin(shape), _shoes(shape), _bottoms(shape, clothes)]
    if clothes.outfit is not Outfit.BARE:
        layers.append(_top(shape, clothes))
    if clothes.long_top:
        layers.append(_skirt(shape, clothes))
    parts = [_cut_out(shape, layer) for layer in layers]
    starts = np.cumsum([0, *(len(part[0]) for part in parts)])
    weights = np.concatenate([part[2] for part in parts])
    strongest = np.argsort(-weights, axis=1)[:, :BONES_PER_VERTEX]
    kept = np.take_along_axis(weights, strongest, axis=1)
    return Figure(
        shape=shape,
        vertices_m=np.concatenate([part[0] for part in parts]),
        triangles=np.concatenate([p[1] + start for p, start in zip(parts, starts[:-1], strict=True)]).astype(np.int32),
        material=np.concatenate([np.full(len(p[1]), layer.material) for p, layer in zip(parts, layers, strict=True)]),
        bones=strongest.astype(np.int32),
        weights=kept / kept.sum(axis=1, keepdims=True),
        inside_m=np.concatenate([part[3] for part in parts]),
        waist_y_m=float(shape.joints_m["pelvis"][1] + clothes.waist.height_m * shape.scale),
        waist_slope=clothes.waist.slope_side,
    )


def _skin(shape: Shape) -> _Layer:
    everywhere = np.ones(len(shape.vertices_m))
    return _Layer("body", Material.SKIN, everywhere, 0 * everywhere, shape.weights)


def _shoes(shape: Shape) -> _Layer:
    of_foot = shape.weights[:, [BONE["foot_l"], BONE["foot_r"]]].sum(axis=1) > 0.3
    ankle_m = shape.joints_m["foot_l"][1] + 0.012
    inside = np.where(of_foot, ankle_m - shape.vertices_m[:, 1], -1.0)
    return _Layer("body", Material.SHOE, inside, np.full(len(inside), 0.010), shape.weights)


def _bottoms(shape: Shape, clothes: Clothes) -> _Layer:
    points, hip, knee = shape.vertices_m, shape.joints_m["thigh_l"], shape.joints_m["calf_l"]
    thigh_m = hip[1] - knee[1]
    leg_m = thigh_m * np.where(points[:, 0] > 0, *clothes.leg_length)
    below_waist = clothes.waist.height_at(points) * shape.scale + hip[1] - points[:, 1]
    inside = np.where(_arm_share(shape) > 0.3, -1.0, np.minimum(below_waist, points[:, 1] - hip[1] + leg_m))
    flare = np.clip((hip[1] - 0.02 - points[:, 1]) / (0.6 * thigh_m), 0, 1)
    push = 0.006 + 0.016 * clothes.slack * flare + _creases(points, clothes)
    return _Layer("tights", Material.BOTTOMS, inside, push, _slip(shape, clothes, shape.weights))


def _top(shape: Shape, clothes: Clothes) -> _Layer:
    points = shape.vertices_m
    along_arm, arm_m = _along_arm(shape)
    above_hem = _above_hem(shape, clothes)
    collar = shape.joints_m["neck"][1] + 0.025 - points[:, 1]
    inside = np.minimum(np.where(along_arm > 0, 0.2, above_hem), (clothes.sleeve - along_arm) * arm_m)
    near_hem = np.clip(1 - above_hem / 0.22, 0, 1)
    push = 0.007 + clothes.slack * (0.010 * near_hem + 0.006 * np.clip(along_arm, 0, 1)) + _creases(points, clothes)
    return _Layer("tights", Material.TOP, np.minimum(inside, collar), push, _slip(shape, clothes, shape.weights))


def _skirt(shape: Shape, clothes: Clothes) -> _Layer:
    """The part of a long top that hangs over hips and thighs."""
    points, hips_y = shape.vertices_m, shape.joints_m["pelvis"][1]
    with_legs = np.clip((hips_y + 0.02 - points[:, 1]) / 0.30, 0, clothes.skirt_follows_legs)
    left = np.clip(0.5 + points[:, 0] / 0.16, 0, 1)
    weights = np.zeros_like(shape.weights)
    weights[:, BONE["pelvis"]] = 1 - with_legs
    weights[:, BONE["thigh_l"]], weights[:, BONE["thigh_r"]] = with_legs * left, with_legs * (1 - left)
    inside = np.minimum(_above_hem(shape, clothes), hips_y + 0.13 - points[:, 1])
    push = 0.004 + 0.012 * clothes.slack + _creases(points, clothes)
    return _Layer("skirt", Material.TOP, inside, push, _slip(shape, clothes, weights))


def _above_hem(shape: Shape, clothes: Clothes) -> FloatArray:
    hem = clothes.hem.height_at(shape.vertices_m) * shape.scale + shape.joints_m["pelvis"][1]
    return np.asarray(shape.vertices_m[:, 1] - hem)


def _creases(points: FloatArray, clothes: Clothes) -> FloatArray:
    """Standing waves of slack cloth, metres outwards."""
    rng = np.random.default_rng(clothes.crease_seed)
    waves = rng.normal(0, 25, (4, 3))
    height = np.sin(points @ waves.T + rng.uniform(0, 2 * np.pi, 4)).mean(axis=1)
    return np.asarray(clothes.creases_m * (1 + height))


def _slip(shape: Shape, clothes: Clothes, weights: FloatArray) -> FloatArray:
    """Cloth near the waist that follows the trunk for a part."""
    height = (shape.vertices_m[:, 1] - shape.joints_m["pelvis"][1]) / 0.10
    moved = weights[:, BONE["pelvis"]] * clothes.slip * np.clip(height, 0, 1)
    weights = weights.copy()
    weights[:, BONE["pelvis"]] -= moved
    weights[:, BONE["spine4"]] += moved
    return weights


def _arm_share(shape: Shape) -> FloatArray:
    bones = [BONE[f"{bone}_{side}"] for bone in ("arm", "forearm", "hand") for side in SIDES]
    return np.asarray(shape.weights[:, bones].sum(axis=1))


def _along_arm(shape: Shape) -> tuple[FloatArray, float]:
    """Place along the arm in upper-arm lengths from the shoulder, negative on the trunk; and that length in metres."""
    along = np.full(len(shape.vertices_m), -0.3)
    for side, of_side in (("l", shape.vertices_m[:, 0] > 0), ("r", shape.vertices_m[:, 0] <= 0)):
        shoulder = shape.joints_m[f"arm_{side}"]
        arm = shape.joints_m[f"forearm_{side}"] - shoulder
        share = (shape.vertices_m - shoulder) @ arm / (arm @ arm)
        along = np.where(of_side & (_arm_share(shape) > 0.3), share, along)
    return along, shape.length_m("arm_l", "forearm_l")


def _cut_out(shape: Shape, layer: _Layer) -> tuple[FloatArray, IntArray, FloatArray, FloatArray]:
    """Vertices, triangles, weights and inside distance of the part of the mesh that the layer covers."""
    triangles = load_body_data().meshes[layer.mesh]
    triangles = triangles[(layer.inside_m[triangles] > -CLIP_MARGIN_M).all(axis=1)]
    used, flat = np.unique(triangles, return_inverse=True)
    triangles = flat.reshape(triangles.shape)
    points = shape.vertices_m[used]
    points = points + layer.push_m[used, None] * _normals(points, triangles)
    return points, triangles, layer.weights[used], layer.inside_m[used]


def _normals(points: FloatArray, triangles: IntArray) -> FloatArray:
    corners = points[triangles]
    of_triangle = np.cross(corners[:, 1] - corners[:, 0], corners[:, 2] - corners[:, 0])
    normals = np.zeros_like(points)
    for corner in range(3):
        np.add.at(normals, triangles[:, corner], of_triangle)
    return np.asarray(normals / (np.linalg.norm(normals, axis=1, keepdims=True) + 1e-12))
