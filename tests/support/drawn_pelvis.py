"""A drawn person seen from behind whose pelvic line is known: for tests of the sources, without any video.

The picture is flat: wall, shirt, shorts, arms. The pelvis turns by angle_deg (+ = image-right side lower), the body
sways in front of the wall. Drawn straight into the pelvis patches at four times their size, then shrunk.
"""

from collections.abc import Callable
from dataclasses import dataclass, replace

import cv2
import numpy as np

from gait.analysis.terms.landmarks import HIP, SHOULDER, Side
from gait.analysis.terms.timeline import Timeline
from gait.analysis.terms.types import FloatArray, Footage, ImageArray, PelvisPatches, Pose, Subject
from gait.result.conventions import Activity, View
from gait.result.result import VideoInfo

PATCH_PX, TORSO_PX, RATE_HZ, ZOOM = 320, 188.0, 30.0, 2
SCALE = 1.7 * TORSO_PX / PATCH_PX
NOISE = np.random.default_rng(0).normal(0.0, 2.0, (PATCH_PX, PATCH_PX, 3)).astype(np.float32)
WALL, SHIRT, SHORTS, SKIN = (190, 192, 196), (60, 90, 160), (40, 42, 46), (205, 165, 140)


@dataclass(frozen=True)
class Look:
    """What is drawn. hem_y is the height of the edge below the hips (torso lengths), bend its curvature, swing how much
    more its middle turns than its ends do; half_width that of the trunk. Stickers lie sticker_up above the hem;
    right_sticker is the colour of the right one where it is another.
    """

    shirt: tuple[int, int, int] = SHIRT
    shorts: tuple[int, int, int] = SHORTS
    hem_y: float = -0.1
    bend: float = 0.0
    wave: float = 0.0
    swing: float = 0.0
    half_width: float = 0.32
    stickers: tuple[int, int, int] | None = None
    right_sticker: tuple[int, int, int] | None = None
    sticker_up: float = 0.06
    sticker_radius: float = 0.02
    lights: tuple[int, int, int] | None = None
    hand_frames: tuple[int, ...] = ()


def gait_curve(n: int = 60, amplitude_deg: float = 5.0, mean_deg: float = 0.0) -> FloatArray:
    """A made-up obliquity curve at stride rate."""
    time_s = np.arange(n) / RATE_HZ
    return mean_deg + amplitude_deg * np.sin(2 * np.pi * 0.9 * time_s) + 0.2 * amplitude_deg * np.sin(11.3 * time_s)


def film(angle_deg: FloatArray, look: Look = Look(), *, sway: float = 0.05) -> Footage:
    """Footage of the drawn person; sway is the sideways amplitude in torso lengths."""
    n = len(angle_deg)
    time_s = np.arange(n) / RATE_HZ
    moved = sway * TORSO_PX * np.stack([np.sin(2 * np.pi * 0.9 * time_s), 0.4 * np.cos(3.6 * np.pi * time_s)], axis=1)
    hips = np.array([360.0, 640.0]) + moved
    origin = hips - np.array([0.0, 0.08 * TORSO_PX]) - SCALE * (PATCH_PX - 1) / 2
    rgb = np.array([_draw(angle_deg[k], look, moved[k], k) for k in range(n)])
    patches = PelvisPatches(rgb, origin, np.full(n, SCALE), np.ones(n, dtype=bool))
    info = VideoInfo("", "mp4", "h264", 720, 1280, 0, RATE_HZ, False, n / RATE_HZ, n)
    return Footage(info, Timeline.of(time_s), _pose(hips), patches, (), ())


def subject(footage: Footage, view: View = View.POSTERIOR) -> Subject:
    return Subject(view, Activity.WALKING, np.full(len(footage.time_s), TORSO_PX), True, None)


def with_pictures(footage: Footage, change: Callable[[ImageArray], ImageArray]) -> Footage:
    """The same footage with every pelvis picture changed."""
    return replace(footage, pelvis=replace(footage.pelvis, rgb=np.array([change(p) for p in footage.pelvis.rgb])))


