"""Lets nginx read what it has to hand out, through the group of STANCE_MEDIA_GROUP, and nothing else.

A served file gets that group and 0640; the folders above it get 0710, through which the group passes without listing
them. Originals, readings and results stay with their owner. Without the setting, as on one machine, nothing is shared.
"""

import os
from collections.abc import Iterable
from contextlib import suppress
from pathlib import Path

from django.conf import settings

RESULTS_SERVED = ("proxy.mp4", "overlay.mp4", "overlay.json", "series.json", "keyframe_*.jpg", "thumbs/*.jpg")
"""Of what one attempt at a run has made."""
SERVED = (
    *(f"recordings/*/results/*/*/{name}" for name in RESULTS_SERVED),
    "recordings/*/annotations/*.jpg",
    "exercises/*",
)
FILE_MODE, FOLDER_MODE = 0o640, 0o710


def share_results(folder: Path) -> None:
    """What there is to see of an attempt, also of one that was refused."""
    share(path for pattern in RESULTS_SERVED for path in folder.glob(pattern))


def share_everything() -> int:
    """All that is served, as after a restore or once the group is named; returns the number of files."""
    root = Path(settings.MEDIA_ROOT)
    served = [path for pattern in SERVED for path in root.glob(pattern)]
    share(served)
    return len(served)


def share(files: Iterable[Path]) -> None:
    if settings.MEDIA_GROUP is None:
        return
    root, passed = Path(settings.MEDIA_ROOT), set[Path]()
    for file in files:
        _give(file, FILE_MODE, settings.MEDIA_GROUP)
        passed |= {folder for folder in file.parents if folder.is_relative_to(root)}
    for folder in passed:
        _give(folder, FOLDER_MODE, settings.MEDIA_GROUP)


def _give(path: Path, mode: int, group: int) -> None:
    """Nothing where it is so already: the root of a mounted volume may belong to somebody else."""
    with suppress(FileNotFoundError):  # erased in the meantime
        now = path.stat()
        if (now.st_gid, now.st_mode & 0o777) != (group, mode):
            os.chown(path, -1, group)
            path.chmod(mode)
