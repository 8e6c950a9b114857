"""Render stills with known truth into shards on disk, on all cores; shards that are already there are kept.

python -m gait.training.stills FOLDER --count 24000 --seed 1
"""

import argparse
import multiprocessing
import os
import sys
import time
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import cv2
import numpy as np
from numpy.typing import NDArray

from gait.training.arrays import Bytes, Rng
from gait.training.sizes import MARGIN, STORED_SIZE
from gait.training.walker.backdrop import draw_backdrop
from gait.training.walker.camera import draw_camera
from gait.training.walker.clothes import draw_clothes
from gait.training.walker.dress import dress
from gait.training.walker.film import film
from gait.training.walker.look import draw_look
from gait.training.walker.pose import pose_body
from gait.training.walker.posture import draw_posture
from gait.training.walker.scene import draw_picture, look_at_pelvis
from gait.training.walker.shape import draw_build, shape_body

TRUTH = np.dtype([("angle_deg", "f4"), ("lean_deg", "f4"), ("outfit", "i1"), ("behind", "?"), ("size_px", "i2")])
"""angle_deg: + = image-right side lower, camera roll included. size_px: what was rendered before resizing."""

SHARD_STILLS, STILLS_PER_BODY, STILLS_PER_LOOK = 480, 8, 2


def render_body(rng: Rng, count: int = STILLS_PER_BODY) -> Iterator[tuple[Bytes, tuple[float, ...]]]:
    """Stills (STORED_SIZE, STORED_SIZE, 3) of one dressed body in independent postures, and a row of TRUTH for each."""
    shape, clothes = shape_body(draw_build(rng)), draw_clothes(rng)
    figure = dress(shape, clothes)
    posture = draw_posture(rng, count, shape.scale, float(shape.joints_m["foot_l"][1]))
    pose = pose_body(shape, posture)
    look = draw_look(rng)
    for still in range(count):
        if still % STILLS_PER_LOOK == 0 and still:
            look = replace(draw_look(rng), colours=look.colours) if rng.random() < 0.3 else draw_look(rng)
        size = int(STORED_SIZE * np.clip(np.exp(rng.normal(-0.05, 0.3)), 0.5, 1.6))
        view = look_at_pelvis(figure, pose, still, draw_camera(rng), size=size, margin=MARGIN)
        picture = film(rng, draw_picture(figure, view, look, draw_backdrop(rng, size)))
        truth = (view.angle_deg, view.lean_deg, clothes.outfit, view.camera.behind, size)
        yield at_stored_size(picture), truth


def at_stored_size(picture: Bytes) -> Bytes:
    shrinks = len(picture) > STORED_SIZE
    how = cv2.INTER_AREA if shrinks else cv2.INTER_LINEAR
    return cv2.resize(picture, (STORED_SIZE, STORED_SIZE), interpolation=how)


def render_shard(folder: Path, seed: int, shard: int, count: int) -> None:
    """Write one shard, unless it is there; the same seed and shard always give the same stills."""
    pictures_file, truth_file = shard_files(folder, seed, shard)
    if pictures_file.exists() and len(np.load(truth_file)) == count:
        return
    cv2.setNumThreads(1)
    rng = np.random.default_rng((seed, shard))
    pictures = np.empty((count, STORED_SIZE, STORED_SIZE, 3), np.uint8)
    truth = np.empty(count, TRUTH)
    done = 0
    while done < count:
        for picture, row in render_body(rng, min(STILLS_PER_BODY, count - done)):
            pictures[done], truth[done] = picture, row
            done += 1
    _write(truth_file, truth)
    _write(pictures_file, pictures)


def shard_files(folder: Path, seed: int, shard: int) -> tuple[Path, Path]:
    stem = f"seed{seed:04d}_shard{shard:04d}"
    return folder / f"{stem}_rgb.npy", folder / f"{stem}_truth.npy"


def load_stills(folder: Path) -> tuple[list[Bytes], NDArray[np.void]]:
    """Every still as a view into its mapped shard, and the truth (n,) of them all."""
    pictures, truths = [], []
    for file in sorted(folder.glob("*_rgb.npy")):
        pictures += list(np.load(file, mmap_mode="r"))
        truths.append(np.load(file.with_name(file.name.replace("_rgb", "_truth"))))
    if not pictures:
        raise FileNotFoundError(f"no stills in {folder}")
    return pictures, np.concatenate(truths)


def _write(file: Path, values: NDArray[np.generic]) -> None:
    """A file is there whole or not at all."""
    unfinished = file.with_suffix(".part")
    with unfinished.open("wb") as stream:
        np.save(stream, values)
    unfinished.replace(file)


def _render_job(job: tuple[Path, int, int, int]) -> None:
    render_shard(*job)


def render(folder: Path, count: int, seed: int, processes: int) -> None:
    folder.mkdir(parents=True, exist_ok=True)
    shards = range(-(-count // SHARD_STILLS))
    jobs = [(folder, seed, shard, min(SHARD_STILLS, count - shard * SHARD_STILLS)) for shard in shards]
    started_s = time.monotonic()
    with multiprocessing.get_context("spawn").Pool(processes) as pool:
        for done, _ in enumerate(pool.imap_unordered(_render_job, jobs), start=1):
            if done % 10 == 0 or done == len(jobs):
                passed_s = time.monotonic() - started_s
                sys.stdout.write(f"{min(count, done * SHARD_STILLS)} stills of seed {seed}, {passed_s:.0f} s\n")
                sys.stdout.flush()


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("folder", type=Path)
    parser.add_argument("--count", type=int, default=24_000)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--processes", type=int, default=os.cpu_count() or 1)
    arguments = parser.parse_args()
    render(arguments.folder, arguments.count, arguments.seed, arguments.processes)
