from dataclasses import replace

import cv2
import numpy as np
import pytest
from drawn_pelvis import film, gait_curve

from gait.analysis.pelvis.roll import ASSUMED_SIGMA_DEG, estimate_camera_roll
from gait.analysis.terms.types import Footage
from gait.result.conventions import RollOrigin, View
from gait.result.handedness import rightward_of

WIDTH, HEIGHT = 720, 1280


def room(roll_deg: float, *, look_up: float = 0.0, lines: bool = True) -> np.ndarray:
    """A room with door, skirting and panels, turned so that a level line reads roll_deg; look_up fans uprights out."""
    picture = np.full((HEIGHT * 2, WIDTH * 2, 3), (200, 198, 190), np.uint8)
    if lines:
        for left, top, right, bottom in ((160, 300, 420, 1500), (980, 420, 1280, 700), (1000, 900, 1240, 1300)):
            lean = [look_up * (x - WIDTH) / WIDTH for x in (left, right)]
            corners = [
                (left - lean[0] * (bottom - top), top),
                (right - lean[1] * (bottom - top), top),
                (right, bottom),
                (left, bottom),
            ]
            cv2.polylines(picture, [np.array(corners, np.int32)], True, (90, 80, 70), 8, cv2.LINE_AA)
        cv2.line(picture, (-800, 1700), (2400, 1700), (120, 110, 100), 10, cv2.LINE_AA)
    turn = cv2.getRotationMatrix2D((WIDTH, HEIGHT), -roll_deg, 1.0)
    turned = cv2.warpAffine(picture, turn, (WIDTH * 2, HEIGHT * 2), borderMode=cv2.BORDER_REPLICATE)
    return cv2.resize(turned, (WIDTH, HEIGHT), interpolation=cv2.INTER_AREA)


def filmed_in(picture: np.ndarray) -> Footage:
    return replace(film(gait_curve(6)), stills_rgb=(picture,), still_frames=(2,))


@pytest.mark.parametrize("roll_deg", [-5.0, -1.0, 0.0, 2.5])
def test_it_finds_the_roll_from_edges(roll_deg):
    footage = filmed_in(room(roll_deg))
    roll = estimate_camera_roll(footage, rightward=1)
    assert roll.origin is RollOrigin.EDGES
    assert roll.value_deg == pytest.approx(roll_deg, abs=0.4)


@pytest.mark.parametrize("look_up", [-0.13, 0.06, 0.13])
def test_it_is_not_misled_by_a_camera_that_looks_up_or_steeply_down(look_up):
    footage = filmed_in(room(2.0, look_up=look_up))
    roll = estimate_camera_roll(footage, rightward=1)
    assert roll.value_deg == pytest.approx(2.0, abs=0.6)


def test_uprights_on_one_side_only_say_less():
    """Whether they lean because of roll or because the camera looks up is then half a guess."""

    def sigma_deg(places_px: tuple[int, ...]) -> float:
        picture = np.full((HEIGHT, WIDTH, 3), 200, np.uint8)
        for x in places_px:
            cv2.line(picture, (x, 100), (x, 1100), (80, 80, 80), 6, cv2.LINE_AA)
        footage = filmed_in(picture)
        return estimate_camera_roll(footage, rightward=1).sigma_deg

    assert sigma_deg((60, 120, 600, 660)) < 0.45
    assert sigma_deg((40, 60, 80, 100)) > 1.0


def test_from_the_front_the_same_turn_lifts_the_other_side():
    footage = filmed_in(room(3.0))
    roll = estimate_camera_roll(footage, rightward_of(View.ANTERIOR, mirrored=False))
    assert roll.value_deg == pytest.approx(-3.0, abs=0.4)
    in_mirror = estimate_camera_roll(footage, rightward_of(View.ANTERIOR, mirrored=True))
    assert in_mirror.value_deg == pytest.approx(3.0, abs=0.4)


def test_a_bare_room_leaves_the_roll_assumed():
    footage = filmed_in(room(3.0, lines=False))
    roll = estimate_camera_roll(footage, rightward=1)
    assert roll.origin is RollOrigin.ASSUMED
    assert (roll.value_deg, roll.sigma_deg) == (0.0, ASSUMED_SIGMA_DEG)


def test_edges_that_say_too_little_are_no_edges():
    """Three uprights in one corner: whether they lean by roll or because the camera looks up nobody can tell."""
    picture = np.full((HEIGHT, WIDTH, 3), 200, np.uint8)
    for x in (4, 10, 16):
        cv2.line(picture, (x + 20, 100), (x, 1100), (80, 80, 80), 2, cv2.LINE_AA)
    footage = filmed_in(picture)
    roll = estimate_camera_roll(footage, rightward=1)
    assert (roll.origin, roll.sigma_deg) == (RollOrigin.ASSUMED, ASSUMED_SIGMA_DEG)


