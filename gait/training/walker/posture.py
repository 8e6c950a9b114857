"""Postures drawn at random: whatever legs, arms and trunk do, the pelvis tilts as it likes.

A network that learns from these stills can only read the pelvis itself, never the average gait.
"""

from dataclasses import dataclass

import numpy as np

from gait.training.arrays import FloatArray, Rng
from gait.training.walker.skeleton import LEFTWARD, SIDES

MAX_OBLIQUITY_DEG, MAX_LEAN_DEG = 22.0, 15.0

STEPS = ("walk", "run", "stand", "one leg")
STEP_SHARES = (0.45, 0.33, 0.12, 0.10)
ARMS = ("hanging", "running", "hand on hip", "hand before pelvis", "held forward")
ARM_SHARES = (0.42, 0.27, 0.09, 0.14, 0.08)


@dataclass(frozen=True, slots=True)
class Posture:
    """k postures; every field (k,) unless said. Degrees and metres; + = to the person's left, up, forward.

    obliquity_deg: elevation of the line through the hip joints, + = right hip lower. lean_deg: + = trunk to the right.
    ankles_m (k, 2, 3): left and right ankle against the point of the ground under the pelvis; foot_down_deg (k, 2).
    knee_out_deg (k, 2): direction of the knees. wrists (k, 2, 3): in arm lengths from the shoulder, axes of the room.
    """

    obliquity_deg: FloatArray
    rotation_deg: FloatArray
    anterior_tilt_deg: FloatArray
    lean_deg: FloatArray
    trunk_rotation_deg: FloatArray
    flexion_deg: FloatArray
    ankles_m: FloatArray
    foot_down_deg: FloatArray
    knee_out_deg: FloatArray
    wrists: FloatArray
    crouch_m: FloatArray


def draw_posture(rng: Rng, count: int, scale: float, ankle_height_m: float) -> Posture:
    ankles, foot_down = draw_feet(rng, count, scale)
    ankles[:, :, 1] += ankle_height_m
    return Posture(
        obliquity_deg=rng.uniform(-MAX_OBLIQUITY_DEG, MAX_OBLIQUITY_DEG, count),
        rotation_deg=rng.normal(0, 7, count),
        anterior_tilt_deg=rng.normal(10, 6, count),
        lean_deg=rng.uniform(-MAX_LEAN_DEG, MAX_LEAN_DEG, count),
        trunk_rotation_deg=rng.normal(0, 8, count),
        flexion_deg=rng.normal(5, 6, count),
        ankles_m=ankles,
        foot_down_deg=foot_down,
        knee_out_deg=rng.normal(5, 8, (count, 2)),
        wrists=draw_wrists(rng, count),
        crouch_m=np.abs(rng.normal(0, 0.018, count)),
    )


def draw_feet(rng: Rng, count: int, scale: float) -> tuple[FloatArray, FloatArray]:
    """Ankles (k, 2, 3) in metres, up from where they are with the foot flat, and how far the toes point down (k, 2)."""
    ankles, down = np.empty((count, 2, 3)), np.empty((count, 2))
    for still in range(count):
        step = str(rng.choice(STEPS, p=STEP_SHARES))
        phase = rng.random()
        width = rng.uniform(0.0, 0.2) if step != "run" else rng.uniform(-0.02, 0.1)
        raised = rng.integers(2)
        for number, side in enumerate(SIDES):
            if step in ("walk", "run"):
                ahead, up, toes = _gait(rng, (phase + 0.5 * number) % 1, running=step == "run")
            elif step == "one leg" and number == raised:
                ahead, up, toes = rng.uniform(-0.25, 0.3), rng.uniform(0.08, 0.35), rng.uniform(0, 50)
            else:
                ahead, up, toes = rng.normal(0, 0.04), 0.0, 0.0
            across = LEFTWARD[side] * 0.5 * width + rng.normal(0, 0.012)
            ankles[still, number], down[still, number] = (across, up, ahead), toes
        ankles[still, :, 0] += rng.normal(0, 0.035) + ankles[still, :, 0] * rng.normal(0, 0.4)
    return ankles * scale, down


def _gait(rng: Rng, phase: float, *, running: bool) -> tuple[float, float, float]:
    """Forward place (m), lift (m) and toes down (deg) of a foot at a phase of its stride, 0 = initial contact."""
    duty = 0.36 if running else 0.62
    reach = rng.normal(0.28 if running else 0.31, 0.06)
    if phase < duty:
        along = phase / duty
        heel_rise = max(0.0, along - 0.5) * 2
        return reach * (1 - 2 * along), 0.09 * heel_rise**2, 50 * heel_rise**1.8 - 15 * max(0.0, 1 - along / 0.15)
    along = (phase - duty) / (1 - duty)
    lift = rng.normal(0.30, 0.08) if running else rng.normal(0.06, 0.02)
    ahead = -reach * np.cos(np.pi * along)
    return ahead, max(0.02, lift) * np.sin(np.pi * along**0.8) ** 2 + 0.09 * (1 - along), 60 * (1 - along)


def draw_wrists(rng: Rng, count: int) -> FloatArray:
    """Wrists (k, 2, 3) in arm lengths from the shoulder: sideways (+ = outwards, turned to +x left), up, forward."""
    wrists = np.empty((count, 2, 3))
    for still in range(count):
        both = str(rng.choice(ARMS, p=ARM_SHARES))
        swing = rng.normal(0, 0.30)
        for number, side in enumerate(SIDES):
            kind = both if rng.random() < 0.7 else str(rng.choice(ARMS, p=ARM_SHARES))
            outwards, up, forward = _wrist(rng, kind, swing if number else -swing)
            wrists[still, number] = LEFTWARD[side] * outwards, up, forward
    return wrists


def _wrist(rng: Rng, kind: str, swing: float) -> tuple[float, float, float]:
    if kind == "hanging":
        return rng.uniform(0.05, 0.4), rng.uniform(-0.97, -0.85), swing + 0.05
    if kind == "running":
        return rng.uniform(-0.2, 0.3), rng.uniform(-0.65, -0.1), 0.35 + 1.2 * swing
    if kind == "hand on hip":
        return rng.uniform(-0.05, 0.25), rng.uniform(-0.85, -0.6), rng.uniform(-0.15, 0.2)
    if kind == "hand before pelvis":
        return rng.uniform(-0.75, -0.1), rng.uniform(-0.95, -0.65), rng.choice([-1, 1]) * rng.uniform(0.28, 0.5)
    return rng.uniform(-0.3, 0.3), rng.uniform(-0.6, 0.0), rng.uniform(0.5, 0.9)
