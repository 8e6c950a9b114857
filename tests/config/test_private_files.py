"""What Stance writes is for its owner only, also in a folder that was made beforehand for everybody."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
FOR_ALL = 0o022


def manage(home: Path, *arguments: str) -> None:
    command = [sys.executable, "manage.py", *arguments]
    environment = {**os.environ, "STANCE_HOME": str(home), "PYTHONDONTWRITEBYTECODE": "1"}
    subprocess.run(command, cwd=ROOT, env=environment, check=True, umask=FOR_ALL, capture_output=True)


def readable_by_others(home: Path) -> list[str]:
    return [str(path.relative_to(home)) for path in home.rglob("*") if path.stat().st_mode & 0o077]


@pytest.mark.long
def test_everything_in_a_home_made_beforehand_is_private(tmp_path):
    home = tmp_path / "home"
    home.mkdir()
    home.chmod(0o755)
    manage(home, "migrate", "--verbosity", "0")
    manage(home, "demo", "--people-only")
    assert (home / "stance.sqlite3").is_file()
    assert readable_by_others(home) == []


@pytest.mark.long
def test_a_database_that_others_could_read_is_taken_back(tmp_path):
    for name in ("stance.sqlite3", "stance.sqlite3-wal", "stance.sqlite3-shm"):
        (tmp_path / name).touch(mode=0o644)
        (tmp_path / name).chmod(0o644)
    manage(tmp_path, "diffsettings")
    assert readable_by_others(tmp_path) == []
