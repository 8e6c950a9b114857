"""A walker whose true answers are known: landmarks and pelvic line of a jointed figure before a pinhole camera.

For tests of everything after the pictures. The figure obeys what the event stage relies on and nothing more: feet stand
still on the belt, the body bounces once a step, a foot swings through the air. Metres; x to the patient's right, y up,
z the way of walking; the camera stands behind (or in front), at the height of the pelvis.
"""

from dataclasses import dataclass

import numpy as np

from gait.analysis.curves.filtering import low_pass
from gait.analysis.terms.landmarks import ANKLE, HEEL, HIP, KNEE, SHOULDER, TOE, Landmark
from gait.analysis.terms.readings import Readings
from gait.analysis.terms.timeline import Timeline
from gait.analysis.terms.types import FloatArray, PelvicLine, Pose, Subject
from gait.result.conventions import Activity, RollOrigin, Side, Source, View
from gait.result.handedness import rightward_of
from gait.result.result import CameraRoll, Stance, VideoInfo

DUTY = {Activity.WALKING: 0.61, Activity.RUNNING: 0.36}
SPEED_MPS = {Activity.WALKING: 1.2, Activity.RUNNING: 3.0}
BOUNCE_M = {Activity.WALKING: 0.018, Activity.RUNNING: 0.035}
LIFT_M = {Activity.WALKING: 0.08, Activity.RUNNING: 0.28}
HIP_M, SHOULDER_M, LEG_M, TRUNK_M = 0.09, 0.18, 0.88, 0.50
HEEL_BEHIND_M, TOE_AHEAD_M, ANKLE_UP_M = 0.05, 0.17, 0.08
CAMERA_AWAY_M, CAMERA_UP_M, FOCAL_PX = 3.4, 1.0, 1400.0
PEAK_AT, PEAK_WIDTH = 0.38, 0.17
"""Where in stance the drop peaks, and how wide its bump is, as shares of stance."""


@dataclass(frozen=True, slots=True)
class Walker:
    """What is asked of the figure. drop_deg is per stance side; noise is one SD per frame.

    travel_mps: over ground, the way the person faces, from away_m before the camera. shake_torsos: one SD of a camera
    that bobs in a hand, where the person is when the clip begins.
    """

    activity: Activity = Activity.WALKING
    view: View = View.POSTERIOR
    rate_hz: float = 60.0
    seconds: float = 12.0
    steps_per_s: float = 1.8
    drop_deg: tuple[float, float] = (4.0, 7.0)
    lean_deg: tuple[float, float] = (2.0, 2.0)
    roll_deg: float = 0.0
    step_width_m: float = 0.10
    mirrored: bool = False
    travel_mps: float = 0.0
    away_m: float = CAMERA_AWAY_M
    camera_up_m: float = CAMERA_UP_M
    shake_torsos: float = 0.0
    landmark_noise_px: float = 0.0
    angle_noise_deg: float = 0.0
    bias_sigma_deg: float = 0.5
    seed: int = 1

    @property
    def stride_s(self) -> float:
        return 2.0 / self.steps_per_s

    def drop_of(self, side: Side) -> float:
        return self.drop_deg[0 if side is Side.LEFT else 1]

    def lean_of(self, side: Side) -> float:
        return self.lean_deg[0 if side is Side.LEFT else 1]


def true_stances(walker: Walker) -> tuple[Stance, ...]:
    """Every stance that begins and ends inside the clip, by initial contact, with its true peak drop."""
    length_s = DUTY[walker.activity] * walker.stride_s
    stances = []
    for side, phase in ((Side.LEFT, 0.1), (Side.RIGHT, 0.6)):
        for contact_s in np.arange(phase - 2, walker.seconds / walker.stride_s) * walker.stride_s:
            leave_s = float(contact_s + length_s)
            if contact_s >= 0 and leave_s <= walker.seconds - 1 / walker.rate_hz:
                peak_s = float(contact_s + PEAK_AT * length_s)
                stances.append(Stance(side, float(contact_s), leave_s, walker.drop_of(side), peak_s))
    return tuple(sorted(stances, key=lambda s: s.initial_contact_s))


