"""One still: a posed figure, a look, a camera and a backdrop become a square picture around the pelvis."""

from dataclasses import dataclass

import cv2
import numpy as np

from gait.training.arrays import FloatArray, Picture
from gait.training.walker.camera import Camera, Square, image_angle_deg, square_around_pelvis
from gait.training.walker.colours import camera_bytes
from gait.training.walker.dress import Figure
from gait.training.walker.look import Look
from gait.training.walker.noise import noise_volume
from gait.training.walker.pose import Pose
from gait.training.walker.raster import NO_TRIANGLE, bend, rasterise, vertex_normals
from gait.training.walker.shading import shade
from gait.training.walker.skeleton import SIDES

SUPERSAMPLING = 2
SHADOW_SIZE, SHADOW_SPAN_M = 320, 2.2


@dataclass(frozen=True, slots=True)
class View:
    """What the camera sees of one pose, before colour: where everything is, and the true angles (degrees).

    angle_deg: line through the hip joints in the picture, camera roll and all, + = image-right side lower.
    lean_deg: line from mid hip to mid shoulder against the vertical, + = to the image's right.
    """

    camera: Camera
    square: Square
    posed_m: FloatArray
    angle_deg: float
    lean_deg: float


def look_at_pelvis(figure: Figure, pose: Pose, still: int, camera: Camera, *, size: int, margin: float) -> View:
    """The view of one of the poses; no rasteriser is needed to know its truth."""
    hips, shoulders = (
        camera.project(np.stack([pose.joint_m(f"{bone}_{side}")[still] for side in SIDES])) for bone in ("thigh", "arm")
    )
    trunk = shoulders[:, :2].mean(axis=0) - hips[:, :2].mean(axis=0)
    posed = bend(
        figure.vertices_m,
        figure.bones,
        figure.weights,
        pose.rotations[still],
        pose.rest_heads_m,
        pose.heads_m[still],
    )
    return View(
        camera=camera,
        square=square_around_pelvis(hips, shoulders, size, margin),
        posed_m=posed,
        angle_deg=image_angle_deg(hips),
        lean_deg=float(np.degrees(np.arctan2(trunk[0], -trunk[1]))),
    )


def draw_picture(figure: Figure, view: View, look: Look, backdrop: Picture) -> Picture:
    """The still (size, size, 3), 0 to 255, clean: neither blur nor noise."""
    size = view.square.size
    fine = SUPERSAMPLING * size
    screen = view.square.pixels(view.camera.project(view.posed_m))
    screen[:, :2] *= SUPERSAMPLING
    _, seen, second, third = rasterise(screen, figure.triangles, figure.inside_m, fine)
    to_light = look.to_light * (1, 1, -1 if view.camera.behind else 1)
    shadow_map, to_shadow = _shadow(figure, view.posed_m, to_light)
    light = shade(
        seen,
        second,
        third,
        figure.triangles,
        figure.material,
        figure.vertices_m,
        view.posed_m,
        vertex_normals(view.posed_m, figure.triangles),
        view.camera.place_m,
        to_light,
        np.stack([look.key, look.sky, look.ground]),
        shadow_map,
        to_shadow,
        look.colours,
        look.materials,
        look.patterns,
        look.pattern_colours,
        noise_volume(look.volume_seed),
        np.array([figure.waist_y_m, figure.waist_slope, look.band_m, look.band_shade]),
    )
    covered = (seen != NO_TRIANGLE).astype(np.float32)
    light = cv2.resize(light, (size, size), interpolation=cv2.INTER_AREA)
    covered = cv2.resize(covered, (size, size), interpolation=cv2.INTER_AREA)
    return camera_bytes((light + (1 - covered[..., None]) * backdrop) * look.exposure)


def _shadow(figure: Figure, posed_m: FloatArray, to_light: FloatArray) -> tuple[FloatArray, FloatArray]:
    """What the key light sees, as nearness in metres, and the way from the room to its samples (3, 4)."""
    across = np.cross(to_light, [1.0, 0.0, 0.0])
    across /= np.linalg.norm(across)
    samples_per_m = SHADOW_SIZE / SHADOW_SPAN_M
    axes = np.stack([samples_per_m * np.cross(to_light, across), samples_per_m * across, to_light])
    middle = posed_m.mean(axis=0)
    to_shadow = np.column_stack([axes, np.array([SHADOW_SIZE / 2, SHADOW_SIZE / 2, SHADOW_SPAN_M]) - axes @ middle])
    screen = posed_m @ to_shadow[:, :3].T + to_shadow[:, 3]
    nearness, *_ = rasterise(screen, figure.triangles, figure.inside_m, SHADOW_SIZE)
    return nearness, to_shadow
