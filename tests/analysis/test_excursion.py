"""Right drop plus left drop: free of zero, told where the sides are not, and never without a line to trust."""

import dataclasses

import numpy as np
import pytest
from synthetic import Walker, walk

from gait.analysis.conclude import conclude
from gait.analysis.corrections.edits import StanceEdit
from gait.analysis.terms.readings import Readings
from gait.analysis.terms.types import AnalysisResult, Hints
from gait.analysis.terms.uncertainty import UNCONFIRMED
from gait.analysis.written.report import as_json
from gait.result.conventions import RollOrigin, Side, View

HINTS = Hints(view=View.POSTERIOR)
WALKER = Walker(seconds=9.0, drop_deg=(4.0, 7.0))


def of_line(readings: Readings, **changes: object) -> AnalysisResult:
    assert readings.line is not None
    return conclude(dataclasses.replace(readings, line=dataclasses.replace(readings.line, **changes)), HINTS)


def half_deg(result: AnalysisResult) -> float:
    assert result.excursion.half_width_deg is not None
    return result.excursion.half_width_deg


@pytest.mark.parametrize("offset_deg", [0.0, 5.0, -9.0])
def test_it_is_the_sum_of_both_drops_and_free_of_the_zero(offset_deg: float) -> None:
    readings = walk(WALKER)
    assert readings.line is not None
    excursion = of_line(readings, angle_deg=readings.line.angle_deg + offset_deg).excursion
    assert excursion.value_deg == pytest.approx(11.0, abs=0.3)
    assert excursion.ci95_deg is not None
    assert excursion.ci95_deg[0] < 11.0 < excursion.ci95_deg[1]
    assert excursion.reason is None


def test_it_is_free_of_the_camera_roll_and_of_what_nobody_knows_of_it() -> None:
    readings = walk(dataclasses.replace(WALKER, roll_deg=6.0))
    unknown = dataclasses.replace(readings.roll, value_deg=0.0, sigma_deg=3.0, origin=RollOrigin.ASSUMED)
    excursion = conclude(dataclasses.replace(readings, roll=unknown), HINTS).excursion
    assert excursion.value_deg == pytest.approx(11.0, abs=0.3)
    assert excursion.half_width_deg == pytest.approx(half_deg(conclude(readings, HINTS)), abs=0.01)


def test_a_constant_error_of_the_line_is_not_in_it_and_one_of_the_amplitude_is() -> None:
    readings = walk(WALKER)
    usual = half_deg(conclude(readings, HINTS))
    assert half_deg(of_line(readings, bias_sigma_deg=4.0)) == pytest.approx(usual)
    assert half_deg(of_line(readings, gain_sigma=0.15)) == pytest.approx(1.96 * np.hypot(0.8, 0.15 * 11.0), abs=0.5)
    assert half_deg(of_line(readings, checks={UNCONFIRMED: 1.0})) == pytest.approx(
        1.96 * np.hypot(0.8, 0.2 * 11.0), abs=0.5
    )


def test_a_small_swing_is_not_known_better_than_two_peaks_can_be_read() -> None:
    level = conclude(walk(dataclasses.replace(WALKER, drop_deg=(0.6, 0.6))), HINTS)
    assert half_deg(level) > 1.5


@pytest.mark.provokes("E_NO_ANSWER")
def test_a_swing_of_which_more_than_half_may_be_error_is_not_told() -> None:
    excursion = of_line(walk(WALKER), gain_sigma=0.4).excursion
    assert (excursion.value_deg, excursion.reason) == (None, "E_NO_ANSWER")


@pytest.mark.parametrize("reason", ["W_SOURCES_DISAGREE", "W_WAISTBAND_LOOSE"])
def test_a_line_that_is_not_trusted_tells_no_swing_either(reason: str) -> None:
    excursion = of_line(walk(WALKER), trusted=False, reason=reason).excursion
    assert (excursion.value_deg, excursion.reason) == (None, reason)


@pytest.mark.provokes("E_SHORT_WALK")
def test_too_few_stances_of_one_side_tell_no_swing() -> None:
    readings = walk(WALKER)
    lefts = [stance for stance in conclude(readings, HINTS).stances if stance.side is Side.LEFT]
    left_out = tuple(
        StanceEdit(Side.LEFT, (stance.initial_contact_s + stance.toe_off_s) / 2, used=False) for stance in lefts[1:]
    )
    excursion = conclude(readings, HINTS, left_out).excursion
    assert (excursion.value_deg, excursion.reason) == (None, "E_SHORT_WALK")


def test_its_json_is_the_contract() -> None:
    content = as_json(conclude(walk(WALKER), HINTS), pipeline_version="1")
    assert set(content["excursion_deg"]) == {"value", "ci95", "stances_used", "reason"}
    used = [stance for stance in content["stances"] if stance["used"]]
    assert content["excursion_deg"]["stances_used"] == len(used)
    drops = [side["pelvic_drop_deg"] for side in content["sides"].values()]
    assert content["excursion_deg"]["value"] == pytest.approx(sum(drops), abs=0.01)
    assert "excursion_deg" not in content["companions"]