@pytest.mark.parametrize("slope_deg", [3.0, 5.0])
def test_a_ramp_before_a_level_camera_does_not_overrule_the_room(slope_deg):
    """Level edges and a handrail: which of them is level nothing shows, but 5 degrees of roll are not claimed."""
    picture = room(0.0)
    rise = round(600 * np.tan(np.radians(slope_deg)))
    for y in (150, 230):
        cv2.line(picture, (60, y), (660, y + rise), (60, 60, 60), 6, cv2.LINE_AA)
    footage = filmed_in(picture)
    roll = estimate_camera_roll(footage, rightward=1)
    assert abs(roll.value_deg) < 2 * roll.sigma_deg


def between_bars(picture: np.ndarray, kind: str, share: float = 0.5625) -> np.ndarray:
    """An upright picture in the middle of a wide one: a video call, a slide, an editor that fills up with a blur."""
    width_px = round(HEIGHT * share)
    small = cv2.resize(picture, (width_px, HEIGHT), interpolation=cv2.INTER_AREA)
    wide = cv2.GaussianBlur(cv2.resize(picture, (2 * WIDTH, HEIGHT)), (0, 0), 25)
    if kind != "blurred":
        wide[:] = 0 if kind == "black" else 245
    left = WIDTH - width_px // 2
    wide[:, left : left + width_px] = small
    return wide


def grainy(picture: np.ndarray) -> np.ndarray:
    """With the fine detail that every filmed picture has, also on a plain wall."""
    grain = np.random.default_rng(3).normal(0, 5, picture.shape)
    return np.clip(picture + grain, 0, 255).astype(np.uint8)


def roll_of(picture: np.ndarray):
    footage = filmed_in(picture)
    info = replace(footage.info, width_px=picture.shape[1], height_px=picture.shape[0])
    return estimate_camera_roll(replace(footage, info=info), rightward=1)


@pytest.mark.long
@pytest.mark.parametrize("kind", ["black", "white", "blurred"])
def test_bars_beside_a_picture_are_not_the_room(kind):
    bars = between_bars(grainy(room(3.0)), kind)
    assert roll_of(bars).value_deg == pytest.approx(3.0, abs=0.5)
    assert roll_of(between_bars(grainy(room(0.0, lines=False)), kind)).origin is RollOrigin.ASSUMED


def test_bars_above_and_below_are_not_the_room():
    picture = grainy(room(3.0))
    picture[:240] = picture[-240:] = 0
    assert roll_of(picture).value_deg == pytest.approx(3.0, abs=0.5)


@pytest.mark.parametrize("drawn", ["grid", "caption"])
@pytest.mark.parametrize("roll_deg", [-1.5, 0.0, 3.0])
def test_what_is_drawn_over_a_picture_is_not_the_room(drawn, roll_deg):
    picture = grainy(room(roll_deg))
    if drawn == "grid":
        for k in (1, 2):
            cv2.line(picture, (k * WIDTH // 3, 0), (k * WIDTH // 3, HEIGHT), (255, 255, 255), 2)
            cv2.line(picture, (0, k * HEIGHT // 3), (WIDTH, k * HEIGHT // 3), (255, 255, 255), 2)
    else:
        cv2.rectangle(picture, (60, 1000), (660, 1080), (20, 20, 20), -1)
    assert roll_of(picture).value_deg == pytest.approx(roll_deg, abs=0.5)


def tiled_floor(lean_deg: float, *, clutter: int) -> np.ndarray:
    """Rows of tiles that run off askew, and as much clutter in every other direction, before a level camera."""
    picture = np.full((HEIGHT, WIDTH, 3), 200, np.uint8)
    random = np.random.default_rng(3)
    for y in range(800, 1100, 110):
        rise = np.tan(np.radians(lean_deg)) * 110
        cv2.line(picture, (250, int(y - rise)), (470, int(y + rise)), (90, 90, 90), 4, cv2.LINE_AA)
    for _ in range(clutter):
        x, y = random.uniform(60, WIDTH - 60), random.uniform(60, 640)
        turn = np.radians(random.uniform(-17, 17) + random.choice([0, 90]))
        dx, dy = 110 * np.cos(turn), 110 * np.sin(turn)
        cv2.line(picture, (int(x - dx), int(y - dy)), (int(x + dx), int(y + dy)), (60, 60, 60), 4, cv2.LINE_AA)
    return picture


def test_floor_tiles_among_edges_of_every_direction_are_no_roll():
    """A minority of edges that happens to share a direction is not the room."""
    roll = estimate_camera_roll(filmed_in(tiled_floor(5.0, clutter=40)), rightward=1)
    assert roll.origin is RollOrigin.ASSUMED
    assert roll.sigma_deg == ASSUMED_SIGMA_DEG
    alone = estimate_camera_roll(filmed_in(tiled_floor(5.0, clutter=0)), rightward=1)
    assert alone.origin is RollOrigin.EDGES