def mirrored(footage: Footage) -> Footage:
    """The same film seen in a mirror: pictures flipped, places too; the pose model still names image-left left."""
    width = footage.info.width_px
    patches = footage.pelvis
    size = patches.rgb.shape[2]
    origin = np.stack([width - 1 - patches.origin_px[:, 0] - patches.scale_px * (size - 1), patches.origin_px[:, 1]], 1)
    points = footage.pose.landmarks_px * np.array([-1.0, 1.0]) + np.array([width - 1.0, 0.0])
    swapped = points.copy()
    for pair in (HIP, SHOULDER):
        swapped[:, pair[Side.LEFT]], swapped[:, pair[Side.RIGHT]] = (
            points[:, pair[Side.RIGHT]],
            points[:, pair[Side.LEFT]],
        )
    return replace(
        footage,
        pose=Pose(swapped, footage.pose.visibility),
        pelvis=PelvisPatches(np.ascontiguousarray(patches.rgb[:, :, ::-1]), origin, patches.scale_px, patches.present),
    )


def _pose(hips: FloatArray) -> Pose:
    points = np.full((len(hips), 33, 2), np.nan)
    for side, aside in ((Side.LEFT, -1.0), (Side.RIGHT, 1.0)):
        points[:, HIP[side]] = hips + aside * np.array([0.17 * TORSO_PX, 0.0])
        points[:, SHOULDER[side]] = hips + np.array([aside * 0.35 * TORSO_PX, -TORSO_PX])
    return Pose(points, np.ones((len(hips), 33)))


def _draw(angle_deg: float, look: Look, moved: FloatArray, frame: int) -> ImageArray:
    size = PATCH_PX * ZOOM
    picture = np.full((size, size, 3), WALL, np.uint8)
    shift = moved / SCALE * ZOOM
    for k in range(-4, 12):  # panels on the wall, which stay where they are
        left = int(90 * k - shift[0])
        cv2.rectangle(picture, (left, 30), (left + 50, 200), (170, 150 + 5 * k, 140), -1)
    half = look.half_width
    _fill(picture, [(-half, -0.9), (half, -0.9), (half, 0.3), (-half, 0.3)], look.shirt)
    _fill(picture, [(-0.45, -0.9), (-0.36, -0.9), (-0.36, 0.1), (-0.45, 0.1)], SKIN)
    _fill(picture, [(0.45, -0.9), (0.36, -0.9), (0.36, 0.1), (0.45, 0.1)], SKIN)
    x = np.linspace(-half, half, 65)
    ripple = look.wave * np.sin(25 * x + 1.9 * frame) * np.sin(0.7 * frame)
    turned = x * (1.0 + look.swing * (1.0 - (x / half) ** 2))
    edge = look.hem_y + np.tan(np.radians(angle_deg)) * turned + look.bend * x**2 + ripple
    _fill(picture, [*zip(x, edge, strict=True), (half, 0.5), (-half, 0.5)], look.shorts)
    turn = np.radians(angle_deg)
    for aside in (-0.09, 0.09):
        up = look.sticker_up
        spot = (aside * np.cos(turn) + up * np.sin(turn), look.hem_y - up * np.cos(turn) + aside * np.sin(turn))
        colour = look.right_sticker if aside > 0 and look.right_sticker else look.stickers
        if colour:
            cv2.circle(picture, *_centre(spot, look.sticker_radius), colour, -1, cv2.LINE_AA, 4)
        if look.lights:
            cv2.circle(
                picture,
                *_centre((aside - moved[0] / TORSO_PX, -0.16 - moved[1] / TORSO_PX), 0.02),
                look.lights,
                -1,
                cv2.LINE_AA,
                4,
            )
    if frame in look.hand_frames:
        _fill(picture, [(-0.2, -0.3), (0.0, -0.3), (0.0, 0.0), (-0.2, 0.0)], SKIN)
    small = cv2.resize(picture, (PATCH_PX, PATCH_PX), interpolation=cv2.INTER_AREA)
    return np.clip(small + np.roll(NOISE, 7919 * frame), 0, 255).astype(np.uint8)


def _to_picture(point: tuple[float, float]) -> FloatArray:
    """Torso lengths from the hips' middle to pixels of the enlarged patch, in sixteenths."""
    across, down = np.array(point) * TORSO_PX / SCALE
    middle = (PATCH_PX - 1) / 2
    at = np.array([middle + across, middle + 0.08 * TORSO_PX / SCALE + down])
    return np.round(((at + 0.5) * ZOOM - 0.5) * 16)


def _centre(point: tuple[float, float], radius: float) -> tuple[tuple[int, int], int]:
    across, down = _to_picture(point)
    return (int(across), int(down)), int(radius * TORSO_PX / SCALE * ZOOM * 16)


def _fill(picture: ImageArray, points: list[tuple[float, float]], colour: tuple[int, int, int]) -> None:
    outline = np.array([_to_picture(point) for point in points]).astype(np.int32)
    cv2.fillPoly(picture, [outline], colour, cv2.LINE_AA, 4)
