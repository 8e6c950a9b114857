import numpy as np
import pytest
from drawn_pelvis import Look, film, gait_curve, mirrored, subject, with_pictures

from gait.analysis.pelvis.markers import locate_pelvic_line
from gait.analysis.terms.types import Footage, PelvicLine
from gait.result.conventions import Source, View
from gait.result.handedness import rightward_of

pytestmark = pytest.mark.long


def read(footage: Footage, view: View = View.POSTERIOR, *, said_mirrored: bool = False) -> PelvicLine:
    return locate_pelvic_line(footage, subject(footage, view), rightward_of(view, mirrored=said_mirrored))


@pytest.mark.parametrize("colour", [(250, 230, 60), (240, 60, 200), (60, 220, 90), (250, 250, 250)])
def test_it_reads_two_stickers_of_any_bright_colour(colour):
    angle = gait_curve()
    line = read(film(angle, Look(stickers=colour)))
    assert line.source is Source.MARKERS
    assert line.trusted
    assert np.abs(line.angle_deg - angle).max() < 0.7


BALL, SHADED_BALL, FAIR_SKIN, DARK_SKIN = (225, 225, 222), (150, 150, 148), (205, 165, 140), (85, 58, 44)


@pytest.mark.parametrize("up", [0.0, 0.012, 0.05])
@pytest.mark.parametrize("skin", [FAIR_SKIN, DARK_SKIN])
def test_it_reads_small_balls_on_skin_and_on_the_edge_of_shorts(skin, up):
    angle = gait_curve()
    line = read(film(angle, Look(shirt=skin, stickers=BALL, sticker_up=up, sticker_radius=0.014)))
    assert line.trusted
    assert np.abs(line.angle_deg - angle).max() < 1.0


@pytest.mark.parametrize("up", [0.0, 0.05])
def test_it_reads_two_balls_of_which_one_is_in_the_shade(up):
    angle = gait_curve()
    look = Look(shirt=DARK_SKIN, stickers=BALL, right_sticker=SHADED_BALL, sticker_up=up, sticker_radius=0.014)
    line = read(film(angle, look))
    assert line.trusted
    assert np.abs(line.angle_deg - angle).max() < 1.0


@pytest.mark.parametrize("half_width", [0.2, 0.24, 0.28])
@pytest.mark.parametrize("shirt", [FAIR_SKIN, DARK_SKIN, (60, 90, 160), (225, 220, 210)])
def test_the_corners_of_a_waistband_are_no_stickers(shirt, half_width):
    """They keep level, keep their distance and go with the body."""
    line = read(film(gait_curve(), Look(shirt=shirt, half_width=half_width)))
    assert not line.trusted
    assert line.reason == "W_MARKERS_NOT_FOUND"


def test_it_draws_the_line_where_the_stickers_are():
    footage = film(gait_curve(), Look(stickers=(250, 230, 60)))
    line = read(footage)
    expected = np.array([360.0, 640.0 - 0.16 * 188])
    assert np.abs(line.centre_px - expected).max() < 12
    assert np.abs(line.half_width_px - 0.09 * 188).max() < 1.0


def test_it_finds_no_stickers_on_plain_clothes():
    line = read(film(gait_curve()))
    assert not line.trusted
    assert line.reason == "W_MARKERS_NOT_FOUND"
    assert np.isnan(line.angle_deg).all()


def test_it_does_not_take_two_lights_behind_the_person_for_stickers():
    line = read(film(gait_curve(), Look(lights=(255, 240, 90)), sway=0.06))
    assert not line.trusted


def test_it_rides_over_a_hand_that_hides_a_sticker_for_two_frames():
    angle = gait_curve()
    line = read(film(angle, Look(stickers=(250, 230, 60), hand_frames=(40, 41))))
    assert line.trusted
    assert np.abs(line.angle_deg - angle).max() < 1.0


def test_it_leaves_a_gap_where_a_sticker_is_hidden_for_long():
    line = read(film(gait_curve(), Look(stickers=(250, 230, 60), hand_frames=tuple(range(40, 52)))))
    assert np.isnan(line.angle_deg[43:49]).all()
    assert np.isfinite(line.angle_deg[:38]).all()


def test_a_mirror_turns_the_sign_of_the_picture_and_mirrored_turns_it_back():
    footage = film(gait_curve(mean_deg=2.0), Look(stickers=(250, 230, 60)))
    straight = read(footage).angle_deg
    seen_in_mirror = read(mirrored(footage)).angle_deg
    assert np.abs(seen_in_mirror + straight).max() < 0.1
    assert np.abs(read(mirrored(footage), said_mirrored=True).angle_deg - straight).max() < 0.1


def test_from_the_front_the_patients_right_is_at_image_left():
    footage = film(gait_curve(mean_deg=2.0), Look(stickers=(250, 230, 60)))
    assert np.allclose(read(footage, View.ANTERIOR).angle_deg, -read(footage).angle_deg)


def test_dimmer_light_moves_nothing():
    footage = film(gait_curve(), Look(stickers=(250, 230, 60)))
    dim = with_pictures(footage, lambda picture: (picture * 0.6).astype(np.uint8))
    assert np.abs(read(dim).angle_deg - read(footage).angle_deg).max() < 0.3
