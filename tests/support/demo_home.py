"""STANCE_HOME folders of the demo practice. Measuring its clips takes most of a minute, so each kind is made once."""

import os
import shutil
import subprocess
import sys
from pathlib import Path

from once import made_once

ROOT = Path(__file__).resolve().parents[2]


def people_only(shared: Path, migrated: Path, home: Path) -> Path:
    """A home of one's own in which nobody was filmed yet."""

    def make(unfinished: Path) -> None:
        shutil.copy(migrated, unfinished)
        manage(unfinished, "demo", "--people-only")

    return copied(made_once(shared / "demo_people", make), home)


def measured(shared: Path, migrated: Path, home: Path) -> Path:
    """A home of one's own as a newcomer finds it: three clips really measured, one signed, its plan being followed."""

    def make(unfinished: Path) -> None:
        people_only(shared, migrated, unfinished)
        manage(unfinished, "demo")

    return copied(made_once(shared / "demo_measured", make), home)


def manage(home: Path, *arguments: str) -> None:
    env = {**os.environ, "STANCE_HOME": str(home)}
    subprocess.run([sys.executable, "manage.py", *arguments], cwd=ROOT, env=env, check=True)


def copied(made: Path, home: Path) -> Path:
    return shutil.copytree(made, home, dirs_exist_ok=True)
