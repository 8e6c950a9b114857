"""Collect the static files when they have changed. Compressing them anew takes longer than all the rest of a start."""

import hashlib
from collections.abc import Iterator
from importlib.metadata import version
from inspect import getsource
from pathlib import Path

from django.conf import settings
from django.contrib.staticfiles.finders import get_finders
from django.core.management import call_command

from config import joined_styles

MADE_WITH = ("django", "whitenoise")
MANIFEST = "staticfiles.json"


def collect_if_changed() -> bool:
    """Whether they had to be collected."""
    known = settings.STANCE_HOME / "static.sha256"
    now = fingerprint()
    is_there = (Path(settings.STATIC_ROOT) / MANIFEST).is_file()
    if is_there and known.is_file() and known.read_text() == now:
        return False
    known.unlink(missing_ok=True)  # what breaks off half way is done again
    call_command("collectstatic", verbosity=0, interactive=False)
    known.write_text(now)
    return True


def fingerprint() -> str:
    """SHA-256 over every source file with its name, what makes the collected ones of them, and where they go."""
    digest = hashlib.sha256()
    made_with = (*(f"{name} {version(name)}" for name in MADE_WITH), getsource(joined_styles))
    for part in (*sorted(_sources()), *made_with, str(settings.STATIC_ROOT)):
        digest.update(f"{part}\n".encode())
    return digest.hexdigest()


def _sources() -> Iterator[str]:
    for finder in get_finders():
        for path, storage in finder.list([]):
            with storage.open(path) as file:
                content = hashlib.file_digest(file, "sha256").hexdigest()
            yield f"{getattr(storage, 'prefix', '') or ''}/{path} {content}"
