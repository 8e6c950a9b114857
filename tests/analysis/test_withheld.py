"""What the reader is told when a clip gives little or nothing: one small clip of readings a code."""

import dataclasses

import numpy as np
import pytest
from synthetic import Walker, true_stances, walk

from gait.analysis.conclude import conclude
from gait.analysis.terms.notes import notes_where
from gait.analysis.terms.readings import Readings
from gait.analysis.terms.types import AnalysisResult, Hints, Pose
from gait.result.conventions import Confidence, RollOrigin, Side, Source
from gait.result.result import CameraRoll

WALKER = Walker(seconds=9.0)


def told(readings: Readings, hints: Hints = Hints()) -> AnalysisResult:  # noqa: B008 - frozen
    return conclude(readings, hints)


def codes(result: AnalysisResult) -> set[str]:
    return {note.code for note in result.notes}


def reasons(result: AnalysisResult) -> set[str | None]:
    return {side.reason for side in result.sides.values()}


def with_line(readings: Readings, **changes: object) -> Readings:
    assert readings.line is not None
    return dataclasses.replace(readings, line=dataclasses.replace(readings.line, **changes))


@pytest.mark.provokes("W_ROLL_ASSUMED")
def test_a_level_that_nothing_shows_is_said_to_be_assumed() -> None:
    bare = dataclasses.replace(walk(WALKER), roll=CameraRoll(0.0, 1.2, RollOrigin.ASSUMED))
    assert "W_ROLL_ASSUMED" in codes(told(bare))
    assert "W_ROLL_ASSUMED" not in codes(told(walk(WALKER)))


@pytest.mark.provokes("W_LOW_DATA")
@pytest.mark.parametrize(("seconds", "is_low"), [(6.0, True), (12.0, False)])
def test_few_stances_are_said_to_be_few(seconds: float, is_low: bool) -> None:
    assert ("W_LOW_DATA" in codes(told(walk(Walker(seconds=seconds))))) is is_low


def test_a_dark_picture_in_which_nothing_was_found_is_to_blame() -> None:
    unread = with_line(walk(WALKER), trusted=False, reason="E_NO_SOURCE")
    assert reasons(told(unread)) == {"E_NO_SOURCE"}
    dark = dataclasses.replace(unread, notes=notes_where({"W_DARK": True}))
    assert reasons(told(dark)) == {"E_QUALITY"}


def test_a_pelvis_that_is_hidden_in_most_stances_is_said_to_be_hidden() -> None:
    readings = walk(WALKER)
    assert readings.line is not None
    angle_deg = readings.line.angle_deg.copy()
    for stance in true_stances(WALKER):
        if stance.side is Side.LEFT:
            middle_s = (stance.initial_contact_s + stance.toe_off_s) / 2
            angle_deg[np.abs(readings.time_s - middle_s) < 0.15] = np.nan
    result = told(with_line(readings, angle_deg=angle_deg))
    assert result.sides[Side.LEFT].reason == "E_HIPS_HIDDEN"
    assert {s.reason for s in result.stances if s.side is Side.LEFT} == {"S_HIPS_HIDDEN"}


@pytest.mark.provokes("S_CUT")
def test_a_stance_in_which_the_person_is_not_seen_is_cut() -> None:
    readings = walk(WALKER)
    victim = true_stances(WALKER)[4]
    away = np.abs(readings.time_s - victim.initial_contact_s - 0.34) < 0.07
    landmarks_px = np.where(away[:, None, None], np.nan, readings.pose.landmarks_px)
    result = told(dataclasses.replace(readings, pose=Pose(landmarks_px, readings.pose.visibility)))
    assert "S_CUT" in {s.reason for s in result.stances}
    assert result.sides[victim.side.other].pelvic_drop_deg is not None


@pytest.mark.provokes("W_LANDMARKS_ONLY")
def test_landmarks_alone_are_said_to_be_no_measurement() -> None:
    bare = told(with_line(walk(WALKER), source=Source.LANDMARKS, trusted=False, reason="E_NO_SOURCE"))
    assert "W_LANDMARKS_ONLY" in codes(bare) - codes(told(walk(WALKER)))
    assert all(side.pelvic_drop_deg is None for side in bare.sides.values())


@pytest.mark.provokes("W_OUT_OF_SCOPE")
def test_a_walking_aid_is_measured_but_not_compared_with_norms() -> None:
    plain, aided = told(walk(WALKER)), told(walk(WALKER), Hints(walking_aid=True))
    assert "W_OUT_OF_SCOPE" in codes(aided) - codes(plain)
    assert (plain.confidence, aided.confidence) == (Confidence.B, Confidence.C)
    assert plain.findings
    assert not aided.findings
    for side in Side:
        assert aided.sides[side].pelvic_drop_deg == plain.sides[side].pelvic_drop_deg
        assert aided.sides[side].ci95_deg == plain.sides[side].ci95_deg
        assert aided.sides[side].grade is None
        assert aided.companions.compensation[side] is None
