import copy
from typing import Any

import pytest
from synthetic import Walker, walk

from gait.analysis.conclude import conclude
from gait.analysis.terms.types import Hints
from gait.analysis.written.report import as_json
from gait.result.change import compare_visits
from gait.result.conventions import Side


def visit(left_deg: float, right_deg: float, **changes: Any) -> dict[str, Any]:
    walker = Walker(drop_deg=(left_deg, right_deg), seconds=9.0, **changes)
    return as_json(conclude(walk(walker), Hints()), pipeline_version="1")


def test_a_clear_fall_of_the_drop_is_a_change() -> None:
    change = compare_visits(visit(4.0, 10.0), visit(4.0, 5.5)).sides[Side.RIGHT]
    assert change is not None
    assert change.value_deg == pytest.approx(-4.5, abs=0.1)
    assert change.changed


def test_less_than_three_degrees_is_no_detectable_change() -> None:
    change = compare_visits(visit(4.0, 8.0), visit(4.0, 5.5)).sides[Side.RIGHT]
    assert change is not None
    assert not change.changed


def test_a_difference_inside_both_intervals_is_no_detectable_change() -> None:
    sure = compare_visits(visit(4.0, 10.0), visit(4.0, 5.6)).sides[Side.RIGHT]
    unsure = compare_visits(visit(4.0, 10.0, bias_sigma_deg=1.5), visit(4.0, 5.6, bias_sigma_deg=1.5)).sides[Side.RIGHT]
    assert sure is not None and unsure is not None
    assert (sure.changed, unsure.changed) == (True, False)


@pytest.mark.parametrize("unlike", ["source", "view", "activity", "zero", "cadence"])
def test_unlike_clips_show_no_change_and_say_why(unlike: str) -> None:
    earlier, later = visit(4.0, 12.0), copy.deepcopy(visit(4.0, 5.0))
    if unlike == "zero":
        later["zero"]["reference"] = "standing"
    elif unlike == "cadence":
        later["companions"]["cadence_spm"] += 10
    else:
        later[unlike] = "other"
    comparison = compare_visits(earlier, later)
    assert comparison.differences == (unlike,)
    assert not comparison.is_like_for_like
    change = comparison.sides[Side.RIGHT]
    assert change is not None
    assert not change.changed


def test_a_side_that_could_not_be_told_once_has_no_change() -> None:
    later = visit(4.0, 5.0)
    later["sides"]["left"]["pelvic_drop_deg"] = None
    assert compare_visits(visit(4.0, 5.0), later).sides[Side.LEFT] is None
