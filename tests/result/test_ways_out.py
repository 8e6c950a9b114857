"""Every code that withholds an answer leads somewhere, and to marks only where they can help."""

from dataclasses import replace

import pytest
import results

from gait.result.codes import CODES
from gait.result.conventions import Side, Verdict
from gait.result.result import Note, Result
from gait.result.ways_out import WAYS_OUT, WORDS, WayOut, way_out_of_failure, way_out_of_side

WITHHELD = [code for code in CODES if code.startswith("E_")]


def withheld(code: str, **facts: object) -> Result:
    found = results.found()
    own = replace(
        found.sides[Side.LEFT], verdict=Verdict.CANNOT_TELL, pelvic_drop_deg=None, ci95_deg=None, reason=code, **facts
    )
    return replace(found, sides={**found.sides, Side.LEFT: own})


def way(found: Result) -> WayOut | None:
    return way_out_of_side(found, found.sides[Side.LEFT])


def test_every_code_that_withholds_has_a_way_out_and_nothing_else_has() -> None:
    assert set(WAYS_OUT) == set(WITHHELD)
    assert set(WORDS) == set(WayOut)


@pytest.mark.parametrize("code", WITHHELD)
def test_each_leads_somewhere_from_a_side_and_from_a_failure(code: str) -> None:
    assert way(withheld(code)) in WORDS
    assert way_out_of_failure(code, is_walk=True) in WORDS
    assert way_out_of_failure(code, is_walk=False) in set(WORDS) - {WayOut.BY_HAND, WayOut.MARK, WayOut.FILMED}


def test_a_side_that_is_told_needs_none() -> None:
    found = results.found()
    assert way_out_of_side(found, found.sides[Side.LEFT]) is None


def test_two_stances_are_enough_for_marks_and_one_is_not() -> None:
    assert way(withheld("E_SHORT_WALK", stances_used=1, stances_rejected=1)) is WayOut.MARK
    assert way(withheld("E_SHORT_WALK", stances_used=1, stances_rejected=0)) is WayOut.FILM_AGAIN


def test_marks_that_nothing_carries_are_not_asked_for_again() -> None:
    assert way(withheld("E_NO_SOURCE")) is WayOut.MARK
    found = withheld("E_NO_SOURCE")
    note = Note("W_CLICKS_NOT_CARRIED", "They cannot be carried.")
    assert way(replace(found, quality=(*found.quality, note))) is WayOut.BY_HAND


def test_a_code_of_another_version_leads_to_a_new_film() -> None:
    assert way_out_of_failure("E_OF_TOMORROW", is_walk=True) is WayOut.FILM_AGAIN
    assert way(withheld("E_OF_TOMORROW")) is WayOut.FILM_AGAIN
