"""What nginx hands out in front of Stance, under a user of its own and with the configuration that is shipped."""

import grp
import os
import shutil
import socket
import socketserver
import subprocess
import sys
import tempfile
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from http.client import HTTPConnection, HTTPResponse
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import cast
import filmed
import pytest
from django.conf import settings as django_settings
from django.core.management import call_command
from django.test import Client
from servers import free_port, wait_for_port
from station import ROOT, Station, wait_until

from clinics.models import Role
from gait import storage
from gait.models import Analysis
from gait.tasks import analyse_recording

NGINX = shutil.which("nginx") or shutil.which("nginx", path="/usr/sbin")
ITS_USER = "www-data"
PROTECTIVE = ("X-Content-Type-Options", "X-Frame-Options", "Content-Security-Policy", "Referrer-Policy")
OUR_CONFIG = """
user {user};
pid {folder}/nginx.pid;
error_log {folder}/error.log;
events {{ }}
http {{
    include {folder}/types.conf;
    access_log off;
    client_body_temp_path {folder}/body;
    proxy_temp_path {folder}/proxy;
    fastcgi_temp_path {folder}/fastcgi;
    uwsgi_temp_path {folder}/uwsgi;
    scgi_temp_path {folder}/scgi;
    include {folder}/stance.conf;
}}
"""


@contextmanager
def nginx(folder: Path, **replaced: str) -> Iterator[int]:
    """The port of an nginx with config/nginx.conf, in which only addresses and folders were replaced."""
    if NGINX is None:
        pytest.skip("no nginx on this machine")
    if os.geteuid() != 0:
        pytest.skip("only root can start nginx under another user")
    port = free_port()
    config = (ROOT / "config" / "nginx.conf").read_text()
    for old, new in {"listen 80 ": f"listen 127.0.0.1:{port} ", **replaced}.items():
        assert old in config
        config = config.replace(old, new)
    (folder / "stance.conf").write_text(config)
    (folder / "types.conf").write_text("default_type application/octet-stream;")
    (folder / "nginx.conf").write_text(OUR_CONFIG.format(user=ITS_USER, folder=folder))
    command = [NGINX, "-c", folder / "nginx.conf", "-e", folder / "error.log", "-g", "daemon off;"]
    process = subprocess.Popen(command)
    try:
        wait_for_port(port)
        yield port
    finally:
        process.terminate()
        process.wait()


@dataclass
class NameServer:
    """Answers every question with one address, which may change."""

    address: str
    port: int = 0

    def answer(self, question: bytes) -> bytes:
        counts = b"\x00\x01\x00\x01\x00\x00\x00\x00"
        end_of_name = question.index(b"\x00", 12) + 5
        record = b"\xc0\x0c\x00\x01\x00\x01\x00\x00\x02\x58\x00\x04" + socket.inet_aton(self.address)
        return question[:2] + b"\x81\x80" + counts + question[12:end_of_name] + record


@contextmanager
def name_server(address: str) -> Iterator[NameServer]:
    known = NameServer(address)

    class Answer(socketserver.BaseRequestHandler):
        def handle(self) -> None:
            question, reply_by = self.request
            reply_by.sendto(known.answer(question), self.client_address)

    with socketserver.ThreadingUDPServer(("127.0.0.1", 0), Answer) as server:
        threading.Thread(target=server.serve_forever, daemon=True).start()
        known.port = server.server_address[1]
        yield known
        server.shutdown()


