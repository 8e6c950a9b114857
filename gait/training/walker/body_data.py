"""The body data as they are in the project: one mesh, its joints and skin weights, and the shapes it can take."""

from dataclasses import dataclass
from functools import cache
from pathlib import Path

import numpy as np

from gait.training.arrays import FloatArray, IntArray

BODY_DATA = Path(__file__).resolve().parent / "body.npz"

DELTA_UNIT_DM = 0.001


@dataclass(frozen=True, slots=True)
class Target:
    """A shape: these vertices (k,) move by deltas_dm (k, 3) when it is applied in full."""

    vertices: IntArray
    deltas_dm: FloatArray


@dataclass(frozen=True, slots=True)
class BodyData:
    """Mesh of the average body: vertices_dm (n, 3), triangles (m, 3) per mesh, weights (n, bones).

    joints name the vertices whose mean is the joint.
    """

    vertices_dm: FloatArray
    weights: FloatArray
    meshes: dict[str, IntArray]
    joints: dict[str, IntArray]
    targets: dict[str, Target]


@cache
def load_body_data() -> BodyData:
    with np.load(BODY_DATA) as archive:
        packed = dict(archive)

    def named(start: str) -> dict[str, IntArray]:
        return {key.removeprefix(start): part.astype(np.int64) for key, part in packed.items() if key.startswith(start)}

    parts = named("target/")
    targets = {
        name: Target(parts[f"{name}/vertices"], DELTA_UNIT_DM * parts[f"{name}/deltas"])
        for name in {key.rpartition("/")[0] for key in parts}
    }
    vertices_dm, weights = packed["vertices_dm"].astype(np.float64), packed["weights"].astype(np.float64)
    return BodyData(vertices_dm, weights, named("mesh/"), named("joint/"), targets)
