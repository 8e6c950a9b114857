"""Programs kept alive side by side: what manage.py serve is made of."""

import ctypes
import fcntl
import logging
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path

log = logging.getLogger(__name__)
GRACE_S = 30
LOOK_EVERY_S = 0.5
MIN_PAUSE_S, MAX_PAUSE_S = 1, 60
STEADY_AFTER_S = 60
PR_SET_PDEATHSIG = 1


class AlreadyServing(Exception):
    """Another process holds the folder."""


@contextmanager
def sole_owner_of(home: Path) -> Iterator[None]:
    """Hold the folder for this process; the kernel lets go of it however the process ends."""
    with (home / "serve.lock").open("a") as lock:
        try:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError as held:
            raise AlreadyServing from held
        yield


@dataclass(slots=True)
class Service:
    """One program that is started again whenever it ends, after a pause that grows while it keeps ending."""

    name: str
    command: Sequence[str]
    env: dict[str, str]
    process: subprocess.Popen[bytes] | None = None
    started_at: float = field(default=float("-inf"))
    pause_s: float = MIN_PAUSE_S

    def keep_alive(self) -> None:
        if self.process and self.process.poll() is None:
            return
        now = time.monotonic()
        if self.process:
            self._note_end(self.process, now)
        elif now - self.started_at > self.pause_s:
            self.started_at = now
            self.process = subprocess.Popen(
                self.command, env=self.env, start_new_session=True, preexec_fn=_end_with_parent
            )

    def stop(self) -> None:
        if self.process and self.process.poll() is None:
            self.process.send_signal(signal.SIGTERM)

    def wait(self, seconds: float) -> None:
        if self.process is None:
            return
        try:
            self.process.wait(timeout=max(seconds, 0.1))
        except subprocess.TimeoutExpired:
            log.warning("%s did not stop in time and is killed", self.name)
            self.process.kill()
            self.process.wait()

    def _note_end(self, ended: subprocess.Popen[bytes], now: float) -> None:
        is_steady = now - self.started_at > STEADY_AFTER_S
        self.pause_s = MIN_PAUSE_S if is_steady else min(self.pause_s * 2, MAX_PAUSE_S)
        log.warning("%s ended with %s; starting it again", self.name, ended.returncode)
        self.process, self.started_at = None, now


def run_until_stopped(services: Sequence[Service], on_round: Callable[[], None] = lambda: None) -> None:
    """Keep all of them alive until SIGINT or SIGTERM, then end them in peace; on_round is called twice a second.

    The signal only leaves a mark: raised from there, an exception would be lost where Python swallows them, as around
    a fork.
    """
    told: list[int] = []
    for number in (signal.SIGINT, signal.SIGTERM):
        signal.signal(number, lambda caught, _frame: told.append(caught))
    while not told:
        for service in services:
            service.keep_alive()
        on_round()
        time.sleep(LOOK_EVERY_S)
    give_up_at = time.monotonic() + GRACE_S
    for service in services:
        service.stop()
    for service in services:
        service.wait(give_up_at - time.monotonic())


def _end_with_parent() -> None:
    """Linux only: should serve itself be killed, its programs are told to end. Elsewhere the next start finds them."""
    if sys.platform == "linux":
        ctypes.CDLL(None).prctl(PR_SET_PDEATHSIG, signal.SIGTERM)
