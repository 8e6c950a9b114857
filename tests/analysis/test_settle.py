"""Words of people, in the terms of the engine."""

import dataclasses

from synthetic import Walker, walk

from gait.analysis.corrections.edits import StanceEdit
from gait.analysis.corrections.event_edits import EventEdit, EventKind
from gait.analysis.corrections.settle import settle
from gait.analysis.terms.notes import notes_where
from gait.analysis.terms.types import Click, Hints
from gait.result.conventions import Side

INFO = walk(Walker(rate_hz=60.0, seconds=1.0)).info


def test_what_was_said_at_times_of_the_clip_stands_at_true_times() -> None:
    settled = settle(
        INFO,
        Hints(true_rate_hz=240.0, clicks=(Click(2.0, (1.0, 2.0), (3.0, 4.0)),)),
        (StanceEdit(Side.LEFT, 4.0, used=False),),
        (EventEdit(Side.LEFT, EventKind.CONTACT, None, 8.0),),
    )
    assert settled.clock.stretch == 4.0
    assert [click.time_s for click in settled.clicks] == [0.5]
    assert [edit.at_s for edit in settled.edits] == [1.0]
    assert [(edit.at_s, edit.to_s) for edit in settled.event_edits] == [(None, 2.0)]


def test_a_file_that_players_mirror_is_taken_as_it_was_filmed() -> None:
    selfie = dataclasses.replace(INFO, notes=notes_where({"W_SHOWN_MIRRORED": True}))
    said = Hints(mirrored=True)
    assert (settle(INFO, said).mirrored, settle(selfie, said).mirrored) == (True, False)
