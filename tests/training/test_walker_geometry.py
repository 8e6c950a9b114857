"""The truth that the stills are labelled with, against geometry worked out another way."""

from dataclasses import replace

import numpy as np
import pytest

from gait.training.walker.camera import image_angle_deg, place_camera, square_around_pelvis
from gait.training.walker.clothes import Edge, draw_clothes
from gait.training.walker.dress import Material, dress
from gait.training.walker.pose import Pose, pose_body
from gait.training.walker.posture import MAX_OBLIQUITY_DEG, Posture, draw_posture
from gait.training.walker.shape import Shape, draw_build, shape_body
from gait.training.walker.skeleton import BONES, SIDES

AIM_M = np.array([0.0, 0.9, 0.0])


@pytest.fixture(scope="module")
def shape() -> Shape:
    return shape_body(draw_build(np.random.default_rng(11)))


@pytest.fixture(scope="module")
def posture(shape: Shape) -> Posture:
    return draw_posture(np.random.default_rng(12), 200, shape.scale, float(shape.joints_m["foot_l"][1]))


@pytest.fixture(scope="module")
def pose(shape: Shape, posture: Posture) -> Pose:
    return pose_body(shape, posture)


def hips_m(pose: Pose) -> np.ndarray:
    return np.stack([pose.joint_m(f"thigh_{side}") for side in SIDES], axis=1)


def test_the_line_through_the_hips_rises_by_the_drawn_obliquity(posture: Posture, pose: Pose) -> None:
    left, right = hips_m(pose).transpose(1, 0, 2)
    across = left - right
    elevation_deg = np.degrees(np.arcsin(across[:, 1] / np.linalg.norm(across, axis=1)))
    np.testing.assert_allclose(elevation_deg, posture.obliquity_deg, atol=1e-9)


def test_every_bone_keeps_its_length(shape: Shape, pose: Pose) -> None:
    for side in SIDES:
        for upper, lower in (("thigh", "calf"), ("calf", "foot"), ("arm", "forearm"), ("forearm", "hand")):
            ends = pose.joint_m(f"{upper}_{side}"), pose.joint_m(f"{lower}_{side}")
            expected_m = shape.length_m(f"{upper}_{side}", f"{lower}_{side}")
            np.testing.assert_allclose(np.linalg.norm(ends[0] - ends[1], axis=1), expected_m, rtol=1e-9)


def test_the_rotations_of_bones_are_rotations(pose: Pose) -> None:
    products = pose.rotations @ pose.rotations.transpose(0, 1, 3, 2)
    np.testing.assert_allclose(products, np.broadcast_to(np.eye(3), products.shape), atol=1e-9)
    np.testing.assert_allclose(np.linalg.det(pose.rotations), np.ones((200, len(BONES))), atol=1e-9)


def test_the_feet_stand_where_they_were_drawn(posture: Posture, pose: Pose) -> None:
    """All but the few that are out of reach of a crouching or steeply tilted pelvis."""
    apart_m = np.stack(
        [np.linalg.norm(pose.joint_m(f"foot_{side}") - posture.ankles_m[:, k], axis=1) for k, side in enumerate(SIDES)]
    )
    assert np.quantile(apart_m, 0.9) < 0.01


def test_the_tilt_of_the_pelvis_is_drawn_by_itself(shape: Shape) -> None:
    """No other part of the posture may foretell it: not legs, trunk, arms, nor how high one foot is."""
    drawn = draw_posture(np.random.default_rng(3), 3000, shape.scale, 0.08)
    others = {
        "lean": drawn.lean_deg,
        "rotation": drawn.rotation_deg,
        "flexion": drawn.flexion_deg,
        "raised foot": drawn.ankles_m[:, 0, 1] - drawn.ankles_m[:, 1, 1],
        "foot ahead": drawn.ankles_m[:, 0, 2] - drawn.ankles_m[:, 1, 2],
        "feet aside": drawn.ankles_m[:, :, 0].sum(axis=1),
        "left wrist": drawn.wrists[:, 0, 1],
    }
    for name, values in others.items():
        assert abs(np.corrcoef(drawn.obliquity_deg, values)[0, 1]) < 0.07, name
    assert np.abs(drawn.obliquity_deg).max() > 0.98 * MAX_OBLIQUITY_DEG


