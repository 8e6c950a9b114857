from math import atan2, degrees

import pytest
import walks

from gait.result.conventions import RollOrigin, ZeroReference
from gait.result.result import CameraRoll, Zero
from gait.review.key_frames import key_frames

FRAMES = 500
ROLLED = CameraRoll(5.0, 0.3, RollOrigin.EDGES)


def overlay(left_hip_x=300, right_hip_x=400):
    """A pelvic line from (320, 600) to (380, 610) in every frame, its image-right end lower."""
    return {
        "time_s": [index / 50 for index in range(FRAMES)],
        "joints": {"left_hip": [left_hip_x, 660] * FRAMES, "right_hip": [right_hip_x, 660] * FRAMES},
        "chosen": "waistband",
        "lines": {"waistband": {"trusted": True, "from_xy": [320, 600] * FRAMES, "to_xy": [380, 610] * FRAMES}},
    }


def test_each_side_has_its_worst_instant():
    frames = key_frames(walks.found(), overlay())
    assert [(frame.side, frame.at_s, frame.drop_deg) for frame in frames] == [("left", 2.25, 4.0), ("right", 1.75, 9.0)]


def test_the_line_is_drawn_out_along_its_slope():
    frame = key_frames(walks.found(), overlay())[0]
    assert frame.line_px == ((290.0, 595.0), (410.0, 615.0))


def test_seen_from_the_front_the_patients_left_lies_right():
    frame = key_frames(walks.found(), overlay(left_hip_x=400, right_hip_x=300))[0]
    assert frame.line_px == ((410.0, 615.0), (290.0, 595.0))


@pytest.mark.parametrize("hips_x", [(300, 400), (400, 300)])
def test_level_is_turned_by_the_roll_of_the_camera(hips_x):
    """A level pelvis that this camera shows 5 degrees lower on the patient's right lies on the line called level."""
    rolled = walks.found(camera_roll=ROLLED, zero=None)
    frame = key_frames(rolled, overlay(*hips_x))[0]
    (left_x, left_y), (right_x, right_y) = frame.level_px
    assert degrees(atan2(right_y - left_y, abs(right_x - left_x))) == pytest.approx(5.0, abs=0.05)
    assert (left_y + right_y) / 2 == pytest.approx(605.0)
    assert (left_x, right_x) == (frame.line_px[0][0], frame.line_px[1][0])


def test_where_standing_is_zero_the_angle_between_the_drawn_lines_is_the_printed_drop():
    standing = Zero(3.0, 0.5, ZeroReference.STANDING, standing_obliquity_deg=-2.0)
    rolled = walks.found(camera_roll=ROLLED, zero=standing)
    frame = key_frames(rolled, overlay())[0]
    (left_x, left_y), (right_x, right_y) = frame.level_px
    assert degrees(atan2(right_y - left_y, abs(right_x - left_x))) == pytest.approx(3.0, abs=0.05)


def test_the_cut_out_stays_inside_the_picture():
    far_left = overlay()
    far_left["lines"]["waistband"] = {"from_xy": [0, 5] * FRAMES, "to_xy": [60, 5] * FRAMES}
    for frame in key_frames(walks.found(), far_left):
        x, y, width, height = frame.crop_px
        assert x >= 0
        assert y >= 0
        assert x + width <= 720
        assert y + height <= 1280


def test_a_frame_without_a_line_shows_the_whole_picture():
    blank = overlay()
    blank["lines"]["waistband"]["from_xy"] = [None, None] * FRAMES
    for made in (blank, None):
        frame = key_frames(walks.found(), made)[0]
        assert frame.crop_px == (0, 0, 720, 1280)
        assert frame.line_px is None
        assert frame.level_px is None


def test_no_frames_without_a_measured_stance():
    assert key_frames(walks.without_answer(), overlay()) == []
