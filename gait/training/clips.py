"""Render whole clips of people who walk or run, with known truth, for make bench-heldout: none was ever looked at.

python -m gait.training.clips FOLDER --seed 7 --count 4

A clip is <name>.avi (motion JPEG, to be encoded as a phone would) and <name>.json with its truth, in the form of
tests/data. Body, clothes, look, room, camera, gait and stickers are drawn from (seed, number): the same seed gives the
same clips.
"""

import argparse
import json
import multiprocessing
import os
import sys
import time
from dataclasses import dataclass
from pathlib import Path

import cv2
import numpy as np

from gait.training.arrays import Bytes, FloatArray, Picture, Rng
from gait.training.walker.camera import Camera, Square, image_angle_deg, place_camera
from gait.training.walker.clothes import Clothes, Outfit, draw_clothes
from gait.training.walker.dress import Figure, dress
from gait.training.walker.head import with_head
from gait.training.walker.look import Look, draw_look
from gait.training.walker.pose import Pose, pose_body
from gait.training.walker.raster import bend
from gait.training.walker.room import draw_room
from gait.training.walker.scene import View, draw_picture
from gait.training.walker.shape import Shape, draw_build, shape_body
from gait.training.walker.skeleton import SIDES
from gait.training.walker.stride import SETTING_OFF_S, Gait, Step, draw_gait, walk

SIZE_PX, WIDTH_PX = 960, 600
"""The square that is rendered, and how much of its width is kept: a clip filmed upright."""
SECONDS, RATE_HZ = 9.0, 30
FROM_BEHIND_SHARE, STICKERS_SHARE = 0.75, 0.6
"""Stickers: of those on whom nothing hangs over them, a third of all."""
PERSON_HEIGHTS = (0.72, 0.86)
"""How much of the picture's height the person fills."""
DIMPLES_M, SPINES_M, STICKER_M = 0.047, 0.115, 0.009
"""Half the distance of the back dimples and of the front spines on an average body; radius of a sticker."""
JPEG_QUALITY = 95


@dataclass(frozen=True, slots=True)
class Scene:
    """All that does not change in one clip. roll_deg: of the camera, positive clockwise."""

    figure: Figure
    gait: Gait
    clothes: Clothes
    look: Look
    camera: Camera
    level_camera: Camera
    roll_deg: float
    square: Square
    room: Picture
    stickers: tuple[int, int] | None
    sticker_colour: tuple[float, float, float]
    blur_px: float
    noise: float


def draw_scene(rng: Rng) -> Scene:
    shape, clothes, gait = shape_body(draw_build(rng)), draw_clothes(rng), draw_gait(rng)
    behind = bool(rng.random() < FROM_BEHIND_SHARE)
    roll_deg = float(rng.normal(0, 2.0))
    hips_m = float(shape.joints_m["pelvis"][1])
    place = {
        "behind": behind,
        "distance_m": rng.uniform(2.6, 4.5),
        "height_m": hips_m + rng.normal(0.05, 0.15),
        "yaw_deg": float(np.clip(rng.normal(0, 5), -14, 14)),
        "aim_m": np.array([rng.normal(0, 0.05), 0.5 * shape.vertices_m[:, 1].max(), 0.0]),
    }
    camera = place_camera(roll_deg=roll_deg, **place)
    colour = rng.uniform(0, 255, 3) if rng.random() < 0.5 else np.array([60.0, 230.0, 60.0])
    return Scene(
        figure=with_head(dress(shape, clothes)),
        gait=gait,
        clothes=clothes,
        look=draw_look(rng),
        camera=camera,
        level_camera=place_camera(roll_deg=0.0, **place),
        roll_deg=roll_deg,
        square=_square(camera, shape, rng.uniform(*PERSON_HEIGHTS)),
        room=draw_room(rng, SIZE_PX, roll_deg),
        stickers=_stickers(shape, behind=behind) if _shows_stickers(rng, clothes) else None,
        sticker_colour=(float(colour[0]), float(colour[1]), float(colour[2])),
        blur_px=rng.uniform(0.3, 1.2),
        noise=rng.uniform(1, 5),
    )


