"""The processes below another one."""

import shutil
import subprocess

import pytest


def require_pgrep() -> None:
    """Skips the test where procps is not there to tell the processes below another one."""
    if shutil.which("pgrep") is None:
        pytest.skip("no pgrep on this machine (Debian package procps)")


def children_of(pid: int, words: str = "") -> list[int]:
    """Those whose command line holds the words."""
    require_pgrep()
    command = ["pgrep", "-P", str(pid), *(["-f", words] if words else [])]
    found = subprocess.run(command, capture_output=True, text=True, check=False)
    return [int(line) for line in found.stdout.split()]
