"""A machine without a library that measuring needs. The library is really taken away; the child is the real one."""

import os
import subprocess
import sys
from io import StringIO
from pathlib import Path

import filmed
import hiding
import pytest
from django.core.management import CommandError, call_command

from config.demo.practice import open_practice
from config.demo.visits import hold_visits
from gait import storage, tasks
from gait.checks import missing_parts, what_measures_loads
from gait.models import Analysis
from gait.queue import runs

ROOT = Path(__file__).resolve().parents[2]


@pytest.fixture
def analysis(pats_walk, tmp_path) -> Analysis:
    nobody = filmed.clip(tmp_path / "nobody.mp4", seconds=2.5, size_px=(320, 480)).read_bytes()
    return Analysis.objects.create(recording=filmed.recording(pats_walk, nobody))


def without(*libraries: str, room: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Children that this process starts from now on do not find them."""
    made = room / "without"
    made.mkdir()
    monkeypatch.setattr(sys, "executable", hiding.python_without(made, *libraries))


@pytest.mark.long
@pytest.mark.provokes("E_INSTALLATION")
@pytest.mark.django_db
@pytest.mark.parametrize("library", ["libEGL.so.1", "libGLESv2.so.2"])
def test_a_library_that_is_missing_ends_the_run_with_its_name(analysis, tmp_path, monkeypatch, library):
    without(library, room=tmp_path, monkeypatch=monkeypatch)
    tasks.analyse_recording(str(analysis.pk))
    analysis.refresh_from_db()
    assert (analysis.status, analysis.error_code, analysis.errors) == ("failed", "E_INSTALLATION", 0)
    assert library in analysis.error_message
    assert library in (storage.results_of(analysis) / "child.log").read_text()


@pytest.mark.long
def test_a_machine_too_busy_to_try_is_warned_of_and_stops_no_command(monkeypatch):
    monkeypatch.setattr("gait.checks.MAX_TRY_S", 0.001)
    (warning,) = what_measures_loads()
    assert "longer than" in warning.msg


@pytest.mark.long
@pytest.mark.django_db
def test_the_demo_says_what_is_missing(tmp_path, monkeypatch):
    without("libEGL.so.1", room=tmp_path, monkeypatch=monkeypatch)
    with pytest.raises(CommandError, match=r"demo_walk_first_visit.mp4: .*libEGL.so.1"):
        call_command("demo", stdout=StringIO())


@pytest.mark.django_db
def test_the_demo_measures_again_what_failed_before(monkeypatch):
    """Whoever has installed what was missing starts it again."""

    def fail(analysis_id: str) -> None:
        runs.fail(runs.claim(Analysis.objects.get(pk=analysis_id).pk), "E_INSTALLATION", "libEGL.so.1")

    monkeypatch.setattr("config.demo.visits.analyse_recording", fail)
    for times in (1, 2):
        with pytest.raises(CommandError, match=r"first_visit.mp4: .*libEGL.so.1"):
            call_command("demo", stdout=StringIO())
        assert Analysis.objects.filter(status="failed").count() == times


@pytest.mark.django_db
def test_the_demo_says_why_a_run_was_put_off(monkeypatch):
    """Another worker took it, and met a full disk."""

    def taken_and_put_off(analysis_id: str) -> None:
        if run := runs.claim(Analysis.objects.get(pk=analysis_id).pk):
            runs.postpone(run, "E_STORAGE_FULL")

    monkeypatch.setattr("config.demo.visits.analyse_recording", taken_and_put_off)
    with pytest.raises(CommandError, match=r"first_visit.mp4: The storage of this machine is full"):
        call_command("demo", stdout=StringIO())


@pytest.mark.django_db
def test_the_demo_says_that_a_worker_has_the_run(monkeypatch):
    monkeypatch.setattr("config.demo.visits.analyse_recording", lambda pk: runs.claim(Analysis.objects.get(pk=pk).pk))
    open_practice()
    with pytest.raises(Exception, match=r"first_visit.mp4: It is being measured by a worker"):
        hold_visits(lambda said: None)


@pytest.mark.long
def test_the_shell_says_it_too(tmp_path):
    clip = ROOT / "config" / "demo" / "clips" / "demo_walk_first_visit.mp4"
    told = manage_without("libGLESv2.so.2", "analyse_video", str(clip), room=tmp_path)
    assert told.returncode == 3
    assert "E_INSTALLATION" in told.stdout
    assert "libGLESv2.so.2 (Debian package libgles2)" in told.stdout


@pytest.mark.long
def test_manage_check_finds_it_and_names_the_packages(tmp_path):
    both = tmp_path / "both"
    both.mkdir()
    python = hiding.python_without(both, "libEGL.so.1", "libGLESv2.so.2")
    told = managed(python, "check", "--fail-level", "WARNING", home=tmp_path / "home")
    assert told.returncode == 1
    assert "libEGL.so.1" in told.stderr and "libGLESv2.so.2" in told.stderr
    assert "apt-get install --no-install-recommends libegl1 libgles2" in told.stderr


@pytest.mark.long
def test_a_machine_that_can_measure_is_not_warned():
    assert missing_parts() == []


def manage_without(library: str, *arguments: str, room: Path) -> subprocess.CompletedProcess[str]:
    return managed(hiding.python_without(room, library), *arguments, home=room / "home")


def managed(python: str, *arguments: str, home: Path) -> subprocess.CompletedProcess[str]:
    environment = {**os.environ, "STANCE_HOME": str(home)}
    command = [python, "manage.py", *arguments]
    return subprocess.run(command, cwd=ROOT, env=environment, capture_output=True, text=True, timeout=300)
