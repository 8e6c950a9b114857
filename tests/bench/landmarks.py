"""make bench-landmarks: do the hip landmarks of the pose model follow the pelvis? The claim that Stance starts from.

python -m tests.bench.landmarks [CLIPS]     CLIPS holds <name>.mp4 with <name>.json; default tests/data

Every clip is tracked anew. Without CLIPS the figures are kept beside this file and the page docs/accuracy.md shows
them from its next making on.
"""

import argparse
import json
import os
import sys
from collections.abc import Iterator
from pathlib import Path

os.environ.setdefault("OMP_NUM_THREADS", "1")

import numpy as np

from gait.analysis.curves.filtering import low_pass
from gait.analysis.pelvis.landmarks import locate_pelvic_line
from gait.analysis.terms.types import Footage, Subject
from gait.result.conventions import Activity
from gait.result.handedness import rightward_of
from tests.bench.accuracy import OWN_CLIPS, clips_with_truth
from tests.bench.followed import HEADER, Followed, row, store, summary
from tests.bench.scoring import Json
from tests.bench.surface import CUTOFF_HZ, USUAL_CUTOFF_HZ, filmed


def follow(clip: str, footage: Footage, subject: Subject, truth: Json) -> Followed:
    line = locate_pelvic_line(footage, subject, rightward_of(subject.view, mirrored=False))
    cutoff_hz = CUTOFF_HZ.get(subject.activity, USUAL_CUTOFF_HZ)
    got_deg = low_pass(line.angle_deg, footage.timeline.rate_hz, cutoff_hz)
    raw_deg, level_deg = (np.array(truth["frame"][name]) for name in ("obliquity_image_raw", "obliquity_image"))
    true_deg = np.interp(footage.time_s, np.arange(len(raw_deg)) / truth["fps"], raw_deg)
    known = np.isfinite(got_deg) & (footage.time_s >= truth.get("static_until_s", 0.0))
    got_deg, true_deg = got_deg[known], true_deg[known]
    roll_deg = float((raw_deg - level_deg).mean())
    return Followed(
        clip=clip,
        slope=float(np.polyfit(true_deg, got_deg, 1)[0]),
        r=float(np.corrcoef(true_deg, got_deg)[0, 1]),
        rmse_deg=float(np.sqrt(((got_deg - true_deg) ** 2).mean())),
        level_rmse_deg=float(np.sqrt(((roll_deg - true_deg) ** 2).mean())),
    )


def followed(videos: list[Path]) -> Iterator[Followed]:
    for video in videos:
        found = filmed(video)
        if found is None or found[1].activity not in (Activity.WALKING, Activity.RUNNING):
            print(f"| {video.stem} | refused, or nobody walks or runs | | | |", flush=True)
            continue
        yield follow(video.stem, *found, json.loads(video.with_suffix(".json").read_text()))


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("clips", nargs="?", type=Path, default=OWN_CLIPS)
    folder = parser.parse_args().clips
    print("\n".join(HEADER), flush=True)
    clips = []
    for one in followed(clips_with_truth(folder)):
        clips.append(one)
        print(row(one), flush=True)
    if not clips:
        print(f"{folder} holds no clip with truth beside it that can be followed.", file=sys.stderr)
        return 2
    print(summary(clips))
    if folder == OWN_CLIPS:
        store(clips)
    return 0


if __name__ == "__main__":
    sys.exit(main())
