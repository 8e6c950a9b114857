import dataclasses

import filmed
import pytest
import results
import walks

from gait.result.conventions import Confidence, Grade, Side, Verdict, ZeroReference
from gait.result.result import Asymmetry, Excursion, Zero
from gait.review import signing
from gait.review.figures import degrees
from gait.review.reading import read, read_side, verdict_says
from gait.templatetags.result import cycle_picture


def test_it_says_which_side_stands_and_which_drops():
    reading = read_side(Side.RIGHT, results.side(9.0, 1.3, stances_used=11))
    assert reading.sentence == "Right stance: left side of the pelvis drops 9.0° ± 1.3° (11 strides)."


@pytest.mark.parametrize(("mean_deg", "says"), [(6.2, "drop 6.2°"), (-1.4, "rise 1.4°")])
def test_the_plain_mean_of_the_marks_stands_beside_a_number_and_not_in_its_place(mean_deg, says):
    marks = {"marked_pictures": 2, "marked_mean_deg": mean_deg}
    beside = read_side(Side.LEFT, results.side(5.0, **marks)).marked_says
    assert "2 marked pictures" in beside
    assert says in beside
    assert read_side(Side.LEFT, results.side(5.0)).marked_says == ""
    assert read_side(Side.LEFT, dataclasses.replace(results.withheld(), **marks)).marked_says == ""


def test_a_negative_drop_is_a_rise():
    reading = read_side(Side.LEFT, results.side(-2.1, stances_used=1))
    assert reading.sentence == "Left stance: right side of the pelvis rises 2.1° ± 1.2° (1 stride)."


def test_without_an_answer_it_says_why_and_how_to_film_again():
    for reading in read(walks.without_answer()).sides:
        assert "cannot tell" in reading.sentence
        assert "°" not in reading.sentence
        assert "No safe way was found" in reading.reason
        assert "stickers" in reading.advice


def test_confidence_c_shows_no_grade():
    reading = read(walks.found(confidence=Confidence.C))
    assert not reading.is_graded
    assert {side.grade_says for side in reading.sides} == {""}


def test_a_grade_within_error_of_the_next_is_called_borderline():
    reading = read_side(Side.RIGHT, results.side(9.0, borderline=True))
    assert reading.grade_says == "moderately beyond the reference range, borderline"
    between = read_side(Side.RIGHT, results.side(9.0, borderline=True, borderline_between=(Grade.MILD, Grade.MODERATE)))
    assert between.grade_says == "moderately beyond the reference range, borderline mild/moderate"


def test_landmarks_alone_are_not_called_a_measurement():
    reading = read(walks.without_answer())
    assert not reading.is_measured
    assert "not a measurement" in reading.source_says


@pytest.mark.parametrize(
    ("asymmetry", "sentence"),
    [
        (
            Asymmetry(-5.0, (-7.0, -3.0), detectable=True),
            "The drop is 5.0° larger in left stance (3.0° to 7.0°).",
        ),
        (
            Asymmetry(1.2, (-0.8, 3.2), detectable=False),
            "No detectable difference between left and right (1.2°, within what error can make).",
        ),
        (None, "Left and right cannot be compared in this clip."),
    ],
)
def test_it_says_whether_the_sides_differ(asymmetry, sentence):
    bone = Zero(0.2, 0.4, ZeroReference.BONE, standing_obliquity_deg=None)
    assert read(walks.found(asymmetry=asymmetry, zero=bone)).asymmetry == sentence


def test_it_says_what_zero_is():
    assert "horizontal; camera roll 0.2° ± 0.8°" in read(walks.found()).zero_says
    standing = Zero(2.3, 0.5, ZeroReference.STANDING, standing_obliquity_deg=2.1)
    says = read(walks.found(zero=standing)).zero_says
    assert "quiet standing; camera roll" in says
    assert "2.1° lower on the right." in says
    level = Zero(2.3, 0.5, ZeroReference.STANDING, standing_obliquity_deg=-0.04)
    assert "the pelvis reads level." in read(walks.found(zero=level)).zero_says


def test_standing_that_was_too_tilted_to_be_zero_says_so():
    tilted = Zero(0.2, 1.5, ZeroReference.NONE, standing_obliquity_deg=-14.0, is_questioned=True)
    says = read(walks.found(zero=tilted)).zero_says
    assert "Nothing shows where zero is" in says
    assert "14.0° lower on the left: too much" in says


