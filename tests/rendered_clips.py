"""Rendered clips of tests/data with their true pelvic angle, seen as the pipeline sees them."""

import json
from dataclasses import dataclass, replace
from pathlib import Path

import numpy as np

from gait.analysis.conventions import Activity, Side, View
from gait.analysis.landmarks import HIP, SHOULDER
from gait.analysis.probe import probe_video
from gait.analysis.track import track_person
from gait.analysis.types import FloatArray, Footage, PelvisPatches, Pose, Subject

DATA = Path(__file__).resolve().parent / "data"
POSE_MODEL = Path(__file__).resolve().parents[1] / "gait" / "weights" / "pose_landmarker.task"


@dataclass(frozen=True)
class Clip:
    """truth_deg (n,): obliquity in the picture, camera roll inside, + = patient's right side lower."""

    footage: Footage
    subject: Subject
    truth_deg: FloatArray


def tracked(name: str, activity: Activity, frames: int) -> Clip:
    """The first frames of a rendered clip."""
    video = DATA / f"{name}.mp4"
    footage = track_person(video, probe_video(video), pose_model=POSE_MODEL, on_progress=lambda stage, share: None)
    footage = first_frames(footage, frames)
    points = footage.pose.landmarks_px
    shoulders = points[:, [SHOULDER[side] for side in Side]].mean(axis=1)
    hips = points[:, [HIP[side] for side in Side]].mean(axis=1)
    subject = Subject(View.POSTERIOR, activity, np.linalg.norm(shoulders - hips, axis=1), True, None)
    truth = json.loads((DATA / f"{name}.json").read_text())
    angle = np.array(truth["frame"]["obliquity_image_raw"])
    return Clip(footage, subject, np.interp(footage.time_s, np.arange(len(angle)) / truth["fps"], angle))


def first_frames(footage: Footage, frames: int) -> Footage:
    patches = footage.pelvis
    kept = [k for k, frame in enumerate(footage.still_frames) if frame < frames]
    return replace(
        footage,
        stills_rgb=tuple(footage.stills_rgb[k] for k in kept),
        still_frames=tuple(footage.still_frames[k] for k in kept),
        time_s=footage.time_s[:frames],
        pose=Pose(footage.pose.landmarks_px[:frames], footage.pose.visibility[:frames]),
        pelvis=PelvisPatches(
            np.array(patches.rgb[:frames]),
            patches.origin_px[:frames],
            patches.scale_px[:frames],
            patches.present[:frames],
        ),
    )
