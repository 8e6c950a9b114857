"""While a measurement is held up, and more of them wait, short jobs are done all the same, in a real installation."""

import json
import os
import signal
import subprocess
import sys
from collections.abc import Iterator
from uuid import uuid4

import cast
import filmed
import pytest
import walks
from station import ROOT, Station, pids_of, wait_until

from clinics.models import Role
from gait import storage
from gait.models import Analysis, Annotation, Assessment, OverlayVideo
from gait.queue import runs
from gait.review.annotation_picture import picture_path

CHILD = "gait.child"
SOON_S = 50
"""Less than a measuring child may be silent."""
ASK = """
from gait.models import Analysis, Annotation
from gait.queue import overlay_videos
from gait.review.annotation_picture import ask_for_picture
run, drawing = Analysis.objects.get(pk={run!r}), Annotation.objects.get(pk={drawing!r})
overlay_videos.request(run, drawing.made_by)
ask_for_picture(drawing.pk)
"""


@pytest.fixture
def serve(station) -> Iterator[int]:
    with station.serving() as process:
        yield process.pid
    assert "Traceback" not in station.log


@pytest.fixture
def assessment(station, settings) -> Assessment:
    settings.MEDIA_ROOT = station.home / "media"
    clinic = cast.clinic(uuid4().hex)
    return filmed.assessment(cast.patient("Pat", clinic), cast.member(uuid4().hex, clinic, Role.THERAPIST))


@pytest.fixture
def measured(assessment) -> Analysis:
    """With a film to draw into, and a picture to cut out."""
    run = walks.done_run(assessment)
    folder = storage.results_of(run)
    filmed.clip(folder / "proxy.mp4")
    lines = {"waistband": {**walks.overlay()["lines"]["waistband"], "trusted": True}}
    still = {"width_px": 480, "bones": [], "pelvic_obliquity_deg": [0.0] * len(walks.series()["time_s"])}
    (folder / "overlay.json").write_text(json.dumps({**walks.overlay(), **still, "lines": lines}))
    return run


@pytest.fixture
def held_up(station, serve, assessment, tmp_path) -> Iterator[Analysis]:
    """A run whose child stands still, so that its worker can do nothing else; behind it another one waits."""
    clip = filmed.clip(tmp_path / "clip.mp4").read_bytes()
    ours = [Analysis.objects.create(recording=filmed.recording(assessment, clip)) for _ in range(2)]
    wait_until(lambda: pids_of(CHILD, serve), else_show=lambda: station.log)
    os.kill(pids_of(CHILD, serve)[0], signal.SIGSTOP)
    yield Analysis.objects.get(status="running")
    for run in ours:
        runs.cancel(run)
    wait_until(lambda: not pids_of(CHILD, serve), else_show=lambda: station.log)


def ask_as_the_web_does(station: Station, run: Analysis, drawing: Annotation) -> None:
    code = ASK.format(run=str(run.pk), drawing=str(drawing.pk))
    subprocess.run([sys.executable, "manage.py", "shell", "-c", code], cwd=ROOT, env=station.environment, check=True)


def test_a_film_and_a_picture_do_not_wait_for_a_measurement(station, held_up, measured):
    author = measured.recording.uploaded_by
    drawing = Annotation.objects.create(
        recording=measured.recording, kind="note", at_s=0.5, text="here", made_by=author
    )
    ask_as_the_web_does(station, measured, drawing)
    film = OverlayVideo.objects.filter(analysis=measured)
    wait_until(picture_path(drawing).is_file, patience_s=SOON_S, else_show=lambda: station.log)
    wait_until(film.filter(status="ready").exists, patience_s=SOON_S, else_show=lambda: station.log)
    held_up.refresh_from_db()
    assert held_up.status == "running"
    assert held_up.attempts.count() == 1
