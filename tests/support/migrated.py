"""A database as `manage.py migrate` leaves it. That takes ten seconds, so whoever begins with one copies this."""

import hashlib
import os
import subprocess
import sys
from pathlib import Path

import django
from django.apps import apps
from once import made_once
from servers import kept_after

ROOT = Path(__file__).resolve().parents[2]
NAME = "stance.sqlite3"
"""What it is called in a home of its own."""


def database(folder: Path) -> Path:
    """An SQLite file to copy, never to open. It is kept in the folder until an app changes."""
    return made_once(folder / apps_as_they_stand(), migrate) / NAME


def postgres(shared: Path) -> Path:
    """The same for servers.postgres_server to be like. It is made once in a run."""
    return made_once(shared / "postgres", lambda folder: kept_after(lambda address: migrate(shared, address), folder))


def migrate(home: Path, database_url: str = "") -> None:
    env = {**os.environ, "STANCE_HOME": str(home), "DATABASE_URL": database_url}
    subprocess.run([sys.executable, "manage.py", "migrate", "--verbosity", "0"], cwd=ROOT, env=env, check=True)


def apps_as_they_stand() -> str:
    """Names all files of the apps by place, length and time: migrations read models, and some lay in content."""
    folders = {Path(app.path) for app in apps.get_app_configs()}
    files = sorted(path for folder in folders for path in folder.rglob("*") if path.suffix != ".pyc")
    told = [
        f"{path}\0{found.st_size}\0{found.st_mtime_ns}" for path in files if path.is_file() and (found := path.stat())
    ]
    return hashlib.sha256("\n".join([django.__version__, *told]).encode()).hexdigest()
