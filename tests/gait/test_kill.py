"""Kill children and workers of a real installation, with its real engine, and count the results."""

import os
import signal
from collections.abc import Iterator
from pathlib import Path
from uuid import uuid4

import av
import cast
import filmed
import pytest
from station import ROOT, Station, is_alive, pids_of, wait_until

from clinics.models import Role
from gait import storage
from gait.models import Analysis, Assessment
from gait.queue import runs

CLIP = ROOT / "config" / "demo" / "clips" / "demo_walk_first_visit.mp4"
CHILD, WORKER = "gait.child", "--queues analyse"


@pytest.fixture(scope="module")
def serve(station) -> Iterator[int]:
    with station.serving() as process:
        yield process.pid
    assert "Traceback" not in station.log


@pytest.fixture(scope="module")
def clip(tmp_path_factory) -> bytes:
    """The first seconds of the demo walk: long enough to be interrupted, short enough to be repeated."""
    path = tmp_path_factory.mktemp("clip") / "walk.mp4"
    with av.open(str(CLIP)) as whole, av.open(str(path), "w") as cut:
        stream = cut.add_stream_from_template(whole.streams.video[0])
        for packet in whole.demux(video=0):
            if packet.dts is not None and packet.dts * packet.time_base < 2:
                packet.stream = stream
                cut.mux(packet)
    return path.read_bytes()


@pytest.fixture
def assessment(station, settings) -> Assessment:
    settings.MEDIA_ROOT = station.home / "media"
    name = uuid4().hex
    clinic = cast.clinic(name)
    return filmed.assessment(cast.patient("Pat", clinic), cast.member(name, clinic, Role.THERAPIST))


@pytest.fixture
def analysis(serve, assessment, clip) -> Analysis:
    """A run that waits in the station's queue; only its sweeper knows."""
    return Analysis.objects.create(recording=filmed.recording(assessment, clip))


def state(analysis: Analysis) -> Analysis:
    analysis.refresh_from_db()
    return analysis


def wait_until_measuring(station: Station, serve: int, analysis: Analysis, attempt: int = 1) -> int:
    """Until the child of this attempt is well inside the clip; returns its process id."""

    def is_inside() -> bool:
        return (
            analysis.attempts.filter(outcome="").exists()
            and analysis.attempts.count() == attempt
            and state(analysis).status == "running"
            and analysis.percent > 3
        )

    wait_until(is_inside, else_show=lambda: station.log)
    wait_until(lambda: pids_of(CHILD, serve), else_show=lambda: station.log)
    return pids_of(CHILD, serve)[0]


def test_each_death_costs_one_more_attempt_and_there_is_one_result(station, serve, analysis):
    """A child is killed; then its worker, who takes the child along and is replaced; then a worker is told to stop, who
    gives the run back.
    """
    os.kill(wait_until_measuring(station, serve, analysis, attempt=1), signal.SIGKILL)
    for attempt, message in ((2, signal.SIGKILL), (3, signal.SIGTERM)):
        child = wait_until_measuring(station, serve, analysis, attempt)
        os.kill(pids_of(WORKER, serve)[0], message)
        wait_until(lambda child=child: not is_alive(child))

    wait_until(lambda: state(analysis).is_over, patience_s=300, else_show=lambda: station.log)
    assert analysis.status == "done", (analysis.error_code, station.log)
    assert list(analysis.attempts.values_list("outcome", flat=True)) == ["crashed", "lost", "released", "done"]
    assert analysis.crashes == 2  # being told to stop is not charged
    assert analysis.measurements.filter(code="pelvic_drop").count() == 2
    folder = storage.results_of(analysis)
    assert {"proxy.mp4", "overlay.json", "series.json", "result.json"} <= {path.name for path in folder.iterdir()}


@pytest.mark.provokes("E_CANCELLED")
def test_a_cancelled_run_loses_its_child(station, serve, analysis):
    child = wait_until_measuring(station, serve, analysis)
    runs.cancel(analysis)
    wait_until(lambda: not is_alive(child), patience_s=30)
    assert (state(analysis).status, analysis.error_code) == ("cancelled", "E_CANCELLED")
    assert not analysis.measurements.exists()


def test_an_erased_recording_stays_erased(station, serve, analysis):
    child = wait_until_measuring(station, serve, analysis)
    recording = analysis.recording
    storage.erase(recording)
    recording.delete()
    wait_until(lambda: not is_alive(child), patience_s=30)
    assert not Path(storage.recording_folder(analysis.recording_id)).exists()
    assert not Analysis.objects.filter(pk=analysis.pk).exists()


def test_a_clip_without_a_person_ends_with_its_own_sentence_and_can_be_watched(station, serve, assessment, tmp_path):
    nobody = filmed.clip(tmp_path / "nobody.mp4", size_px=(320, 480)).read_bytes()
    empty = Analysis.objects.create(recording=filmed.recording(assessment, nobody))
    wait_until(lambda: state(empty).is_over, patience_s=300, else_show=lambda: station.log)
    assert (empty.status, empty.error_code) == ("failed", "E_NO_PERSON")
    assert (storage.results_of(empty) / "proxy.mp4").stat().st_size > 1000
