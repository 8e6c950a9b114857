"""The child that waits for work: as bound, as disposable and as mortal as one that was started for it."""

import json
import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest
from synthetic import Walker, walk

from gait.analysis.terms.readings import save_readings
from gait.child import keeper, spares
from gait.child import limits as child_limits
from gait.child.limits import CONCLUDE, MIB, Limits

pytestmark = pytest.mark.long
ROOT = Path(child_limits.__file__).parents[2]


@pytest.fixture
def spare() -> subprocess.Popen[bytes]:
    spares.prepare()
    return spares._waiting[0]


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A clip's readings without its pictures: key frames are taken over, as after most corrections."""
    save_readings(walk(Walker(seconds=8.0)), tmp_path / "readings.npz")
    return tmp_path


def conclude(folder: Path, limits: Limits = CONCLUDE) -> dict:
    no_frames = {"hints": {"edits": []}, "carries_clicks": False, "pictures": {}, "bare": None}
    video = ROOT / "config" / "demo" / "clips" / "demo_walk_first_visit.mp4"
    keeper.run(
        "conclude", folder, limits, start=spares.start, video=video, readings=folder / "readings.npz", **no_frames
    )
    return json.loads((folder / "result.json").read_text())


def wait_until(is_so, seconds: float = 30) -> None:
    give_up_at = time.monotonic() + seconds
    while not is_so():
        assert time.monotonic() < give_up_at, "did not happen"
        time.sleep(0.05)


def test_the_waiting_one_does_one_job_and_is_gone(spare, folder):
    assert conclude(folder)["sides"]["right"]["verdict"] == "drop"
    assert spare.poll() == 0
    assert spares._waiting == []


def test_only_one_waits(spare):
    spares.prepare()
    assert spares._waiting == [spare]


def test_a_dead_one_is_replaced_by_a_fresh_one(spare, folder):
    os.kill(spare.pid, signal.SIGKILL)
    spare.wait()
    assert conclude(folder)["sides"]["left"]["verdict"] in {"drop", "level"}
    spares.prepare()
    assert spares._waiting[0].poll() is None


def test_the_limits_of_the_job_bind_it(spare, folder):
    with pytest.raises((keeper.ChildFailed, keeper.EngineBug)) as failure:
        conclude(folder, Limits(wall_s=60, silence_s=60, cpu_s=60, memory_bytes=8 * MIB, file_bytes=MIB))
    assert "emory" in str(failure.value)


def test_it_ends_with_its_parent():
    program = (
        "import django, os, time; os.environ['DJANGO_SETTINGS_MODULE'] = 'config.settings'; django.setup()\n"
        "from gait.child import spares; spares.prepare(); print(spares._waiting[0].pid, flush=True); time.sleep(60)\n"
    )
    parent = subprocess.Popen([sys.executable, "-c", program], cwd=ROOT, stdout=subprocess.PIPE)
    try:
        child = int(parent.stdout.readline())
    finally:
        parent.send_signal(signal.SIGKILL)
        parent.wait()
        parent.stdout.close()
    wait_until(lambda: is_gone(child))


def is_gone(pid: int) -> bool:
    try:
        return Path(f"/proc/{pid}/stat").read_text().split(")")[1].split()[0] == "Z"
    except FileNotFoundError:
        return True
