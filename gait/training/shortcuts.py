"""Stills in which one thing moves and all else stands still: does the reader follow the pelvis, or what goes with it?

python -m gait.training.shortcuts FOLDER     # renders the sweeps that the tests keep, as JPEG sheets
"""

import argparse
import json
from collections.abc import Callable
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

import cv2
import numpy as np
from numpy.typing import NDArray

from gait.training.arrays import Bytes, FloatArray
from gait.training.augment import cut_view
from gait.training.sizes import MARGIN, STORED_SIZE, VIEW_SIZE
from gait.training.stills import at_stored_size
from gait.training.walker.backdrop import draw_backdrop
from gait.training.walker.camera import place_camera
from gait.training.walker.clothes import draw_clothes
from gait.training.walker.dress import dress
from gait.training.walker.look import draw_look
from gait.training.walker.pose import pose_body
from gait.training.walker.posture import Posture, draw_posture
from gait.training.walker.scene import draw_picture, look_at_pelvis
from gait.training.walker.shape import draw_build, shape_body

SWEEP_DEG = np.linspace(-12, 12, 9)
FIRST_SEED = 7000
RENDERED_SIZE = 220
SQUARE_CAMERA: dict[str, Any] = {
    "distance_m": 3.2,
    "height_m": 1.0,
    "yaw_deg": 0.0,
    "roll_deg": 0.0,
    "aim_m": np.array([0.0, 0.9, 0.0]),
}
VIEW_SHAPE = (VIEW_SIZE, VIEW_SIZE, 3)
KEPT_FOR_TESTS = ("pelvis only", "trunk only", "legs only", "arms only", "trunk against pelvis")

Read = Callable[[list[Bytes]], tuple[FloatArray, FloatArray]]


@dataclass(frozen=True, slots=True)
class Shortcut:
    """A sweep over bodies: stills (bodies, steps, side, side, 3), what was moved and the true angle (bodies, steps)."""

    stills: NDArray[np.uint8]
    moved_deg: FloatArray
    true_deg: FloatArray


def _still(posture: Posture) -> Posture:
    """The first posture for all, upright and level."""
    count = len(posture.obliquity_deg)
    zero = np.zeros(count)
    first: dict[str, Any] = {
        name: np.repeat(getattr(posture, name)[:1], count, axis=0)
        for name in ("ankles_m", "foot_down_deg", "knee_out_deg", "wrists", "crouch_m")
    }
    return replace(
        posture,
        obliquity_deg=zero,
        rotation_deg=zero,
        anterior_tilt_deg=zero + 10,
        lean_deg=zero,
        trunk_rotation_deg=zero,
        flexion_deg=zero + 4,
        **first,
    )


def _stepping(drawn: Posture) -> FloatArray:
    """Ankles from the right foot raised and ahead to the left one: what legs do while a pelvis drops in gait."""
    stride = SWEEP_DEG / SWEEP_DEG.max()
    ankles = np.repeat(drawn.ankles_m[:1], len(SWEEP_DEG), axis=0)
    for number, share in ((0, stride), (1, -stride)):
        ankles[:, number, 1] = drawn.ankles_m[:, number, 1].min() + 0.15 * np.maximum(share, 0)
        ankles[:, number, 2] = 0.28 * share
    return ankles


def _swinging() -> FloatArray:
    """Wrists from the left one ahead to the right one ahead."""
    swing = 0.5 * SWEEP_DEG / SWEEP_DEG.max()
    across, down = np.full_like(swing, 0.2), np.full_like(swing, -0.85)
    return np.stack([np.stack([across, down, -swing], axis=1), np.stack([-across, down, swing], axis=1)], axis=1)


SHORTCUTS: dict[str, Callable[[Posture], Posture]] = {
    "pelvis only": lambda drawn: replace(_still(drawn), obliquity_deg=SWEEP_DEG),
    "trunk only": lambda drawn: replace(_still(drawn), lean_deg=SWEEP_DEG),
    "trunk against pelvis": lambda drawn: replace(_still(drawn), obliquity_deg=SWEEP_DEG, lean_deg=-SWEEP_DEG),
    "trunk with pelvis": lambda drawn: replace(_still(drawn), obliquity_deg=SWEEP_DEG, lean_deg=SWEEP_DEG),
    "legs only": lambda drawn: replace(_still(drawn), ankles_m=_stepping(drawn)),
    "arms only": lambda drawn: replace(_still(drawn), wrists=_swinging()),
    "pelvis turns only": lambda drawn: replace(_still(drawn), rotation_deg=SWEEP_DEG),
}


def render_shortcuts(bodies: int, names: tuple[str, ...] = tuple(SHORTCUTS)) -> dict[str, Shortcut]:
    return {name: _render(SHORTCUTS[name], bodies) for name in names}


