"""manage.py serve: web, worker and sweeper on one machine, until Ctrl-C."""

import os
import socket
import sys
from pathlib import Path

from django.conf import settings
from django.core.exceptions import ImproperlyConfigured
from django.core.management import call_command
from django.core.management.base import BaseCommand, CommandError

from config.safety import require_no_open_demo
from config.services import AlreadyServing, Service, run_until_stopped, sole_owner_of

WEB_THREADS = 8


class Command(BaseCommand):
    help = "Serve the site with one worker. PORT and STANCE_BIND say where; STANCE_HOME says where the data lies."

    def handle(self, *args: object, **options: object) -> None:
        try:
            with sole_owner_of(settings.STANCE_HOME):
                require_free_port()
                call_command("migrate", verbosity=0)
                require_no_open_demo(settings.BIND)
                call_command("collectstatic", verbosity=0, interactive=False)
                self.stdout.write(f"Stance is at {settings.SITE_URL} (Ctrl-C ends it)")
                self.stdout.flush()
                run_until_stopped([web(), worker(), sweeper()])
        except ImproperlyConfigured as refusal:
            raise CommandError(str(refusal)) from refusal
        except AlreadyServing as error:
            raise CommandError(f"Stance is already being served from {settings.STANCE_HOME}.") from error
        self.stdout.write("Stopped.")


def require_free_port() -> None:
    with socket.socket() as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((settings.BIND, settings.PORT))
        except OSError as taken:
            raise CommandError(f"Port {settings.PORT} cannot be used: {taken.strerror}. Set PORT.") from taken


def web() -> Service:
    """One process with threads: uploads and pages share the machine with one analysis."""
    where = f"{settings.BIND}:{settings.PORT}"
    options = ["--workers", "1", "--worker-class", "gthread", "--threads", str(WEB_THREADS), "--timeout", "120"]
    quiet = ["--log-level", "warning", "--graceful-timeout", "10", "--no-control-socket"]
    return _program("web", "gunicorn", "config.wsgi", "--bind", where, *options, *quiet)


def worker() -> Service:
    """The solo pool runs a task in the worker's own main thread: a signal reaches the run at once."""
    options = ["--pool", "solo", "--queues", settings.CELERY_TASK_DEFAULT_QUEUE, "--loglevel", "INFO"]
    alone = ["--without-gossip", "--without-mingle"]
    return _program("worker", "celery", "-A", "config", "--quiet", "worker", *options, *alone)


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
