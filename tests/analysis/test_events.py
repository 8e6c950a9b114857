import dataclasses
from itertools import pairwise

import numpy as np
import pytest
from synthetic import Walker, true_stances, walk

from gait.analysis.curves.rhythm import activity_of, find_rhythm
from gait.analysis.terms.readings import Readings
from gait.analysis.terms.timeline import Timeline
from gait.analysis.terms.types import Pose
from gait.analysis.walk.events import detect_stances
from gait.analysis.walk.signals import build_signals
from gait.analysis.walk.zero import find_zero
from gait.result.conventions import Activity, Side, View
from gait.result.result import Stance

CONTACT_MS, TOE_OFF_MS = {Activity.WALKING: 25, Activity.RUNNING: 50}, {Activity.WALKING: 25, Activity.RUNNING: 50}
STEPS_PER_S = {Activity.WALKING: 1.8, Activity.RUNNING: 2.8}


def stances_of(readings: Readings) -> tuple[Stance, ...]:
    return detect_stances(build_signals(readings, find_zero(readings)), readings.subject)


def walker(activity: Activity, **changes: object) -> Walker:
    usual = Walker(activity=activity, steps_per_s=STEPS_PER_S[activity], landmark_noise_px=1.5, seconds=8.0)
    return dataclasses.replace(usual, **changes)


def matched(found: tuple[Stance, ...], true: tuple[Stance, ...]) -> list[tuple[Stance, Stance]]:
    pairs = []
    for stance in true:
        near = [s for s in found if s.side is stance.side and abs(s.initial_contact_s - stance.initial_contact_s) < 0.2]
        pairs += [(near[0], stance)] if near else []
    return pairs


@pytest.mark.parametrize("rate_hz", [30.0, 60.0, 240.0])
@pytest.mark.parametrize("view", [View.POSTERIOR, View.ANTERIOR])
@pytest.mark.parametrize("activity", [Activity.WALKING, Activity.RUNNING])
def test_it_finds_every_stance_and_its_contacts(activity: Activity, view: View, rate_hz: float) -> None:
    person = walker(activity, view=view, rate_hz=rate_hz)
    true = true_stances(person)
    pairs = matched(stances_of(walk(person)), true)
    assert len(pairs) >= 0.9 * len(true)
    contact_ms = [1000 * abs(f.initial_contact_s - t.initial_contact_s) for f, t in pairs]
    toe_off_ms = [1000 * abs(f.toe_off_s - t.toe_off_s) for f, t in pairs]
    assert np.mean(contact_ms) < CONTACT_MS[activity]
    assert np.mean(toe_off_ms) < TOE_OFF_MS[activity]


@pytest.mark.parametrize("activity", [Activity.WALKING, Activity.RUNNING])
def test_left_and_right_alternate(activity: Activity) -> None:
    sides = [s.side for s in stances_of(walk(walker(activity)))]
    assert all(a is not b for a, b in pairwise(sides))
    assert {Side.LEFT, Side.RIGHT} == set(sides)


def test_variable_frame_rate_moves_no_contact() -> None:
    person = walker(Activity.WALKING, rate_hz=120.0, landmark_noise_px=0.5)
    full = walk(person)
    random = np.random.default_rng(5)
    kept = np.cumsum(random.choice([2, 3, 4, 5], len(full.time_s)))
    kept = kept[kept < len(full.time_s)]
    thinned = dataclasses.replace(
        full,
        timeline=full.timeline.of_frames(kept),
        pose=Pose(full.pose.landmarks_px[kept], full.pose.visibility[kept]),
        subject=dataclasses.replace(full.subject, torso_px=full.subject.torso_px[kept]),
        line=None,
    )
    pairs = matched(stances_of(thinned), true_stances(person))
    assert len(pairs) >= 0.9 * len(true_stances(person))
    assert np.mean([1000 * abs(f.initial_contact_s - t.initial_contact_s) for f, t in pairs]) < 30


