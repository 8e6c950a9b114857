import dataclasses
from pathlib import Path

import numpy as np
from synthetic import Walker, walk

from gait.analysis.conclude import conclude
from gait.analysis.terms.readings import load_readings, save_readings
from gait.analysis.terms.types import Hints
from gait.result.result import Note


def test_kept_readings_give_the_same_answer(tmp_path: Path) -> None:
    readings = walk(Walker(seconds=8.0, angle_noise_deg=0.3))
    readings = dataclasses.replace(readings, notes=(Note("W_DARK", "dark"),))
    save_readings(readings, tmp_path / "readings.npz")
    again = load_readings(tmp_path / "readings.npz")
    before, after = conclude(readings, Hints()), conclude(again, Hints())
    assert after.sides == before.sides
    assert after.stances == before.stances
    assert after.notes == before.notes
    assert np.array_equal(after.obliquity_deg, before.obliquity_deg)


def test_readings_without_a_line_are_kept_too(tmp_path: Path) -> None:
    readings = dataclasses.replace(walk(Walker(seconds=3.0)), line=None, sources={})
    save_readings(readings, tmp_path / "readings.npz")
    assert load_readings(tmp_path / "readings.npz").line is None
