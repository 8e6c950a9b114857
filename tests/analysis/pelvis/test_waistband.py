import numpy as np
import pytest
from drawn_pelvis import SHORTS, Look, film, gait_curve, mirrored, subject, with_pictures

from gait.analysis.pelvis.waistband import cloth_follows, locate_pelvic_line
from gait.analysis.terms.types import Footage, PelvicLine

pytestmark = pytest.mark.long


def read(footage: Footage) -> PelvicLine:
    return locate_pelvic_line(footage, subject(footage), rightward=1)


def stretched(angle, height_torsos=-0.1):
    """What the source makes of an edge: cloth follows the bone only in part, and that is put back."""
    return angle.mean() + (angle - angle.mean()) / cloth_follows(height_torsos)


@pytest.mark.parametrize("bend", [-0.25, 0.0, 0.3])
def test_it_reads_straight_and_curved_waists(bend):
    angle = gait_curve(mean_deg=1.5)
    line = read(film(angle, Look(bend=bend)))
    assert line.trusted
    assert np.abs(line.angle_deg - stretched(angle)).max() < 0.5


def test_it_takes_the_lowest_edge_on_the_pelvis():
    line = read(film(gait_curve(), Look(hem_y=-0.05)))
    assert line.checks["height_torsos"] == pytest.approx(-0.05, abs=0.01)


def test_it_does_not_trust_an_edge_as_high_as_the_trunk():
    line = read(film(gait_curve(), Look(hem_y=-0.33)))
    assert not line.trusted
    assert line.reason == "W_WAISTBAND_NOT_FOUND"


@pytest.mark.provokes("W_WAISTBAND_LOOSE")
def test_it_does_not_trust_a_waving_hem():
    line = read(film(gait_curve(), Look(wave=0.03)))
    assert not line.trusted
    assert line.reason == "W_WAISTBAND_LOOSE"


def test_it_reads_a_hem_by_its_ends_and_not_by_its_middle():
    angle = gait_curve(mean_deg=1.5)
    line = read(film(angle, Look(swing=0.3)))
    assert line.trusted
    amplitude = np.ptp(line.angle_deg) / np.ptp(stretched(angle))
    assert amplitude == pytest.approx(1.0, abs=0.12)


def test_it_does_not_trust_a_hem_whose_middle_swings_twice_as_far_as_its_ends():
    line = read(film(gait_curve(), Look(swing=1.0)))
    assert line.checks["bend_deg"] > 1.5
    assert line.reason == "W_WAISTBAND_LOOSE"


@pytest.mark.provokes("W_WAISTBAND_NOT_FOUND")
def test_it_finds_nothing_on_clothes_of_one_colour():
    line = read(film(gait_curve(), Look(shirt=SHORTS)))
    assert not line.trusted
    assert line.reason == "W_WAISTBAND_NOT_FOUND"


def test_a_mirror_turns_the_sign():
    footage = film(gait_curve(mean_deg=2.0))
    assert np.abs(read(mirrored(footage)).angle_deg + read(footage).angle_deg).max() < 0.1


def test_dimmer_light_moves_less_than_its_error():
    footage = film(gait_curve())
    dim = with_pictures(footage, lambda picture: (picture * 0.6).astype(np.uint8))
    assert np.abs(read(dim).angle_deg - read(footage).angle_deg).max() < 0.3


def test_a_lost_person_leaves_a_gap():
    footage = film(gait_curve())
    footage.pelvis.present[30:45] = False
    line = read(footage)
    assert np.isnan(line.angle_deg[32:43]).all()
    assert np.isfinite(line.angle_deg[:28]).all()
