"""Back up, restore somewhere else, compare every row and every byte."""

import io
import shutil
import tarfile
from contextlib import nullcontext
from pathlib import Path

import filmed
import pytest
from django.core.management import CommandError, call_command
from servers import postgres_server
from station import Station

from clinics.audit import record_event
from clinics.audit.chain import first_trouble
from config.backup import BackupUnusable, _models, check_backup, restore_backup
from gait import storage
from gait.models import Analysis
from gait.queue import runs

pytestmark = pytest.mark.django_db


def all_rows() -> list[list[dict]]:
    return [list(model._base_manager.order_by("pk").values()) for model in _models()]


def all_files(root: Path) -> dict[str, bytes]:
    return {str(path.relative_to(root)): path.read_bytes() for path in root.rglob("*") if path.is_file()}


@pytest.fixture
def measured(pats_walk) -> Analysis:
    analysis = filmed.run_of(pats_walk)
    run = runs.claim(analysis.pk)
    folder = storage.attempt_folder(analysis.recording_id, analysis.pk, run.token)
    folder.mkdir(parents=True)
    (folder / "result.json").write_text("{}")
    runs.finish(run, filmed.REPORT)
    record_event("changed", analysis, clinic=pats_walk.patient.clinic)
    record_event("viewed", analysis, clinic=pats_walk.patient.clinic)
    return analysis


@pytest.fixture
def pats_walk(pat, ines):
    return filmed.assessment(pat, ines)


@pytest.fixture
def backup(measured, tmp_path) -> Path:
    path = tmp_path / "stance.tar"
    call_command("backup", path)
    return path


def altered(backup: Path, change) -> Path:
    """The same archive with its parts changed: change takes and gives back a dict from name to bytes."""
    with tarfile.open(backup) as archive:
        parts = {member.name: archive.extractfile(member).read() for member in archive}
    path = backup.with_name("altered.tar")
    with tarfile.open(path, "w") as archive:
        for name, content in change(parts).items():
            part = tarfile.TarInfo(name)
            part.size = len(content)
            archive.addfile(part, io.BytesIO(content))
    return path


@pytest.mark.long
@pytest.mark.parametrize("database", ["sqlite", "postgresql"])
def test_everything_comes_back_somewhere_else(backup, settings, tmp_path, migrated, migrated_postgres, database):
    rows, files = all_rows(), all_files(settings.MEDIA_ROOT)
    settings.MEDIA_ROOT = tmp_path / "elsewhere"
    settings.MEDIA_ROOT.mkdir()
    shutil.copy(migrated, tmp_path)
    place = postgres_server(like=migrated_postgres) if database == "postgresql" else nullcontext("")
    with place as address, Station(tmp_path, database_url=address).database():
        call_command("restore", backup)
        assert all_rows() == rows
        assert all_files(settings.MEDIA_ROOT) == files
        assert first_trouble() is None
        call_command("verify")
        record_event("viewed", Analysis.objects.get(), clinic=None)
        call_command("backup", tmp_path / "again.tar")
        assert check_backup(tmp_path / "again.tar").rows == sum(map(len, rows)) + 1


def test_a_backup_is_private_and_replaces_nothing(backup):
    assert backup.stat().st_mode & 0o777 == 0o600
    with pytest.raises(CommandError, match="exists already"):
        call_command("backup", backup)


def test_it_is_not_restored_over_living_data(backup):
    with pytest.raises(CommandError, match="not empty"):
        call_command("restore", backup)


def test_a_whole_backup_is_called_whole(backup, capsys):
    call_command("verify", backup)
    assert "Whole:" in capsys.readouterr().out


@pytest.mark.parametrize(
    "change",
    [
        lambda parts: {**parts, "rows.jsonl": parts["rows.jsonl"] + b" "},
        lambda parts: {name: parts[name] for name in parts if not name.startswith("media/")},
        lambda parts: {**parts, "media/extra": b"x"},
        lambda parts: {name: parts[name] for name in parts if name != "manifest.json"},
        lambda parts: {**parts, "manifest.json": b"{}"},
    ],
    ids=["altered", "missing", "added", "torn", "foreign"],
)
def test_an_altered_backup_is_not_used(backup, change):
    with pytest.raises(BackupUnusable):
        check_backup(altered(backup, change))


def test_a_cut_backup_is_not_used(backup):
    content = backup.read_bytes()
    backup.write_bytes(content[: len(content) // 2])
    with pytest.raises(BackupUnusable):
        restore_backup(backup)


def test_a_changed_or_lost_video_is_found(measured, capsys):
    call_command("verify")
    sealed = storage.original(measured.recording_id)
    sealed.chmod(0o600)
    sealed.write_bytes(b"something else")
    with pytest.raises(CommandError):
        call_command("verify")
    sealed.unlink()
    with pytest.raises(CommandError):
        call_command("verify")
    told = capsys.readouterr().err
    assert "has changed since it was sent" in told
    assert "the video is missing" in told
