"""How a parent sees its child end. The children here are small real programs."""

import json
import os
import signal
import subprocess
import sys
import time
from dataclasses import asdict
from pathlib import Path

import filmed
import made_clips
import pytest
from processes import children_of

from gait.analysis.terms.errors import TransientTrouble, VideoRefused
from gait.child import keeper
from gait.child import limits as child_limits
from gait.child.exits import Exit
from gait.child.limits import CHECK, MIB, Limits

pytestmark = pytest.mark.long
ROOMY = Limits(wall_s=30, silence_s=30, cpu_s=30, memory_bytes=4096 * MIB, file_bytes=MIB)
SAY = "import json; say = lambda stage, share: print(json.dumps(dict(stage=stage, share=share)), flush=True); "


def end_of(program: str, folder: Path, limits: Limits = ROOMY, on_tick=lambda stage, share: None) -> int:
    with keeper.spawned([sys.executable, "-c", program], folder) as process:
        return keeper.watch(process, limits, on_tick)


def is_alive(pid: int) -> bool:
    try:
        return Path(f"/proc/{pid}/stat").read_text().split(")")[1].split()[0] != "Z"
    except FileNotFoundError:
        return False


def test_progress_arrives_and_chatter_is_ignored(tmp_path):
    heard = []
    program = SAY + "print('hello', flush=True); say('track', 0.5); print('[1]', flush=True); say('measure', 1)"
    assert end_of(program, tmp_path, on_tick=lambda stage, share: heard.append((stage, share))) == 0
    assert [said for number, said in enumerate(heard) if said not in heard[:number]] == [
        ("", 0.0),
        ("track", 0.5),
        ("measure", 1.0),
    ]


@pytest.mark.provokes("E_TIMEOUT")
@pytest.mark.parametrize(
    ("program", "limits", "how"),
    [
        ("import time; time.sleep(60)", Limits(30, 0.5, 30, MIB, MIB), "silent"),
        (SAY + "import time\nwhile True: say('track', 0); time.sleep(0.1)", Limits(1, 30, 30, MIB, MIB), "not done"),
    ],
)
def test_a_child_that_hangs_is_killed(tmp_path, program, limits, how):
    with pytest.raises(keeper.ChildFailed, match=how) as failure:
        end_of(program, tmp_path, limits)
    assert failure.value.code == "E_TIMEOUT"


def test_whatever_stops_the_parent_kills_the_whole_group(tmp_path):
    program = (
        "import os, subprocess, sys; nephew = subprocess.Popen(['sleep', '60']); "
        "open('pids', 'w').write(f'{os.getpid()} {nephew.pid}'); print('{}', flush=True); nephew.wait()"
    )

    def stop_when_written(stage: str, share: float) -> None:
        if (tmp_path / "pids").exists() and len((tmp_path / "pids").read_text().split()) == 2:
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        end_of(f"import os; os.chdir({str(tmp_path)!r}); " + program, tmp_path, on_tick=stop_when_written)
    pids = [int(pid) for pid in (tmp_path / "pids").read_text().split()]
    wait_until(lambda: not any(is_alive(pid) for pid in pids))


def wait_until(is_so, seconds: float = 20) -> None:
    give_up_at = time.monotonic() + seconds
    while not is_so():
        assert time.monotonic() < give_up_at, "did not happen"
        time.sleep(0.05)


@pytest.mark.provokes("E_CRASHED")
@pytest.mark.parametrize(
    ("program", "code"),
    [
        ("import os, signal; os.kill(os.getpid(), signal.SIGSEGV)", "E_CRASHED"),
        ("import os; os.abort()", "E_CRASHED"),
        ("import os, signal; os.kill(os.getpid(), signal.SIGXCPU)", "E_TIMEOUT"),
        (f"raise SystemExit({int(Exit.MEMORY)})", "E_MEMORY"),
    ],
)
def test_a_death_becomes_a_code(tmp_path, program, code):
    exit_code = end_of(program, tmp_path)
    with pytest.raises(keeper.ChildFailed) as failure:
        keeper.raise_for(exit_code, tmp_path)
    assert failure.value.code == code


def test_an_error_of_our_own_brings_its_last_words(tmp_path):
    exit_code = end_of("raise ZeroDivisionError('in the engine')", tmp_path)
    with pytest.raises(keeper.EngineBug, match="in the engine"):
        keeper.raise_for(exit_code, tmp_path)


def test_trouble_of_the_machine_is_told_apart(tmp_path):
    with pytest.raises(TransientTrouble):
        keeper.raise_for(Exit.TRANSIENT, tmp_path)


def test_a_disk_that_is_full_is_named(tmp_path):
    """The file that the check leaves lies on a device that really takes no byte."""
    video = filmed.clip(tmp_path / "walk.mp4", seconds=3)
    (tmp_path / "video.json").symlink_to("/dev/full")
    with pytest.raises(TransientTrouble) as trouble:
        keeper.run("check", tmp_path, CHECK, video=video)
    assert trouble.value.code == "E_STORAGE_FULL"


