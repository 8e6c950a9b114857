"""A therapist moves, adds or deletes a contact or a toe-off."""

import dataclasses

import pytest
from synthetic import Walker, walk

from gait.analysis.conclude import conclude
from gait.analysis.corrections.edits import StanceEdit
from gait.analysis.corrections.event_edits import EventEdit, EventKind, apply_event_edits
from gait.analysis.curves.clock import Clock
from gait.analysis.terms.types import AnalysisResult, Hints
from gait.result.conventions import Side
from gait.result.result import Stance

CONTACT, TOE_OFF = EventKind.CONTACT, EventKind.TOE_OFF


def steps(count: int = 8) -> tuple[Stance, ...]:
    """Left and right in turn, half a second apart, each 0.6 s long."""
    return tuple(Stance((Side.LEFT, Side.RIGHT)[k % 2], k * 0.5, k * 0.5 + 0.6) for k in range(count))


def edit(side: Side, kind: EventKind, at_s: float | None, to_s: float | None) -> tuple[EventEdit, ...]:
    return (EventEdit(side, kind, at_s, to_s),)


def result_of(*edits: EventEdit) -> AnalysisResult:
    return conclude(walk(Walker(seconds=9.0)), Hints(), event_edits=edits)


def test_without_edits_nothing_changes():
    assert apply_event_edits(steps(), ()) == steps()


def test_a_moved_contact_moves_its_stance_only():
    moved = apply_event_edits(steps(), edit(Side.LEFT, CONTACT, 1.02, 1.08))
    assert moved[2].initial_contact_s == 1.08
    assert moved[2].toe_off_s == steps()[2].toe_off_s
    assert moved[:2] + moved[3:] == steps()[:2] + steps()[3:]


def test_a_stance_that_somebody_touched_counts_again():
    doubted = tuple(
        dataclasses.replace(s, used=False, reason="S_LENGTH") if k == 3 else s for k, s in enumerate(steps())
    )
    assert apply_event_edits(doubted, edit(Side.RIGHT, TOE_OFF, 2.1, 2.12))[3].used
    assert not apply_event_edits(doubted, edit(Side.RIGHT, TOE_OFF, 1.1, 1.12))[3].used


def test_a_deleted_contact_takes_its_stance_away():
    left = apply_event_edits(steps(), edit(Side.RIGHT, CONTACT, 1.5, None))
    assert [s.initial_contact_s for s in left] == [0.0, 0.5, 1.0, 2.0, 2.5, 3.0, 3.5]
    assert all(s.used for s in left)


def test_a_missing_stance_is_added_by_its_two_events():
    without = tuple(s for k, s in enumerate(steps()) if k != 3)
    both = edit(Side.RIGHT, CONTACT, None, 1.52) + edit(Side.RIGHT, TOE_OFF, None, 2.1)
    added = apply_event_edits(without, both)
    assert (added[3].side, added[3].initial_contact_s, added[3].toe_off_s, added[3].used) == (
        Side.RIGHT,
        1.52,
        2.1,
        True,
    )


def test_an_edit_of_an_event_that_is_not_there_changes_nothing():
    assert apply_event_edits(steps(), edit(Side.LEFT, CONTACT, 0.55, 0.6)) == steps()


@pytest.mark.provokes("S_ORDER")
def test_left_and_right_must_still_take_turns():
    extra = (
        edit(Side.LEFT, CONTACT, None, 1.3) + edit(Side.LEFT, TOE_OFF, 1.6, 1.25) + edit(Side.LEFT, TOE_OFF, None, 1.7)
    )
    crowded = apply_event_edits(steps(), extra)
    assert [s.reason for s in crowded if 0.9 < s.initial_contact_s < 1.4] == ["S_ORDER", "S_ORDER"]
    assert sum(not s.used for s in crowded) == 2


@pytest.mark.provokes("W_EDIT_ORDER")
def test_words_say_that_an_edit_breaks_the_turns():
    plain = result_of()
    third = next(s for s in plain.stances[2:] if s.side is Side.LEFT)
    lonely = result_of(EventEdit(Side.LEFT, CONTACT, None, third.initial_contact_s + 0.1))
    assert "W_EDIT_ORDER" in {note.code for note in lonely.notes}
    sound = result_of(EventEdit(Side.LEFT, CONTACT, third.initial_contact_s, third.initial_contact_s + 0.03))
    assert "W_EDIT_ORDER" not in {note.code for note in sound.notes}


def test_a_moved_toe_off_can_change_what_is_measured():
    plain = result_of()
    stance = next(s for s in plain.stances[2:] if s.side is Side.RIGHT)
    early_s = stance.initial_contact_s + 0.08
    cut = result_of(EventEdit(Side.RIGHT, TOE_OFF, stance.toe_off_s, early_s))
    found = next(s for s in cut.stances if abs(s.toe_off_s - early_s) < 1e-6)
    assert found.peak_drop_deg is not None and stance.peak_drop_deg is not None
    assert found.peak_drop_deg < stance.peak_drop_deg - 1.0


def test_stance_edits_count_after_event_edits():
    plain = result_of()
    stance = plain.stances[3]
    later_s = stance.initial_contact_s + 0.03
    out = (StanceEdit(stance.side, (later_s + stance.toe_off_s) / 2, used=False),)
    both = conclude(
        walk(Walker(seconds=9.0)), Hints(), out, (EventEdit(stance.side, CONTACT, stance.initial_contact_s, later_s),)
    )
    assert (both.stances[3].initial_contact_s, both.stances[3].reason) == (pytest.approx(later_s), "S_EXCLUDED")


def test_edits_are_said_on_the_clock_of_the_clip():
    assert EventEdit(Side.LEFT, CONTACT, 8.0, None).on(Clock(4.0)) == EventEdit(Side.LEFT, CONTACT, 2.0, None)
