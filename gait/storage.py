"""Where the bytes of recordings lie: one private folder per recording, named by its id alone.

recordings/<recording>/original.bin                    sealed at upload, never served
recordings/<recording>/results/<analysis>/<token>/     what one attempt at a run has made
"""

import errno
import hashlib
import os
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from uuid import UUID

from django.conf import settings
from django.core.files import File

from gait.analysis.terms.errors import FULL_ERRNOS
from gait.models import Analysis, Recording

RESULT_FILES = (
    "proxy.mp4",
    "frames.json",
    "readings.npz",
    "overlay.json",
    "series.json",
    "result.json",
    "keyframe_*.jpg",
    "thumbs/*.jpg",
)
"""What an attempt makes and nobody changes afterwards."""


class NoSpaceLeft(Exception):
    """The disk is nearly full; nothing new is taken in, so that what is there can still be worked on."""


def recording_folder(recording_id: UUID) -> Path:
    return Path(settings.MEDIA_ROOT) / "recordings" / str(recording_id)


def original(recording_id: UUID) -> Path:
    return recording_folder(recording_id) / "original.bin"


def attempt_folder(recording_id: UUID, analysis_id: UUID, token: UUID) -> Path:
    return recording_folder(recording_id) / "results" / str(analysis_id) / str(token)


def results_of(analysis: Analysis) -> Path | None:
    """The folder of the attempt that counts, or None while there is none."""
    if analysis.token is None:
        return None
    return attempt_folder(analysis.recording_id, analysis.pk, analysis.token)


def digests(folder: Path) -> dict[str, str]:
    """SHA-256 of what an attempt made, by the name within its folder."""
    files = sorted(path for pattern in RESULT_FILES for path in folder.glob(pattern))
    return {str(path.relative_to(folder)): digest(path) for path in files}


def digest(path: Path) -> str:
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


@contextmanager
def new_recording_folder(recording_id: UUID) -> Iterator[Path]:
    """A private folder that vanishes again, with all it holds, when the block fails."""
    folder = recording_folder(recording_id)
    folder.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    folder.mkdir(mode=0o700)
    try:
        yield folder
    except BaseException:
        shutil.rmtree(folder)
        raise


@contextmanager
def minding_space() -> Iterator[None]:
    """Raises NoSpaceLeft where the block finds the disk full, or its share of it used up."""
    try:
        yield
    except OSError as error:
        if error.errno in FULL_ERRNOS | {errno.EFBIG}:
            raise NoSpaceLeft from error
        raise


def seal(file: File, path: Path) -> tuple[str, int]:
    """Write the bytes to path, flushed to the disk and read-only; returns their SHA-256 and their number."""
    digest, size_bytes = hashlib.sha256(), 0
    with minding_space(), path.open("xb") as sealed:
        for chunk in file.chunks():
            digest.update(chunk)
            size_bytes += sealed.write(chunk)
        sealed.flush()
        os.fsync(sealed.fileno())
    path.chmod(0o400)
    _sync_folder(path.parent)
    return digest.hexdigest(), size_bytes


def remove_original(recording_id: UUID) -> None:
    """The sealed bytes go; what was made of them stays."""
    original(recording_id).unlink(missing_ok=True)


def require_space(needed_bytes: int) -> None:
    if shutil.disk_usage(settings.MEDIA_ROOT).free - needed_bytes < settings.DISK_FLOOR_BYTES:
        raise NoSpaceLeft


def erase(recording: Recording) -> None:
    """Remove every byte of a recording; the row is the caller's to delete."""
    folder = recording_folder(recording.pk)
    if folder.exists():
        shutil.rmtree(folder)


def _sync_folder(folder: Path) -> None:
    """Make the new name survive a power cut, not only the bytes behind it."""
    descriptor = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)
