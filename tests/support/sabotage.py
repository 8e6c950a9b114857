"""Trouble that is real: processes that die, devices without room. Nothing here pretends."""

import os
import resource
import signal
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from processes import children_of, require_pgrep

LOOK_EVERY_S = 0.005


@contextmanager
def killing_children(how: signal.Signals) -> Iterator[None]:
    """Whatever gait.child this process starts dies of that signal before it has done its job."""
    require_pgrep()
    over = threading.Event()

    def watch() -> None:
        while not over.wait(LOOK_EVERY_S):
            for pid in children_of(os.getpid(), "gait.child"):
                os.kill(pid, how)

    with _alongside(watch, over):
        yield


@contextmanager
def full_for(name: str, folder: Path) -> Iterator[None]:
    """As soon as the folder is there, whatever is written to this name in it meets a device without room."""
    over = threading.Event()

    def watch() -> None:
        while not over.wait(LOOK_EVERY_S):
            if folder.is_dir():
                (folder / name).symlink_to("/dev/full")
                return

    with _alongside(watch, over):
        yield


@contextmanager
def files_of_at_most(size_bytes: int) -> Iterator[None]:
    """The kernel takes so many bytes into any one file of this process and no more."""
    soft, hard = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (size_bytes, hard))
    try:
        yield
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, (soft, hard))


@contextmanager
def _alongside(watch: object, over: threading.Event) -> Iterator[None]:
    thread = threading.Thread(target=watch)
    thread.start()
    try:
        yield
    finally:
        over.set()
        thread.join()
