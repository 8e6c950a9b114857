"""A child that has loaded what it needs before anybody asks: what a therapist corrects is then worked out in a second.

It is as disposable as any other: it waits for one specification, does one job under that job's limits, and ends. A web
process keeps at most one waiting; opening a review prepares it. One that nobody needs ends by itself.
"""

import atexit
import os
import subprocess
import sys
import tempfile
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from gait.child import keeper

_lock = threading.Lock()
_waiting: list[subprocess.Popen[bytes]] = []


def prepare() -> None:
    """Have one waiting. Returns at once; a job that comes before it is ready only waits for the rest of it."""
    with _lock:
        if not (_waiting and _waiting[0].poll() is None):
            discard()
            _waiting.append(_begin())


@contextmanager
def start(spec_path: Path) -> Iterator[subprocess.Popen[bytes]]:
    """The waiting child, or else a fresh one, at work on this specification; dead after the block."""
    process = _hand_over(spec_path)
    if process is None:
        with keeper.start_fresh(spec_path) as fresh:
            yield fresh
        return
    try:
        yield process
    finally:
        keeper.end(process)


def _hand_over(spec_path: Path) -> subprocess.Popen[bytes] | None:
    with _lock:
        process = _waiting.pop() if _waiting else None
    if process is None:
        return None
    assert process.stdin is not None  # begun with a pipe
    try:
        os.write(process.stdin.fileno(), f"{spec_path}\n".encode())
    except BrokenPipeError:  # it had just grown tired of waiting
        keeper.end(process)
        return None
    return process


def _begin() -> subprocess.Popen[bytes]:
    """It learns its folder only with its job, so until then it has a passing one for its first words."""
    with tempfile.TemporaryDirectory() as folder:
        return keeper.begin([sys.executable, "-m", "gait.child", "--spare"], Path(folder))


def discard() -> None:
    """Let nobody wait any longer."""
    while _waiting:
        keeper.end(_waiting.pop())


atexit.register(discard)
