"""Each number of reference.toml is one name: move it, and everything that follows from it moves."""

import importlib
import sys
import tomllib
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from types import ModuleType
from typing import Any

import pytest

import exercises
import gait

HELD = ("gait.result", "gait.analysis", "exercises.prescribing", "gait.review.reading")


def is_held(name: str) -> bool:
    return any(name == held or name.startswith(f"{held}.") for held in HELD)


@contextmanager
def moved(path: str, value: float) -> Iterator[None]:
    """Import the pure parts anew with one number of the file changed; what other tests imported comes back after."""
    kept: dict[str, ModuleType] = {name: sys.modules.pop(name) for name in list(sys.modules) if is_held(name)}
    loads = tomllib.loads
    *section, key = path.split(".")

    def changed(text: str) -> dict[str, Any]:
        table = place = loads(text)
        for name in section:
            place = place[name]
        assert key in place, path
        place[key] = value
        return table

    importlib.import_module("scipy.stats")
    tomllib.loads = changed
    try:
        importlib.import_module("gait.result.reference")
        tomllib.loads = loads
        yield
    finally:
        tomllib.loads = loads
        for name in [name for name in sys.modules if is_held(name)]:
            del sys.modules[name]
        sys.modules.update(kept)
        gait.analysis, gait.result = kept["gait.analysis"], kept["gait.result"]
        exercises.prescribing = kept["exercises.prescribing"]


def answers(
    drop_deg: float = 6.4,
    *,
    half_deg: float = 1.0,
    lean_deg: float = 1.0,
    away_deg: float = 0.0,
    other_deg: float = 6.4,
    activity: str = "walking",
    source: str = "markers",
    stances: int = 8,
) -> dict[str, Any]:
    """What is said of a left stance: by the judge, in the findings, and by the plan's own reading of the class."""
    said, judge, measure, types, result, reference, uncertainty, findings, patterns = (
        importlib.import_module(name)
        for name in (
            "gait.result.conventions", "gait.analysis.verdict.judge", "gait.analysis.walk.measure",
            "gait.analysis.terms.types", "gait.result.result", "gait.result.reference",
            "gait.analysis.terms.uncertainty", "gait.analysis.verdict.findings", "exercises.prescribing.patterns",
        )
    )  # fmt: skip
    left, right, doing = said.Side.LEFT, said.Side.RIGHT, said.Activity(activity)
    line = types.PelvicLine(said.Source(source), *[None] * 2, 0.3, 0.05, None, None, trusted=True)
    ground = judge.Ground(
        line=line,
        refusal=None,
        zero=result.Zero(0.0, 0.3, said.ZeroReference.STANDING, standing_obliquity_deg=None),
        roll=result.CameraRoll(0.0, 0.3, said.RollOrigin.EDGES),
        askew=result.Askew(None, 0.0),
        walking_aid=False,
        is_pace_doubted=False,
        is_seen_from_side=False,
        is_view_said=True,
        activity=doing,
        band=reference.drop_band(doing, None),
        cuts=reference.lean_cuts(doing),
    )
    errors = uncertainty.ErrorParts(half_deg / 1.96, 0.0, 0.0, 0.0)
    drops = {
        left: measure.SideDrop(drop_deg, 0.5, stances, 0, errors),
        right: measure.SideDrop(other_deg, 0.5, stances, 0, errors),
    }
    sides = {side: judge.judge_side(drops[side], side, ground) for side in said.Side}
    asymmetry = judge.judge_asymmetry(drops, sides, ground)
    known = {left: lean_deg, right: 0.0}, {left: away_deg, right: 0.0}
    companions = result.Companions(cadence_spm=110.0, trunk_lean_deg=known[0], trunk_away_deg=known[1])
    letters = {side: judge.compensation_class(sides[side], companions, side, ground) for side in said.Side}
    companions = replace(companions, compensation=letters)
    found = findings.derive_findings(sides, asymmetry, companions, ground)
    grade = None if sides[left].grade is None else list(said.Grade).index(sides[left].grade)
    planned = patterns.compensation_pattern(grade, drop_deg, lean_deg, doing, away_deg)
    return {
        "grade": sides[left].grade and sides[left].grade.value,
        "verdict": sides[left].verdict.value,
        "reason": sides[left].reason,
        "between": sides[left].borderline_between and tuple(each.value for each in sides[left].borderline_between),
        "class": letters[left],
        "planned": planned.value,
        "asymmetric": bool(asymmetry and asymmetry.detectable),
        "confidence": judge.judge_confidence(sides, ground).value,
        "low_data": judge.is_low_data(sides),
        "rules": " | ".join(finding.rule for finding in found),
    }


