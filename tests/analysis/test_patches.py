"""Patches: where they are cut, that each pixel knows its place, and that they follow smoothly."""

import cv2
import numpy as np
import pytest

from gait.analysis.film.frames import Picture
from gait.analysis.film.patches import PATCH_SIZE_PX, PatchStore, Window, cut_patch
from gait.analysis.film.pose import Body
from gait.analysis.terms.landmarks import HIP, SHOULDER

WIDTH, HEIGHT = 720, 1280


def body(hips_px=(360.0, 640.0), torso_px=200.0) -> Body:
    landmarks_px = np.zeros((33, 2))
    for point in HIP.values():
        landmarks_px[point] = hips_px
    for point in SHOULDER.values():
        landmarks_px[point] = hips_px[0], hips_px[1] - torso_px
    return Body(landmarks_px, np.ones(33))


def place_picture() -> np.ndarray:
    """Red says x, green says y: 1/3 and 1/6 of the pixel's place."""
    y, x = np.mgrid[0:HEIGHT, 0:WIDTH]
    return np.stack([x / 3, y / 6, np.full_like(x, 128)], axis=-1).round().astype(np.uint8)


def as_planes(upright: np.ndarray, turns: int) -> np.ndarray:
    return cv2.cvtColor(np.ascontiguousarray(np.rot90(upright, -turns)), cv2.COLOR_RGB2YUV_I420)


@pytest.mark.parametrize("window", [(100, 300, 200), (101, 303, 480), (33, 77, 320)])
def test_every_patch_pixel_knows_its_place_in_the_picture(window):
    store = PatchStore(None)
    store.add(cut_patch(Picture(0.0, place_picture(), None, 0), window), window)
    patches = store.finish()
    p = np.array([[20, 30], [160, 160], [300, 250]])
    place_px = patches.origin_px[0] + patches.scale_px[0] * p
    said = patches.rgb[0][p[:, 1], p[:, 0], :2] * (3, 6)
    assert said == pytest.approx(place_px, abs=3.5)


@pytest.mark.parametrize("turns", [0, 1, 2, 3])
@pytest.mark.parametrize("window", [(100, 300, 400), (101, 303, 333), (-50, 1100, 300)])
def test_cutting_from_the_stored_planes_shows_the_same(turns, window):
    upright = cv2.GaussianBlur(place_picture(), (0, 0), 2)
    plain = cut_patch(Picture(0.0, upright, None, 0), window)
    stored = cut_patch(Picture(0.0, upright, as_planes(upright, turns), turns), window)
    difference = np.abs(plain.astype(int) - stored)
    assert difference.mean() < 2
    assert np.percentile(difference, 99) < 8


def test_the_edge_goes_on_where_the_window_leaves_the_picture():
    patch = cut_patch(Picture(0.0, place_picture(), None, 0), (-200, -100, 320))
    assert (patch[:90, :190] == patch[0, 0]).all()


def test_the_window_holds_the_pelvis_and_follows_it_closely():
    window = Window()
    for number in range(60):
        time_s = number / 60
        hips_px = np.array([360 + 40 * np.sin(2 * np.pi * time_s), 640 + 20 * np.cos(4 * np.pi * time_s)])
        left, top, side = window.follow(body(hips_px), time_s)
        assert side == pytest.approx(1.7 * 200, rel=0.07)
        assert np.abs(np.array([left, top]) + side / 2 - hips_px + (0, 16)).max() < 0.1 * side


def test_the_window_keeps_its_size_through_a_trembling_torso():
    window, chance = Window(), np.random.default_rng(4)
    sides = {window.follow(body(torso_px=200 + chance.normal(0, 6)), number / 60)[2] for number in range(200)}
    assert len(sides) == 1


def test_the_window_grows_when_the_person_comes_near():
    window = Window()
    sides = [window.follow(body(torso_px=100 + 50 * s), s)[2] for s in np.arange(0, 4, 1 / 30)]
    assert sides[-1] > 2 * sides[0]
    assert 5 < len(set(sides)) < 30


def test_pictures_without_a_person_stay_empty():
    store = PatchStore(None)
    store.add(np.full((PATCH_SIZE_PX, PATCH_SIZE_PX, 3), 9, np.uint8), (0, 0, 200))
    store.add_nothing()
    patches = store.finish()
    assert patches.present.tolist() == [True, False]
    assert np.isnan(patches.origin_px[1]).all()
    assert patches.rgb[0].max() == 9
    assert patches.rgb[1].max() == 0
