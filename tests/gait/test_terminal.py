"""What analyse_video prints for a person."""

import dataclasses
import io

from synthetic import Walker, walk

from gait.analysis.conclude import conclude
from gait.analysis.terms.types import Hints
from gait.analysis.written.report import result_of
from gait.result.conventions import View, ZeroReference
from gait.result.result import Zero
from gait.terminal import progress_bar, readable_table

READINGS = walk(Walker(seconds=9.0, drop_deg=(3.0, 9.0)))


class Terminal(io.StringIO):
    def isatty(self) -> bool:
        return True


def test_the_table_says_both_sides_with_their_error_and_what_they_rest_on() -> None:
    table = readable_table(result_of(conclude(READINGS, Hints(view=View.POSTERIOR)), pipeline_version="1"))
    assert "Left stance:   right side of the pelvis drops  3.0° ±" in table
    assert "Right stance:  left side of the pelvis drops  9.0° ±" in table
    assert "read from markers, confidence A" in table
    assert "steps per minute" in table


def test_the_table_says_what_zero_is_and_how_tilted_standing_was() -> None:
    found = result_of(conclude(READINGS, Hints(view=View.POSTERIOR)), pipeline_version="1")
    assert "Zero              marks on bone, against the horizontal, +0.0° ±" in readable_table(found)
    doubtful = Zero(0.0, 1.0, ZeroReference.NONE, standing_obliquity_deg=14.0, is_questioned=True)
    table = readable_table(dataclasses.replace(found, zero=doubtful))
    assert "nothing; standing tilted +14.0° (+ right side lower), too much to be zero" in table


def test_two_withheld_sides_are_one_line_with_the_way_out() -> None:
    blind = dataclasses.replace(READINGS, line=None, sources={})
    table = readable_table(result_of(conclude(blind, Hints()), pipeline_version="1"))
    assert table.count("cannot tell") == 1
    assert "stickers" in table


def test_the_bar_is_drawn_on_a_terminal_and_wiped() -> None:
    stream = Terminal()
    with progress_bar(stream) as on_progress:
        on_progress("track", 0.5)
        assert " 50 %" in stream.getvalue()
    assert stream.getvalue().endswith("\r")


def test_no_bar_is_drawn_into_a_file() -> None:
    stream = io.StringIO()
    with progress_bar(stream) as on_progress:
        on_progress("track", 0.5)
    assert stream.getvalue() == ""
