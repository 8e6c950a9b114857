"""Machines that lack something: a Python that does not find some of the system's files, really taken away.

The program runs in a mount namespace of its own, where the folders of libraries are covered by a copy without them.
"""

import os
import shlex
import shutil
import stat
import subprocess
import sys
from collections.abc import Sequence
from functools import cache
from pathlib import Path

import pytest

FOLDERS = ("/usr/lib/x86_64-linux-gnu", "/usr/lib/aarch64-linux-gnu", "/usr/lib64", "/usr/lib", "/usr/local/lib")
SYSTEM_PATH = "/usr/sbin:/usr/bin:/sbin:/bin"
OVERLAY = """
mount --make-rprivate /
mount -t tmpfs covered {room}
for folder in {folders}; do
  [ -d "$folder" ] && [ ! -L "$folder" ] || continue
  set -- {names}
  for name; do
    [ -e "$folder/$name" ] || continue
    made={room}$folder; mkdir -p "$made/upper" "$made/work"
    layers="lowerdir=$folder,upperdir=$made/upper,workdir=$made/work"
    mountpoint -q "$folder" || mount -t overlay covered -o "$layers" "$folder"
    rm -f "$folder/$name"
  done
done
"""


def python_without(room: Path, *libraries: str) -> str:
    """The path of a program that is this Python on a machine without these libraries ("libEGL.so.1").

    room is an empty folder. Skips the test where no namespace can be made.
    """
    covered = room / "covered"
    covered.mkdir()
    return _python_after(OVERLAY.format(room=covered, folders=" ".join(FOLDERS), names=_quoted(libraries)), room)


def python_with_empty(room: Path, folder: str) -> str:
    """The same, where nothing lies in this folder."""
    return _python_after(f"mount --make-rprivate /\nmount -t tmpfs covered {shlex.quote(folder)}", room)


def _python_after(steps: str, room: Path) -> str:
    if not _can_cover():
        pytest.skip("no mount namespaces for this user: nothing can be taken away from a program")
    inside = room / "inside"
    inside.write_text(
        f'#!/bin/sh\nset -e\n(\nPATH={SYSTEM_PATH}\n{steps}\n)\nexec {shlex.quote(sys.executable)} "$@"\n'
    )
    wrapper = room / "python"
    wrapper.write_text(
        f'#!/bin/sh\nexec {shutil.which("unshare")} {_quoted(_NAMESPACE)} {shlex.quote(str(inside))} "$@"\n'
    )
    for script in (inside, wrapper):
        script.chmod(script.stat().st_mode | stat.S_IXUSR)
    return str(wrapper)


_NAMESPACE = ("--mount",) if os.geteuid() == 0 else ("--mount", "--map-root-user")


@cache
def _can_cover() -> bool:
    tried = ["unshare", *_NAMESPACE, "sh", "-c", "mount --make-rprivate / && mount -t tmpfs covered /mnt"]
    try:
        return subprocess.run(tried, capture_output=True, check=False).returncode == 0
    except FileNotFoundError:
        return False


def _quoted(words: Sequence[str]) -> str:
    return " ".join(map(shlex.quote, words))
