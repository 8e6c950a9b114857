"""make bench-speed: what each stage of the engine costs, as processor time per picture and as ratios within one run.

python -m tests.bench.speed [CLIP]     default: a walking clip of tests/data

Processor time counts all threads and, unlike the clock on the wall, hardly minds what else the machine is doing.
"""

import argparse
import os
import resource
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path
from typing import TypeVar

os.environ.setdefault("OMP_NUM_THREADS", "1")

from gait.analysis.conclude import conclude
from gait.analysis.film.frames import DecodeTally, read_pictures
from gait.analysis.film.probe import probe_video
from gait.analysis.film.proxy import ProxyWriter
from gait.analysis.film.track import track_person
from gait.analysis.pipeline import ignore_progress, read_footage
from gait.analysis.terms.types import Footage, Hints
from gait.result.result import VideoInfo
from tests.bench.accuracy import OWN_CLIPS, POSE_MODEL
from tests.bench.recompute import waits_s

Made = TypeVar("Made")


class Stopwatch:
    """Processor seconds by name, in the order they were measured."""

    def __init__(self) -> None:
        self.cpu_s: dict[str, float] = {}

    def time(self, name: str, work: Callable[[], Made]) -> Made:
        started_s = time.process_time()
        made = work()
        self.cpu_s[name] = time.process_time() - started_s
        return made


def decode(clip: Path, info: VideoInfo) -> int:
    return sum(1 for _ in read_pictures(clip, info, DecodeTally()))


def track(clip: Path, info: VideoInfo, proxy: ProxyWriter | None = None) -> Footage:
    return track_person(clip, info, pose_model=POSE_MODEL, on_progress=ignore_progress, proxy=proxy)


def track_with_copy(clip: Path, info: VideoInfo) -> Footage:
    with tempfile.TemporaryDirectory() as folder, ProxyWriter(Path(folder) / "proxy.mp4", Path(folder)) as proxy:
        return track(clip, info, proxy)


def measure(clip: Path) -> tuple[VideoInfo, Stopwatch]:
    watch, hints = Stopwatch(), Hints()
    info = watch.time("check the file", lambda: probe_video(clip))
    watch.time("decode", lambda: decode(clip, info))
    watch.time("decode and follow the person", lambda: track(clip, info))
    footage = watch.time("the same with the browser's copy", lambda: track_with_copy(clip, info))
    readings = watch.time("read the pelvis and the camera's roll", lambda: read_footage(footage, hints))
    watch.time("conclude, as after every edit", lambda: conclude(readings, hints))
    return info, watch


def main() -> None:
    parser = argparse.ArgumentParser(description=(__doc__ or "").split("\n\n")[0])
    parser.add_argument("clip", type=Path, nargs="?", default=OWN_CLIPS / "C1_walk_sticker_skin.mp4")
    clip = parser.parse_args().clip
    info, watch = measure(clip)
    pose_s = watch.cpu_s["decode and follow the person"]
    print(f"{clip.name}: {info.frames} pictures of {info.width_px} x {info.height_px} px, {info.duration_s:.1f} s\n")
    print(f"{'stage':40s} {'CPU ms / picture':>17s} {'against following':>18s}")
    for name, cpu_s in watch.cpu_s.items():
        print(f"{name:40s} {1000 * cpu_s / info.frames:17.1f} {cpu_s / pose_s:18.2f}")
    print(f"\n{'as the therapist waits for it':40s} {'seconds':>17s} {'against following':>18s}")
    for name, wait_s in waits_s().items():
        print(f"{name:40s} {wait_s:17.2f} {wait_s / pose_s:18.2f}")
    print(f"\nlargest memory of the process: {resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024:.0f} MB")


if __name__ == "__main__":
    sys.exit(main())
