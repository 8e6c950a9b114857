"""A walk or a run in time, for whole clips: who steps when, how far the pelvis drops, the posture of every frame.

Unlike the stills of posture.py, where nothing goes with anything, this is a gait. No reader is trained on it; it is
what make bench-heldout measures. On a belt: the person stays in place and the standing foot goes backwards.
"""

from dataclasses import dataclass, replace

import numpy as np

from gait.training.arrays import FloatArray, Rng
from gait.training.walker.pose import pose_body
from gait.training.walker.posture import Posture
from gait.training.walker.shape import Shape
from gait.training.walker.skeleton import BONE, LEFTWARD, SIDES

DUTY = {"walk": 0.62, "run": 0.36}
"""Share of a stride that a foot is on the ground."""
CADENCE_SPM = {"walk": (88, 128), "run": (152, 184)}
REACH_M = {"walk": (0.24, 0.34), "run": (0.20, 0.28)}
"""How far before the pelvis a foot lands, on an average body."""
BOUNCE_M = {"walk": (0.012, 0.026), "run": (0.025, 0.042)}
HIGHEST_AT = {"walk": 0.30, "run": 0.43}
"""Phase of the own stride at which the pelvis is highest: mid-stance of a walk, mid-flight of a run."""
PEAK_AT = {"walk": (0.20, 0.28), "run": (0.14, 0.20)}
PEAK_WIDTH = {"walk": 0.13, "run": 0.11}
STANDING_S, SETTING_OFF_S, STANDING_SHARE, STANDING_WIDTH_M = 2.2, 0.5, 0.5, 0.20
"""Half of the people stand quietly first, as the filming card asks for."""
LANDING_SHARE = 0.5
"""Of the belt's speed, with which the foot goes back just before it lands."""
BALL_AHEAD_M, ANKLE_UP_M = 0.12, 0.08
"""The ball of the foot, about which the heel rises, seen from the ankle."""


@dataclass(frozen=True, slots=True)
class Gait:
    """How somebody walks or runs. Pairs are (left, right); drops are of left and right stance, in degrees.

    lean_deg: how far the trunk leans over the leg that stands, beyond the usual sway. standing_s: quiet standing on
    both feet first.
    """

    kind: str
    cadence_spm: float
    drop_deg: tuple[float, float]
    lean_deg: tuple[float, float]
    reach_m: float
    width_m: float
    bounce_m: float
    sway_m: float
    peak_at: float
    rotation_deg: float
    arm_swing: float
    jitter: float
    standing_s: float
    seed: int


@dataclass(frozen=True, slots=True)
class Step:
    """One foot on the ground. side: l or r."""

    side: str
    contact_s: float
    toe_off_s: float


def draw_gait(rng: Rng) -> Gait:
    kind = "run" if rng.random() < 0.35 else "walk"
    alike = rng.uniform(1.0, 8.0)
    drops = np.clip(alike + rng.normal(0, 2.5, 2), 0.5, 13)
    return Gait(
        kind=kind,
        cadence_spm=rng.uniform(*CADENCE_SPM[kind]),
        drop_deg=(float(drops[0]), float(drops[1])),
        lean_deg=tuple(np.where(rng.random(2) < 0.3, rng.uniform(2, 9, 2), 0.0)),
        reach_m=rng.uniform(*REACH_M[kind]),
        width_m=rng.uniform(0.06, 0.16) if kind == "walk" else rng.uniform(0.0, 0.08),
        bounce_m=rng.uniform(*BOUNCE_M[kind]),
        sway_m=rng.uniform(0.012, 0.030) if kind == "walk" else rng.uniform(0.005, 0.015),
        peak_at=rng.uniform(*PEAK_AT[kind]),
        rotation_deg=rng.uniform(2, 8),
        arm_swing=rng.uniform(0.1, 0.35),
        jitter=rng.uniform(0.005, 0.02),
        standing_s=STANDING_S if rng.random() < STANDING_SHARE else 0.0,
        seed=int(rng.integers(1 << 30)),
    )


def steps_of(gait: Gait, seconds: float) -> list[Step]:
    """In order, from two strides before the clip, or the end of standing, to two after it; contacts jitter."""
    rng = np.random.default_rng(gait.seed)
    stride_s = 120 / gait.cadence_spm
    count = int(2 * seconds / stride_s) + 9
    first_s = gait.standing_s + 0.25 * stride_s if gait.standing_s else rng.uniform(-2.5, -2.0) * stride_s
    times_s = first_s + 0.5 * np.arange(count) * stride_s
    times_s += gait.jitter * stride_s * rng.normal(size=count)
    lasts_s = DUTY[gait.kind] * stride_s
    return [Step(SIDES[k % 2], float(at), float(at + lasts_s)) for k, at in enumerate(times_s)]


def phase_of(side: str, steps: list[Step], time_s: FloatArray) -> FloatArray:
    """Strides since the first contact of this side; whole numbers at its contacts."""
    contacts = [step.contact_s for step in steps if step.side == side]
    return np.interp(time_s, contacts, np.arange(len(contacts)))


