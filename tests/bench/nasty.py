"""make bench-nasty: input that looks measurable and is not, made of the project's own clips. Is any side wrong?

python -m tests.bench.nasty [--only WORD ...] [--keep FOLDER] [--store]

A side is wrong when it is claimed and its 95 % interval misses the truth by more than a degree. Ends with exit code 1
where one is, unless nothing in the film shows what is wrong with it. --store keeps the table for docs/accuracy.md.
"""

import argparse
import json
import os
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path

os.environ.setdefault("OMP_NUM_THREADS", "1")

import av
import numpy as np

from tests.bench.accuracy import DOCS, OWN_CLIPS, measure
from tests.bench.accuracy_page import refresh_chapters
from tests.bench.nasty_drawn import PAINTED, Body, Paint
from tests.bench.nasty_filmed import FILMED, Filmed, standing_first
from tests.bench.nasty_judged import HEADER, judge, row, store, summary
from tests.bench.scoring import Json
from tests.support.made_clips import write_clip

BASES = {"walk": "A5_walk_left_heavy_yaw", "run": "A3_run_f"}
"""Both kinds of base have their sides unlike each other, so that exchanged sides show."""
STEP = 2
"""Every second picture of the base: 30 a second, as phones film, and half the time."""


def painted(video: Path, truth: Json, paint: Paint) -> Iterator[np.ndarray]:
    body = Body(truth["frame"]["points"])
    for number, picture in enumerate(pictures_of(video)):
        picture = picture.copy()
        paint(picture, body, STEP * number)
        yield picture


def pictures_of(video: Path) -> list[np.ndarray]:
    with av.open(str(video)) as film:
        frames = film.decode(video=0)
        return [frame.to_ndarray(format="bgr24") for number, frame in enumerate(frames) if number % STEP == 0]


def write(pictures: Iterator[np.ndarray], target: Path, rate_hz: float) -> Path:
    """A film of pictures (BGR) of one size; the first says which."""
    first = next(pictures)
    height, width = (side // 2 * 2 for side in first.shape[:2])
    rest = [first, *pictures]
    frames = (np.ascontiguousarray(p[:height, :width, ::-1]) for p in rest)
    times_s = [number / rate_hz for number in range(len(rest))]
    return write_clip(target, rate_hz=round(rate_hz), size_px=(width, height), times_s=times_s, frames=frames)


def deepest_left(truth: Json) -> int:
    """The picture in which the pelvis hangs lowest while the left leg stands, of those that are used."""
    return int(np.argmax(truth["frame"]["obliquity_image"][::STEP]))


def made(folder: Path, only: list[str]) -> Iterator[tuple[str, str, Path, Json, Filmed]]:
    """Kind, base, the file, the truth of the base and how it was filmed. Bodies are painted on both bases."""
    for base, name in BASES.items():
        video = OWN_CLIPS / f"{name}.mp4"
        truth = json.loads(video.with_suffix(".json").read_text())
        rate_hz = truth["fps"] / STEP
        for kind, paint in PAINTED.items():
            if _wanted(kind, only):
                target = write(painted(video, truth, paint), folder / f"{base}_{_slug(kind)}.mp4", rate_hz)
                yield kind, base, target, truth, Filmed()
        if base == "walk":
            yield from _filmed(folder, base, video, truth, only)


def _filmed(
    folder: Path, base: str, video: Path, truth: Json, only: list[str]
) -> Iterator[tuple[str, str, Path, Json, Filmed]]:
    rate_hz = truth["fps"] / STEP
    ways = FILMED | {"standing on one leg first": Filmed(lambda p: standing_first(p, deepest_left(truth)))}
    for kind, way in ways.items():
        if not _wanted(kind, only):
            continue
        target = write(iter(way.pictures(pictures_of(video))), folder / f"{base}_{_slug(kind)}.mp4", rate_hz * way.rate)
        if way.file is not None:
            plain = target.rename(target.with_suffix(".plain.mp4"))
            way.file(plain, target, truth["frames"] / truth["fps"])
        yield kind, base, target, truth, way


def _wanted(kind: str, only: list[str]) -> bool:
    return not only or any(word in kind for word in only)


def _slug(kind: str) -> str:
    return "".join(letter if letter.isalnum() else "_" for letter in kind)


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--only", nargs="*", default=[], help="kinds with one of these words in their name")
    parser.add_argument("--keep", type=Path, help="leave the films in this folder")
    parser.add_argument("--store", action="store_true", help="keep the table and put it into docs/accuracy.md")
    said = parser.parse_args()
    print("\n".join(HEADER), flush=True)
    clips = []
    with tempfile.TemporaryDirectory() as scratch:
        folder = said.keep or Path(scratch)
        folder.mkdir(parents=True, exist_ok=True)
        for kind, base, video, truth, way in made(folder, said.only):
            clips.append(judge(kind, base, truth, measure(video), way.window, is_hidden=way.is_hidden))
            print(row(clips[-1]), flush=True)
            if said.keep is None:
                video.unlink()
    if not clips:
        print("No kind has such a name.", file=sys.stderr)
        return 2
    print(f"\n{summary(clips)}")
    if said.store:
        store(clips)
        refresh_chapters(DOCS)
    return int(any(one.is_wrong and not one.is_hidden for one in clips))


if __name__ == "__main__":
    sys.exit(main())
