"""manage.py tilt_report over a really analysed clip with stickers, and over readings whose reader is known to err."""

import dataclasses
from collections.abc import Callable
from io import StringIO
from pathlib import Path
from uuid import uuid4

import filmed
import made_clips
import pytest
from by_hand import at_peaks
from django.core.management import CommandError, call_command
from synthetic import Walker, walk

from gait import storage
from gait.analysis.conclude import conclude
from gait.analysis.terms.readings import Readings, save_readings
from gait.analysis.terms.types import Hints
from gait.analysis.tilt_agreement import agreement_of_clip
from gait.analysis.written.report import as_json
from gait.child.answer import conclude_as_told
from gait.models import Analysis, Assessment, TiltCalibration
from gait.queue import runs
from gait.result.conventions import Side, Source
from patients import consent


@pytest.fixture(scope="module")
def stickers(read_clip: Callable[[Path, Hints], Readings]) -> Readings:
    return read_clip(made_clips.rendered("C1"), Hints())


def with_reader(off_deg: float = 0.0, slope: float = 1.0) -> Readings:
    """A walker with stickers whose reader shows slope of the motion and is off by off_deg."""
    readings = walk(Walker(seconds=9.0))
    assert readings.line is not None
    mean_deg = readings.line.angle_deg.mean()
    read_deg = mean_deg + slope * (readings.line.angle_deg - mean_deg) + off_deg
    checks = {"sigma_deg": 2.3, "spread_deg": 0.5}
    reader = dataclasses.replace(readings.line, source=Source.SURFACE, angle_deg=read_deg, checks=checks)
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


def test_without_stickers_or_points_on_bone_a_clip_says_nothing_about_the_reader() -> None:
    readings = with_reader()
    unmarked = dataclasses.replace(readings, sources={Source.SURFACE: readings.sources[Source.SURFACE]})
    assert agreement_of_clip(unmarked, Hints()) is None
    on_a_belt = Hints(clicks=at_peaks(Walker(seconds=9.0)), click_segment="belt")
    assert agreement_of_clip(unmarked, on_a_belt) is None


def test_marked_points_are_labels_in_the_frames_that_were_marked() -> None:
    """Five a side at the peaks, where the reader shows 0.8 of the motion and 1.5 too much."""
    readings = with_reader(off_deg=1.5, slope=0.8)
    unmarked = dataclasses.replace(readings, sources={Source.SURFACE: readings.sources[Source.SURFACE]}, line=None)
    clip = agreement_of_clip(unmarked, Hints(clicks=at_peaks(Walker(seconds=9.0))))
    assert clip is not None
    assert (clip.reference, clip.frames) == (Source.BY_HAND, 10)
    assert clip.slope == pytest.approx(0.8, abs=0.02)
    assert clip.side_errors_deg[Side.LEFT] == pytest.approx(0.8, abs=0.4)
    assert clip.side_errors_deg[Side.RIGHT] == pytest.approx(-2.8, abs=0.5)


def test_a_real_clip_with_stickers_is_reported(pats_walk: Assessment, stickers: Readings) -> None:
    analysis = stored(pats_walk, stickers)
    told = report(clinic=pats_walk.patient.clinic.name)
    assert str(analysis.pk) in told
    assert "markers" in told
    assert "1 clips of 1 people count: bias" in told
    assert "not promoted: 1 of 19 people" in told
    assert "measured without a calibration" in told
    assert pats_walk.patient.last_name not in told


def test_the_newest_run_of_a_recording_counts_once(pats_walk: Assessment) -> None:
    first = stored(pats_walk, with_reader(off_deg=0.4))
    runs.add_finished(runs.Run(uuid4(), uuid4()), first.recording, {}, first.stored)
    assert "1 clips of 1 people" in report()


def test_without_standing_consent_a_clip_is_no_label(pats_walk: Assessment) -> None:
    stored(pats_walk, with_reader())
    consent.withdraw(pats_walk.consent)
    assert "no clip has both" in report()


def test_a_kept_calibration_is_read_by_the_next_analysis_until_it_is_removed(pats_walk: Assessment) -> None:
    analysis = stored(pats_walk, with_reader(off_deg=3.6))
    recording = analysis.recording
    assert "reader_calibration" not in runs.queue(recording, {"view": "posterior"}).hints
    recording.analyses.filter(status=Analysis.Status.QUEUED).delete()
    report()
    assert not TiltCalibration.objects.exists()
    told = report(keep=True)
    kept = TiltCalibration.objects.get()
    assert f"calibration of {kept}" in told
    assert kept.interval_times > 1.0

    queued = runs.queue(recording, {"view": "posterior"})
    readings = with_reader()
    by_reader = dataclasses.replace(readings, line=readings.sources[Source.SURFACE])
    plain, wider = (conclude_as_told(by_reader, hints) for hints in ({"view": "posterior"}, queued.hints))
    for side in Side:
        assert wider.sides[side].half_width_deg == pytest.approx(
            kept.interval_times * plain.sides[side].half_width_deg, rel=0.01
        )
    queued.delete()

    TiltCalibration.objects.update(reader="other")
    assert "does not count" in report()
    again = runs.queue(recording, queued.hints)
    assert again.hints == {"view": "posterior"}
    again.delete()
    assert "without a calibration" in report(remove=True)
    assert not TiltCalibration.objects.exists()


def test_a_clinic_without_such_clips_is_told_so(pats_walk: Assessment) -> None:
    assert "no clip has both" in report(keep=True)
    assert not TiltCalibration.objects.exists()


@pytest.mark.django_db
def test_a_clinic_that_does_not_exist_is_said_to_be_missing() -> None:
    with pytest.raises(CommandError, match="no clinic called Nowhere"):
        report(clinic="Nowhere")
