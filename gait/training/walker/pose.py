"""From a posture to the place of every bone: pelvis first, then spine, arms and legs by two-bone inverse kinematics."""

from dataclasses import dataclass

import numpy as np

from gait.training.arrays import FloatArray
from gait.training.walker.posture import Posture
from gait.training.walker.rotations import about, frame, part_of, turn, unit
from gait.training.walker.shape import Shape
from gait.training.walker.skeleton import BONE, BONES, LEFTWARD, SIDES

REST_ANTERIOR_TILT_DEG = 8.0
SPINE_SHARES = {"spine5": 0.15, "spine4": 0.45, "spine3": 0.70, "spine2": 0.92, "spine1": 1.0}
"""Share of the rotation from pelvis to chest that has been made up to each vertebra."""

MAX_REACH = 0.99
"""Of a limb's length: knees and elbows never lock."""


@dataclass(frozen=True, slots=True)
class Pose:
    """Rotation (k, bones, 3, 3) of every bone and where its head is: at rest (bones, 3) and posed (k, bones, 3)."""

    rotations: FloatArray
    rest_heads_m: FloatArray
    heads_m: FloatArray

    def joint_m(self, bone: str) -> FloatArray:
        """Where the bone starts, (k, 3); for a thigh that is the hip joint."""
        return np.asarray(self.heads_m[:, BONE[bone]])


def pose_body(shape: Shape, posture: Posture) -> Pose:
    """The line through the hip joints then has exactly the elevation posture.obliquity_deg."""
    joints, count = shape.joints_m, len(posture.obliquity_deg)
    pose = Pose(
        rotations=np.tile(np.eye(3), (count, len(BONES), 1, 1)),
        rest_heads_m=np.array([joints[bone] for bone in BONES]),
        heads_m=np.zeros((count, len(BONES), 3)),
    )
    pelvis = _oriented(posture.rotation_deg, posture.obliquity_deg, posture.anterior_tilt_deg - REST_ANTERIOR_TILT_DEG)
    pose.rotations[:, BONE["pelvis"]] = pelvis
    pose.heads_m[:, BONE["pelvis"]] = _pelvis_place(shape, posture, pelvis)
    chest = _oriented(posture.trunk_rotation_deg, posture.lean_deg, posture.flexion_deg)
    above = "pelvis"
    for bone, share in (*SPINE_SHARES.items(), ("neck", 1.0)):
        _attach(pose, above, bone, pelvis @ part_of(pelvis.transpose(0, 2, 1) @ chest, share))
        above = bone
    for number, side in enumerate(SIDES):
        _set_arm(pose, shape, side, chest, posture.wrists[:, number])
        _set_leg(pose, shape, side, posture, number)
    return pose


def _oriented(rotation_deg: FloatArray, tilt_deg: FloatArray, forward_deg: FloatArray) -> FloatArray:
    rotation, tilt, forward = np.radians(rotation_deg), np.radians(tilt_deg), np.radians(forward_deg)
    return np.asarray(about("y", rotation) @ about("z", tilt) @ about("x", forward))


def _pelvis_place(shape: Shape, posture: Posture, pelvis: FloatArray) -> FloatArray:
    """Middle of the hips: over the origin, as high as both ankles allow, then down by the crouch."""
    joints = shape.joints_m
    height = np.full(len(pelvis), joints["pelvis"][1])
    for number, side in enumerate(SIDES):
        hip = turn(pelvis, joints[f"thigh_{side}"] - joints["pelvis"])
        across = posture.ankles_m[:, number, [0, 2]] - hip[:, [0, 2]]
        leg_m = MAX_REACH * _leg_m(shape, side)
        reach = np.sqrt(np.clip(leg_m**2 - (across**2).sum(axis=1), 0.25, None))
        height = np.minimum(height, posture.ankles_m[:, number, 1] - hip[:, 1] + reach)
    return np.stack([0 * height, height - posture.crouch_m, 0 * height], axis=1)


def _leg_m(shape: Shape, side: str) -> float:
    return shape.length_m(f"thigh_{side}", f"calf_{side}") + shape.length_m(f"calf_{side}", f"foot_{side}")


