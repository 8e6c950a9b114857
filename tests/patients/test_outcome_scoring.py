"""Totals, important changes and strength between the sides: no database."""

import re

import pytest

from patients.outcomes.instruments import (
    GROC,
    LEFS,
    NPRS,
    OWN_LEG,
    OWN_RUNNING,
    PSFS,
    SHIPPED,
    UWRI,
    Questionnaire,
)
from patients.outcomes.scoring import (
    Direction,
    change_between,
    change_in_words,
    mean_of,
    rating_in_words,
    total_of,
)
from patients.outcomes.strength import (
    NBSP,
    change_pct,
    difference_in_words,
    force_n,
    grades_in_words,
    side_difference,
    torque_nm,
)


def test_items_of_instruments_that_belong_to_others_are_not_shipped() -> None:
    """A form of LEFS or UWRI in other words is a derivative of theirs, and no validated instrument."""
    asked = {code for code, each in SHIPPED.items() if each.is_asked}
    assert asked == {"nprs", "psfs", "groc"}


def test_every_scale_ends_where_all_best_answers_add_up() -> None:
    for questionnaire in SHIPPED.values():
        if questionnaire.items:
            points = sum(len(item.answers) - 1 for item in questionnaire.items)
            assert questionnaire.smallest + points == questionnaire.largest


def test_every_threshold_names_a_paper_and_what_it_is() -> None:
    for questionnaire in SHIPPED.values():
        points = [each.points for each in questionnaire.thresholds]
        assert points == sorted(points)
        for threshold in questionnaire.thresholds:
            assert re.search(r"[A-Z][a-z]+ (19|20)[0-9]{2}", threshold.source)
            assert "published" in threshold.source


def test_a_total_begins_where_its_scale_begins() -> None:
    assert total_of(NPRS, [7]) == 7
    assert [total_of(GROC, [place]) for place in (0, 5, 8, 10)] == [-5, 0, 3, 5]
    assert mean_of([4, 6, 3]) == 4.3


@pytest.mark.parametrize("answers", [[], [1, 1], [11], [-1]])
def test_a_total_needs_every_question_and_only_its_answers(answers: list[int]) -> None:
    with pytest.raises(ValueError, match=r"NPRS has|no answer"):
        total_of(NPRS, answers)


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
        (PSFS, 4.3, 6.2, 1.9, Direction.ALIKE),
        (PSFS, 4.3, 6.3, 2.0, Direction.BETTER),
        (OWN_LEG, 40, 70, 30, Direction.UNJUDGED),
        (OWN_RUNNING, 10, 30, 20, Direction.UNJUDGED),
    ],
)
def test_a_change_counts_from_the_smallest_that_matters(questionnaire, earlier, later, points_better, direction):
    change = change_between(questionnaire, earlier, later)
    assert (change.points_better, change.direction) == (points_better, direction)


def test_words_say_better_or_worse_and_which_published_size_is_reached() -> None:
    def said(questionnaire: Questionnaire, earlier: float, later: float) -> str:
        return change_in_words(questionnaire, change_between(questionnaire, earlier, later))

    assert said(UWRI, 18, 25) == "7 points better: the smallest important change (MIC), 5 or more."
    assert said(UWRI, 18, 26) == "8 points better: a clinically important change (MCID), 8 or more."
    assert said(NPRS, 4, 5) == "1 point worse: less than 2, an important change."
    assert said(LEFS, 50, 50) == "No change."
    assert "not judged" in said(OWN_LEG, 40, 70)


def test_a_rating_of_change_is_itself_the_change() -> None:
    assert rating_in_words(3).startswith("3 of 5 better")
    assert rating_in_words(-2).startswith("2 of 5 worse")
    assert rating_in_words(0).startswith("Unchanged")


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
