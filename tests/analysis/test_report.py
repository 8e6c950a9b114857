import dataclasses
import json

import numpy as np
import pytest
from synthetic import Walker, walk

from gait.analysis.conclude import conclude
from gait.analysis.terms.errors import VideoRefused
from gait.analysis.terms.types import AnalysisResult, Hints
from gait.analysis.written.overlay import overlay_json
from gait.analysis.written.report import as_json, number, refused_json
from gait.result.conventions import Side, View

CONTRACT = {
    "schema", "pipeline_version", "video", "view", "activity", "source", "confidence", "camera_roll_deg", "quality",
    "stances", "sides", "asymmetry_deg", "companions", "findings",
}  # fmt: skip
STANCE = {"side", "initial_contact_s", "toe_off_s", "peak_drop_deg", "peak_s", "used", "reason"}
SIDE = {
    "pelvic_drop_deg", "sd_deg", "ci95_deg", "stances_used", "stances_rejected", "verdict", "grade", "reason",
}  # fmt: skip

SHORT = Walker(seconds=8.0)


def result_of(walker: Walker = SHORT) -> AnalysisResult:
    return conclude(walk(walker), Hints(view=View.POSTERIOR))


def test_the_report_keeps_the_contract() -> None:
    report = as_json(result_of(), pipeline_version="1.2.3", series=True)
    assert set(report) >= CONTRACT | {"series"}
    assert (report["schema"], report["pipeline_version"]) == ("stance.analysis/1", "1.2.3")
    assert set(report["sides"]) == {"left", "right"}
    assert all(set(side) >= SIDE for side in report["sides"].values())
    assert all(set(stance) >= STANCE for stance in report["stances"])
    assert set(report["camera_roll_deg"]) >= {"value", "sigma", "from"}
    assert set(report["asymmetry_deg"]) == {"value", "ci95", "detectable"}
    curves = {"pelvic_obliquity_deg", "sigma_deg", "trunk_lean_deg", "knee_fppa_left_deg", "knee_fppa_right_deg"}
    assert set(report["series"]) == {"time_s"} | curves
    assert all(len(report["series"][curve]) == len(report["series"]["time_s"]) for curve in curves)


def test_it_is_strict_json_even_where_nothing_is_known() -> None:
    readings = walk(Walker(seconds=8.0))
    blind = dataclasses.replace(readings, line=None, sources={})
    report = as_json(conclude(blind, Hints()), pipeline_version="1", series=True)
    json.dumps(report, allow_nan=False)
    assert report["source"] is None
    assert report["asymmetry_deg"] is None
    assert set(report["series"]["pelvic_obliquity_deg"]) == {None}
    for side in ("left", "right"):
        assert report["sides"][side]["verdict"] == "cannot_tell"
        assert report["sides"][side]["pelvic_drop_deg"] is None
        assert "sticker" in report["sides"][side]["advice"]


def test_series_comes_only_when_asked_and_on_the_clips_own_times() -> None:
    result = result_of()
    assert "series" not in as_json(result, pipeline_version="1")
    series = as_json(result, pipeline_version="1", series=True)["series"]
    assert series["time_s"] == pytest.approx(list(result.time_s), abs=1e-4)


def test_a_refusal_says_what_happened_and_what_to_do() -> None:
    report = refused_json(VideoRefused("R_EMPTY"))
    assert set(report) == {"schema", "error"}
    assert report["error"]["code"] == "R_EMPTY"
    assert report["error"]["message"]
    assert report["error"]["advice"]


def test_key_frames_lie_in_the_deepest_used_stance_of_each_side() -> None:
    result = result_of()
    frames = as_json(result, pipeline_version="1")["key_frames"]
    for side in Side:
        own = [s for s in result.stances if s.side is side and s.used and s.peak_drop_deg is not None]
        deepest = max(own, key=lambda s: s.peak_drop_deg or 0.0)
        assert deepest.initial_contact_s <= frames[side.value] <= deepest.toe_off_s


def test_numbers_never_read_minus_zero_or_nan() -> None:
    assert str(number(-0.001, 1)) == "0.0"
    assert number(float("nan"), 1) is None
    assert number(None, 1) is None


def test_the_overlay_draws_the_line_the_way_the_pelvis_tilts() -> None:
    result = result_of(Walker(seconds=8.0, drop_deg=(10.0, 10.0)))
    overlay = overlay_json(result)
    json.dumps(overlay, allow_nan=False)
    stance = next(s for s in result.stances if s.side is Side.RIGHT)
    frame = int(np.argmin(np.abs(result.time_s - (stance.peak_s or 0.0))))
    ends = overlay["lines"]["markers"]
    left_end_y, right_end_y = ends["from_xy"][2 * frame + 1], ends["to_xy"][2 * frame + 1]
    assert left_end_y > right_end_y, "in right stance the left side, image left from behind, is lower"
    assert len(overlay["joints"]["left_hip"]) == 2 * len(result.time_s)