@pytest.mark.parametrize("behind", [True, False])
def test_a_square_camera_sees_the_obliquity_itself(shape: Shape, posture: Posture, behind: bool) -> None:
    """From behind the patient's right is the picture's right; from in front it is the other way round."""
    straight = replace(posture, rotation_deg=np.zeros(200))
    pose = pose_body(shape, straight)
    camera = place_camera(behind=behind, distance_m=4.0, height_m=0.9, yaw_deg=0.0, roll_deg=0.0, aim_m=AIM_M)
    seen = [image_angle_deg(camera.project(hips)) for hips in hips_m(pose)]
    np.testing.assert_allclose(seen, straight.obliquity_deg if behind else -straight.obliquity_deg, atol=0.3)


def test_camera_roll_adds_to_the_angle_in_the_picture(shape: Shape, posture: Posture) -> None:
    straight = replace(posture, rotation_deg=np.zeros(200))
    hips = hips_m(pose_body(shape, straight))
    level, rolled = (
        place_camera(behind=True, distance_m=4.0, height_m=0.9, yaw_deg=0.0, roll_deg=roll, aim_m=AIM_M)
        for roll in (0.0, 5.0)
    )
    turned = [image_angle_deg(rolled.project(h)) - image_angle_deg(level.project(h)) for h in hips]
    np.testing.assert_allclose(turned, -5.0, atol=1e-6)


def test_the_square_is_cut_as_the_product_cuts_it() -> None:
    """Middle of the hips 0.08 torso lengths below the middle, side 1.30 torso lengths times the margin."""
    hips = np.array([[-0.02, 0.10, 1.0], [0.02, 0.10, 1.0]])
    shoulders = np.array([[-0.03, -0.10, 1.0], [0.03, -0.10, 1.0]])
    square = square_around_pelvis(hips, shoulders, size=130, margin=1.0)
    middle = square.pixels(hips)[:, :2].mean(axis=0)
    torso_px = middle[1] - square.pixels(shoulders)[:, 1].mean()
    assert torso_px == pytest.approx(100.0)
    assert middle == pytest.approx([65.0, 65.0 + 8.0])


def test_a_body_has_the_stature_and_the_symmetry_it_was_given() -> None:
    build = replace(draw_build(np.random.default_rng(5)), stature_m=1.83)
    shape = shape_body(build)
    assert np.ptp(shape.vertices_m[:, 1]) == pytest.approx(1.83, abs=0.02)
    left, right = shape.joints_m["thigh_l"], shape.joints_m["thigh_r"]
    assert left == pytest.approx(right * [-1, 1, 1], abs=0.002)
    np.testing.assert_allclose(shape.weights.sum(axis=1), 1.0, atol=2e-3)


def test_a_hem_is_as_high_and_as_askew_as_it_was_drawn() -> None:
    none = np.zeros(3)
    edge = Edge(height_m=0.1, slope_side=0.2, slope_back=0.0, wave_m=none, wave_length_m=none + 1, wave_phase=none)
    points = np.array([[-0.1, 0.0, 0.0], [0.0, 0.5, 0.1], [0.1, 0.0, 0.0]])
    np.testing.assert_allclose(edge.height_at(points), [0.08, 0.10, 0.12])


def test_clothes_cover_the_hips_and_leave_the_hands(shape: Shape) -> None:
    figure = dress(shape, draw_clothes(np.random.default_rng(8)))
    shown = figure.triangles[(figure.inside_m[figure.triangles] > 0).any(axis=1)]
    material = figure.material[(figure.inside_m[figure.triangles] > 0).any(axis=1)]
    height_m = figure.vertices_m[shown].mean(axis=1)[:, 1]
    hips_m = shape.joints_m["pelvis"][1]
    assert ((material == Material.BOTTOMS) & (np.abs(height_m - hips_m) < 0.03)).any()
    hands = np.abs(figure.vertices_m[shown].mean(axis=1)[:, 0]) > abs(shape.joints_m["hand_l"][0])
    assert set(material[hands]) == {Material.SKIN}
    np.testing.assert_allclose(figure.weights.sum(axis=1), 1.0)
