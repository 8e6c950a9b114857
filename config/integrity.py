"""Does this installation still hold what its rows say? Every original by its SHA-256, every result, the audit chain."""

import hashlib
from collections.abc import Iterator

from clinics.audit import first_broken_link
from gait import storage
from gait.models import Analysis, Recording


def troubles() -> Iterator[str]:
    """What is wrong, a sentence each, by ids only."""
    for recording in Recording.objects.filter(original_removed_at=None).iterator():
        yield from _original_troubles(recording)
    for analysis in Analysis.objects.filter(status=Analysis.Status.DONE).iterator():
        folder = storage.results_of(analysis)
        if folder is None or not (folder / "result.json").exists():
            yield f"analysis {analysis.pk}: its files are missing"
    if broken := first_broken_link():
        yield f"audit event {broken.number}: the chain is broken here"


def _original_troubles(recording: Recording) -> Iterator[str]:
    path = storage.original(recording.pk)
    if not path.exists():
        yield f"recording {recording.pk}: the video is missing"
        return
    with path.open("rb") as file:
        if hashlib.file_digest(file, "sha256").hexdigest() != recording.sha256:
            yield f"recording {recording.pk}: the video has changed since it was sent"
