"""make bench-surface: the tilt reader alone, without the sources that vouch for it, on clips with and without truth.

python -m tests.bench.surface [CLIPS ...] [--weights FILE ...]

CLIPS are folders of <name>.mp4, with <name>.json of the truth where it is known; default tests/data. Several weights
read the same pictures, so that a new reader can be weighed against the shipped one before it takes its place.
"""

import argparse
import json
import os
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

os.environ.setdefault("OMP_NUM_THREADS", "1")

import numpy as np

from gait.analysis.curves.filtering import low_pass
from gait.analysis.film.probe import probe_video
from gait.analysis.film.recognise import recognise_subject
from gait.analysis.film.track import track_person
from gait.analysis.pelvis import surface, tilt_reader
from gait.analysis.terms.errors import VideoRefused
from gait.analysis.terms.types import Footage, PelvicLine, Subject
from gait.result.conventions import Activity
from gait.result.handedness import rightward_of
from tests.bench.accuracy import OWN_CLIPS, POSE_MODEL

CUTOFF_HZ = {Activity.RUNNING: 10.0}
USUAL_CUTOFF_HZ = 6.0

Json = dict[str, Any]


@dataclass(frozen=True)
class Reading:
    """One clip: what the reader says of itself, and its errors (degrees) where the truth is known.

    slope is that of the reading as the network gives it, before surface.READER_FOLLOWS divides it.
    """

    clip: str
    sigma_deg: float
    spread_deg: float
    trusted: bool
    motion_deg: float
    rmse_deg: float = np.nan
    slope: float = np.nan
    bias_deg: float = np.nan


def filmed(video: Path) -> tuple[Footage, Subject] | None:
    """The clip as far as the pelvis; None when it is refused."""
    try:
        footage = track_person(video, probe_video(video), pose_model=POSE_MODEL, on_progress=lambda *_: None)
        return footage, recognise_subject(footage)
    except VideoRefused:
        return None


def read(footage: Footage, subject: Subject, weights: Path) -> PelvicLine:
    """The surface source with other weights than the shipped ones."""
    if weights != tilt_reader.WEIGHTS:
        tilt_reader.WEIGHTS = weights
        tilt_reader._network.cache_clear()
    return surface.locate_pelvic_line(footage, subject, rightward_of(subject.view, mirrored=False))


def judge(clip: str, line: PelvicLine, footage: Footage, subject: Subject, truth: Json | None) -> Reading:
    angle = low_pass(line.angle_deg, footage.timeline.rate_hz, CUTOFF_HZ.get(subject.activity, USUAL_CUTOFF_HZ))
    known = np.isfinite(angle)
    said = line.checks["sigma_deg"], line.checks["spread_deg"], line.trusted, float(np.std(angle[known]))
    if truth is None:
        return Reading(clip, *said)
    known &= footage.time_s >= truth.get("static_until_s", 0.0)
    raw = np.array(truth["frame"]["obliquity_image_raw"])
    true = np.interp(footage.time_s, np.arange(len(raw)) / truth["fps"], raw)[known]
    error = angle[known] - true
    slope = float(np.polyfit(true, angle[known], 1)[0]) * surface.READER_FOLLOWS
    return Reading(clip, *said, float(np.sqrt((error**2).mean())), slope, float(error.mean()))


def readings(folders: list[Path], weights: list[Path]) -> Iterator[tuple[Path, Reading]]:
    for video in sorted(video for folder in folders for video in folder.glob("*.mp4")):
        found = filmed(video)
        if found is None or not found[1].measurable:
            print(f"{video.stem:28s} refused or not measurable", flush=True)
            continue
        beside = video.with_suffix(".json")
        truth = json.loads(beside.read_text()) if beside.exists() else None
        for file in weights:
            yield file, judge(video.stem, read(*found, file), *found, truth)


def line_of(file: Path, reading: Reading) -> str:
    alarm = "sure  " if reading.trusted else "UNSURE"
    said = f"{alarm} sigma {reading.sigma_deg:.2f} spread {reading.spread_deg:.2f} motion {reading.motion_deg:5.2f}"
    errors = f"rmse {reading.rmse_deg:.2f} slope {reading.slope:.2f} bias {reading.bias_deg:+.2f}"
    return f"{reading.clip:28s} {file.stem:10s} {said}  {'' if np.isnan(reading.rmse_deg) else errors}"


def summary(file: Path, found: list[Reading]) -> str:
    known = [reading for reading in found if not np.isnan(reading.rmse_deg)]
    if not known:
        return f"{file}: no clip with truth"
    rmse, slope, bias = (np.array([getattr(r, name) for r in known]) for name in ("rmse_deg", "slope", "bias_deg"))
    return (
        f"{file}: {len(known)} clips with truth, {sum(r.trusted for r in known)} sure of; frame RMSE {rmse.mean():.2f} "
        f"(worst {rmse.max():.2f}), slope {slope.mean():.3f} ± {slope.std():.3f}, lasting error "
        f"{np.sqrt((bias**2).mean()):.2f} (worst {np.abs(bias).max():.2f}), highest sigma "
        f"{max(r.sigma_deg for r in known):.2f} and spread {max(r.spread_deg for r in known):.2f}"
    )


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("clips", nargs="*", type=Path, default=[OWN_CLIPS])
    parser.add_argument("--weights", nargs="+", type=Path, default=[tilt_reader.WEIGHTS])
    arguments = parser.parse_args()
    found: dict[Path, list[Reading]] = {file: [] for file in arguments.weights}
    for file, reading in readings(arguments.clips, arguments.weights):
        found[file].append(reading)
        print(line_of(file, reading), flush=True)
    print()
    for file, of_file in found.items():
        print(summary(file, of_file))
    return 0


if __name__ == "__main__":
    sys.exit(main())
