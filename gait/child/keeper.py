"""The parent's side of gait.child: start it, listen, keep time, and translate how it ended."""

import json
import logging
import os
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager
from dataclasses import asdict
from pathlib import Path
from queue import Empty, SimpleQueue
from typing import Any

from django.conf import settings

from gait.analysis.terms.errors import TransientTrouble, VideoRefused
from gait.child.exits import Exit
from gait.child.limits import Limits

log = logging.getLogger(__name__)
OnTick = Callable[[str, float], None]
"""Called with stage and share several times a second, also while nothing new is heard. May raise to stop the child."""

Start = Callable[[Path], AbstractContextManager[subprocess.Popen[bytes]]]
"""Gives a child that does the job of the specification at this path."""

TICK_S = 0.25
MAX_LINE_LENGTH = 1000
MAX_LAST_WORDS = 4000
TRANSIENT_CODES: dict[int, str] = {Exit.TRANSIENT: "E_STORAGE", Exit.STORAGE_FULL: "E_STORAGE_FULL"}
PASSED_ON = ("PATH", "LANG", "LC_ALL", "LD_LIBRARY_PATH", "FONTCONFIG_FILE", "FONTCONFIG_PATH")
ONE_THREAD = {"OMP_NUM_THREADS": "1", "OPENBLAS_NUM_THREADS": "1", "MKL_NUM_THREADS": "1"}


class ChildFailed(Exception):
    """The child died, hung or ran out of something; code is of docs/codes.md."""

    def __init__(self, code: str, how: str) -> None:
        self.code = code
        super().__init__(f"{code}: {how}")


class EngineBug(Exception):
    """The child stopped on an error in our own code; its last words are in the message."""


def start_fresh(spec_path: Path) -> AbstractContextManager[subprocess.Popen[bytes]]:
    """A child for one job, dead after the block."""
    return spawned([sys.executable, "-m", "gait.child", str(spec_path)], spec_path.parent)


def run(
    job: str,
    folder: Path,
    limits: Limits,
    on_tick: OnTick = lambda stage, share: None,
    *,
    start: Start = start_fresh,
    **spec: Any,
) -> None:
    """Do one job in a child; returns when it has left all its files in the folder.

    Raises VideoRefused, TransientTrouble, ChildFailed or EngineBug, and what on_tick raises. Then the child is dead.
    """
    spec_path = folder / "spec.json"
    spec_path.write_text(json.dumps({"job": job, "limits": asdict(limits), **spec}, default=str))
    with start(spec_path) as process:
        exit_code = watch(process, limits, on_tick)
    raise_for(exit_code, folder)


@contextmanager
def spawned(command: list[str], folder: Path) -> Iterator[subprocess.Popen[bytes]]:
    """A child in its own process group and with a bare environment; its whole group is dead after the block."""
    process = begin(command, folder)
    try:
        yield process
    finally:
        end(process)


def begin(command: list[str], folder: Path) -> subprocess.Popen[bytes]:
    with (folder / "child.log").open("wb") as last_words:
        return subprocess.Popen(
            command,
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=last_words,
            cwd=settings.ROOT,
            env=_environment(folder),
            process_group=0,
        )


def end(process: subprocess.Popen[bytes]) -> None:
    """However it is doing, it is dead afterwards, with its whole group."""
    if process.poll() is None:
        os.killpg(process.pid, signal.SIGKILL)
        process.wait()
    if process.stdin is not None:
        process.stdin.close()


def watch(process: subprocess.Popen[bytes], limits: Limits, on_tick: OnTick) -> int:
    """Pass progress on until the child ends; returns its exit code, negative for a signal."""
    lines: SimpleQueue[bytes] = SimpleQueue()
    threading.Thread(target=_listen, args=(process, lines), daemon=True).start()
    started_at = heard_at = time.monotonic()
    stage, share = "", 0.0
    while True:
        try:
            line = lines.get(timeout=TICK_S)
        except Empty:
            line = None
        if line == b"":
            return _wait_for_end(process)
        now = time.monotonic()
        if line is not None:
            stage, share, heard_at = *_progress(line, stage, share), now
        if now - heard_at > limits.silence_s:
            raise ChildFailed("E_TIMEOUT", f"silent for {limits.silence_s:.0f} s")
        if now - started_at > limits.wall_s:
            raise ChildFailed("E_TIMEOUT", f"not done after {limits.wall_s:.0f} s")
        on_tick(stage, share)


def raise_for(exit_code: int, folder: Path) -> None:
    """Turn the way the child ended into an exception, or return when it did its job."""
    if exit_code == Exit.DONE:
        return
    if exit_code == Exit.REFUSED:
        refusal = VideoRefused(**json.loads((folder / "refusal.json").read_text()))
        if refusal.code == "E_INSTALLATION":
            log.error("%s\n%s", refusal, last_words(folder))
        raise refusal
    if exit_code in TRANSIENT_CODES:
        log.warning("a child ended early\n%s", last_words(folder))
        raise TransientTrouble(TRANSIENT_CODES[exit_code])
    if exit_code == Exit.MEMORY:
        raise ChildFailed("E_MEMORY", "out of memory")
    if exit_code == -signal.SIGXCPU:
        raise ChildFailed("E_TIMEOUT", "used up its processor time")
    if exit_code < 0:
        raise ChildFailed("E_CRASHED", signal.Signals(-exit_code).name)
    raise EngineBug(last_words(folder))


def last_words(folder: Path) -> str:
    """What the child said at its end; a spare that died before it had a job left nothing here."""
    said = folder / "child.log"
    return said.read_text(errors="replace")[-MAX_LAST_WORDS:] if said.is_file() else ""


def _environment(folder: Path) -> dict[str, str]:
    kept = {name: os.environ[name] for name in PASSED_ON if name in os.environ}
    return {**kept, **ONE_THREAD, "HOME": str(folder), "TMPDIR": str(folder), "PYTHONUNBUFFERED": "1"}


def _listen(process: subprocess.Popen[bytes], lines: SimpleQueue[bytes]) -> None:
    assert process.stdout is not None  # begun with a pipe
    with process.stdout as output:
        while line := output.readline(MAX_LINE_LENGTH):
            lines.put(line)
    lines.put(b"")


def _progress(line: bytes, stage: str, share: float) -> tuple[str, float]:
    """What the line says; libraries that chat on standard output change nothing."""
    try:
        said = json.loads(line)
        return str(said["stage"]), float(said["share"])
    except (ValueError, KeyError, TypeError):
        return stage, share


def _wait_for_end(process: subprocess.Popen[bytes]) -> int:
    try:
        return process.wait(timeout=10)
    except subprocess.TimeoutExpired as error:
        raise ChildFailed("E_TIMEOUT", "closed its output and did not end") from error