@contextmanager
def web_at(address: str, port: int) -> Iterator[None]:
    """Something that answers every request with its own address."""

    class Page(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            self.send_response(200)
            self.end_headers()
            self.wfile.write(address.encode())

        def log_message(self, *args: object) -> None:
            """Quiet."""

    with ThreadingHTTPServer((address, port), Page) as server:
        threading.Thread(target=server.serve_forever, daemon=True).start()
        yield
        server.shutdown()


def fetch(port: int, path: str, **headers: str) -> tuple[HTTPResponse, bytes]:
    connection = HTTPConnection("127.0.0.1", port, timeout=30)
    connection.request("GET", path, headers={"Host": "localhost", **headers})
    response = connection.getresponse()
    return response, response.read()


@pytest.fixture
def folder() -> Iterator[Path]:
    """Under a folder through which another user may pass, unlike pytest's own."""
    with tempfile.TemporaryDirectory(prefix="stance-nginx-") as made:
        Path(made).chmod(0o711)
        yield Path(made)


@pytest.fixture
def station(folder, migrated, django_db_setup, django_db_blocker) -> Iterator[Station]:
    (home := folder / "home").mkdir()
    home.chmod(0o711)  # by itself: what Stance makes is for its owner only
    shutil.copy(migrated, home)
    with django_db_blocker.unblock(), Station(home).database():
        yield Station(home)


@pytest.fixture
def measured(station, settings, tmp_path) -> Analysis:
    """Really read by a child, in vain: nobody is in the picture, but the film can be watched."""
    settings.MEDIA_ROOT = station.home / "media"
    settings.MEDIA_ROOT.mkdir(mode=0o700)
    clinic = cast.clinic("North")
    assessment = filmed.assessment(cast.patient("Pat", clinic), cast.member("Ines", clinic, Role.THERAPIST))
    content = filmed.clip(tmp_path / "nobody.mp4").read_bytes()
    analysis = Analysis.objects.create(recording=filmed.recording(assessment, content))
    analyse_recording(str(analysis.pk))
    analysis.refresh_from_db()
    assert analysis.error_code == "E_NO_PERSON"
    return analysis


@contextmanager
def web(station: Station) -> Iterator[int]:
    """The site as compose serves it, behind nginx."""
    env = {
        **station.environment,
        "STANCE_ACCEL_REDIRECT": "yes",
        "STANCE_SECRET_KEY": django_settings.SECRET_KEY,
    }
    where = f"127.0.0.1:{station.port}"
    process = subprocess.Popen([sys.executable, "-m", "gunicorn", "config.wsgi", "--bind", where], cwd=ROOT, env=env)
    try:
        wait_for_port(station.port, patience_s=60)
        yield station.port
    finally:
        process.terminate()
        process.wait()


def its_group() -> int:
    try:
        return grp.getgrnam(ITS_USER).gr_gid
    except KeyError:
        pytest.skip(f"no group {ITS_USER} on this machine")


def session_of(analysis: Analysis) -> str:
    client = Client()
    client.force_login(analysis.recording.uploaded_by)
    return f"sessionid={client.session.session_key}"


def test_it_hands_out_the_films_that_the_app_has_written_and_nothing_else(folder, station, settings, measured):
    settings.MEDIA_GROUP = its_group()
    film = storage.results_of(measured) / "proxy.mp4"
    in_front = {"http://web:8000": f"http://127.0.0.1:{station.port}", "/data/media/": f"{settings.MEDIA_ROOT}/"}
    with web(station), nginx(folder, **in_front) as port:
        cookie, address = session_of(measured), f"/analyses/{measured.pk}/media/proxy/"
        assert fetch(port, address, Cookie=cookie)[0].status == 403  # before it was shared

        call_command("share_media")
        whole, content = fetch(port, address, Cookie=cookie)
        assert (whole.status, content) == (200, film.read_bytes())
        part, piece = fetch(port, address, Cookie=cookie, Range="bytes=100-199")
        assert (part.status, piece) == (206, content[100:200])
        for answer in (whole, part):
            assert (answer.headers["Content-Type"], answer.headers["Cache-Control"]) == ("video/mp4", "no-store")
            assert all(answer.headers[name] for name in PROTECTIVE)

        assert fetch(port, address)[0].status == 302  # to the sign-in
        inside = film.relative_to(settings.MEDIA_ROOT)
        assert fetch(port, f"/protected/{inside}")[0].status == 404


def test_only_what_is_served_is_readable_for_the_group_and_nothing_for_the_world(station, settings, measured):
    if os.geteuid() != 0:
        pytest.skip("only root can give files to a group it does not belong to")
    settings.MEDIA_GROUP = 54321
    again = Analysis.objects.create(recording=measured.recording)
    analyse_recording(str(again.pk))
    again.refresh_from_db()
    folder = storage.results_of(again)
    files = [path for path in folder.rglob("*") if path.is_file()]
    readable = {path.name for path in files if path.stat().st_gid == settings.MEDIA_GROUP}
    assert readable == {"proxy.mp4", *(path.name for path in folder.glob("thumbs/*.jpg"))}
    assert storage.original(again.recording_id).stat().st_mode & 0o777 == 0o400
    for path in (folder, *folder.parents):
        if path.is_relative_to(settings.MEDIA_ROOT):
            assert path.stat().st_mode & 0o777 == 0o710
    assert not storage.results_of(measured).stat().st_mode & 0o077


@pytest.mark.long
def test_a_web_server_that_was_recreated_elsewhere_is_found_again(folder):
    port = free_port()
    with name_server("127.0.0.2") as names:
        replaced = {"127.0.0.11 valid=5s": f"127.0.0.1:{names.port} valid=1s", "web:8000": f"web.test:{port}"}
        with nginx(folder, **replaced) as front:
            with web_at("127.0.0.2", port):
                assert fetch(front, "/")[1] == b"127.0.0.2"
            names.address = "127.0.0.3"
            with web_at("127.0.0.3", port):
                wait_until(lambda: fetch(front, "/")[1] == b"127.0.0.3", patience_s=10)
