"""Which pictures people are asked to mark by hand."""

from dataclasses import replace

import numpy as np
import pytest
from synthetic import Walker, true_stances, walk

from gait.analysis.conclude import conclude
from gait.analysis.film.sharpness import sharpness_of
from gait.analysis.terms.types import Hints, PelvisPatches
from gait.analysis.walk.proposals import propose_frames
from gait.result.conventions import Activity, Side

WALKER = Walker(seconds=14.0)
STANCES = true_stances(WALKER)
TIME_S = np.arange(0, WALKER.seconds, 1 / WALKER.rate_hz)


def times_of(side: Side, sharpness: np.ndarray | None = None, stances=STANCES) -> list[float]:
    proposed = propose_frames(stances, TIME_S, sharpness, Activity.WALKING)
    assert list(proposed) == sorted(proposed, key=lambda each: each.time_s)
    return [each.time_s for each in proposed if each.side is side]


@pytest.mark.parametrize("side", Side)
def test_five_a_side_spread_over_the_clip_at_the_peak(side: Side) -> None:
    own = [stance for stance in STANCES if stance.side is side]
    proposed = times_of(side)
    assert len(proposed) == 5
    peaks = [min(own, key=lambda s, at=at_s: abs(s.peak_s - at)) for at_s in proposed]
    assert max(abs(at_s - stance.peak_s) for at_s, stance in zip(proposed, peaks, strict=True)) < 0.06
    assert len({stance.initial_contact_s for stance in peaks}) == 5
    assert proposed[0] < 0.3 * WALKER.seconds and proposed[-1] > 0.7 * WALKER.seconds


def test_a_blurred_stance_gives_way_to_a_sharp_neighbour_and_one_without_a_pelvis_is_never_asked_for() -> None:
    usual = times_of(Side.LEFT)
    sharpness = np.ones(len(TIME_S))
    sharpness[np.abs(TIME_S - usual[0]) < 0.1] = 0.2
    sharpness[np.abs(TIME_S - usual[1]) < 0.1] = np.nan
    proposed = times_of(Side.LEFT, sharpness)
    assert len(proposed) == 5
    assert min(abs(at_s - usual[0]) for at_s in proposed) > 0.5
    assert min(abs(at_s - usual[1]) for at_s in proposed) > 0.1


def test_doubtful_stances_are_proposed_only_where_the_others_are_too_few() -> None:
    doubtful = tuple(replace(s, used=False, reason="S_LENGTH") for s in STANCES)
    assert len(times_of(Side.RIGHT, stances=doubtful)) == 5
    sure = doubtful[:6] + STANCES[6:]
    assert min(times_of(Side.RIGHT, stances=sure)) > sure[6].initial_contact_s
    excluded = tuple(replace(s, used=False, reason="S_EXCLUDED") for s in doubtful)
    assert not times_of(Side.RIGHT, stances=excluded)


def test_every_result_says_what_to_mark_at_the_times_of_the_clip() -> None:
    readings = walk(WALKER)
    slowed = replace(readings, timeline=type(readings.timeline).of(readings.time_s * 2))
    plain, slow = conclude(readings, Hints()), conclude(slowed, Hints(true_rate_hz=2 * readings.info.frame_rate_hz))
    assert len(plain.proposed_frames) == 10
    assert [each.time_s for each in slow.proposed_frames] == pytest.approx(
        [2 * each.time_s for each in plain.proposed_frames]
    )


def test_blur_is_seen() -> None:
    random = np.random.default_rng(3)
    sharp = random.integers(0, 255, (24, 24, 3), dtype=np.uint8)
    blurred = np.repeat(np.repeat(sharp[::4, ::4], 4, axis=0), 4, axis=1)
    patches = PelvisPatches(
        np.stack([sharp, blurred, sharp]), np.zeros((3, 2)), np.ones(3), np.array([True, True, False])
    )
    seen, less, nobody = sharpness_of(patches)
    assert seen > less > 0
    assert np.isnan(nobody)
