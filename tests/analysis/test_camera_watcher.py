"""What a camera in a hand did, told by rooms that are drawn as such a camera sees them."""

from collections.abc import Callable

import cv2
import numpy as np
import pytest

from gait.analysis.film.camera_motion import is_lost, is_moving, turn_error_deg
from gait.analysis.film.camera_watcher import CameraWatcher
from gait.analysis.terms.types import CameraMotion, FloatArray, ImageArray

WIDTH_PX, HEIGHT_PX = 360, 640
MIDDLE_PX = np.array([WIDTH_PX, HEIGHT_PX]) / 2
FOCAL_PX = 0.75 * HEIGHT_PX
PICTURES = 60

Drawn = Callable[[int], ImageArray]


@pytest.fixture(scope="module")
def wall() -> ImageArray:
    """Posters, frames and skirting, larger than any picture of it."""
    random = np.random.default_rng(4)
    wall = np.full((1600, 1600, 3), 190, np.uint8)
    for _ in range(400):
        x, y = (int(value) for value in random.integers(0, 1600, 2))
        width, height = (int(value) for value in random.integers(8, 90, 2))
        cv2.rectangle(wall, (x, y), (x + width, y + height), random.integers(20, 255, 3).tolist(), -1)
    return cv2.GaussianBlur(wall, (3, 3), 0)


def followed(drawn: Drawn) -> CameraMotion:
    watcher = CameraWatcher()
    for number in range(PICTURES):
        watcher.look_at(drawn(number), number / 30, None, 1.0)
    motion = watcher.motion()
    assert motion is not None
    return motion


def flat(wall: ImageArray, turn_deg: float, shift_px: FloatArray, blur_px: int = 1) -> ImageArray:
    """The middle of the wall, turned clockwise about the middle of the picture and shifted."""
    turn = cv2.getRotationMatrix2D((float(MIDDLE_PX[0]), float(MIDDLE_PX[1])), -turn_deg, 1.0)
    onto = np.array([[1.0, 0.0, MIDDLE_PX[0] - 800], [0.0, 1.0, MIDDLE_PX[1] - 800], [0.0, 0.0, 1.0]])
    seen = cv2.warpAffine(wall, (turn @ onto) + np.column_stack((np.zeros((2, 2)), shift_px)), (WIDTH_PX, HEIGHT_PX))
    return np.asarray(cv2.blur(seen, (blur_px, 1)), np.uint8)


def middle_moved_px(motion: CameraMotion) -> FloatArray:
    """How far the middle of the first picture has gone, (n, 2)."""
    turn = np.radians(motion.turn_deg)
    rotation = np.stack([np.cos(turn), -np.sin(turn), np.sin(turn), np.cos(turn)], axis=-1).reshape(-1, 2, 2)
    return np.asarray(rotation @ MIDDLE_PX + motion.shift_px - MIDDLE_PX)


@pytest.mark.parametrize("jerk_px", [0.0, 80.0])
def test_a_hand_that_shakes_is_followed(wall: ImageArray, jerk_px: float) -> None:
    """With jerks the picture is smeared, and the next one shows the room a fifth of a picture further on."""
    beat = np.arange(PICTURES) // 10 % 2
    turns_deg = 2.5 * np.sin(np.arange(PICTURES) / 5)
    shifts_px = np.column_stack((beat * jerk_px, 14 * np.sin(np.arange(PICTURES) / 7)))
    is_jerked = np.diff(beat, prepend=0) != 0

    def drawn(number: int) -> ImageArray:
        return flat(wall, turns_deg[number], shifts_px[number], 61 if jerk_px and is_jerked[number] else 1)

    motion = followed(drawn)
    assert motion.lost_share < 0.15
    sharp = ~is_jerked
    assert np.abs(motion.turn_deg - turns_deg)[sharp].max() < 0.4
    assert np.abs(middle_moved_px(motion) - shifts_px)[sharp].max() < 3.0
    assert not is_lost(motion, HEIGHT_PX)


