"""A clinic's own calibration of the tilt reader, on made-up labels whose errors are known, and on walkers it widens."""

import dataclasses

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from synthetic import Walker, walk

from gait.analysis.conclude import conclude
from gait.analysis.terms.readings import Readings
from gait.analysis.terms.types import AnalysisResult, Hints
from gait.analysis.tilt_agreement import ClipAgreement
from gait.analysis.tilt_calibration import (
    COVERAGE,
    MIN_INTERVAL_TIMES,
    MIN_PEOPLE,
    Fit,
    Label,
    conformal_times,
    fit,
)
from gait.analysis.written.report import result_of
from gait.result.conventions import Side, Source, View
from gait.result.hints import ReaderCalibration, StandingZero
from gait.result.intervals import Z95
from gait.result.result import Result

HALF_DEG = 3.0
ERRORS = st.lists(st.floats(-8, 8), min_size=1, max_size=60)
STOOD = StandingZero(line_deg=0.0, sigma_deg=0.3, roll_deg=0.0, roll_sigma_deg=0.3, source=Source.SURFACE)
WIDER = ReaderCalibration("2026-12-01", "0123456789ab", 23, 1.25, is_promoted=False)


def clip(error_deg: float, *, bias_deg: float = 0.0, slope: float = 1.0, is_sure: bool = True) -> ClipAgreement:
    """A clip whose left side the reader misses by error_deg, with an interval of its own of HALF_DEG."""
    errors, halves = {Side.LEFT: error_deg}, {Side.LEFT: HALF_DEG}
    return ClipAgreement(Source.MARKERS, 300, bias_deg, slope, abs(error_deg), errors, halves, is_sure)


def of_people(errors_deg: list[float], **more: float) -> Fit:
    return fit(Label(f"person {k}", clip(error_deg, **more)) for k, error_deg in enumerate(errors_deg))


@pytest.mark.parametrize("people", [MIN_PEOPLE, 23, 39])
@pytest.mark.parametrize("tails", [2.1, 30.0])
def test_the_next_person_lies_inside_as_often_as_promised(people: int, tails: float) -> None:
    """Whatever the errors look like: the nearly normal ones and those with outliers far beyond."""
    chance = np.random.default_rng(people)
    scores = np.abs(chance.standard_t(tails, (4000, people + 1)))
    held = [scores[k, -1] <= conformal_times(list(scores[k, :-1])) for k in range(len(scores))]
    assert np.mean(held) > COVERAGE - 3 * np.sqrt(COVERAGE * (1 - COVERAGE) / len(scores))


def test_an_interval_that_is_too_sure_of_itself_is_widened_to_hold_what_is_held_back() -> None:
    chance = np.random.default_rng(5)
    errors_deg = list(chance.normal(0, 4.5, 400))
    half_deg = HALF_DEG * of_people(errors_deg[:200]).interval_times
    assert np.mean(np.abs(errors_deg[200:]) <= HALF_DEG) < 0.6
    assert np.mean(np.abs(errors_deg[200:]) <= half_deg) >= COVERAGE - 0.03


@given(ERRORS)
def test_nothing_is_narrowed_by_fewer_people_than_the_rule_asks(errors_deg: list[float]) -> None:
    total = of_people(errors_deg[: MIN_PEOPLE - 1])
    assert total.interval_times >= 1.0
    assert not total.is_promoted
    assert total.interval_times * HALF_DEG >= max(map(abs, errors_deg[: MIN_PEOPLE - 1])) - 1e-9


@given(ERRORS, st.floats(-3, 3), st.floats(0.3, 1.5))
def test_only_a_promoted_reader_is_narrowed_and_never_beyond_half(errors_deg: list[float], bias: float, slope: float):
    total = of_people(errors_deg, bias_deg=bias, slope=slope)
    assert total.interval_times >= (MIN_INTERVAL_TIMES if total.is_promoted else 1.0)


def test_a_reader_that_is_right_on_enough_people_is_promoted_and_narrowed() -> None:
    total = of_people([0.9, -1.1] * 12)
    assert total.is_promoted
    assert total.interval_times == MIN_INTERVAL_TIMES
    assert total.coverage == 1.0


