"""Totals, important changes and strength between the sides: no database."""

import pytest

from patients.outcomes.instruments import LEFS, NPRS, QUESTIONNAIRES, UWRI
from patients.outcomes.scoring import Direction, change_between, change_in_words, total_of
from patients.outcomes.strength import (
    NBSP,
    change_pct,
    difference_in_words,
    force_n,
    grades_in_words,
    side_difference,
    torque_nm,
)


def test_every_scale_ends_where_all_best_answers_add_up() -> None:
    for questionnaire in QUESTIONNAIRES.values():
        assert sum(len(item.answers) - 1 for item in questionnaire.items) == questionnaire.largest
    assert (len(UWRI.items), len(LEFS.items), len(NPRS.items)) == (9, 20, 1)


def test_a_total_is_the_sum_of_all_answers() -> None:
    assert total_of(UWRI, [4, 3, 2, 1, 0, 4, 4, 4, 4]) == 26


@pytest.mark.parametrize("answers", [[1] * 8, [1] * 10, [5] + [1] * 8, [-1] + [1] * 8])
def test_a_total_needs_every_question_and_only_its_answers(answers: list[int]) -> None:
    with pytest.raises(ValueError, match=r"UWRI has|no answer"):
        total_of(UWRI, answers)


@pytest.mark.parametrize(
    ("questionnaire", "earlier", "later", "points_better", "direction"),
    [
        (UWRI, 18, 23, 5, Direction.BETTER),
        (UWRI, 18, 22, 4, Direction.ALIKE),
        (UWRI, 23, 18, -5, Direction.WORSE),
        (LEFS, 50, 58, 8, Direction.ALIKE),
        (LEFS, 50, 59, 9, Direction.BETTER),
        (NPRS, 6, 4, 2, Direction.BETTER),
        (NPRS, 4, 6, -2, Direction.WORSE),
        (NPRS, 4, 5, -1, Direction.ALIKE),
    ],
)
def test_a_change_counts_from_the_smallest_that_matters(questionnaire, earlier, later, points_better, direction):
    change = change_between(questionnaire, earlier, later)
    assert (change.points_better, change.direction) == (points_better, direction)


def test_words_say_better_or_worse_and_whether_it_matters() -> None:
    assert change_in_words(UWRI, change_between(UWRI, 18, 25)) == "7 points better: an important change (5 or more)."
    less = "1 point worse: less than the smallest change that matters (2)."
    assert change_in_words(NPRS, change_between(NPRS, 4, 5)) == less
    assert change_in_words(LEFS, change_between(LEFS, 50, 50)) == "No change."


def test_force_and_torque_speak_newtons() -> None:
    assert force_n(10, "kg") == pytest.approx(98.07, abs=0.01)
    assert force_n(10, "lb") == pytest.approx(44.48, abs=0.01)
    assert force_n(4, "MMT") is None
    assert torque_nm(100, "N", 40) == 40
    assert torque_nm(100, "N", None) is None


def test_the_weaker_leg_is_told_in_per_cent_of_the_stronger() -> None:
    difference = side_difference(84, 100)
    assert (difference.weaker, difference.percent) == ("left", pytest.approx(16))
    assert difference_in_words(difference) == f"Left 16{NBSP}% weaker."
    assert difference_in_words(side_difference(100, 84)) == f"Right 16{NBSP}% weaker."


def test_up_to_ten_per_cent_the_legs_are_alike() -> None:
    assert difference_in_words(side_difference(90, 100)) == f"Sides alike (10{NBSP}%; up to 10{NBSP}% is)."
    assert not side_difference(89, 100).is_alike


def test_one_leg_or_no_force_is_not_compared() -> None:
    assert side_difference(None, 100) is None
    assert side_difference(0, 0) is None
    assert difference_in_words(None) == "Sides not compared."
    assert change_pct(0, 50) is None


def test_grades_have_no_per_cent() -> None:
    assert grades_in_words(4, 5) == "Left weaker by grade."
    assert grades_in_words(5, 3) == "Right weaker by grade."
    assert grades_in_words(4, 4) == "Same grade on both sides."
    assert grades_in_words(None, 4) == "Sides not compared."