AWAY = {"away_deg": 4.0}
HIKING = {"drop_deg": -2.5, "lean_deg": 7.1, "activity": "running"}
MOVES = [
    ("grade.mild_z", 1.5, AWAY, {"grade": "none", "verdict": "level", "class": "N", "planned": "N"}),
    ("grade.mild_z", 1.5, {"half_deg": 1.4, "drop_deg": 6.8}, {"between": ("none", "mild")}),
    ("grade.mild_z", 1.5, {"half_deg": 4.2, "drop_deg": 10.5}, {"reason": "E_NO_ANSWER", "verdict": "cannot_tell"}),
    ("grade.moderate_z", 2.5, {"drop_deg": 8.1}, {"grade": "mild"}),
    ("grade.marked_z", 4.0, {"drop_deg": 9.8}, {"grade": "moderate"}),
    ("drop.walking.mean_deg", 5.2, AWAY, {"grade": "none", "verdict": "level", "class": "N", "planned": "N"}),
    ("lean.walking.partial_deg", 6.0, {"lean_deg": 5.5}, {"class": "U", "planned": "U"}),
    ("lean.walking.compensated_deg", 6.0, {"drop_deg": 2.0, "lean_deg": 5.5}, {"class": "N", "planned": "N"}),
    ("lean.walking.away_deg", 5.0, AWAY, {"class": "U", "planned": "U"}),
    ("hiking.drop_deg", -3.0, HIKING, {"class": "N", "planned": "N"}),
    ("hiking.lean_deg", 7.2, HIKING, {"class": "N", "planned": "N"}),
    ("asymmetry.least_deg", 5.0, {"drop_deg": 10.5}, {"asymmetric": False}),
    ("asymmetry.least_surface_deg", 5.0, {"drop_deg": 10.9, "source": "surface"}, {"asymmetric": False}),
    ("width.widest_half_deg", 5.0, {"drop_deg": 5.0, "half_deg": 4.5}, {"reason": None, "verdict": "level"}),
    ("stances.wanted", 9, {}, {"confidence": "B", "low_data": True}),
]  # fmt: skip


@pytest.mark.parametrize(("path", "value", "given", "then"), MOVES, ids=lambda each: str(each))
def test_moving_a_number_moves_every_consequence(path, value, given, then):
    before = answers(**given)
    with moved(path, value):
        after = answers(**given)
    assert {name: after[name] for name in then} == then
    assert all(before[name] != then[name] for name in then)


@pytest.mark.parametrize(
    ("path", "value", "given", "words"),
    [
        ("grade.mild_z", 0.8, {}, "grades at z 0.8, 2, 3"),
        ("grade.mild_z", 1.5, {"other_deg": 5.0}, "drop z below 1.5 on both sides"),
        ("grade.mild_z", 0.9, AWAY, "drop z at least 0.9"),
        ("grade.mild_z", 0.9, {"drop_deg": 2.0, "lean_deg": 5.5}, "drop z below 0.9 and lean at or above 5.0°"),
        ("lean.walking.compensated_deg", 5.3, {"drop_deg": 2.0, "lean_deg": 5.5}, "lean at or above 5.3°"),
        ("lean.walking.away_deg", 3.5, AWAY, "lean away above 3.5°"),
        ("hiking.lean_deg", 7.5, {"drop_deg": 2.0, "lean_deg": 5.5}, "lean at or above 7.5°"),
        ("asymmetry.least_deg", 2.5, {"drop_deg": 10.5}, "at least 2.5°"),
        ("asymmetry.least_surface_deg", 3.5, {"drop_deg": 10.9, "source": "surface"}, "at least 3.5°"),
    ],
)
def test_the_sentences_print_the_number_that_ruled(path, value, given, words):
    assert words not in answers(**given)["rules"]
    with moved(path, value):
        assert words in answers(**given)["rules"]


def test_the_sheet_and_the_page_print_the_same_numbers():
    with moved("asymmetry.least_deg", 5.0):
        sheet = importlib.import_module("exercises.prescribing.printed").printed_sheet()
    assert "sides differ by 5 degrees or more" in sheet
    with moved("change.least_deg", 5.0):
        assert "Differences under 5°" in importlib.import_module("gait.review.reading").LIMITS