@pytest.mark.parametrize(
    "labels",
    [
        pytest.param(of_people([0.5] * (MIN_PEOPLE - 1)), id="too few people"),
        pytest.param(of_people([0.5] * 40, bias_deg=1.4), id="a bias that both sides share"),
        pytest.param(of_people([0.5] * 40, slope=0.6), id="half of the motion"),
        pytest.param(of_people([0.5] * 40, slope=float("nan")), id="no slope told"),
        pytest.param(of_people([0.5] * 39 + [2.4]), id="one side far off"),
        pytest.param(fit([Label("Pat", clip(0.5))] * 40), id="forty clips of one person"),
        pytest.param(of_people([0.5] * 40, is_sure=False), id="clips on which the alarm rings"),
        pytest.param(fit([]), id="nothing"),
    ],
)
def test_it_is_not_promoted(labels: Fit) -> None:
    assert not labels.is_promoted
    assert labels.interval_times >= 1.0


def test_a_person_counts_with_the_worst_of_their_clips() -> None:
    labels = [Label(f"person {k}", clip(1.0)) for k in range(30)] + [Label("person 7", clip(9.0))]
    assert fit(labels).people == 30
    assert fit([*labels, Label("person 8", clip(9.0))]).interval_times == pytest.approx(3.0)


def by_reader(*, drop_deg: tuple[float, float] = (4.0, 8.5)) -> Readings:
    """A walker on whom the reader alone is trusted."""
    readings = walk(Walker(drop_deg=drop_deg))
    assert readings.line is not None
    line = dataclasses.replace(readings.line, source=Source.SURFACE, bias_sigma_deg=0.3)
    return dataclasses.replace(readings, line=line, sources={Source.SURFACE: line})


def halves_deg(result: AnalysisResult) -> list[float | None]:
    return [side.half_width_deg for side in result.sides.values()]


@pytest.mark.provokes("W_READER_CALIBRATED")
def test_the_analysis_reads_the_calibration_and_prints_it() -> None:
    plain = conclude(by_reader(), Hints(standing_zero=STOOD))
    wider = conclude(by_reader(), Hints(standing_zero=STOOD, reader_calibration=WIDER))
    assert halves_deg(wider) == pytest.approx([1.25 * (half or np.nan) for half in halves_deg(plain)])
    assert wider.excursion.ci95_deg is not None
    assert plain.excursion.ci95_deg is not None
    assert np.ptp(wider.excursion.ci95_deg) == pytest.approx(1.25 * np.ptp(plain.excursion.ci95_deg))
    [said] = [note.message for note in wider.notes if note.code == "W_READER_CALIBRATED"]
    assert "2026-12-01" in said
    found = result_of(wider, pipeline_version="test")
    assert Result.from_json(found.as_json()).reader_calibration == WIDER


def test_a_line_of_another_source_is_left_as_it_is() -> None:
    readings = walk(Walker())
    plain, with_it = conclude(readings, Hints()), conclude(readings, Hints(reader_calibration=WIDER))
    assert halves_deg(with_it) == halves_deg(plain)
    assert "W_READER_CALIBRATED" not in {note.code for note in with_it.notes}
    assert "reader_calibration" not in result_of(with_it, pipeline_version="test").as_json()


@pytest.mark.parametrize("is_promoted", [False, True])
def test_a_promoted_reader_names_a_difference_as_early_as_other_sources(is_promoted: bool) -> None:
    own = dataclasses.replace(WIDER, interval_times=0.5, is_promoted=is_promoted)
    hints = Hints(view=View.POSTERIOR, standing_zero=STOOD, reader_calibration=own)
    result = conclude(by_reader(drop_deg=(4.0, 7.5)), hints)
    assert result.asymmetry is not None
    assert result.asymmetry.value_deg == pytest.approx(3.5, abs=0.2)
    assert result.asymmetry.detectable is is_promoted


@pytest.mark.parametrize("is_promoted", [False, True])
def test_labels_do_not_narrow_what_they_never_tested(is_promoted: bool) -> None:
    """Reader and reference of a label share zero, steps and view, so their difference says nothing of those errors."""
    narrower = dataclasses.replace(WIDER, interval_times=0.5, is_promoted=is_promoted)
    plain, narrow = conclude(by_reader(), Hints()), conclude(by_reader(), Hints(reader_calibration=narrower))
    for side in Side:
        before, after = plain.sides[side].error_parts_deg, narrow.sides[side].error_parts_deg
        assert before is not None
        assert after is not None
        for shared in ("zero", "stride", "view"):
            assert after[shared] == pytest.approx(before[shared])
        assert after["line"] == pytest.approx(before["line"] / 2)
        half_deg = narrow.sides[side].half_width_deg
        assert half_deg is not None
        assert half_deg >= Z95 * before["zero"]
