"""Rendered clips measured by hand: true points with a hand's error, in the pictures that the product proposes."""

import json

import numpy as np
import pytest
from made_clips import rendered

from gait.analysis.conclude import conclude
from gait.analysis.terms.readings import Readings
from gait.analysis.terms.types import Click, Hints
from gait.result.conventions import Activity, Side, Source

HAND_PX = 1.0
"""Error of one coordinate, one standard deviation; with two points 45 px apart 1.8 degrees a picture."""


@pytest.mark.parametrize("name", ["C1_walk_sticker_skin", "A4_run_shirtless_m"])
def test_the_proposed_pictures_with_true_points_hold_the_true_drops(name: str, read_clip) -> None:
    truth = json.loads((rendered(name).with_suffix(".json")).read_text())
    readings: Readings = read_clip(rendered(name), Hints())
    proposed = conclude(readings, Hints()).proposed_frames
    activity = Activity.RUNNING if truth["mode"] == "run" else Activity.WALKING
    random = np.random.default_rng(4)

    def click(side: Side, at_s: float) -> Click:
        frame = round(at_s * truth["fps"])
        ends = [np.array(truth["frame"]["points"][f"psis_{end}"][frame]) for end in "lr"]
        left, right = (end + HAND_PX * random.standard_normal(2) for end in ends)
        return Click(at_s, (left[0], left[1]), (right[0], right[1]), side)

    clicks = [click(each.side, each.time_s) for each in proposed]
    clicks += [click(each.side, each.time_s) for each in proposed[:2]]
    result = conclude(readings, Hints(source=Source.BY_HAND, activity=activity, clicks=tuple(clicks)))
    assert result.line.source is Source.BY_HAND
    assert result.hand.repeated == 2
    for side in Side:
        own = [each for each in truth["stances"] if each["side"] == side[0]]
        peaks_s = [each["peak_frame"] / truth["fps"] for each in own]
        for each in (each for each in proposed if each.side is side):
            assert min(abs(each.time_s - peak_s) for peak_s in peaks_s) < 0.08
        low, high = result.sides[side].ci95_deg
        assert low <= np.mean([each["peak_drop_psis_image"] for each in own]) <= high
        assert high - low < 9.0
