"""make bench-clicks: lines marked in four frames, carried by the picture alone, against marks or truth elsewhere.

python -m tests.bench.clicks [CLIPS ...] [--draws N] [--only NAME ...]

CLIPS are folders of <name>.mp4; default tests/data. Frames with a known angle come from a labels.csv in the folder
(clip, time_s, left_xy, right_xy, angle_deg, width_px; angle + = patient's right side lower) or from <name>.json of the
truth, at the peaks of the stances. No other source may carry here, so the figures are those of clips on which none is
trusted.
"""

import argparse
import csv
import json
import os
import sys
import time
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

os.environ.setdefault("OMP_NUM_THREADS", "1")

import numpy as np

from gait.analysis.pelvis import surface, waistband
from gait.analysis.pelvis.body_frame import BodyFrame, follow_body
from gait.analysis.pelvis.carry_points import MAX_MISS_Z, Clicked, carry_points
from gait.analysis.pelvis.clicks import CLICK_ERROR_PX
from gait.analysis.terms.types import FloatArray, Footage, IntArray, Subject
from gait.result.conventions import Side
from gait.result.handedness import rightward_of
from tests.bench.accuracy import OWN_CLIPS
from tests.bench.surface import filmed

CLICKS = 4
DIMPLES_TORSOS = 0.19
"""Between the back dimples: 95 mm of half a metre. Rendered clips are clicked there."""


@dataclass(frozen=True)
class Known:
    """Frames (k,) of the footage, the angle (k,) there, how far apart the points lie (k,), and the stance side if
    known."""

    frames: IntArray
    angle_deg: FloatArray
    width_px: FloatArray
    sides: tuple[Side, ...] | None


@dataclass(frozen=True)
class Score:
    """Of one draw of four clicks: errors (deg) at the other known frames, in degrees and in claimed standard errors."""

    off_deg: FloatArray
    off_z: FloatArray
    miss_z: float
    cpu_s: float


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("clips", nargs="*", type=Path, default=[OWN_CLIPS])
    parser.add_argument("--draws", type=int, default=4)
    parser.add_argument("--only", nargs="*", default=[])
    said = parser.parse_args()
    sys.stdout.write("| clip | RMSE | z | frames known | alarm in draws | CPU s a draw |\n|---|---|---|---|---|---|\n")
    for folder in said.clips:
        for video in sorted(folder.glob("*.mp4")):
            if not said.only or video.stem in said.only:
                for line in rows(video, said.draws):
                    sys.stdout.write(line)
                    sys.stdout.flush()


def rows(video: Path, draws: int) -> Iterator[str]:
    """One row, or none for a clip that is refused or of which too little is known."""
    seen = filmed(video)
    known = None if seen is None else known_frames(video, *seen)
    if seen is None or known is None or len(known.frames) <= CLICKS:
        return
    scores = list(drawn(*seen, known, draws))
    off_deg, off_z = (np.concatenate([getattr(s, name) for s in scores]) for name in ("off_deg", "off_z"))
    alarms = np.mean([score.miss_z > MAX_MISS_Z for score in scores])
    cpu_s = np.mean([score.cpu_s for score in scores])
    share = np.isfinite(off_deg).mean()
    yield (
        f"| {video.stem} | {np.sqrt(np.nanmean(off_deg**2)):.2f} | {np.sqrt(np.nanmean(off_z**2)):.2f} | {share:.0%} "
        f"| {alarms:.0%} | {cpu_s:.0f} |\n"
    )


def drawn(footage: Footage, subject: Subject, known: Known, draws: int) -> Iterator[Score]:
    """Clicks in four known frames, two a side where sides are known; on truth with the usual error of a hand."""
    rightward = rightward_of(subject.view, mirrored=False)
    body = follow_body(footage, subject, rightward)
    reader = surface.locate_pelvic_line(footage, subject, rightward)
    belt = waistband.locate_pelvic_line(footage, subject, rightward)
    helpers = (reader, belt if belt.trusted else None)
    chance = np.random.default_rng(3)
    error_px = CLICK_ERROR_PX * max(footage.info.width_px, footage.info.height_px) / 1280
    for _ in range(draws):
        chosen = _choose(known, chance)
        noise_deg = np.degrees(np.sqrt(2) * error_px / known.width_px[chosen])
        hand_deg = 0.0 if known.sides is None else noise_deg * chance.standard_normal(len(chosen))
        began_s = time.process_time()
        clicked = Clicked(known.frames[chosen], known.angle_deg[chosen] + hand_deg, noise_deg)
        carried = carry_points(footage, subject, body, clicked, helpers)
        others = np.setdiff1d(np.arange(len(known.frames)), chosen)
        off_deg = carried.angle_deg[known.frames[others]] - known.angle_deg[others]
        sigma_deg = np.hypot(carried.sigma_deg[known.frames[others]], carried.peak_sigma_deg)
        yield Score(off_deg, off_deg / sigma_deg, carried.miss_z, time.process_time() - began_s)


def _choose(known: Known, chance: np.random.Generator) -> IntArray:
    if known.sides is None:
        return np.sort(chance.choice(len(known.frames), CLICKS, replace=False))
    own = [[k for k, each in enumerate(known.sides) if each is side] for side in Side]
    return np.sort(np.concatenate([chance.choice(side, CLICKS // 2, replace=False) for side in own]))


def known_frames(video: Path, footage: Footage, subject: Subject) -> Known | None:
    labels, truth = video.with_name("labels.csv"), video.with_suffix(".json")
    body = follow_body(footage, subject, 1)
    if labels.exists():
        return _labelled(labels, video.stem, footage, body)
    return _true(json.loads(truth.read_text()), footage, subject) if truth.exists() else None


def _labelled(path: Path, name: str, footage: Footage, body: BodyFrame) -> Known | None:
    """The mean of the passes over each frame."""
    found: dict[int, list[tuple[float, float]]] = {}
    with path.open(encoding="utf-8") as file:
        for row in csv.DictReader(file):
            frame = int(np.abs(footage.time_s - float(row["time_s"])).argmin())
            if row["clip"] == name and body.seen[frame]:
                found.setdefault(frame, []).append((float(row["angle_deg"]), float(row["width_px"])))
    frames = np.array(sorted(found), dtype=np.intp)
    means = np.array([np.mean(found[frame], axis=0) for frame in frames]).reshape(-1, 2)
    return Known(frames, means[:, 0], means[:, 1], None) if len(frames) else None


def _true(truth: dict, footage: Footage, subject: Subject) -> Known:
    angle_deg = np.array(truth["frame"]["obliquity_image_raw"], dtype=np.float64)
    at_frames = np.interp(footage.time_s, np.arange(len(angle_deg)) / truth["fps"], angle_deg)
    frames, sides = [], []
    for stance in truth["stances"]:
        side = Side.LEFT if stance["side"].startswith("l") else Side.RIGHT
        inside = np.flatnonzero((footage.time_s >= stance["ic_s"]) & (footage.time_s <= stance["to_s"]))
        if len(inside) > 1:
            frames.append(int(inside[np.argmax(side.drop_sign * at_frames[inside])]))
            sides.append(side)
    peaks = np.array(frames, dtype=np.intp)
    return Known(peaks, at_frames[peaks], DIMPLES_TORSOS * subject.torso_px[peaks], tuple(sides))


if __name__ == "__main__":
    main()