def walk(walker: Walker) -> Readings:
    """The walker as the camera and a perfect pelvic line see it, with the asked noise on both."""
    time_s = np.arange(0, walker.seconds, 1 / walker.rate_hz)
    random = np.random.default_rng(walker.seed)
    rightward = rightward_of(walker.view, mirrored=walker.mirrored)
    away_m = walker.away_m + (-1 if walker.view is View.ANTERIOR else 1) * walker.travel_mps * time_s
    landmarks_px = _project(_figure(walker, time_s), walker, away_m) + _shake_px(walker, random, len(time_s))[:, None]
    landmarks_px += walker.landmark_noise_px * random.standard_normal(landmarks_px.shape)
    angle_deg = obliquity_deg(walker, time_s) + walker.roll_deg
    angle_deg += walker.angle_noise_deg * random.standard_normal(len(time_s))
    torso_px = FOCAL_PX * TRUNK_M / away_m
    hips_px = landmarks_px[:, list(HIP.values())].mean(axis=1)
    line = PelvicLine(
        source=Source.MARKERS,
        angle_deg=angle_deg,
        sigma_deg=np.full(len(time_s), max(0.2, walker.angle_noise_deg)),
        bias_sigma_deg=walker.bias_sigma_deg,
        gain_sigma=0.05,
        centre_px=hips_px,
        half_width_px=0.3 * torso_px,
        trusted=True,
    )
    return Readings(
        info=_info(walker, len(time_s)),
        timeline=Timeline.of(time_s),
        pose=Pose(landmarks_px, np.ones(landmarks_px.shape[:2])),
        rightward=rightward,
        subject=Subject(walker.view, walker.activity, torso_px, measurable=True, reason=None),
        roll=CameraRoll(walker.roll_deg, 0.3, RollOrigin.EDGES),
        line=line,
        sources={Source.MARKERS: line},
        notes=(),
    )


def obliquity_deg(walker: Walker, time_s: FloatArray) -> FloatArray:
    """True obliquity: one bump a stance, down on the swing side, so each stance peaks at exactly its drop."""
    obliquity = np.zeros(len(time_s))
    for side in Side:
        obliquity += side.drop_sign * walker.drop_of(side) * _stance_bump(walker, side, time_s)
    return obliquity


def _stance_bump(walker: Walker, side: Side, time_s: FloatArray) -> FloatArray:
    """1 at PEAK_AT of every stance of this side; the bumps of the two sides do not overlap."""
    share = _phase(walker, side, time_s) / DUTY[walker.activity]
    reach = np.clip((share - PEAK_AT) / (2 * PEAK_WIDTH), -1, 1)
    return np.asarray(np.cos(np.pi / 2 * reach) ** 2)


def _phase(walker: Walker, side: Side, time_s: FloatArray) -> FloatArray:
    """0 to 1 from initial contact to the next of this side."""
    return np.asarray((time_s / walker.stride_s - (0.1 if side is Side.LEFT else 0.6)) % 1.0)


def _figure(walker: Walker, time_s: FloatArray) -> dict[Landmark, FloatArray]:
    """Joints in metres, (n, 3) each."""
    left = _phase(walker, Side.LEFT, time_s)
    duty = DUTY[walker.activity]
    low_at = duty / 2 if walker.activity is Activity.RUNNING else (duty - 0.5) / 2
    up = LEG_M + 0.10 - BOUNCE_M[walker.activity] * np.cos(4 * np.pi * (left - low_at))
    tilt = np.radians(obliquity_deg(walker, time_s))
    lean = np.radians(sum(_lean(walker, side, time_s) for side in Side))
    joints: dict[Landmark, FloatArray] = {}
    for side, sign in ((Side.LEFT, -1.0), (Side.RIGHT, 1.0)):
        hip = np.stack((sign * HIP_M * np.cos(tilt), up - sign * HIP_M * np.sin(tilt), 0 * up), axis=1)
        shoulder = np.stack((sign * SHOULDER_M + TRUNK_M * np.sin(lean), up + TRUNK_M * np.cos(lean), 0 * up), axis=1)
        foot = _foot(walker, side, time_s)
        joints |= {HIP[side]: hip, SHOULDER[side]: shoulder} | foot
        joints[KNEE[side]] = (hip + foot[ANKLE[side]]) / 2
    return joints


