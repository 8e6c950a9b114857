"""One file that holds everything: all rows, all media, and a manifest with the SHA-256 of each part.

rows.jsonl     one row a line, the same for SQLite and PostgreSQL
media/...      the recordings' folders
manifest.json  what must be in the file; written last, so a torn backup has none
"""

import hashlib
import io
import json
import os
import tarfile
import tempfile
from collections.abc import Iterator
from dataclasses import asdict, dataclass, field
from datetime import datetime
from pathlib import Path
from typing import IO

from django.apps import apps
from django.conf import settings
from django.core import serializers
from django.core.management import call_command
from django.core.management.color import no_style
from django.core.serializers.json import DjangoJSONEncoder
from django.db import connection, models, transaction
from django.db.migrations.recorder import MigrationRecorder
from django.utils import timezone

from clinics.audit import anchors
from clinics.models import AuditEvent, User
from gait.group_access import share_everything
from patients.erasing import erase_again

SCHEMA = "stance.backup/1"
ROWS, MEDIA, MANIFEST = "rows.jsonl", "media/", "manifest.json"
MADE_BY_MIGRATE = {"contenttypes.ContentType", "auth.Permission"}
SHORT_LIVED = {"sessions.Session", "usersessions.UserSession"}


class Exact(DjangoJSONEncoder):
    """Moments to the microsecond: Django's own encoder cuts them, and the seals of the audit chain would break."""

    def default(self, o: object) -> object:
        return o.isoformat() if isinstance(o, datetime) else super().default(o)


class BackupUnusable(Exception):
    """The file is torn, altered, of another version, or does not fit what is already here."""


@dataclass
class Manifest:
    """sha256: of each part by its name in the archive. migrations: the database's form when it was written."""

    schema: str
    written_at: str
    migrations: list[str]
    rows: int = 0
    sha256: dict[str, str] = field(default_factory=dict)


def write_backup(path: Path) -> Manifest:
    """Rows first, from one moment; media after that, so every file that a row names is there."""
    manifest = Manifest(SCHEMA, timezone.now().isoformat(), applied_migrations())
    unfinished = path.with_name(path.name + ".part")
    with unfinished.open("xb") as target, tarfile.open(fileobj=target, mode="w") as archive:
        unfinished.chmod(0o600)
        with tempfile.TemporaryFile() as rows:
            manifest.rows = _write_rows(rows)
            _add(archive, ROWS, rows, manifest)
        for file in _media_files():
            with file.open("rb") as content:
                _add(archive, f"{MEDIA}{file.relative_to(settings.MEDIA_ROOT)}", content, manifest)
        listing = json.dumps(asdict(manifest), indent=1).encode()
        _add(archive, MANIFEST, io.BytesIO(listing), None)
        target.flush()
        os.fsync(target.fileno())
    unfinished.rename(path)
    return manifest


def check_backup(path: Path) -> Manifest:
    """Read every byte and compare it with the manifest. Raises BackupUnusable."""
    found: dict[str, str] = {}
    manifest: Manifest | None = None
    try:
        with tarfile.open(path) as archive:
            for member in archive:
                content = archive.extractfile(member)
                if content is None:
                    raise BackupUnusable(f"{member.name} is not a plain file.")
                if member.name == MANIFEST:
                    manifest = Manifest(**json.load(content))
                else:
                    found[member.name] = _digest(content)
    except (tarfile.TarError, EOFError, ValueError, TypeError) as error:
        raise BackupUnusable(f"The file cannot be read: {error}") from error
    if manifest is None or manifest.schema != SCHEMA:
        raise BackupUnusable("The file is torn or no backup of Stance.")
    if found != manifest.sha256:
        differing = {name for name, _ in found.items() ^ manifest.sha256.items()}
        raise BackupUnusable(f"{len(differing)} parts are missing, added or altered.")
    return manifest


def restore_backup(path: Path) -> Manifest:
    """Fill an empty installation. Rows appear all at once; media are in place before them."""
    manifest = check_backup(path)
    call_command("migrate", verbosity=0)
    if manifest.migrations != applied_migrations():
        raise BackupUnusable("The backup was written by another version of Stance; restore it with that version.")
    if User.objects.exists():
        raise BackupUnusable("This installation is not empty. Restore into a new STANCE_HOME.")
    with tarfile.open(path) as archive:
        for member in archive:
            if member.name.startswith(MEDIA):
                member.name = member.name.removeprefix(MEDIA)
                archive.extract(member, settings.MEDIA_ROOT, filter="data")
        rows = archive.extractfile(ROWS)
        if rows is None:
            raise BackupUnusable(f"{ROWS} is not a plain file.")
        with transaction.atomic(), rows:
            _load_rows(rows)
    if last := AuditEvent.objects.order_by("-number").first():
        anchors.restored(last.number, last.seal)
    erase_again()
    share_everything()
    return manifest


def applied_migrations() -> list[str]:
    return sorted(f"{app}.{name}" for app, name in MigrationRecorder(connection).applied_migrations())


def _write_rows(target: IO[bytes]) -> int:
    """One row a line, in an order in which rows come after those they name."""
    text, count = io.TextIOWrapper(target, encoding="utf-8", write_through=True), 0
    with transaction.atomic():
        if connection.vendor == "postgresql":
            connection.cursor().execute("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ")
        for model in _models():
            for row in model._base_manager.order_by("pk").iterator(chunk_size=500):
                text.write(serializers.serialize("jsonl", [row], use_natural_foreign_keys=True, cls=Exact))
                count += 1
    text.detach()
    return count


def _load_rows(rows: IO[bytes]) -> None:
    with connection.constraint_checks_disabled():
        for row in serializers.deserialize("jsonl", io.TextIOWrapper(rows, encoding="utf-8")):
            row.save()
    connection.check_constraints()
    for statement in connection.ops.sequence_reset_sql(no_style(), _models()):
        with connection.cursor() as cursor:
            cursor.execute(statement)


def _models() -> list[type[models.Model]]:
    lists = [(app, list(app.get_models())) for app in apps.get_app_configs()]
    ordered = serializers.sort_dependencies(lists, allow_cycles=True)
    return [model for model in ordered if model._meta.label not in MADE_BY_MIGRATE | SHORT_LIVED]


def _media_files() -> Iterator[Path]:
    return (path for path in sorted(Path(settings.MEDIA_ROOT).rglob("*")) if path.is_file() and path.suffix != ".part")


def _add(archive: tarfile.TarFile, name: str, content: IO[bytes], manifest: Manifest | None) -> None:
    """Add a part by its name alone: no owner, no times, readable by its owner only."""
    part = tarfile.TarInfo(name)
    part.size, part.mode = content.seek(0, os.SEEK_END), 0o600
    content.seek(0)
    if manifest is not None:
        manifest.sha256[name] = _digest(content)
        content.seek(0)
    archive.addfile(part, content)


def _digest(content: IO[bytes]) -> str:
    return hashlib.file_digest(content, "sha256").hexdigest()  # type: ignore[arg-type]  # open files have readinto