def test_a_hole_in_the_clip_breaks_the_row_and_invents_no_stance() -> None:
    person = walker(Activity.WALKING)
    readings = walk(person)
    hidden = (readings.time_s > 3.0) & (readings.time_s < 4.2)
    landmarks_px = readings.pose.landmarks_px.copy()
    landmarks_px[hidden] = np.nan
    found = stances_of(dataclasses.replace(readings, pose=Pose(landmarks_px, readings.pose.visibility)))
    assert len(found) >= 6
    for stance in found:
        assert not (3.1 < stance.initial_contact_s < 4.0 or 3.1 < stance.toe_off_s < 4.0)


def test_someone_standing_takes_no_steps() -> None:
    readings = walk(walker(Activity.WALKING))
    still = np.repeat(readings.pose.landmarks_px[:1], len(readings.time_s), axis=0)
    noise = np.random.default_rng(1).standard_normal(still.shape)
    assert stances_of(dataclasses.replace(readings, pose=Pose(still + noise, readings.pose.visibility))) == ()


@pytest.mark.provokes("S_LENGTH")
def test_steps_that_slow_down_are_left_out_with_a_reason() -> None:
    readings = walk(walker(Activity.RUNNING))
    time_s = np.where(readings.time_s > 5.0, readings.time_s * 1.45 - 5.0 * 0.45, readings.time_s)
    found = stances_of(dataclasses.replace(readings, timeline=Timeline.of(time_s)))
    assert {"S_LENGTH", "S_UNSTEADY"} & {s.reason for s in found if not s.used}


@pytest.mark.parametrize("seed", [1, 2, 3])
@pytest.mark.parametrize("view", [View.POSTERIOR, View.ANTERIOR])
def test_somebody_who_walks_over_ground_before_a_camera_in_a_hand(view: View, seed: int) -> None:
    person = walker(
        Activity.WALKING, view=view, rate_hz=30.0, seconds=6.0, travel_mps=1.2, shake_torsos=0.04, seed=seed
    )
    person = dataclasses.replace(person, away_m=3.0 if view is View.POSTERIOR else 10.0, camera_up_m=1.4)
    true = true_stances(person)
    found = [s for s in stances_of(walk(person)) if s.used]
    pairs = matched(tuple(found), true)
    assert len(pairs) >= 0.8 * len(true)
    assert len(found) <= len(true)
    assert np.mean([1000 * abs(f.initial_contact_s - t.initial_contact_s) for f, t in pairs]) < 50
    assert np.mean([1000 * abs(f.toe_off_s - t.toe_off_s) for f, t in pairs]) < 50


def test_who_stands_before_walking_takes_no_steps_until_then() -> None:
    person = walker(Activity.WALKING, view=View.POSTERIOR)
    readings = walk(person)
    wait = round(2.0 * person.rate_hz)
    landmarks_px = np.concatenate((np.repeat(readings.pose.landmarks_px[:1], wait, axis=0), readings.pose.landmarks_px))
    torso_px = np.full(len(landmarks_px), readings.subject.torso_px[0])
    landmarks_px[:wait] += np.random.default_rng(2).standard_normal(landmarks_px[:wait].shape)
    waiting = dataclasses.replace(
        readings,
        timeline=Timeline.of(np.arange(len(landmarks_px)) / person.rate_hz),
        pose=Pose(landmarks_px, np.ones(landmarks_px.shape[:2])),
        subject=dataclasses.replace(readings.subject, torso_px=torso_px),
        line=None,
    )
    found = stances_of(waiting)
    assert len(found) >= 0.8 * len(true_stances(person))
    assert min(s.initial_contact_s for s in found) > 1.5


@pytest.mark.parametrize("away_m", [8.5, 10.0])
def test_who_walks_up_close_to_the_camera_does_not_run(away_m: float) -> None:
    """The foot in front is also nearer: in the last steps it lies a torso length below the other."""
    person = walker(Activity.WALKING, view=View.ANTERIOR, rate_hz=30.0, seconds=6.0, travel_mps=1.2, away_m=away_m)
    readings = walk(dataclasses.replace(person, camera_up_m=1.6))
    rhythm = find_rhythm(readings.time_s, readings.pose.landmarks_px, readings.subject.torso_px)
    assert rhythm.lift > 0.95
    assert activity_of(rhythm) is Activity.WALKING
