"""Clips as the engine reads them. A clip that was read by this very engine before is not read again.

What is kept is keyed by every byte that can change it: the clip, the hints, the sources and weights of the engine and
the versions of the libraries it stands on. `pytest --cache-clear` forgets it.
"""

import hashlib
import os
import pickle
import platform
import shutil
from collections.abc import Callable
from functools import cache
from importlib.metadata import version
from pathlib import Path

from once import locked

import gait
from gait.analysis.pipeline import read_video
from gait.analysis.terms.errors import VideoRefused
from gait.analysis.terms.readings import Readings
from gait.analysis.terms.types import Hints
from gait.weights.build_pose_model import TASK_PATH

GAIT = Path(gait.__file__).parent
"""The engine imports nothing of ours from elsewhere (test_architecture.py)."""
POSE_MODEL = Path(os.environ.get("STANCE_POSE_MODEL") or TASK_PATH)
LIBRARIES = ("av", "mediapipe", "numpy", "opencv-python-headless", "scipy")

Read = Callable[[Path, Hints], Readings]


def reader(folder: Path) -> Read:
    """A reader that keeps what it has read in the folder, and nothing there that another engine has read."""
    own = folder / engine()
    for other in folder.iterdir():
        if other != own:
            shutil.rmtree(other, ignore_errors=True)
    own.mkdir(exist_ok=True)

    def read(clip: Path, hints: Hints) -> Readings:
        kept = own / hashlib.sha256(clip.read_bytes() + repr(hints).encode()).hexdigest()
        with locked(kept.with_suffix(".lock")):
            if not kept.exists():
                unfinished = kept.with_suffix(".unfinished")
                unfinished.write_bytes(pickle.dumps(read_or_refusal(clip, hints)))
                unfinished.rename(kept)
        outcome = pickle.loads(kept.read_bytes())
        if isinstance(outcome, Readings):
            return outcome
        raise VideoRefused(*outcome)

    return read


def read_or_refusal(clip: Path, hints: Hints) -> Readings | tuple[str, str]:
    try:
        return read_video(clip, hints=hints, pose_model=POSE_MODEL)
    except VideoRefused as refusal:
        return refusal.code, refusal.detail


@cache
def engine() -> str:
    """Names the engine by all it is made of, and the whole app it lives in."""
    made_of = hashlib.sha256()
    sources = (path for path in GAIT.rglob("*") if path.is_file() and path.suffix != ".pyc")
    for path in (POSE_MODEL, *sorted(sources)):
        made_of.update(f"{path.name}\0{path.stat().st_size}\0".encode())
        made_of.update(path.read_bytes())
    libraries = [f"{name} {version(name)}" for name in LIBRARIES]
    made_of.update("\n".join([*libraries, platform.python_version(), platform.platform()]).encode())
    return made_of.hexdigest()
