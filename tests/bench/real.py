"""make bench-real CLIPS=folder: real clips with lines marked by hand, by every way to a number, and what failed.

python -m tests.bench.real CLIPS [--store]

CLIPS holds <name>.mp4 and labels.csv (clip, time_s, left_xy, right_xy, angle_deg, width_px, what; left and right are
the patient's, + = patient's right side lower). What a therapist would say of a clip may stand beside it in said.csv
(clip, activity, view). Real clips are nobody's to publish, so none is kept here. --store keeps the figures for
docs/accuracy.md.

Each clip is tracked once, then: nothing but that word said; four labelled frames marked; all of them read by hand. The
carried line is held against the labels that were not marked, over several draws of four.
"""

import argparse
import csv
import os
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

os.environ.setdefault("OMP_NUM_THREADS", "1")

import numpy as np

from gait.analysis.conclude import conclude
from gait.analysis.film.probe import probe_video
from gait.analysis.film.recognise import recognise_subject
from gait.analysis.film.track import track_person
from gait.analysis.pelvis.body_frame import follow_body
from gait.analysis.pelvis.clicks import NEVER_CARRIED
from gait.analysis.pelvis.dots import find_dots, lab_window
from gait.analysis.pipeline import read_footage
from gait.analysis.terms.errors import VideoRefused
from gait.analysis.terms.types import Click, Footage, Hints, Subject
from gait.analysis.version import PIPELINE_VERSION
from gait.analysis.written.report import result_of
from gait.result.conventions import Activity, Source, View
from gait.result.intervals import half_width_deg
from gait.result.result import Result
from gait.result.static_result import StaticTest
from tests.bench import clicks
from tests.bench.accuracy import DOCS, POSE_MODEL
from tests.bench.accuracy_page import refresh_chapters
from tests.bench.real_tried import HEADER, Tried, row, store, summary

DRAWS = 4
APART_S = 0.3
"""Marked frames are of different steps."""
BALL_TORSOS = 0.03
"""Within a ball of 14 mm on a trunk of half a metre."""
TOP = 10


@dataclass(frozen=True)
class Label:
    """A frame that was marked by hand, the mean of its passes; points in pixels, the patient's left and right."""

    time_s: float
    left_px: tuple[float, float]
    right_px: tuple[float, float]
    angle_deg: float
    what: str

    def click(self) -> Click:
        return Click(self.time_s, self.left_px, self.right_px)


def words_of_result(result: Result) -> str:
    """Both sides, else the swing in all, else why not."""
    sides = [
        f"{side} {own.pelvic_drop_deg:.1f} ± {own.half_width_deg:.1f}"
        for side, own in result.sides.items()
        if own.pelvic_drop_deg is not None
    ]
    if result.static is not None:
        sides += static_sides(result.static)
    swing = result.excursion
    if swing.value_deg is not None:
        sides.append(f"in all {swing.value_deg:.1f} ± {swing.half_width_deg:.1f}")
    if len(sides) < len(result.sides):
        sides += sorted({own.reason for own in result.sides.values() if own.reason})
    return f"{result.source or 'nothing'}: {', '.join(sides)}"


def try_clip(video: Path, labels: list[Label], said: Hints) -> Tried:
    try:
        footage = track_person(video, probe_video(video), pose_model=POSE_MODEL, on_progress=lambda *_: None)
    except VideoRefused as refusal:
        return Tried(video.stem, len(labels), *(3 * [f"refused {refusal.code}"]), None, None, None)
    chosen = apart_at_extremes(labels)
    subject = recognise_subject(footage)
    is_never_carried = said.activity in NEVER_CARRIED
    rmse_deg, z = (None, None) if is_never_carried else carried_errors(video, footage, subject)
    return Tried(
        clip=video.stem,
        labels=len(labels),
        automatic=answer(footage, said),
        four_marks=answer(footage, with_marks(said, chosen)) if len(chosen) == clicks.CLICKS else "–",
        by_hand=answer(footage, with_marks(said, labels, Source.BY_HAND)) if labels else "–",
        rmse_deg=rmse_deg,
        z=z,
        balls=balls_found(footage, subject, [label for label in labels if "ball" in label.what]),
    )


def static_sides(static: StaticTest) -> list[str]:
    """Mean drop while this leg stands, of the sides that were told."""
    return [
        f"on the {side} leg {own.mean_drop_deg:.1f} ± {half_width_deg(own.ci95_deg):.1f}"
        for side, own in static.sides.items()
        if own is not None and own.mean_drop_deg is not None and own.ci95_deg is not None
    ]


def answer(footage: Footage, hints: Hints) -> str:
    try:
        readings = read_footage(footage, hints)
    except VideoRefused as refusal:
        return f"refused {refusal.code}"
    return words_of_result(result_of(conclude(readings, hints), pipeline_version=PIPELINE_VERSION))


