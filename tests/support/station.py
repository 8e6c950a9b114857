"""A whole installation in a folder, as manage.py serve runs it, that a test may hurt."""

import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path

from django.core.management import call_command
from django.db import connections
from django.db.utils import load_backend
from processes import children_of
from servers import free_port

from config import env

ROOT = Path(__file__).resolve().parents[2]


@dataclass
class Station:
    """home is its folder. Short leases and frequent sweeps, so that what takes a minute takes seconds."""

    home: Path
    database_url: str = ""
    broker_url: str = ""
    port: int = field(default_factory=free_port)

    @property
    def environment(self) -> dict[str, str]:
        chosen = {"DATABASE_URL": self.database_url, "CELERY_BROKER_URL": self.broker_url}
        return {
            **os.environ,
            **{name: value for name, value in chosen.items() if value},
            "STANCE_HOME": str(self.home),
            "PORT": str(self.port),
            "STANCE_LEASE_S": "4",
            "STANCE_HEARTBEAT_S": "1",
            "STANCE_SWEEP_S": "1",
            "STANCE_RING_AGAIN_S": "3",
        }

    @contextmanager
    def database(self) -> Iterator[None]:
        """Point this test's Django at the station's database."""
        default = connections["default"]
        if self.database_url:
            chosen = env.postgresql("DATABASE_URL", self.database_url)
        else:
            chosen = env.database("NO_ADDRESS", self.home)
        config = {**default.settings_dict, "TEST": {}, "OPTIONS": {}, **chosen}
        connections["default"] = load_backend(config["ENGINE"]).DatabaseWrapper(config, "default")
        try:
            call_command("migrate", verbosity=0)
            yield
        finally:
            connections["default"].close()
            connections["default"] = default

    @contextmanager
    def serving(self) -> Iterator[subprocess.Popen[bytes]]:
        with (self.home / "serve.log").open("ab") as log:
            serve = subprocess.Popen(
                [sys.executable, "manage.py", "serve"], cwd=ROOT, env=self.environment, stdout=log, stderr=log
            )
        try:
            yield serve
        finally:
            serve.send_signal(signal.SIGTERM)
            serve.wait(timeout=180)

    @property
    def log(self) -> str:
        return (self.home / "serve.log").read_text()


def pids_of(words: str, under: int) -> list[int]:
    """Living processes below a process whose command line holds the words."""
    return [pid for pid in descendants(under) if words in command_line(pid)]


def descendants(pid: int) -> list[int]:
    children = children_of(pid)
    return [*children, *(grandchild for child in children for grandchild in descendants(child))]


def command_line(pid: int) -> str:
    try:
        return Path(f"/proc/{pid}/cmdline").read_bytes().replace(b"\0", b" ").decode()
    except (FileNotFoundError, ProcessLookupError):
        return ""


def is_alive(pid: int) -> bool:
    try:
        return Path(f"/proc/{pid}/stat").read_text().rsplit(")", 1)[1].split()[0] != "Z"
    except (FileNotFoundError, ProcessLookupError):
        return False


def wait_until(is_so: Callable[[], object], *, patience_s: float = 120, else_show: Callable[[], str] = str) -> None:
    give_up_at = time.monotonic() + patience_s
    while not is_so():
        assert time.monotonic() < give_up_at, else_show()
        time.sleep(0.1)