def test_sides_that_clothes_cannot_compare_say_what_would():
    assert "quiet seconds of standing" in read(walks.found(asymmetry=None)).asymmetry


def test_it_leaves_out_companions_that_the_clip_does_not_tell():
    names = {row.name for row in read(walks.found()).companions}
    assert names == {"Trunk lean", "Knee, frontal plane", "Cadence", "Step width"}


def test_no_words_of_a_diagnosis():
    for answer in (walks.found(), walks.without_answer()):
        text = str(read(answer)).lower()
        assert "weak" not in text
        assert "trendelenburg" not in text


def test_degrees_have_one_decimal_and_no_minus_zero():
    assert [degrees(value) for value in (-0.04, -3.26, 12, None)] == ["0.0°", "−3.3°", "12.0°", "–"]


def test_the_swing_in_all_stands_where_no_side_can_be_told_and_says_what_to_film():
    sides = dict.fromkeys(Side, results.withheld("E_ZERO_UNKNOWN"))
    swing = read(results.found(sides=sides, asymmetry=None, excursion=Excursion(11.4, (9.6, 13.2), 10))).excursion
    assert swing.is_all
    assert swing.sentence == (
        "The pelvis swings 11.4° ± 1.8° in all (10 strides); which side falls more cannot be told from this clip: "
        "film two quiet seconds of standing."
    )
    assert (swing.interval, swing.reference) == ("9.6° to 13.2°", "healthy adults walking 8.4° ± 3.6°")


def test_who_stood_quietly_is_not_asked_to_stand_again():
    standing = Zero(0.2, 0.5, ZeroReference.STANDING, standing_obliquity_deg=0.0)
    wide = dict.fromkeys(Side, results.withheld("E_NO_ANSWER"))
    sentence = read(results.found(sides=wide, zero=standing)).excursion.sentence
    assert "cannot be told" in sentence
    assert "film" not in sentence


def test_the_swing_stands_beside_sides_that_are_told():
    swing = read(results.found()).excursion
    assert not swing.is_all
    assert swing.sentence.startswith("The pelvis swings 13.0° ± 1.8° in all (18 strides)")


def test_a_swing_that_is_not_told_gives_its_own_reason_only_beside_sides_that_are():
    unknown = Excursion(reason="E_NO_ANSWER")
    assert "cannot be told" in read(results.found(excursion=unknown)).excursion.sentence
    sides = dict.fromkeys(Side, results.withheld("E_NO_ANSWER"))
    assert read(results.found(sides=sides, excursion=unknown)).excursion.sentence == ""


def test_a_pelvis_that_rises_on_both_sides_does_not_swing_by_less_than_nothing():
    hiking = read(results.found(excursion=Excursion(-5.0, (-6.5, -3.5), 18))).excursion
    assert hiking.sentence.startswith("On both sides together the free side of the pelvis rises by 5.0° ± 1.5°")


def test_no_mean_cycle_is_drawn_against_a_zero_that_nobody_knows(pat, ines):
    unknown = Zero(0.0, 1.5, ZeroReference.NONE, standing_obliquity_deg=None)
    run = walks.done_run(filmed.assessment(pat, ines), walks.found(zero=unknown))
    assert cycle_picture(run) is None
    assert signing.sign(run, ines, summary="Film again.", kept=[]).snapshot["cycle"] is None
    told = walks.done_run(filmed.assessment(pat, ines))
    assert cycle_picture(told) is not None


@pytest.mark.parametrize(
    ("drop_deg", "grade", "says"),
    [
        (1.2, Grade.NONE, "Level"), (5.0, Grade.NONE, "Within the usual range"), (-4.0, Grade.NONE, "Rises"),
        (5.0, None, "Not graded"), (-1.0, None, "Level"),
    ],
)  # fmt: skip
def test_the_word_of_a_verdict_fits_its_number(drop_deg, grade, says):
    assert verdict_says(results.side(drop_deg, verdict=Verdict.LEVEL, grade=grade)) == says
    assert verdict_says(results.side(9.0)) == "Drop"
    assert verdict_says(results.withheld()) == "Cannot tell"
