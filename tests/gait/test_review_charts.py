from dataclasses import replace

import pytest
import results
import walks

from gait.result.conventions import Activity, Side
from gait.result.reference import drop_band
from gait.review import charts, cycle_plot, cycles, interval_plot

RUNNING = drop_band(Activity.RUNNING, None)


def test_rows_follow_the_walk_and_count_per_side():
    rows = charts.stance_rows(walks.found())
    assert [(row.side, row.number) for row in rows[:4]] == [("right", 1), ("left", 1), ("right", 2), ("left", 2)]


def test_a_left_out_stance_says_why():
    first = charts.stance_rows(walks.found())[0]
    assert not first.is_used
    assert first.reason == "The stance is cut by the start or end of the clip or by a gap."


def test_each_key_frame_has_its_stance():
    left, right = charts.key_frame_stances(walks.found())
    assert (left.side, left.peak_s) == ("left", 2.25)
    assert (right.side, right.peak_s) == ("right", 1.75)


def test_no_key_frame_without_a_measured_stance():
    assert charts.key_frame_stances(walks.without_answer()) == []


def test_the_bar_lies_where_the_value_is():
    bar = charts.interval_bar(results.side(6.0, 2.0), RUNNING)
    assert (bar.zero_pct, bar.value_pct, bar.low_pct, bar.width_pct) == (20.0, 50.0, 40.0, 20.0)


def test_a_value_off_the_scale_stays_at_its_edge():
    bar = charts.interval_bar(results.side(40.0, 2.0), RUNNING)
    assert (bar.value_pct, bar.low_pct + bar.width_pct) == (100.0, 100.0)


def test_no_bar_without_an_answer():
    assert charts.interval_bar(results.withheld(), RUNNING) is None


def test_the_mean_cycle_peaks_at_the_drop_of_its_side():
    left, right = cycles.fold(walks.stances(), walks.series())
    assert max(left.mean_drop_deg) == pytest.approx(4.0, abs=0.1)
    assert max(right.mean_drop_deg) == pytest.approx(9.0, abs=0.1)
    assert right.mean_drop_deg.index(max(right.mean_drop_deg)) == 25
    assert left.toe_off_pct == pytest.approx(60.0)


def test_mirroring_the_walk_swaps_the_sides():
    mirrored, curve = [replace(each, side=each.side.other) for each in walks.stances()], walks.series()
    curve["pelvic_obliquity_deg"] = [-deg for deg in curve["pelvic_obliquity_deg"]]
    left, right = cycles.fold(mirrored, curve)
    straight_left, straight_right = cycles.fold(walks.stances(), walks.series())
    assert left.mean_drop_deg == pytest.approx(straight_right.mean_drop_deg)
    assert right.mean_drop_deg == pytest.approx(straight_left.mean_drop_deg)


def test_a_left_out_stance_begins_no_cycle():
    left, right = cycles.fold(walks.stances(), walks.series())
    assert (left.cycles, right.cycles) == (6, 5)


def test_a_stride_with_a_missed_contact_is_no_cycle():
    missed = [each for each in walks.stances() if each.side is Side.LEFT][3]
    left, _ = cycles.fold([each for each in walks.stances() if each != missed], walks.series())
    assert left.cycles == 4


def test_too_few_cycles_give_no_mean():
    few = [each for each in walks.stances() if each.initial_contact_s < 3.2]
    assert cycles.fold(few, walks.series()) == []


def test_a_gap_leaves_the_mean_out_where_too_few_cycles_know():
    curve = walks.series()
    curve["pelvic_obliquity_deg"] = [
        None if time_s > 4.0 and (time_s - 1.0) % 1.0 < 0.3 else deg
        for time_s, deg in zip(curve["time_s"], curve["pelvic_obliquity_deg"], strict=True)
    ]
    left, _ = cycles.fold(walks.stances(), curve)
    assert left.mean_drop_deg[20] == pytest.approx(walks.DROP_DEG[Side.LEFT] * 0.951, abs=0.1)
    sparse = cycles.fold(walks.stances(), {**curve, "pelvic_obliquity_deg": [None] * len(curve["time_s"])})
    assert all(value is None for cycle in sparse for value in cycle.mean_drop_deg)


def test_the_picture_keeps_level_in_view_and_has_both_sides():
    picture = cycle_plot.plot(cycles.fold(walks.stances(), walks.series()), drop_band(Activity.WALKING, None))
    assert [path.side for path in picture.paths] == ["left", "right"]
    assert "0°" in {tick.label for tick in picture.y_ticks}
    assert all(path.mean.startswith("M") and path.band.endswith("Z") for path in picture.paths)


def test_without_a_norm_nothing_is_shaded():
    folded = cycles.fold(walks.stances(), walks.series())
    assert cycle_plot.plot(folded, None).reference is None
    assert cycle_plot.plot(folded, None).paths == cycle_plot.plot(folded, drop_band(Activity.WALKING, None)).paths
    assert interval_plot.plot((), None).reference is None


def test_there_is_no_picture_without_cycles():
    assert cycle_plot.plot([], drop_band(Activity.WALKING, None)) is None
