import csv
import io

import pytest
import walks

from gait.review.exports import harmless, series_csv, stances_csv


def read(text):
    return list(csv.DictReader(io.StringIO(text)))


def test_each_frame_is_a_line_with_who_stands():
    rows = read(series_csv(walks.found(), walks.series()))
    assert len(rows) == len(walks.series()["time_s"])
    standing = {row["time_s"]: (row["left_stance"], row["right_stance"]) for row in rows}
    assert standing["1.3"] == ("1", "0")
    assert standing["1.04"] == ("1", "1")
    assert standing["0.2"] == ("0", "0")


def test_an_unknown_value_is_empty():
    curve = walks.series()
    curve["pelvic_obliquity_deg"][0] = None
    assert read(series_csv(walks.found(), curve))[0]["pelvic_obliquity_deg"] == ""


def test_every_other_curve_of_the_run_stands_behind():
    curve = walks.series()
    curve["trunk_lean_deg"] = [1.5] + [None] * (len(curve["time_s"]) - 1)
    first, second, *_ = read(series_csv(walks.found(), curve))
    assert list(first) == [*[*curve][:3], "left_stance", "right_stance", "trunk_lean_deg"]
    assert (first["trunk_lean_deg"], second["trunk_lean_deg"]) == ("1.5", "")


def test_stances_keep_the_order_of_the_walk():
    rows = read(stances_csv(walks.found()))
    assert [row["side"] for row in rows[:3]] == ["right", "left", "right"]
    assert (rows[0]["used"], rows[0]["reason"]) == ("0", "S_CUT")


@pytest.mark.parametrize("text", ["=1+1", "+1", "-1", "@SUM(A1)", "\t=1"])
def test_no_text_becomes_a_formula(text):
    assert harmless(text) == f"'{text}"


def test_plain_text_stays_as_it_is():
    assert harmless("S_CUT") == "S_CUT"
