import numpy as np
import pytest

from gait.analysis.curves.filtering import even_grid, low_pass, resample, spans
from gait.analysis.terms.timeline import Timeline


def amplitude_after(frequency_hz: float, cutoff_hz: float, rate_hz: float = 120.0) -> float:
    time_s = np.arange(0, 10, 1 / rate_hz)
    out = low_pass(np.sin(2 * np.pi * frequency_hz * time_s), rate_hz, cutoff_hz)
    middle = slice(int(2 * rate_hz), int(8 * rate_hz))
    return float(np.max(np.abs(out[middle])))


@pytest.mark.parametrize("cutoff_hz", [6.0, 10.0])
def test_the_cut_off_is_three_decibels_down_after_both_passes(cutoff_hz: float) -> None:
    assert amplitude_after(cutoff_hz, cutoff_hz) == pytest.approx(np.sqrt(0.5), abs=0.02)


def test_slow_movement_passes_unchanged_and_undelayed() -> None:
    time_s = np.arange(0, 10, 1 / 120)
    wave = np.sin(2 * np.pi * 1.0 * time_s)
    assert np.abs(low_pass(wave, 120.0, 6.0) - wave)[120:-120].max() < 0.005


def test_a_hole_up_to_a_tenth_of_a_second_is_bridged_and_a_longer_one_is_not() -> None:
    time_s = np.arange(0, 3, 1 / 60)
    wave = np.sin(2 * np.pi * time_s)
    short, long = wave.copy(), wave.copy()
    short[60:65] = np.nan
    long[60:70] = np.nan
    grid_s = even_grid(time_s, 120.0)
    bridged = resample(Timeline.of(time_s), short, grid_s)
    assert np.isfinite(bridged).all()
    assert np.abs(bridged - np.sin(2 * np.pi * grid_s)).max() < 0.01
    broken = resample(Timeline.of(time_s), long, grid_s)
    hole = (grid_s > time_s[59] + 1e-3) & (grid_s < time_s[70] - 1e-3)
    assert np.isnan(broken[hole]).all()
    assert np.isfinite(broken[~hole]).all()


def test_uneven_time_stamps_are_taken_at_their_word() -> None:
    random = np.random.default_rng(3)
    time_s = np.cumsum(random.choice([1 / 60, 1 / 30], 300))
    grid_s = even_grid(time_s, 120.0)
    out = resample(Timeline.of(time_s), np.sin(2 * np.pi * 1.5 * time_s), grid_s)
    assert np.nanmax(np.abs(out - np.sin(2 * np.pi * 1.5 * grid_s))) < 0.01


def test_each_unbroken_run_is_filtered_alone() -> None:
    values = np.concatenate((np.zeros(200), np.full(40, np.nan), np.full(200, 5.0)))
    out = low_pass(values, 120.0, 6.0)
    assert np.allclose(out[:200], 0.0)
    assert np.allclose(out[240:], 5.0)
    assert np.isnan(out[200:240]).all()


def test_runs_are_half_open_ranges() -> None:
    assert spans(np.array([True, True, False, True])) == [(0, 2), (3, 4)]
    assert spans(np.array([False, False])) == []
