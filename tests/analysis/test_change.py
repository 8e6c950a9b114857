from dataclasses import replace
from typing import Any

import pytest
import results
from synthetic import Walker, walk

from gait.analysis.conclude import conclude
from gait.analysis.terms.types import Hints
from gait.analysis.written.report import result_of
from gait.result.change import compare_visits
from gait.result.conventions import Activity, Confidence, Side, Source, View, ZeroReference
from gait.result.result import Companions, Excursion, Note, Result, Zero


def visit(left_deg: float, right_deg: float, **changes: Any) -> Result:
    walker = Walker(drop_deg=(left_deg, right_deg), seconds=9.0, **changes)
    return result_of(conclude(walk(walker), Hints()), pipeline_version="1")


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


UNLIKE = {
    "source": {"source": Source.SURFACE},
    "view": {"view": View.ANTERIOR},
    "activity": {"activity": Activity.RUNNING},
    "zero": {"zero": Zero(0.0, 0.5, ZeroReference.STANDING, standing_obliquity_deg=0.0)},
    "cadence": {"companions": Companions(cadence_spm=130.0)},
    "has_walking_aid": {"quality": (Note("W_OUT_OF_SCOPE", ""),)},
    "is_pace_doubted": {"quality": (Note("W_SLOWMO", ""),)},
    "confidence": {"confidence": Confidence.C},
}


@pytest.mark.parametrize("unlike", UNLIKE)
def test_unlike_clips_show_no_change_and_say_why(unlike: str) -> None:
    comparison = compare_visits(visit(4.0, 12.0), replace(visit(4.0, 5.0), **UNLIKE[unlike]))
    assert comparison.differences == (unlike,)
    assert not comparison.is_like_for_like
    change = comparison.sides[Side.RIGHT]
    assert change is not None
    assert not change.changed


def test_a_side_that_could_not_be_told_once_has_no_change() -> None:
    told = visit(4.0, 5.0)
    later = replace(told, sides=told.sides | {Side.LEFT: results.withheld()})
    assert compare_visits(visit(4.0, 5.0), later).sides[Side.LEFT] is None


def test_the_swing_in_all_is_compared_whatever_zero_is() -> None:
    standing = Zero(0.0, 0.5, ZeroReference.STANDING, standing_obliquity_deg=0.0)
    earlier, later = visit(6.0, 10.0), replace(visit(4.0, 5.5), zero=standing)
    comparison = compare_visits(earlier, later)
    assert comparison.excursion is not None
    assert comparison.excursion.value_deg == pytest.approx(-6.5, abs=0.2)
    assert comparison.excursion.changed
    assert not any(change is None or change.changed for change in comparison.sides.values())
    faster = compare_visits(earlier, replace(later, companions=Companions(cadence_spm=130.0)))
    assert faster.excursion is not None
    assert not faster.excursion.changed


def test_the_swing_of_a_clip_without_a_grade_is_compared_only_where_zero_is_the_reason() -> None:
    earlier, later = visit(6.0, 10.0), replace(visit(4.0, 5.5), confidence=Confidence.C)
    told = compare_visits(earlier, later).excursion
    zero_unknown = {each: results.withheld("E_ZERO_UNKNOWN") for each in Side}
    for_zero = compare_visits(earlier, replace(later, sides=zero_unknown)).excursion
    assert told is not None and for_zero is not None
    assert (told.changed, for_zero.changed) == (False, True)


def test_a_swing_that_was_not_told_once_has_no_change() -> None:
    assert compare_visits(visit(6.0, 10.0), replace(visit(4.0, 5.5), excursion=Excursion())).excursion is None
