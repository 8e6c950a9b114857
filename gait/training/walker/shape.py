"""The naked body: build, height and weight drawn or given, joints where they are, skin tied to the bones."""

from dataclasses import dataclass
from itertools import product

import numpy as np

from gait.training.arrays import FloatArray, Rng
from gait.training.walker.body_data import BodyData, load_body_data
from gait.training.walker.skeleton import BONE, LEFTWARD, SIDES

AVERAGE_STATURE_M = 1.75
HIP_MEDIAL_SHARE = 0.88
"""The rig's hip joints sit lateral of the anatomical centres of the femoral heads."""


@dataclass(frozen=True, slots=True)
class Build:
    """gender 0 female to 1 male; muscle, weight and height 0 to 1 with 0.5 the average; local shapes by target name."""

    gender: float
    muscle: float
    weight: float
    height: float
    race: str
    stature_m: float
    local: dict[str, float]


@dataclass(frozen=True, slots=True)
class Shape:
    """Rest positions vertices_m (n, 3), weights (n, bones), joints_m by name; scale against an average body."""

    vertices_m: FloatArray
    weights: FloatArray
    joints_m: dict[str, FloatArray]
    scale: float

    def length_m(self, start: str, end: str) -> float:
        return float(np.linalg.norm(self.joints_m[start] - self.joints_m[end]))


def draw_build(rng: Rng) -> Build:
    local = {}
    for name in ("hip/hip-scale-horiz", "hip/hip-scale-depth", "buttocks/buttocks-volume", "hip/hip-waist"):
        ends = ("up", "down") if name == "hip/hip-waist" else ("incr", "decr")
        if rng.random() < 0.6:
            local[f"{name}-{rng.choice(ends)}"] = float(rng.uniform(0, 0.7))
    return Build(
        gender=float(rng.choice([0.0, 1.0, rng.random()])),
        muscle=float(np.clip(rng.normal(0.5, 0.15), 0.1, 0.9)),
        weight=float(np.clip(rng.normal(0.5, 0.2), 0.1, 0.97)),
        height=float(np.clip(rng.normal(0.5, 0.2), 0.05, 0.95)),
        race=str(rng.choice(["caucasian", "african", "asian"])),
        stature_m=float(rng.uniform(1.5, 1.96)),
        local=local,
    )


def shape_body(build: Build) -> Shape:
    data = load_body_data()
    vertices = data.vertices_dm.copy()
    for name, share in _shares(build).items():
        target = data.targets[name]
        vertices[target.vertices] += share * target.deltas_dm
    on_ground = vertices[:, 1] - vertices[data.meshes["body"], 1].min()
    to_metres = build.stature_m / on_ground.max()
    vertices[:, 1] = on_ground
    vertices *= to_metres
    joints = _joints(data, vertices)
    scale = build.stature_m / AVERAGE_STATURE_M
    return Shape(vertices, _follow_the_pelvis(data.weights, vertices, joints["pelvis"][1], scale), joints, scale)


def _shares(build: Build) -> dict[str, float]:
    """How much of every target makes this build; shares of a muscle or weight add up to 1."""
    shares = dict(build.local)
    genders = {"female": 1 - build.gender, "male": build.gender}
    muscles, weights = _three_ways(build.muscle), _three_ways(build.weight)
    heights = _three_ways(build.height)
    for gender, share in genders.items():
        shares[f"macrodetails/{build.race}-{gender}-young"] = share
        for muscle, weight in product(muscles, weights):
            name = f"macrodetails/universal-{gender}-young-{muscle}muscle-{weight}weight"
            shares[name] = share * muscles[muscle] * weights[weight]
        for end in ("min", "max"):
            name = f"macrodetails/height/{gender}-young-averagemuscle-averageweight-{end}height"
            shares[name] = share * heights[end]
    return {name if "/" in name else f"macrodetails/{name}": share for name, share in shares.items() if share}


def _three_ways(value: float) -> dict[str, float]:
    return {"min": max(0.0, 1 - 2 * value), "average": 1 - abs(2 * value - 1), "max": max(0.0, 2 * value - 1)}


def _joints(data: BodyData, vertices: FloatArray) -> dict[str, FloatArray]:
    joints = {name: vertices[at].mean(axis=0) for name, at in data.joints.items()}
    for side in SIDES:
        hip = 0.7 * joints[f"thigh_{side}"] + 0.3 * joints.pop(f"thigh_twist_{side}")
        hip[0] *= HIP_MEDIAL_SHARE
        joints[f"thigh_{side}"] = hip
        joints[f"calf_{side}"], joints[f"foot_{side}"] = joints.pop(f"knee_{side}"), joints.pop(f"ankle_{side}")
        joints[f"arm_{side}"] = joints.pop(f"shoulder_{side}")
        joints[f"forearm_{side}"], joints[f"hand_{side}"] = joints.pop(f"elbow_{side}"), joints.pop(f"wrist_{side}")
    joints["pelvis"] = 0.5 * (joints["thigh_l"] + joints["thigh_r"])
    return joints


def _follow_the_pelvis(weights: FloatArray, vertices: FloatArray, hips_y_m: float, scale: float) -> FloatArray:
    """Skin over the iliac crest and the sacrum moves with the pelvis; the rig lets thighs and spine drag it along."""
    weights = weights.copy()
    above_hips = _smooth((vertices[:, 1] - hips_y_m + 0.07 * scale) / (0.12 * scale))
    over_sacrum = np.clip(1 - (vertices[:, 1] - hips_y_m - 0.07 * scale) / (0.07 * scale), 0, 1)
    over_sacrum = _smooth(over_sacrum)
    for bone, share in (
        *((BONE[f"thigh_{side}"], above_hips) for side in LEFTWARD),
        *((BONE[f"spine{k}"], over_sacrum) for k in (5, 4, 3)),
    ):
        moved = weights[:, bone] * share
        weights[:, bone] -= moved
        weights[:, BONE["pelvis"]] += moved
    return weights


def _smooth(value: FloatArray) -> FloatArray:
    value = np.clip(value, 0, 1)
    return np.asarray(value * value * (3 - 2 * value))