def _square(camera: Camera, shape: Shape, share: float) -> Square:
    """The person from head to foot fills this share of the picture's height, its middle in the middle."""
    top_m = float(shape.vertices_m[:, 1].max())
    ends = camera.project(np.array([[0.0, 0.0, 0.0], [0.0, top_m, 0.0]]))[:, :2]
    zoom = share * SIZE_PX / abs(ends[1, 1] - ends[0, 1])
    return Square(SIZE_PX, zoom, np.full(2, SIZE_PX / 2) - zoom * ends.mean(axis=0))


def _shows_stickers(rng: Rng, clothes: Clothes) -> bool:
    """Only where no top hangs over them."""
    is_free = clothes.outfit is Outfit.BARE or clothes.hem.height_m > 0.14
    return bool(is_free and rng.random() < STICKERS_SHARE)


def _stickers(shape: Shape, *, behind: bool) -> tuple[int, int]:
    """Vertices of the skin over both back dimples, or both front spines: (left, right) of the person."""
    across, up = (DIMPLES_M, 0.085) if behind else (SPINES_M, 0.075)
    facing = -1.0 if behind else 1.0
    found = []
    for aside in (1.0, -1.0):
        wanted = np.array([aside * across, 0.0]) * shape.scale + [0.0, shape.joints_m["pelvis"][1] + up * shape.scale]
        away = np.linalg.norm(shape.vertices_m[:, :2] - wanted, axis=1)
        outside = facing * shape.vertices_m[:, 2] > 0
        found.append(int(np.argmin(np.where(outside, away, np.inf))))
    return found[0], found[1]


def truth_of(scene: Scene, pose: Pose, steps: list[Step], time_s: FloatArray) -> dict[str, object]:
    """As in tests/data: obliquity in the picture with and without the camera's roll, + = patient's right side lower."""
    sign = 1.0 if scene.camera.behind else -1.0
    hips_m = np.stack([pose.joint_m(f"thigh_{side}") for side in SIDES], axis=1)
    raw, level = (
        np.array([sign * image_angle_deg(camera.project(both)) for both in hips_m])
        for camera in (scene.camera, scene.level_camera)
    )
    stances = []
    for step in steps:
        inside = (time_s >= step.contact_s) & (time_s <= step.toe_off_s)
        is_setting_off = bool(scene.gait.standing_s) and step.contact_s < scene.gait.standing_s + SETTING_OFF_S
        if step.contact_s >= 0 and step.toe_off_s <= time_s[-1] and not is_setting_off:
            peak_deg = float((level[inside] if step.side == "l" else -level[inside]).max())
            times = {"ic_s": round(step.contact_s, 4), "to_s": round(step.toe_off_s, 4)}
            stances.append({"side": step.side, **times, "peak_drop_image": round(peak_deg, 3)})
    return {
        "fps": RATE_HZ,
        "frames": len(time_s),
        "size": [WIDTH_PX, SIZE_PX],
        "view": "posterior" if scene.camera.behind else "anterior",
        "mode": scene.gait.kind,
        "stickers": scene.stickers is not None,
        "outfit": scene.clothes.outfit.name.lower(),
        "static_until_s": scene.gait.standing_s,
        "roll_deg": round(scene.roll_deg, 3),
        "frame": {"obliquity_image": np.round(level, 3).tolist(), "obliquity_image_raw": np.round(raw, 3).tolist()},
        "stances": stances,
    }