def with_marks(said: Hints, labels: list[Label], source: Source | None = None) -> Hints:
    what = labels[0].what
    segment = "psis" if "PSIS" in what else "asis" if "ASIS" in what else "belt"
    marked = tuple(label.click() for label in labels)
    return Hints(view=said.view, activity=said.activity, clicks=marked, click_segment=segment, source=source)


def apart_at_extremes(labels: list[Label]) -> list[Label]:
    """Two frames where the right side hangs lowest and two where the left does, as the product proposes them."""
    chosen: list[Label] = []
    for direction in (1, -1):
        own: list[Label] = []
        for label in sorted(labels, key=lambda label: -direction * label.angle_deg):
            is_apart = all(abs(label.time_s - other.time_s) >= APART_S for other in (*chosen, *own))
            if is_apart and len(own) < clicks.CLICKS // 2:
                own.append(label)
        chosen += own
    return sorted(chosen, key=lambda label: label.time_s)


def carried_errors(video: Path, footage: Footage, subject: Subject) -> tuple[float | None, float | None]:
    """RMSE (deg) and z of marks carried by the picture, as make bench-clicks draws them."""
    known = clicks.known_frames(video, footage, subject)
    if known is None or len(known.frames) <= clicks.CLICKS:
        return None, None
    scores = list(clicks.drawn(footage, subject, known, DRAWS))
    errors = (np.concatenate([getattr(score, name) for score in scores]) for name in ("off_deg", "off_z"))
    rmse_deg, z = (float(np.sqrt(np.nanmean(values**2))) for values in errors)
    return rmse_deg, z


def balls_found(footage: Footage, subject: Subject, labels: list[Label]) -> tuple[int, int, int] | None:
    """Sightings, those with a spot at the ball, and those with one among the TOP most striking spots of the frame."""
    if not labels:
        return None
    body = follow_body(footage, subject, 1)
    sightings, found, on_top = 0, 0, 0
    for label in labels:
        frame = int(np.abs(footage.time_s - label.time_s).argmin())
        spots = find_dots(lab_window(footage, body, frame)).xy
        for at_px in (label.left_px, label.right_px):
            ball = (np.array(at_px) - body.hips_px[frame]) / body.torso_px[frame]
            near = np.flatnonzero(np.linalg.norm(spots - ball, axis=1) < BALL_TORSOS)
            sightings, found, on_top = sightings + 1, found + bool(len(near)), on_top + bool((near < TOP).any())
    return sightings, found, on_top


def labels_of(folder: Path) -> dict[str, list[Label]]:
    """By clip, in order of time."""
    rows: dict[tuple[str, str], list[dict[str, str]]] = {}
    with (folder / "labels.csv").open(encoding="utf-8") as file:
        for each in csv.DictReader(file):
            rows.setdefault((each["clip"], each["time_s"]), []).append(each)
    found: dict[str, list[Label]] = {}
    for (clip, time_s), passes in rows.items():
        points = [np.mean([[*map(float, p[key].split())] for p in passes], axis=0) for key in ("left_xy", "right_xy")]
        angle_deg = float(np.mean([float(p["angle_deg"]) for p in passes]))
        left, right = ((float(x), float(y)) for x, y in points)
        found.setdefault(clip, []).append(Label(float(time_s), left, right, angle_deg, passes[0]["what"]))
    return {clip: sorted(own, key=lambda label: label.time_s) for clip, own in found.items()}


def said_of(folder: Path) -> dict[str, Hints]:
    path = folder / "said.csv"
    if not path.exists():
        return {}
    with path.open(encoding="utf-8") as file:
        return {
            each["clip"]: Hints(
                activity=Activity(each["activity"]) if each["activity"] else None,
                view=View(each["view"]) if each["view"] else None,
            )
            for each in csv.DictReader(file)
        }


def tried(folder: Path) -> Iterator[Tried]:
    labels, said = labels_of(folder), said_of(folder)
    for video in sorted(folder.glob("*.mp4")):
        yield try_clip(video, labels.get(video.stem, []), said.get(video.stem, Hints()))


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("clips", type=Path)
    parser.add_argument("--store", action="store_true", help="keep the figures and put them into docs/accuracy.md")
    said = parser.parse_args()
    if not (said.clips / "labels.csv").exists():
        print(f"{said.clips} holds no labels.csv.", file=sys.stderr)
        return 2
    print("\n".join(HEADER), flush=True)
    clips = []
    for one in tried(said.clips):
        clips.append(one)
        print(row(one), flush=True)
    print(f"\n{summary(clips)}")
    if said.store:
        store(clips)
        refresh_chapters(DOCS)
    return 0


if __name__ == "__main__":
    sys.exit(main())
