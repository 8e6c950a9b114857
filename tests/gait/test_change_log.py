"""Left and right of earlier words, when a word about the filming exchanges them."""

import results

from gait.models import Analysis
from gait.result.result import Note
from gait.review.change_log import Change, Kind, engine_hints, rightward_in


def measured(*codes: str) -> Analysis:
    notes = tuple(Note(code, "") for code in codes)
    return Analysis(result=results.found(quality=notes).as_json(), hints={})


def said(kind: Kind, what: dict, machine: Analysis) -> Change:
    return Change(kind.value, kind, what, "Ines", "2026-11-30T10:00:00Z", rightward_in(machine))


def left_out_then_mirrored(machine: Analysis) -> dict:
    changes = [
        said(Kind.STANCE, {"side": "left", "at_s": 2.0, "used": False}, machine),
        said(Kind.MIRRORED, {"value": True}, machine),
    ]
    return engine_hints(machine, changes)


def test_a_mirrored_clip_takes_earlier_words_to_the_other_side():
    assert left_out_then_mirrored(measured())["edits"][0]["side"] == "right"


def test_a_clip_that_only_players_mirror_keeps_them():
    """The engine measures it as it was filmed, whatever is said about the mirror."""
    assert left_out_then_mirrored(measured("W_SHOWN_MIRRORED"))["edits"][0]["side"] == "left"
