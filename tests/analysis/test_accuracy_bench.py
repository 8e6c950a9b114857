"""The scorer must see what is wrong, or the bench is decoration."""

import copy
import math
from dataclasses import replace
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from drawn_pelvis import film, gait_curve, subject

from gait.analysis.terms.landmarks import HIP
from gait.analysis.terms.types import Pose
from gait.result.conventions import Side
from tests.bench import landmarks
from tests.bench.accuracy_page import bland_altman, page
from tests.bench.held_out import store, stored
from tests.bench.scoring import fit, score_clip, totals

TRUTH: dict[str, Any] = {
    "fps": 10,
    "frame": {"obliquity_image": [1.0] * 40, "obliquity_image_raw": [3.0] * 40},
    "stances": [
        {"side": side, "ic_s": start, "to_s": start + 0.6, "peak_drop_image": peak}
        for side, start, peak in (("l", 0.1, 3.0), ("r", 0.7, 8.0), ("l", 1.3, 5.0), ("r", 1.9, 8.0))
    ],
}


def perfect() -> dict[str, Any]:
    sides = {"left": (4.0, "level"), "right": (8.0, "drop")}
    return {
        "source": "markers",
        "confidence": "A",
        "camera_roll_deg": {"value": 2.0, "sigma": 0.3, "from": "edges"},
        "stances": [
            {
                "side": {"l": "left", "r": "right"}[s["side"]],
                "initial_contact_s": s["ic_s"],
                "toe_off_s": s["to_s"],
                "peak_drop_deg": s["peak_drop_image"],
                "used": True,
            }
            for s in TRUTH["stances"]
        ],
        "sides": {
            side: {"verdict": verdict, "pelvic_drop_deg": value, "ci95_deg": [value - 1, value + 1]}
            for side, (value, verdict) in sides.items()
        },
        "excursion_deg": {"value": 12.0, "ci95": [11.0, 13.0], "stances_used": 4, "reason": None},
        "series": {"time_s": [k / 10 for k in range(40)], "pelvic_obliquity_deg": [1.0] * 40},
    }


def test_a_perfect_result_has_no_error() -> None:
    total = totals([score_clip("clip", TRUTH, perfect())])
    assert total["stance peak RMSE (deg)"] == total["side mean RMSE (deg)"] == 0.0
    assert total["95 % interval covers (share)"] == total["true stances found (share)"] == 1.0
    assert total["camera roll worst absolute error (deg)"] == pytest.approx(0.0)
    assert (total["sides claimed"], total["sides withheld"], total["wrong side called worse"]) == (2, 0, 0)


def test_it_sees_an_excursion_that_is_withheld_and_one_whose_interval_misses() -> None:
    withheld, off = perfect(), perfect()
    withheld["excursion_deg"] = {"value": None, "ci95": None, "stances_used": 4, "reason": "E_NO_ANSWER"}
    off["excursion_deg"] = {"value": 15.0, "ci95": [14.0, 16.0], "stances_used": 4, "reason": None}
    total = totals([score_clip("clip", TRUTH, result) for result in (perfect(), withheld, off)])
    assert total["excursion claimed (share of clips)"] == pytest.approx(2 / 3)
    assert total["excursion interval covers (share)"] == 0.5
    assert total["excursion RMSE (deg)"] == pytest.approx(math.sqrt(9 / 2))


@pytest.mark.parametrize("share", [1.0, 0.2])
def test_the_slope_is_the_share_of_the_motion_that_the_hips_follow(share: float) -> None:
    true_deg = gait_curve(120)
    footage = film(true_deg)
    points_px = footage.pose.landmarks_px.copy()
    middle_px = points_px[:, [HIP[side] for side in Side]].mean(axis=1)
    half_px = 40.0 * np.column_stack([np.cos(np.radians(share * true_deg)), np.sin(np.radians(share * true_deg))])
    points_px[:, HIP[Side.LEFT]], points_px[:, HIP[Side.RIGHT]] = middle_px - half_px, middle_px + half_px
    shown = replace(footage, pose=Pose(points_px, footage.pose.visibility))
    frame = {"obliquity_image_raw": list(true_deg), "obliquity_image": list(true_deg)}
    found = landmarks.follow("clip", shown, subject(shown), {"fps": footage.timeline.rate_hz, "frame": frame})
    assert found.slope == pytest.approx(share, abs=0.05)
    assert found.rmse_deg == pytest.approx((1 - share) * found.level_rmse_deg, abs=0.2)


def test_it_sees_a_late_contact_a_missed_stance_and_a_wrong_peak() -> None:
    result = perfect()
    result["stances"][0]["initial_contact_s"] += 0.04
    result["stances"][1]["peak_drop_deg"] += 2.0
    del result["stances"][3]
    total = totals([score_clip("clip", TRUTH, result)])
    assert total["initial contact mean absolute error (ms)"] == pytest.approx(40 / 3)
    assert total["true stances found (share)"] == 0.75
    assert total["stance peak RMSE (deg)"] == pytest.approx(math.sqrt(4 / 3))


def test_it_sees_an_interval_that_misses_and_sides_exchanged() -> None:
    result = perfect()
    result["sides"]["left"], result["sides"]["right"] = result["sides"]["right"], result["sides"]["left"]
    score = score_clip("clip", TRUTH, result)
    assert score.wrong_side_worse
    assert not any(side.covered for side in score.sides)
    assert "the wrong side is called worse" in page([score])


def test_a_withheld_side_is_not_an_error() -> None:
    result = perfect()
    result["sides"]["left"] = {"verdict": "cannot_tell", "pelvic_drop_deg": None, "ci95_deg": None}
    score = score_clip("clip", TRUTH, result)
    assert score.withheld == ["left"]
    assert totals([score])["side mean RMSE (deg)"] == 0.0


def test_a_refused_clip_is_counted_and_named() -> None:
    score = score_clip("clip", TRUTH, {"error": {"code": "E_NO_PERSON"}})
    assert totals([score])["clips refused"] == 1
    assert "refused with E_NO_PERSON" in page([score])


def test_the_plot_has_a_dot_for_every_claimed_side() -> None:
    scores = [score_clip("clip", TRUTH, copy.deepcopy(perfect())) for _ in range(3)]
    assert bland_altman(scores).count('fill-opacity="0.8"') == 6


def test_slope_is_measured_on_true() -> None:
    assert fit([(0.0, 0.0), (1.0, 2.0), (2.0, 4.0)]) == (pytest.approx(2.0), pytest.approx(1.0))


def test_held_out_scores_are_kept_with_their_day_and_shown_apart(tmp_path: Path) -> None:
    scores = [score_clip("unseen", TRUTH, perfect())]
    store(scores, tmp_path / "held_out.json")
    kept = stored(tmp_path / "held_out.json")
    assert kept is not None
    assert totals(kept.scores) == pytest.approx(totals(scores), abs=1e-3, nan_ok=True)
    shown = page([score_clip("seen", TRUTH, perfect())], kept)
    assert f"measured once, on {kept.measured_on}" in shown
    assert shown.index("| seen |") < shown.index("## Held-out clips") < shown.index("| unseen |")
    assert stored(tmp_path / "none.json") is None
