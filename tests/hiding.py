"""Machines that lack something: a Python that does not find some of the system's libraries, really taken away.

The program runs in a mount namespace of its own, where the folders of libraries are covered by a copy without them.
"""

import os
import shlex
import stat
import subprocess
import sys
from collections.abc import Sequence
from functools import cache
from pathlib import Path

import pytest

FOLDERS = ("/usr/lib/x86_64-linux-gnu", "/usr/lib/aarch64-linux-gnu", "/usr/lib64", "/usr/lib", "/usr/local/lib")
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
    if not _can_cover():
        pytest.skip("no mount namespaces for this user: libraries cannot be hidden")
    covered = room / "covered"
    covered.mkdir()
    steps = OVERLAY.format(room=covered, folders=" ".join(FOLDERS), names=_quoted(libraries))
    inside = room / "inside"
    inside.write_text(f'#!/bin/sh\nset -e\n(\n{steps}\n)\nexec {shlex.quote(sys.executable)} "$@"\n')
    wrapper = room / "python"
    wrapper.write_text(f'#!/bin/sh\nexec {_quoted(_NAMESPACE)} {shlex.quote(str(inside))} "$@"\n')
    for script in (inside, wrapper):
        script.chmod(script.stat().st_mode | stat.S_IXUSR)
    return str(wrapper)


_NAMESPACE = ("unshare", "--mount") if os.geteuid() == 0 else ("unshare", "--mount", "--map-root-user")


@cache
def _can_cover() -> bool:
    tried = [*_NAMESPACE, "sh", "-c", "mount --make-rprivate / && mount -t tmpfs covered /mnt"]
    try:
        return subprocess.run(tried, capture_output=True, check=False).returncode == 0
    except FileNotFoundError:
        return False


def _quoted(words: Sequence[str]) -> str:
    return " ".join(map(shlex.quote, words))