@pytest.mark.provokes("E_STORAGE")
def test_a_video_that_cannot_be_fetched_is_told_apart_from_a_full_disk(tmp_path):
    with pytest.raises(TransientTrouble) as trouble:
        keeper.run("check", tmp_path, CHECK, video=tmp_path / "nowhere.mp4")
    assert trouble.value.code == "E_STORAGE"


@pytest.mark.provokes("E_MEMORY")
def test_a_child_without_room_in_memory_says_so(tmp_path):
    """A real video in a real child that may take hardly more memory than its libraries have."""
    video = made_clips.write_clip(tmp_path / "large.mp4", seconds=2, rate_hz=15, size_px=(1920, 1080))
    spec = {"job": "check", "video": str(video), "limits": asdict(ROOMY)}
    (tmp_path / "spec.json").write_text(json.dumps(spec))
    program = (
        "import json, resource, sys; from pathlib import Path; from gait.child import __main__ as child, check\n"
        "taken = int(Path('/proc/self/statm').read_text().split()[0]) * resource.getpagesize()\n"
        f"spec = Path({str(tmp_path / 'spec.json')!r}); told = json.loads(spec.read_text())\n"
        "told['limits']['memory_bytes'] = taken + 8 * 2**20\n"
        "spec.write_text(json.dumps(told)); sys.exit(child.main(spec))"
    )
    exit_code = end_of(program, tmp_path)
    with pytest.raises(keeper.ChildFailed) as failure:
        keeper.raise_for(exit_code, tmp_path)
    assert failure.value.code == "E_MEMORY"


def test_the_child_sees_no_secrets(tmp_path, monkeypatch):
    monkeypatch.setenv("DATABASE_URL", "postgresql://user:opensesame@host/name")
    monkeypatch.setenv("STANCE_SECRET_KEY", "opensesame")
    end_of(f"import os; open({str(tmp_path / 'env')!r}, 'w').write(repr(dict(os.environ)))", tmp_path)
    environment = (tmp_path / "env").read_text()
    assert "opensesame" not in environment
    assert "DJANGO" not in environment


def test_the_limits_bind(tmp_path):
    program = (
        "from pathlib import Path; from gait.child import limits as l; "
        "l.apply(l.Limits(wall_s=9, silence_s=9, cpu_s=9, memory_bytes=256 * l.MIB, file_bytes=1000));\n"
        "try: bytearray(512 * l.MIB)\n"
        "except MemoryError: print('no memory')\n"
        f"try: Path({str(tmp_path / 'big')!r}).write_bytes(bytes(5000))\n"
        "except OSError: print('no file')\n"
    )
    ended = subprocess.run(
        [sys.executable, "-c", program], capture_output=True, text=True, cwd=Path(child_limits.__file__).parents[2]
    )
    assert ended.stdout.split("\n")[:2] == ["no memory", "no file"], ended.stderr


def test_a_real_video_passes_the_check(tmp_path):
    video = filmed.clip(tmp_path / "walk.mp4", seconds=3)
    keeper.run("check", tmp_path, CHECK, video=video)
    found = json.loads((tmp_path / "video.json").read_text())
    assert (found["codec"], found["width_px"], found["frames"]) == ("h264", 240, 90)


def test_a_text_file_is_refused_with_its_code(tmp_path):
    video = tmp_path / "walk.mp4"
    video.write_text("this is not a video\n" * 100)
    with pytest.raises(VideoRefused) as refusal:
        keeper.run("check", tmp_path, CHECK, video=video)
    assert refusal.value.code == "R_NOT_VIDEO"


def test_the_child_dies_with_its_parent(tmp_path):
    """Kill the parent with -9 while its child waits on a file that never speaks."""
    fifo = tmp_path / "video.mp4"
    os.mkfifo(fifo)
    parent_program = (
        "import django, os; os.environ['DJANGO_SETTINGS_MODULE'] = 'config.settings'; django.setup()\n"
        "from pathlib import Path\n"
        "from gait.child import keeper\n"
        "from gait.child.limits import CHECK\n"
        f"keeper.run('check', Path({str(tmp_path)!r}), CHECK, video={str(fifo)!r})\n"
    )
    parent = subprocess.Popen([sys.executable, "-c", parent_program], cwd=Path(child_limits.__file__).parents[2])
    try:
        wait_until(lambda: children_of(parent.pid))
        child = children_of(parent.pid)[0]
        wait_until(lambda: "gait.child" in Path(f"/proc/{child}/cmdline").read_text())
    finally:
        parent.send_signal(signal.SIGKILL)
        parent.wait()
    wait_until(lambda: not is_alive(child))
