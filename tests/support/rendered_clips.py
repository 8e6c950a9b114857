"""Rendered clips of tests/data with their true pelvic angle, seen as the pipeline sees them."""

import json
import pickle
from dataclasses import dataclass, replace
from pathlib import Path

import numpy as np
import pytest
from made_clips import DATA
from once import made_once

from gait.analysis.film import frames
from gait.analysis.film.probe import probe_video
from gait.analysis.film.track import track_person
from gait.analysis.terms.landmarks import HIP, SHOULDER
from gait.analysis.terms.types import FloatArray, Footage, PelvisPatches, Pose, Subject
from gait.result.conventions import Activity, Side, View
from gait.weights.build_pose_model import TASK_PATH


@dataclass(frozen=True)
class Clip:
    """truth_deg (n,): obliquity in the picture, camera roll inside, + = patient's right side lower."""

    footage: Footage
    subject: Subject
    truth_deg: FloatArray


def tracked(name: str, activity: Activity, count: int, run_folder: Path) -> Clip:
    """The first pictures of a rendered clip, looked at once in this run."""

    def make(folder: Path) -> None:
        (folder / "footage").write_bytes(pickle.dumps(first_footage(DATA / f"{name}.mp4", count)))

    footage = pickle.loads((made_once(run_folder / f"{name}_{count}", make) / "footage").read_bytes())
    points = footage.pose.landmarks_px
    shoulders = points[:, [SHOULDER[side] for side in Side]].mean(axis=1)
    hips = points[:, [HIP[side] for side in Side]].mean(axis=1)
    subject = Subject(View.POSTERIOR, activity, np.linalg.norm(shoulders - hips, axis=1), True, None)
    truth = json.loads((DATA / f"{name}.json").read_text())
    angle = np.array(truth["frame"]["obliquity_image_raw"])
    return Clip(footage, subject, np.interp(footage.time_s, np.arange(len(angle)) / truth["fps"], angle))


def first_footage(video: Path, count: int) -> Footage:
    """Of the first pictures only: the pose model takes its time over each."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(frames, "MAX_ANALYSED_FRAMES", count)
        footage = track_person(video, probe_video(video), pose_model=TASK_PATH, on_progress=lambda stage, share: None)
    return first_frames(footage, count)


def first_frames(footage: Footage, count: int) -> Footage:
    patches = footage.pelvis
    kept = [k for k, frame in enumerate(footage.still_frames) if frame < count]
    return replace(
        footage,
        stills_rgb=tuple(footage.stills_rgb[k] for k in kept),
        still_frames=tuple(footage.still_frames[k] for k in kept),
        timeline=footage.timeline.of_frames(np.arange(len(footage.time_s)) < count),
        pose=Pose(footage.pose.landmarks_px[:count], footage.pose.visibility[:count]),
        pelvis=PelvisPatches(
            np.array(patches.rgb[:count]),
            patches.origin_px[:count],
            patches.scale_px[:count],
            patches.present[:count],
        ),
    )
