"""manage.py serve: web, two workers and sweeper on one machine, until Ctrl-C."""

import os
import socket
import sys
from collections.abc import Callable
from http.client import HTTPConnection, HTTPException
from pathlib import Path

from django.conf import settings
from django.core.exceptions import ImproperlyConfigured
from django.core.management import call_command
from django.core.management.base import BaseCommand, CommandError, CommandParser

from config.demo.logins import demo_logins
from config.safety import require_no_open_demo
from config.services import AlreadyServing, Service, run_until_stopped, sole_owner_of
from config.static_files import collect_if_changed

WEB_THREADS = 8
MAX_ANSWER_S = 2


class Command(BaseCommand):
    help = "Serve the site with its workers. PORT and STANCE_BIND say where; STANCE_HOME says where the data lies."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--demo", action="store_true", help="fill an empty database with the demo clinic first")

    def handle(self, *args: object, demo: bool, **options: object) -> None:
        try:
            with sole_owner_of(settings.STANCE_HOME):
                require_free_port()
                self.prepare(with_demo=demo)
                self.stdout.write("Starting the site ...")
                workers = [worker(settings.ANALYSE_QUEUE), worker(settings.QUICK_QUEUE)]
                announce = Announcement(self.stdout.write, with_logins=demo)
                run_until_stopped([web(), *workers, sweeper()], announce)
        except ImproperlyConfigured as refusal:
            raise CommandError(str(refusal)) from refusal
        except AlreadyServing as error:
            raise CommandError(f"Stance is already being served from {settings.STANCE_HOME}.") from error
        except KeyboardInterrupt:
            self.stdout.write("")
        self.stdout.write("Stopped.")

    def prepare(self, *, with_demo: bool) -> None:
        self.stdout.write("Preparing the database ...")
        call_command("migrate", verbosity=0)
        if with_demo:
            call_command("demo", logins=False, where_empty=True, stdout=self.stdout)
        require_no_open_demo(settings.BIND)
        collect_if_changed()


class Announcement:
    """Says where the site is as soon as it answers there, and not before."""

    def __init__(self, say: Callable[[str], object], *, with_logins: bool) -> None:
        self._say = say
        self._with_logins = with_logins
        self._is_made = False

    def __call__(self) -> None:
        if self._is_made or not site_answers():
            return
        self._is_made = True
        self._say(f"Stance is at {settings.SITE_URL} (Ctrl-C ends it)")
        if self._with_logins and (logins := demo_logins()):
            self._say(logins)


def site_answers() -> bool:
    """Whatever it says: a redirect to HTTPS is an answer too."""
    everywhere = {"0.0.0.0": "127.0.0.1", "::": "::1", "": "127.0.0.1"}  # noqa: S104
    connection = HTTPConnection(everywhere.get(settings.BIND, settings.BIND), settings.PORT, timeout=MAX_ANSWER_S)
    try:
        connection.request("GET", "/accounts/login/", headers={"Host": "localhost"})
        return connection.getresponse().status > 0
    except (OSError, HTTPException):
        return False
    finally:
        connection.close()


def require_free_port() -> None:
    with socket.socket(socket.AF_INET6 if ":" in settings.BIND else socket.AF_INET) as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((settings.BIND, settings.PORT))
        except OSError as taken:
            raise CommandError(
                f"Port {settings.PORT} cannot be used: {taken.strerror}. Take another one: PORT=8001 make run"
            ) from taken


def web() -> Service:
    """One process with threads: uploads and pages share the machine with one analysis."""
    address = f"[{settings.BIND}]" if ":" in settings.BIND else settings.BIND
    where = f"{address}:{settings.PORT}"
    options = ["--workers", "1", "--worker-class", "gthread", "--threads", str(WEB_THREADS), "--timeout", "120"]
    quiet = ["--log-level", "warning", "--graceful-timeout", "10", "--no-control-socket"]
    return _program("web", "gunicorn", "config.wsgi", "--bind", where, *options, *quiet)


def worker(queue: str) -> Service:
    """The solo pool runs a task in the worker's own main thread: a signal reaches the run at once."""
    options = ["--pool", "solo", "--queues", queue, "--hostname", f"{queue}@%h", "--loglevel", "INFO"]
    alone = ["--without-gossip", "--without-mingle"]
    return _program(f"{queue} worker", "celery", "-A", "config", "--quiet", "worker", *options, *alone)


def sweeper() -> Service:
    manage = str(settings.ROOT / "manage.py")
    return Service("sweeper", [sys.executable, manage, "sweep", "--every", str(settings.SWEEP_EVERY_S)], _env())


def _program(name: str, module: str, *arguments: str) -> Service:
    return Service(name, [sys.executable, "-m", module, *arguments], _env())


def _env() -> dict[str, str]:
    """Messages of the embedded queue pass through TMPDIR; keep them in a private folder on the same disk."""
    passing = Path(settings.BROKER_FOLDER) / "passing"
    passing.mkdir(mode=0o700, exist_ok=True)
    return {**os.environ, "TMPDIR": str(passing), "PYTHONPATH": str(settings.ROOT)}