def walk(gait: Gait, shape: Shape, time_s: FloatArray) -> tuple[Posture, FloatArray, list[Step]]:
    """Postures (n,) at time_s (n,), how far the body is to its left of the middle (n,) m, and its steps."""
    steps = steps_of(gait, float(time_s[-1]))
    phases = {side: phase_of(side, steps, time_s) for side in SIDES}
    left = 2 * np.pi * phases["l"]
    going = _going(gait, time_s)
    sway_m = going * gait.sway_m * np.sin(left + 0.1)
    ankles = np.empty((len(time_s), 2, 3))
    down = np.empty((len(time_s), 2))
    for number, side in enumerate(SIDES):
        ahead, up, toes_down = _foot(gait, phases[side] % 1)
        width_m = going * gait.width_m + (1 - going) * STANDING_WIDTH_M
        ankles[:, number] = np.stack([LEFTWARD[side] * 0.5 * width_m - sway_m, going * up, going * ahead], axis=1)
        down[:, number] = going * toes_down
    ankles *= shape.scale
    ankles[:, :, 1] += shape.joints_m["foot_l"][1]
    lean = 1.5 * np.sin(left) + _bumps(gait, phases, (-gait.lean_deg[0], gait.lean_deg[1]))
    posture = Posture(
        obliquity_deg=going * _bumps(gait, phases, (gait.drop_deg[0], -gait.drop_deg[1])),
        rotation_deg=-going * gait.rotation_deg * np.cos(left),
        anterior_tilt_deg=9 + 1.2 * going * np.cos(2 * left),
        lean_deg=going * lean,
        trunk_rotation_deg=going * 0.8 * gait.rotation_deg * np.cos(left),
        flexion_deg=np.full(len(time_s), 3.0 if gait.kind == "walk" else 8.0),
        ankles_m=ankles,
        foot_down_deg=down,
        knee_out_deg=np.full((len(time_s), 2), 5.0),
        wrists=_wrists(gait, left, going),
        crouch_m=np.zeros(len(time_s)),
    )
    return _bouncing(gait, shape, posture, left, going), sway_m * shape.scale, steps


def _going(gait: Gait, time_s: FloatArray) -> FloatArray:
    """0 while the person stands, 1 while they walk or run."""
    if not gait.standing_s:
        return np.ones(len(time_s))
    share = np.clip((time_s - gait.standing_s) / SETTING_OFF_S, 0, 1)
    return np.asarray(share**2 * (3 - 2 * share))


def _bumps(gait: Gait, phases: dict[str, FloatArray], heights: tuple[float, float]) -> FloatArray:
    """A bump a stance at peak_at of the own stride, each a little larger or smaller than the last."""
    rng = np.random.default_rng(gait.seed + 1)
    total = np.zeros(len(phases["l"]))
    for side, height in zip(SIDES, heights, strict=True):
        for stride in range(int(phases[side].max()) + 2):
            away = (phases[side] - stride - gait.peak_at) / PEAK_WIDTH[gait.kind]
            total += height * (1 + 0.08 * rng.normal()) * np.exp(-0.5 * away**2)
    return total


def _foot(gait: Gait, phase: FloatArray) -> tuple[FloatArray, FloatArray, FloatArray]:
    """Forward place (m), lift (m) and toes down (deg) of an ankle; at toe-off it moves as the belt does."""
    duty = DUTY[gait.kind]
    stance = np.clip(phase / duty, 0, 1)
    swing = np.clip((phase - duty) / (1 - duty), 0, 1)
    end_deg = 50.0
    rising = end_deg * np.clip((stance - 0.5) / 0.5, 0, 1) ** 1.8
    strike_deg = 12.0 if gait.kind == "walk" else 0.0
    landing = -strike_deg * np.clip(1 - stance / 0.14, 0, 1)
    toes_down = np.where(phase < duty, rising + landing, end_deg * (1 - swing) ** 2 - strike_deg * swing**3)
    turn = np.radians(np.clip(toes_down, 0, None))
    up = BALL_AHEAD_M * np.sin(turn) + ANKLE_UP_M * (np.cos(turn) - 1)
    along = BALL_AHEAD_M * (1 - np.cos(turn)) + ANKLE_UP_M * np.sin(turn)
    lift = (0.05 if gait.kind == "walk" else 0.24) * np.sin(np.pi * swing**0.8) ** 2
    slope = -2 * gait.reach_m * (1 - duty) / duty
    back = -gait.reach_m * (2 * swing**3 - 3 * swing**2 + 1) + slope * (swing**3 - 2 * swing**2 + swing)
    front = gait.reach_m * (3 * swing**2 - 2 * swing**3) + LANDING_SHARE * slope * (swing**3 - swing**2)
    ahead = np.where(phase < duty, gait.reach_m * (1 - 2 * stance), back + front)
    return ahead + along, up + lift, toes_down


def _wrists(gait: Gait, left: FloatArray, going: FloatArray) -> FloatArray:
    """Arms against the legs; bent when running."""
    wrists = np.empty((len(left), 2, 3))
    for number, side in enumerate(SIDES):
        swing = going * gait.arm_swing * np.cos(left + np.pi * (number == 0))
        if gait.kind == "run":
            out, up, ahead = 0.05 + 0 * left, -0.45 + 0.2 * swing, 0.3 + swing
        else:
            out, up, ahead = 0.2 + 0 * left, -0.92 + 0.1 * np.abs(swing), 0.05 + swing
        wrists[:, number] = np.stack([LEFTWARD[side] * out, up, ahead], axis=1)
    return wrists


def _bouncing(gait: Gait, shape: Shape, posture: Posture, left: FloatArray, going: FloatArray) -> Posture:
    """Bend the knees so that the pelvis goes up and down smoothly, never higher than the legs let it."""
    reachable_m = pose_body(shape, posture).heads_m[:, BONE["pelvis"], 1]
    bounce_m = gait.bounce_m * shape.scale * np.cos(2 * (left - 2 * np.pi * HIGHEST_AT[gait.kind]))
    walked_m = np.min((reachable_m - bounce_m)[going == 1]) + bounce_m
    height_m = going * walked_m + (1 - going) * (reachable_m - 0.004)
    return replace(posture, crouch_m=np.clip(reachable_m - height_m, 0, None))