def _lean(walker: Walker, side: Side, time_s: FloatArray) -> FloatArray:
    """Lean over the standing leg, + to the right."""
    return (1.0 if side is Side.RIGHT else -1.0) * walker.lean_of(side) * _stance_bump(walker, side, time_s)


def _foot(walker: Walker, side: Side, time_s: FloatArray) -> dict[Landmark, FloatArray]:
    phase, duty = _phase(walker, side, time_s), DUTY[walker.activity]
    reach_m = SPEED_MPS[walker.activity] * duty * walker.stride_s
    stance = phase < duty
    swing = np.clip((phase - duty) / (1 - duty), 0, 1)
    along = np.where(stance, 0.5 - phase / duty, -0.5 + swing**2 * (3 - 2 * swing)) * reach_m
    lift = np.where(stance, 0.0, LIFT_M[walker.activity] * np.sin(np.pi * swing) ** 2)
    heel_off = np.clip((phase / duty - 0.6) / 0.4, 0, 1) * stance + (1 - swing) ** 2 * ~stance
    pitch = np.radians(45) * heel_off
    across = (1.0 if side is Side.RIGHT else -1.0) * walker.step_width_m / 2
    ball = np.stack((np.full(len(time_s), across), lift, along + 0.12), axis=1)

    def behind_ball(back_m: float, up_m: float) -> FloatArray:
        """A point of the foot, turned about the ball of the foot as the heel rises."""
        y = back_m * np.sin(pitch) + up_m * np.cos(pitch)
        z = -back_m * np.cos(pitch) + up_m * np.sin(pitch)
        return np.asarray(ball + np.stack((0 * y, y, z), axis=1))

    return {
        ANKLE[side]: behind_ball(0.12, ANKLE_UP_M),
        HEEL[side]: behind_ball(0.12 + HEEL_BEHIND_M, 0.02),
        TOE[side]: ball + np.array([0.0, 0.01, TOE_AHEAD_M - 0.12]),
    }


def _shake_px(walker: Walker, random: np.random.Generator, frames: int) -> FloatArray:
    """(n, 2), at 0.3 to 2.5 a second, as a hand shakes."""
    if not walker.shake_torsos:
        return np.zeros((frames, 2))
    noise = random.standard_normal((frames, 2))
    swaying = low_pass(noise, walker.rate_hz, 2.5) - low_pass(noise, walker.rate_hz, 0.3)
    return np.asarray(swaying / swaying.std(axis=0) * walker.shake_torsos * FOCAL_PX * TRUNK_M / walker.away_m)


def _project(joints: dict[Landmark, FloatArray], walker: Walker, middle_m: FloatArray) -> FloatArray:
    """(n, 33, 2) pixels of a 720 x 1280 picture; unknown landmarks stay at the middle of the hips."""
    centre = (joints[Landmark.LEFT_HIP] + joints[Landmark.RIGHT_HIP]) / 2
    from_front = walker.view is View.ANTERIOR
    rightward = rightward_of(walker.view, mirrored=walker.mirrored)
    turn = np.radians(walker.roll_deg) * rightward
    points_px = np.empty((len(centre), 33, 2))
    for k in range(33):
        joint = joints.get(Landmark(k), centre) if k in set(Landmark) else centre
        away_m = middle_m + (-joint[:, 2] if from_front else joint[:, 2])
        x = rightward * joint[:, 0] / away_m * FOCAL_PX
        y = (walker.camera_up_m - joint[:, 1]) / away_m * FOCAL_PX
        points_px[:, k, 0] = 360 + x * np.cos(turn) - y * np.sin(turn)
        points_px[:, k, 1] = 560 + x * np.sin(turn) + y * np.cos(turn)
    return points_px


def _info(walker: Walker, frames: int) -> VideoInfo:
    return VideoInfo(
        sha256="",
        container="mp4",
        codec="h264",
        width_px=720,
        height_px=1280,
        rotation_deg=0,
        frame_rate_hz=walker.rate_hz,
        variable_frame_rate=False,
        duration_s=walker.seconds,
        frames=frames,
    )