def _render(change: Callable[[Posture], Posture], bodies: int) -> Shortcut:
    stills = np.empty((bodies, len(SWEEP_DEG), STORED_SIZE, STORED_SIZE, 3), np.uint8)
    true_deg = np.empty((bodies, len(SWEEP_DEG)))
    for body in range(bodies):
        rng = np.random.default_rng(FIRST_SEED + body)
        shape, clothes = shape_body(draw_build(rng)), draw_clothes(rng)
        figure, look = dress(shape, clothes), draw_look(rng)
        drawn = draw_posture(rng, len(SWEEP_DEG), shape.scale, float(shape.joints_m["foot_l"][1]))
        pose = pose_body(shape, change(drawn))
        backdrop = draw_backdrop(rng, RENDERED_SIZE)
        camera = place_camera(behind=body % 3 > 0, **SQUARE_CAMERA)
        for step in range(len(SWEEP_DEG)):
            view = look_at_pelvis(figure, pose, step, camera, size=RENDERED_SIZE, margin=MARGIN)
            picture = draw_picture(figure, view, look, backdrop)
            stills[body, step], true_deg[body, step] = at_stored_size(picture.astype(np.uint8)), view.angle_deg
    return Shortcut(stills, np.tile(SWEEP_DEG, (bodies, 1)), true_deg)


def slopes(against: FloatArray, answers: FloatArray) -> FloatArray:
    """Slope (bodies,) of the answers against something, body by body, both (bodies, steps)."""
    return np.array([np.polyfit(x, y, 1)[0] for x, y in zip(against, answers, strict=True)])


def shortcut_table(shortcuts: dict[str, Shortcut], read: Read) -> dict[str, dict[str, float]]:
    """Per shortcut: mean size of the slope against what moved and of the true slope, RMSE and median sigma.

    In the row "covered" a grey box hides the pelvis, in "grey" it hides everything.
    """
    rows = {}
    for name, sweep in shortcuts.items():
        angle, sigma = (values.reshape(sweep.true_deg.shape) for values in read(list(_flat(sweep.stills))))
        rows[name] = {
            "slope": float(np.abs(slopes(sweep.moved_deg, angle)).mean()),
            "true_slope": float(np.abs(slopes(sweep.moved_deg, sweep.true_deg)).mean()),
            "rmse_deg": float(np.sqrt(((angle - sweep.true_deg) ** 2).mean())),
            "sigma_deg": float(np.median(sigma)),
        }
    first = next(iter(shortcuts.values()))
    for name, stills in (("covered", cover_pelvis(first.stills)), ("grey", np.full_like(first.stills, 128))):
        angle, sigma = (values.reshape(first.true_deg.shape) for values in read(list(_flat(stills))))
        rows[name] = {
            "slope": float(np.abs(slopes(first.moved_deg, angle)).mean()),
            "true_slope": 0.0,
            "rmse_deg": float(np.sqrt((angle**2).mean())),
            "sigma_deg": float(np.median(sigma)),
        }
    return rows


def cover_pelvis(stills: NDArray[np.uint8]) -> NDArray[np.uint8]:
    """A grey box over the hips in stored stills (..., side, side, 3)."""
    covered = stills.copy()
    side = stills.shape[-2]
    covered[..., round(0.32 * side) : round(0.71 * side), round(0.24 * side) : round(0.76 * side), :] = 128
    return covered


def _flat(stills: NDArray[np.uint8]) -> NDArray[np.uint8]:
    return stills.reshape(-1, *stills.shape[-3:])


def write_sheets(folder: Path, bodies: int) -> None:
    """One JPEG per shortcut, bodies below one another, and truth.json with the true angles and what moved."""
    folder.mkdir(parents=True, exist_ok=True)
    truth = {}
    for name, sweep in render_shortcuts(bodies, KEPT_FOR_TESTS).items():
        views = np.array([cut_view(still) for still in _flat(sweep.stills)])
        views = views.reshape(bodies, len(SWEEP_DEG), *VIEW_SHAPE)
        sheet = views.transpose(0, 2, 1, 3, 4).reshape(bodies * VIEW_SIZE, -1, 3)
        cv2.imwrite(str(folder / f"{name.replace(' ', '_')}.jpg"), sheet[..., ::-1], [cv2.IMWRITE_JPEG_QUALITY, 95])
        truth[name] = {"moved_deg": sweep.moved_deg.tolist(), "true_deg": np.round(sweep.true_deg, 3).tolist()}
    (folder / "truth.json").write_text(json.dumps(truth), encoding="utf-8")


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("folder", type=Path)
    parser.add_argument("--bodies", type=int, default=6)
    arguments = parser.parse_args()
    write_sheets(arguments.folder, arguments.bodies)
