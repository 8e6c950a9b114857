from dataclasses import replace

import cv2
import numpy as np
import pytest
from drawn_pelvis import film, gait_curve, subject, with_pictures
from rendered_clips import first_frames

from gait.analysis.pelvis.surface import locate_pelvic_line
from gait.analysis.pelvis.tilt_reader import VIEW_SIZE, read_tilt

pytestmark = pytest.mark.long

GREY = np.full((2, VIEW_SIZE, VIEW_SIZE, 3), 128, np.uint8)


def drawn_view(angle_deg: float) -> np.ndarray:
    footage = film(np.full(1, angle_deg))
    return cv2.resize(footage.pelvis.rgb[0][37:283, 37:283], (VIEW_SIZE, VIEW_SIZE), interpolation=cv2.INTER_AREA)


def test_a_mirrored_view_reads_exactly_the_negative_angle():
    views = np.array([drawn_view(angle) for angle in (-8.0, 0.0, 5.0)])
    angle, sigma = read_tilt(views)
    mirrored_angle, mirrored_sigma = read_tilt(views[:, :, ::-1])
    assert np.allclose(mirrored_angle, -angle, atol=1e-4)
    assert np.allclose(mirrored_sigma, sigma, atol=1e-4)


def test_the_reader_says_that_it_sees_nothing_in_a_grey_view():
    angle, sigma = read_tilt(GREY)
    assert np.abs(angle).max() < 1.0
    assert sigma.min() > 5.0


def test_readings_do_not_depend_on_how_views_are_batched():
    views = np.array([drawn_view(angle) for angle in np.linspace(-6, 6, 5)])
    together, _ = read_tilt(np.concatenate([views] * 14))
    assert np.allclose(together[:5], read_tilt(views)[0], atol=1e-4)


@pytest.mark.provokes("W_SURFACE_UNSURE")
def test_it_does_not_trust_a_clip_without_a_body():
    footage = with_pictures(film(gait_curve(40)), lambda picture: np.full_like(picture, 120))
    line = locate_pelvic_line(footage, subject(footage), rightward=1)
    assert not line.trusted
    assert line.reason == "W_SURFACE_UNSURE"
    assert line.checks["sigma_deg"] > 5.0


def test_it_survives_a_clip_in_which_nobody_is_seen():
    footage = film(gait_curve(40))
    footage.pelvis.present[:] = False
    line = locate_pelvic_line(footage, subject(footage), rightward=1)
    assert not line.trusted
    assert np.isnan(line.angle_deg).all()


@pytest.mark.parametrize("turn_deg", [-4.0, 3.0])
def test_turning_the_camera_turns_the_reading(turn_deg, walk):
    footage = first_frames(walk.footage, 60)
    seen = replace(walk.subject, torso_px=walk.subject.torso_px[:60])
    level = locate_pelvic_line(footage, seen, rightward=1).angle_deg
    size = footage.pelvis.rgb.shape[1]
    turn = cv2.getRotationMatrix2D(((size - 1) / 2, (size - 1) / 2), -turn_deg, 1.0)
    turned = with_pictures(
        footage, lambda picture: cv2.warpAffine(picture, turn, (size, size), borderMode=cv2.BORDER_REPLICATE)
    )
    moved = locate_pelvic_line(turned, seen, rightward=1).angle_deg - level
    assert np.nanmean(moved) == pytest.approx(turn_deg, abs=0.8)
