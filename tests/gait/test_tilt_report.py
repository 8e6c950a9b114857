"""manage.py tilt_report over a really analysed clip with stickers, and over readings whose reader is known to err."""

import dataclasses
from collections.abc import Callable
from io import StringIO
from pathlib import Path
from uuid import uuid4

import filmed
import made_clips
import numpy as np
import pytest
from django.core.management import call_command
from synthetic import Walker, walk

from gait import storage
from gait.analysis.conclude import conclude
from gait.analysis.terms.readings import Readings, save_readings
from gait.analysis.terms.types import Hints
from gait.analysis.tilt_agreement import agreement, agreement_of_clip
from gait.analysis.written.report import as_json
from gait.models import Analysis, Assessment
from gait.queue import runs
from gait.result.conventions import Side, Source


@pytest.fixture(scope="module")
def stickers(read_clip: Callable[[Path, Hints], Readings]) -> Readings:
    return read_clip(made_clips.rendered("C1"), Hints())


def with_reader(off_deg: float = 0.0, slope: float = 1.0) -> Readings:
    """A walker with stickers whose reader shows slope of the motion and is off by off_deg."""
    readings = walk(Walker(seconds=9.0))
    assert readings.line is not None
    mean_deg = readings.line.angle_deg.mean()
    read_deg = mean_deg + slope * (readings.line.angle_deg - mean_deg) + off_deg
    reader = dataclasses.replace(readings.line, source=Source.SURFACE, angle_deg=read_deg)
    return dataclasses.replace(readings, sources=readings.sources | {Source.SURFACE: reader})


def stored(assessment: Assessment, readings: Readings) -> Analysis:
    recording = filmed.recording(assessment)
    run = runs.Run(uuid4(), uuid4())
    folder = storage.attempt_folder(recording.pk, run.analysis_id, run.token)
    folder.mkdir(parents=True)
    save_readings(readings, folder / "readings.npz")
    return runs.add_finished(run, recording, {}, as_json(conclude(readings, Hints()), pipeline_version="test"))


def report(**options: object) -> str:
    out = StringIO()
    call_command("tilt_report", stdout=out, **options)
    return out.getvalue()


def test_bias_slope_and_side_means_are_those_of_the_reader() -> None:
    clip = agreement_of_clip(with_reader(off_deg=1.5, slope=0.9), Hints())
    assert clip is not None
    assert (clip.bias_deg, clip.slope) == (pytest.approx(1.5, abs=0.01), pytest.approx(0.9, abs=0.01))
    assert clip.side_errors_deg[Side.LEFT] > 0.5 > -0.5 > clip.side_errors_deg[Side.RIGHT]


def test_without_stickers_or_clicks_a_clip_says_nothing_about_the_reader() -> None:
    readings = with_reader()
    unmarked = dataclasses.replace(readings, sources={Source.SURFACE: readings.sources[Source.SURFACE]})
    assert agreement_of_clip(unmarked, Hints()) is None
    assert not agreement([]).promotes
    assert np.isnan(agreement([]).bias_deg)


@pytest.mark.parametrize(("clips", "off_deg", "promotes"), [(5, 0.5, True), (4, 0.5, False), (5, 3.0, False)])
def test_five_clips_within_two_degrees_promote_the_reader(clips: int, off_deg: float, promotes: bool) -> None:
    one = agreement_of_clip(with_reader(off_deg), Hints())
    assert one is not None
    assert agreement([one] * clips).promotes is promotes


def test_a_real_clip_with_stickers_is_reported(pats_walk: Assessment, stickers: Readings) -> None:
    analysis = stored(pats_walk, stickers)
    told = report(clinic=pats_walk.patient.clinic.name)
    assert str(analysis.pk) in told
    assert "markers" in told
    assert "1 clips: bias" in told
    assert "The rule (5 clips or more, all side means within 2°) is not met." in told
    assert pats_walk.patient.last_name not in told


@pytest.mark.long
def test_the_newest_run_of_a_recording_counts_once(pats_walk: Assessment) -> None:
    for _ in range(5):
        stored(pats_walk, with_reader(off_deg=0.4))
    assert "is met." in report()


def test_a_clinic_without_such_clips_is_told_so(pats_walk: Assessment) -> None:
    assert "no clip has both" in report()
