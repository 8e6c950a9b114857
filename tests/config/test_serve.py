"""manage.py serve: one command, one owner, nothing left behind."""

import os
import signal
import socket
import subprocess
import sys
import threading
import urllib.request
from http.server import BaseHTTPRequestHandler, HTTPServer
from io import StringIO
from urllib.error import URLError

import demo_home
import pytest
from django.core.management import call_command
from servers import free_port
from station import ROOT, Station, descendants, is_alive, pids_of, wait_until

from config.management.commands.serve import Announcement

pytestmark = pytest.mark.long


def answers(station: Station) -> bool:
    try:
        return urllib.request.urlopen(f"http://127.0.0.1:{station.port}/accounts/login/", timeout=5).status == 200
    except (URLError, OSError):
        return False


def serve_again(station: Station) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, "manage.py", "serve"]
    return subprocess.run(command, cwd=ROOT, env=station.environment, capture_output=True, text=True, timeout=120)


@pytest.fixture
def empty_station(tmp_path) -> Station:
    return Station(tmp_path)


@pytest.fixture
def station(tmp_path, run_folder, migrated) -> Station:
    """It was served before, so its database is there."""
    return Station(demo_home.people_only(run_folder, migrated, tmp_path / "home"))


def test_it_serves_mends_itself_and_leaves_nothing_behind(empty_station):
    station = empty_station
    with station.serving() as serve:
        wait_until(lambda: answers(station), else_show=lambda: station.log)
        web = pids_of("gunicorn", serve.pid)
        for pid in web:
            os.kill(pid, signal.SIGKILL)
        wait_until(lambda: set(pids_of("gunicorn", serve.pid)) - set(web), else_show=lambda: station.log)
        wait_until(lambda: answers(station), else_show=lambda: station.log)

        second = serve_again(station)
        assert second.returncode == 1
        assert "already being served" in second.stderr
        assert answers(station)

        programs = descendants(serve.pid)
        assert len(programs) >= 4
    assert serve.returncode == 0
    assert not [pid for pid in programs if is_alive(pid)]
    assert station.log.endswith("Stopped.\n")


def test_a_port_that_is_taken_is_named(station):
    with socket.create_server(("127.0.0.1", station.port)):
        refused = serve_again(station)
    assert refused.returncode == 1
    assert f"Port {station.port} cannot be used" in refused.stderr


@pytest.mark.skipif(sys.platform != "linux", reason="only Linux tells a process that its parent died")
def test_a_killed_serve_takes_its_programs_along(station):
    with station.serving() as serve:
        wait_until(lambda: pids_of("celery", serve.pid), else_show=lambda: station.log)
        programs = descendants(serve.pid)
        serve.kill()
        wait_until(lambda: not [pid for pid in programs if is_alive(pid)])


def test_it_stops_when_told_while_it_starts_a_program():
    """Around a fork Python swallows what a signal raises."""
    told_around_a_fork = (
        "import os, signal; from config.services import Service, run_until_stopped; "
        "os.register_at_fork(before=lambda: os.kill(os.getpid(), signal.SIGTERM)); "
        "run_until_stopped([Service('sleeper', ['sleep', '600'], dict(os.environ))])"
    )
    subprocess.run([sys.executable, "-c", told_around_a_fork], cwd=ROOT, check=True, timeout=60)


def test_the_start_says_where_it_is_once_it_answers(station):
    """Its output goes to a file, where each line stands as soon as it is said."""
    with station.serving():
        wait_until(lambda: "Preparing the database" in station.log, else_show=lambda: station.log)
        wait_until(lambda: f"http://localhost:{station.port}" in station.log, else_show=lambda: station.log)
        assert answers(station)


@pytest.mark.django_db
def test_no_login_is_said_before_the_site_answers(settings):
    call_command("demo", "--people-only", stdout=StringIO())
    settings.PORT = free_port()
    said: list[str] = []
    announce = Announcement(said.append, with_logins=True)
    announce()
    assert not said
    with HTTPServer(("127.0.0.1", settings.PORT), BaseHTTPRequestHandler) as server:
        threading.Thread(target=server.serve_forever, daemon=True).start()
        announce()
        announce()
        server.shutdown()
    where, logins = said
    assert settings.SITE_URL in where
    assert "therapist@stance.example" in logins