def hall(wall: ImageArray, ahead_m: float, roll_deg: float, aside_m: float = 0.0) -> ImageArray:
    """A wall 7 m away, one 1.2 m to the left and a floor 1.2 m down, before a camera that walked ahead and aside."""
    roll = np.radians(roll_deg)
    rotation = np.array([[np.cos(roll), -np.sin(roll), 0], [np.sin(roll), np.cos(roll), 0], [0, 0, 1]])
    camera = np.array([[FOCAL_PX, 0, MIDDLE_PX[0]], [0, FOCAL_PX, MIDDLE_PX[1]], [0, 0, 1]]) @ rotation
    x, y = np.meshgrid(np.arange(WIDTH_PX), np.arange(HEIGHT_PX))
    rays = np.stack([x, y, np.ones_like(x)], axis=-1) @ np.linalg.inv(camera).T
    sideways, down, forth = np.moveaxis(rays, -1, 0)
    reach = np.stack(
        [
            (7.0 - ahead_m) / forth,
            np.where(sideways < 0, (-1.2 - aside_m) / np.minimum(sideways, -1e-6), np.inf),
            np.where(down > 0, 1.2 / np.maximum(down, 1e-6), np.inf),
        ]
    )
    nearest, length = reach.argmin(axis=0), reach.min(axis=0)
    place = rays * length[..., None] + np.array([aside_m, 0.0, ahead_m])
    across = np.choose(nearest, [place[..., 0], place[..., 2], place[..., 0]])
    along = np.choose(nearest, [place[..., 1], place[..., 1], place[..., 2]])
    at_x, at_y = (np.mod(200 * each + 800 + 311 * nearest, 1600).astype(np.float32) for each in (across, along))
    return np.asarray(cv2.remap(wall, at_x, at_y, cv2.INTER_LINEAR), np.uint8)


def test_a_camera_that_walks_along_is_not_turned_by_what_it_passes(wall: ImageArray) -> None:
    """The near wall and the floor sweep past on one side, which a turn with shift and scale takes for a roll."""
    rolls_deg = np.linspace(0.0, -3.0, PICTURES)
    motion = followed(lambda number: hall(wall, 0.05 * number, rolls_deg[number], 0.1 * np.sin(number / 9)))
    assert motion.lost_share < 0.1
    assert np.abs(motion.turn_deg - rolls_deg).max() < 1.0
    assert np.abs(middle_moved_px(motion)).max() < 0.12 * HEIGHT_PX
    assert motion.links > 0


def test_a_bare_room_tells_nothing() -> None:
    watcher = CameraWatcher()
    for number in range(20):
        watcher.look_at(np.full((HEIGHT_PX, WIDTH_PX, 3), 200, np.uint8), number / 30, None, 1.0)
    assert watcher.motion() is None


def test_a_swing_aside_and_long_rows_of_links_leave_level_less_sure() -> None:
    still = np.zeros(100)
    swing_px = np.column_stack((np.linspace(0, 400, 100), still))
    beside = CameraMotion(still, np.zeros((100, 2)), 0.0)
    swung, linked = CameraMotion(still, swing_px, 0.0), CameraMotion(still, np.zeros((100, 2)), 0.0, links=40)
    errors_deg = [turn_error_deg(motion, 1280) for motion in (beside, swung, linked)]
    assert errors_deg[0] == 0.0
    assert min(errors_deg[1:]) > 0.8
    assert is_lost(CameraMotion(still, 4 * swing_px, 0.0), 1280)


def with_thing(
    wall: ImageArray, number: int, size_px: tuple[int, int], at_px: tuple[float, float], turn_deg: float
) -> ImageArray:
    """A plain room with one patterned thing in it, and the grain of a camera that stands still."""
    turn = cv2.getRotationMatrix2D((400.0, 400.0), -turn_deg, 1.0)
    turn[:, 2] += np.array(at_px) - 400
    pattern = cv2.warpAffine(wall[:800, :800], turn, (WIDTH_PX, HEIGHT_PX))
    inside = np.zeros((HEIGHT_PX, WIDTH_PX), np.uint8)
    cv2.fillConvexPoly(inside, cv2.boxPoints((at_px, size_px, turn_deg)).astype(np.int32), 255)
    grain = np.random.default_rng(number).normal(0, 2, (HEIGHT_PX, WIDTH_PX, 3))
    return np.asarray(np.clip(np.where(inside[..., None] > 0, pattern, 190) + grain, 0, 255), np.uint8)


def test_a_companion_who_sways_in_a_bare_room_is_no_turn_of_the_camera(wall: ImageArray) -> None:
    """At the pace of the steps: taken out of the pelvis it would make up as many degrees."""

    def drawn(number: int) -> ImageArray:
        sway = np.sin(number / 5)
        return with_thing(wall, number, (70, 150), (250 + 12 * sway, 330), 4 * sway)

    motion = followed(drawn)
    assert is_lost(motion, HEIGHT_PX) or np.abs(motion.turn_deg).max() < 0.5


def test_a_belt_in_a_bare_room_is_no_turn_of_the_camera(wall: ImageArray) -> None:
    motion = followed(lambda number: with_thing(np.roll(wall, 6 * number, axis=0), number, (130, 190), (180, 540), 0.0))
    assert is_lost(motion, HEIGHT_PX) or np.abs(motion.turn_deg).max() < 0.5


def test_one_still_thing_in_a_bare_room_shows_a_camera_that_stands(wall: ImageArray) -> None:
    motion = followed(lambda number: with_thing(wall, number, (60, 80), (60, 100), 0.0))
    assert not is_moving(motion, HEIGHT_PX)
