"""Files of what was erased: they go once its rows are gone, and again where a worker was still writing."""

import shutil
from collections.abc import Iterator
from datetime import timedelta
from functools import partial
from pathlib import Path
from uuid import UUID

from django.conf import settings
from django.db import transaction
from django.utils import timezone

from gait import storage
from gait.models import Assessment, Recording
from patients.erasing import Rows
from patients.models import Erasure

WATCHED = timedelta(hours=1)
"""So long after an erasure a worker or an upload may still come back with a file."""


def let_files_go(rows: Rows, **kwargs: object) -> None:
    """A receiver of patients.erasing.rows_erased."""
    for pk in rows.get(Recording, ()):
        transaction.on_commit(partial(remove_folder, storage.recording_folder(UUID(str(pk)))), robust=True)
    for pk in rows.get(Assessment, ()):
        transaction.on_commit(partial(remove_uploads, pk), robust=True)


def remove_folder(folder: Path) -> None:
    shutil.rmtree(folder, ignore_errors=True)  # what is left over is found by the next round of the sweeper


def remove_uploads(assessment_pk: object) -> None:
    for part in Path(settings.FILE_UPLOAD_TEMP_DIR).glob(f"{assessment_pk}.*.part"):
        part.unlink(missing_ok=True)


def come_back() -> Iterator[Path]:
    """Folders of erased recordings that are there again, or still."""
    recordings = Path(settings.MEDIA_ROOT) / "recordings"
    for ids in Erasure.objects.filter(erased_at__gt=timezone.now() - WATCHED).values_list("ids", flat=True):
        yield from (folder for pk in ids if (folder := recordings / pk).is_dir())