def render_clip(folder: Path, seed: int, number: int) -> str:
    """Write one clip, unless it is there; returns what was written."""
    rng = np.random.default_rng((seed, number))
    scene = draw_scene(rng)
    name = f"H{seed}_{number:02d}_{scene.gait.kind}_{scene.clothes.outfit.name.lower()}"
    truth_file = folder / f"{name}.json"
    if truth_file.exists():
        return f"{name}: is there"
    began_s = time.monotonic()
    time_s = np.arange(0, SECONDS, 1 / RATE_HZ)
    posture, sway_m, steps = walk(scene.gait, scene.figure.shape, time_s)
    pose = _beside(pose_body(scene.figure.shape, posture), sway_m)
    film = cv2.VideoWriter(str(folder / f"{name}.avi"), cv2.VideoWriter.fourcc(*"MJPG"), RATE_HZ, (WIDTH_PX, SIZE_PX))
    film.set(cv2.VIDEOWRITER_PROP_QUALITY, JPEG_QUALITY)
    for frame in range(len(time_s)):
        film.write(cv2.cvtColor(picture_of(scene, pose, frame, rng), cv2.COLOR_RGB2BGR))
    film.release()
    truth_file.write_text(json.dumps(truth_of(scene, pose, steps, time_s)))
    return f"{name}: {len(time_s)} frames in {time.monotonic() - began_s:.0f} s"


def _beside(pose: Pose, sway_m: FloatArray) -> Pose:
    moved = pose.heads_m.copy()
    moved[:, :, 0] += sway_m[:, None]
    return Pose(pose.rotations, pose.rest_heads_m, moved)


def picture_of(scene: Scene, pose: Pose, frame: int, rng: Rng) -> Bytes:
    """One frame (SIZE_PX, WIDTH_PX, 3)."""
    figure = scene.figure
    bones = pose.rotations[frame], pose.rest_heads_m, pose.heads_m[frame]
    posed = bend(figure.vertices_m, figure.bones, figure.weights, *bones)
    picture = draw_picture(figure, View(scene.camera, scene.square, posed, 0.0, 0.0), scene.look, scene.room)
    picture = picture.astype(np.float32)
    if scene.stickers is not None:
        _stick(picture, scene, bones)
    picture = cv2.GaussianBlur(picture, (0, 0), scene.blur_px)
    picture += scene.noise * rng.standard_normal(picture.shape).astype(np.float32)
    edge = (SIZE_PX - WIDTH_PX) // 2
    return np.clip(picture[:, edge : edge + WIDTH_PX], 0, 255).astype(np.uint8)


def _stick(picture: Picture, scene: Scene, bones: tuple[FloatArray, FloatArray, FloatArray]) -> None:
    """Two round stickers that move as the skin under them."""
    shape, at = scene.figure.shape, list(scene.stickers or ())
    strongest = np.argsort(-shape.weights[at], axis=1)[:, :5].astype(np.int32)
    weights = np.take_along_axis(shape.weights[at], strongest, axis=1)
    skin_m = bend(shape.vertices_m[at], strongest, weights / weights.sum(axis=1, keepdims=True), *bones)
    for x, y, nearness in scene.square.pixels(scene.camera.project(skin_m)):
        radius_px = STICKER_M * nearness * scene.square.zoom
        centre = (round(16 * (x - 0.5)), round(16 * (y - 0.5)))
        cv2.circle(picture, centre, round(16 * radius_px), scene.sticker_colour, -1, cv2.LINE_AA, 4)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("folder", type=Path)
    parser.add_argument("--seed", type=int, required=True)
    parser.add_argument("--count", type=int, default=10)
    parser.add_argument("--processes", type=int, default=os.cpu_count() or 1)
    said = parser.parse_args()
    said.folder.mkdir(parents=True, exist_ok=True)
    jobs = [(said.folder, said.seed, number) for number in range(said.count)]
    with multiprocessing.get_context("spawn").Pool(min(said.processes, len(jobs))) as pool:
        for told in pool.imap(_render_job, jobs):
            sys.stdout.write(told + "\n")
            sys.stdout.flush()


def _render_job(job: tuple[Path, int, int]) -> str:
    cv2.setNumThreads(1)
    return render_clip(*job)


if __name__ == "__main__":
    main()
