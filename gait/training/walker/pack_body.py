"""Make body.npz, the walker's body data, from the CC0 files of MakeHuman and MPFB (BODY_DATA.md tells where from).

    python -m gait.training.walker.pack_body FOLDER

FOLDER holds `src/mpfb/data/` of MPFB and `makehuman/data/` of MakeHuman. Only what the stills show is kept: no head, no
face, no hair; of all shapes, young adults of three builds.
"""

import gzip
import itertools
import json
import sys
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from gait.training.walker.body_data import BODY_DATA, DELTA_UNIT_DM
from gait.training.walker.skeleton import BONE, BONES, JOINTS_IN_RIG, bone_of_rig

Array = NDArray[Any]

MESHES = {"body": "body", "helper-tights": "tights", "helper-skirt": "skirt"}
HEAD_SHARE = 0.5
CROWN_DM = 8.2
"""Vertices of the body above this height are kept without their faces: the stature is measured there."""

RACES, GENDERS = ("african", "asian", "caucasian"), ("female", "male")
MUSCLES, WEIGHTS = ("min", "average", "max"), ("min", "average", "max")
BUILDS = ("hip/hip-scale-horiz", "hip/hip-scale-depth", "buttocks/buttocks-volume")


def target_names() -> list[str]:
    macro = [
        *(f"{race}-{gender}-young" for race, gender in itertools.product(RACES, GENDERS)),
        *(f"universal-{g}-young-{m}muscle-{w}weight" for g, m, w in itertools.product(GENDERS, MUSCLES, WEIGHTS)),
        *(f"height/{g}-young-averagemuscle-averageweight-{end}height" for g in GENDERS for end in ("min", "max")),
    ]
    local = [f"{build}-{change}" for build in BUILDS for change in ("incr", "decr")]
    return [*(f"macrodetails/{name}" for name in macro), *local, "hip/hip-waist-up", "hip/hip-waist-down"]


def read_object(path: Path) -> tuple[Array, dict[str, Array]]:
    """Vertices (n, 3) in decimetres and the triangles (m, 3) of every group that is wanted."""
    vertices: list[list[float]] = []
    triangles: dict[str, list[list[int]]] = {ours: [] for ours in MESHES.values()}
    group = ""
    for line in path.read_text().splitlines():
        kind, *values = line.split() or [""]
        if kind == "v":
            vertices.append([float(value) for value in values])
        elif kind == "g":
            group = MESHES.get(values[0], "")
        elif kind == "f" and group:
            corner = [int(value.split("/")[0]) - 1 for value in values]
            triangles[group] += [[corner[0], corner[k], corner[k + 1]] for k in range(1, len(corner) - 1)]
    return np.array(vertices), {name: np.array(mesh) for name, mesh in triangles.items()}


def read_weights(path: Path, count: int) -> Array:
    """Share (n, bones) of every bone in the motion of every vertex."""
    shares = np.zeros((count, len(BONES)))
    for name, pairs in json.loads(path.read_text())["weights"].items():
        for vertex, share in pairs:
            shares[int(vertex), BONE[bone_of_rig(name)]] += share
    shares[shares.sum(axis=1) == 0, BONE["neck"]] = 1
    return np.asarray(shares / shares.sum(axis=1, keepdims=True))


def read_joints(path: Path) -> dict[str, list[int]]:
    """Vertices whose mean is the joint."""
    rig = json.loads(path.read_text())
    return {ours: rig["joints"][rig["bones"][theirs]["head"]] for ours, theirs in JOINTS_IN_RIG.items()}


def read_target(path: Path, count: int) -> Array:
    """Displacement (n, 3) of every vertex in decimetres."""
    deltas = np.zeros((count, 3))
    with gzip.open(path, "rt") as lines:
        for line in lines:
            values = line.split()
            if len(values) == 4 and not line.startswith("#"):
                deltas[int(values[0])] = [float(value) for value in values[1:]]
    return deltas


def pack(folder: Path, archive: Path) -> None:
    data, rig = folder / "src/mpfb/data", folder / "makehuman/data/rigs"
    vertices, meshes = read_object(data / "3dobjs/base.obj")
    weights = read_weights(rig / "default_weights.mhw", len(vertices))
    joints = read_joints(rig / "default.mhskel")
    in_body = np.unique(meshes["body"])
    crown = in_body[vertices[in_body, 1] > CROWN_DM]
    for name, mesh in meshes.items():
        of_head = weights[mesh, BONE["neck"]].min(axis=1) > HEAD_SHARE
        meshes[name] = mesh[~of_head]
    kept = np.unique(np.concatenate([*(mesh.ravel() for mesh in meshes.values()), *joints.values(), crown]))
    renumber = np.full(len(vertices), -1)
    renumber[kept] = np.arange(len(kept))
    packed: dict[str, Array] = {
        "vertices_dm": vertices[kept].astype(np.float32),
        "weights": weights[kept].astype(np.float16),
    }
    packed |= {f"mesh/{name}": renumber[mesh].astype(np.uint16) for name, mesh in meshes.items()}
    packed |= {f"joint/{name}": renumber[at].astype(np.uint16) for name, at in joints.items()}
    for name in target_names():
        deltas = np.round(read_target(data / f"targets/{name}.target.gz", len(vertices))[kept] / DELTA_UNIT_DM)
        moved = np.flatnonzero(deltas.any(axis=1))
        packed[f"target/{name}/vertices"] = moved.astype(np.uint16)
        packed[f"target/{name}/deltas"] = deltas[moved].astype(np.int16)
    np.savez_compressed(archive, **packed)


if __name__ == "__main__":
    pack(Path(sys.argv[1]), BODY_DATA)