def _attach(pose: Pose, parent: str, bone: str, rotation: FloatArray) -> None:
    """Turn a bone and hang it where its parent ends."""
    offset = pose.rest_heads_m[BONE[bone]] - pose.rest_heads_m[BONE[parent]]
    pose.rotations[:, BONE[bone]] = rotation
    pose.heads_m[:, BONE[bone]] = pose.joint_m(parent) + turn(pose.rotations[:, BONE[parent]], offset)


def _set_arm(pose: Pose, shape: Shape, side: str, chest: FloatArray, wrist: FloatArray) -> None:
    arm, forearm, hand = (f"{bone}_{side}" for bone in ("arm", "forearm", "hand"))
    _attach(pose, "spine1", f"clavicle_{side}", chest)
    _attach(pose, f"clavicle_{side}", arm, chest)
    arm_m = shape.length_m(arm, forearm) + shape.length_m(forearm, hand)
    towards = np.array([0.5 * LEFTWARD[side], 0.2, -1.0])
    _bend(pose, (arm, forearm, hand), pose.joint_m(arm) + arm_m * wrist, np.tile(towards, (len(wrist), 1)), towards)
    pose.rotations[:, BONE[hand]] = pose.rotations[:, BONE[forearm]]


def _set_leg(pose: Pose, shape: Shape, side: str, posture: Posture, number: int) -> None:
    thigh, calf, foot = (f"{bone}_{side}" for bone in ("thigh", "calf", "foot"))
    _attach(pose, "pelvis", thigh, pose.rotations[:, BONE["pelvis"]])
    out = np.radians(LEFTWARD[side] * posture.knee_out_deg[:, number] + 0.5 * posture.rotation_deg)
    forward = np.stack([np.sin(out), 0 * out, np.cos(out)], axis=1)
    _bend(pose, (thigh, calf, foot), posture.ankles_m[:, number], forward, np.array([0.05 * LEFTWARD[side], 0.0, 1.0]))
    pose.rotations[:, BONE[foot]] = about("y", out) @ about("x", np.radians(posture.foot_down_deg[:, number]))


def _bend(pose: Pose, limb: tuple[str, str, str], end_m: FloatArray, towards: FloatArray, rest: FloatArray) -> None:
    """Two bones from where the first starts to end_m (k, 3), the joint between them pointing towards (k, 3).

    rest (3,) is the direction of that joint in the rest position. The end is drawn nearer when out of reach.
    """
    upper, lower, last = (BONE[bone] for bone in limb)
    heads = pose.rest_heads_m
    upper_m = float(np.linalg.norm(heads[lower] - heads[upper]))
    lower_m = float(np.linalg.norm(heads[last] - heads[lower]))
    start = pose.heads_m[:, upper]
    line = unit(end_m - start)
    longest = MAX_REACH * (upper_m + lower_m)
    far = np.clip(np.linalg.norm(end_m - start, axis=1), 1.05 * abs(upper_m - lower_m) + 0.02, longest)
    cosine = np.clip((upper_m**2 + far**2 - lower_m**2) / (2 * upper_m * far), -1, 1)[:, None]
    aside = unit(towards - (towards * line).sum(axis=1, keepdims=True) * line)
    middle = start + upper_m * (cosine * line + np.sqrt(1 - cosine**2) * aside)
    end = start + far[:, None] * line
    pose.rotations[:, upper] = _swing(heads[lower] - heads[upper], rest, middle - start, aside)
    pose.rotations[:, lower] = _swing(heads[last] - heads[lower], rest, end - middle, aside)
    pose.heads_m[:, lower], pose.heads_m[:, last] = middle, end


def _swing(rest_along: FloatArray, rest_forward: FloatArray, along: FloatArray, forward: FloatArray) -> FloatArray:
    """Rotations that bring a bone from its rest direction and facing to the posed ones."""
    rest = frame(rest_along[None], rest_forward[None])[0]
    return np.asarray(frame(along, forward) @ rest.T)
