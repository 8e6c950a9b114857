"""Channels of one angle, against the plain formula for Gaussians and against truths that were made up."""

import numpy as np
import pytest

from gait.analysis.pelvis.joint_solve import (
    Belief,
    Differences,
    Errors,
    Strides,
    left_out_z,
    likeness,
    with_differences,
    with_values,
)

TIME_S = np.arange(60) / 15.0
STRIDES = Strides(TIME_S, 2 * np.pi * TIME_S / 1.1, 1.1)
PRIOR = Errors(phased_deg=8.0, passing_deg=2.0, constant_deg=6.0)
CLOTH = Errors(phased_deg=1.2, passing_deg=0.8, gain=0.8)
TRUTH_DEG = 5.0 * np.sin(STRIDES.phase) + 1.5 * np.sin(2 * STRIDES.phase + 1) + 2.0


def unknown() -> Belief:
    return Belief(np.zeros(len(TIME_S)), likeness(STRIDES, PRIOR))


def differences(seen_deg: np.ndarray, noise_deg: float = 0.5, seed: int = 0) -> Differences:
    hubs = np.arange(0, len(TIME_S), 5)
    start, end = (each.ravel() for each in np.meshgrid(hubs, np.arange(len(TIME_S)), indexing="ij"))
    start, end = start[start != end], end[start != end]
    noise = noise_deg * np.random.default_rng(seed).standard_normal(len(start))
    return Differences(start, end, seen_deg[end] - seen_deg[start] + noise, np.full(len(start), noise_deg))


def test_values_and_differences_give_what_the_plain_formula_gives() -> None:
    few = Strides(TIME_S[:8], STRIDES.phase[:8], 1.1)
    prior, own = likeness(few, PRIOR), likeness(few, CLOTH)
    mean = np.linspace(-1, 2, 8)
    values = np.array([np.nan, 1.0, 2.0, np.nan, np.nan, 0.5, np.nan, -1.0])
    known = np.flatnonzero(np.isfinite(values))
    found = with_values(Belief(mean, prior), own, 0.8, values, np.full(8, 0.6))
    seen = 0.64 * prior[np.ix_(known, known)] + own[np.ix_(known, known)] + 0.36 * np.eye(len(known))
    gain = 0.8 * prior[:, known] @ np.linalg.inv(seen)
    assert found.mean_deg == pytest.approx(mean + gain @ (values[known] - 0.8 * mean[known]))
    assert found.covariance == pytest.approx(prior - 0.8 * gain @ prior[known])
    # one difference, which says nothing of zero
    said = Differences(np.array([2]), np.array([6]), np.array([0.0]), np.array([0.5]))
    tied = with_differences(Belief(np.zeros(8), prior), own, 0.8, said)
    row = np.zeros((1, 8))
    row[0, [2, 6]] = -1, 1
    spread = row @ (0.64 * prior + own) @ row.T + 0.25
    assert tied.covariance == pytest.approx(prior - 0.64 * prior @ row.T @ row @ prior / spread)


def test_differences_and_four_values_find_the_curve_with_an_honest_error() -> None:
    clicked = np.array([4, 12, 37, 45])  # two peaks to either side
    off_deg: list[float] = []
    off: list[float] = []
    for seed in range(12):
        cloth = 1.2 * np.sin(STRIDES.phase + seed) * np.random.default_rng(seed).standard_normal()
        belief = with_differences(
            unknown(), likeness(STRIDES, CLOTH), 0.8, differences(0.8 * TRUTH_DEG + cloth, seed=seed)
        )
        values = np.full(len(TIME_S), np.nan)
        values[clicked] = TRUTH_DEG[clicked] + np.random.default_rng(seed + 99).standard_normal(4)
        found = with_values(belief, np.zeros_like(belief.covariance), 1.0, values, np.ones(len(TIME_S)))
        off_deg += list(found.mean_deg - TRUTH_DEG)
        off += list((found.mean_deg - TRUTH_DEG) / np.sqrt(np.diag(found.covariance)))
    assert np.sqrt(np.mean(np.square(off_deg))) < 1.0
    assert 0.5 < np.sqrt(np.mean(np.square(off))) < 1.3


def test_an_error_that_comes_back_every_stride_is_not_averaged_away() -> None:
    """Over twenty strides a passing error is thinned out at their peaks, a phased one is not."""
    time_s = np.arange(300) / 15.0
    long = Strides(time_s, 2 * np.pi * time_s / 1.1, 1.1)
    peaks = np.flatnonzero(np.sin(long.phase) > 0.95)

    def left_deg(own: Errors) -> float:
        values = np.zeros(len(time_s))
        belief = Belief(values, likeness(long, PRIOR))
        after = with_values(belief, likeness(long, own), 1.0, values, np.full(len(time_s), 0.5))
        return float(np.sqrt(after.covariance[np.ix_(peaks, peaks)].mean()))

    assert left_deg(Errors(phased_deg=1.5, passing_deg=0.0)) > 2.5 * left_deg(Errors(phased_deg=0.0, passing_deg=1.5))


def test_turns_that_are_far_off_all_others_hardly_count() -> None:
    good = differences(TRUTH_DEG)
    spoiled_deg = good.turn_deg.copy()
    spoiled_deg[::9] += 20.0
    spoiled = Differences(good.start, good.end, spoiled_deg, good.sigma_deg)
    own = likeness(STRIDES, CLOTH)
    one, other = (with_differences(unknown(), own, 1.0, said).mean_deg for said in (good, spoiled))
    assert np.abs((one - one.mean()) - (other - other.mean())).max() < 1.5


def test_without_differences_nothing_changes() -> None:
    none = Differences(*(np.empty(0, np.intp),) * 2, *(np.empty(0),) * 2)
    before = unknown()
    assert with_differences(before, likeness(STRIDES, CLOTH), 0.8, none) is before


def test_values_that_the_channels_contradict_are_told_by_their_own_errors() -> None:
    clicked, noise = np.array([7, 15, 22, 30, 37, 52]), np.full(6, 1.0)
    belief = with_differences(unknown(), likeness(STRIDES, CLOTH), 0.8, differences(0.8 * TRUTH_DEG))
    honest = TRUTH_DEG[clicked] + np.random.default_rng(5).standard_normal(6)
    assert np.sqrt(np.mean(left_out_z(belief, clicked, honest, noise) ** 2)) < 1.5
    bone = 2 + 5 * (TRUTH_DEG[clicked] - 2)  # bone that moves five times as far as the cloth shows
    assert np.sqrt(np.mean(left_out_z(belief, clicked, bone, noise) ** 2)) > 2.5
