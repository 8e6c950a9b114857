"""Finished runs for tests of what is shown and signed: six strides a side, the first right stance left out."""

import copy
import json
from math import pi, sin
from typing import Any
from uuid import uuid4

import filmed
from django.utils import timezone

from gait import reported, storage
from gait.models import Analysis, Assessment, Finding, Measurement

STRIDE_S, STANCE_S, RATE_HZ = 1.0, 0.6, 50
DROP_DEG = {"left": 4.0, "right": 9.0}


def stances() -> list[dict[str, Any]]:
    return [
        {
            "side": side,
            "initial_contact_s": start + number * STRIDE_S,
            "toe_off_s": start + number * STRIDE_S + STANCE_S,
            "peak_drop_deg": DROP_DEG[side],
            "peak_s": start + number * STRIDE_S + 0.25,
            "used": not (side == "right" and number == 0),
            "reason": "S_CUT" if side == "right" and number == 0 else None,
        }
        for side, start in (("right", 0.5), ("left", 1.0))
        for number in range(7)
    ]


def series() -> dict[str, list[float | None]]:
    """Right side lower in left stance, left side lower in right stance, level at every contact."""
    times_s = [index / RATE_HZ for index in range(9 * RATE_HZ)]
    wave = [sin(2 * pi * (time_s - 1.0) / STRIDE_S) for time_s in times_s]
    return {
        "time_s": times_s,
        "pelvic_obliquity_deg": [DROP_DEG["left"] * each if each > 0 else DROP_DEG["right"] * each for each in wave],
        "sigma_deg": [0.6] * len(times_s),
    }


def result(**changes: Any) -> dict[str, Any]:
    return {
        **copy.deepcopy(filmed.REPORT),
        "stances": stances(),
        "video": {"width_px": 720, "height_px": 1280, "frame_rate_hz": 50.0, "duration_s": 9.0},
        "zero": {"reference": "horizontal"},
        "key_frames": {"left": 2.25, "right": 1.75},
        **changes,
    }


def result_without_answer() -> dict[str, Any]:
    """Confidence C: only body landmarks, both sides withheld."""
    withheld = {"pelvic_drop_deg": None, "sd_deg": None, "ci95_deg": None, "verdict": "cannot_tell", "grade": None}
    answer = result(source="landmarks", confidence="C", asymmetry_deg=None, findings=[])
    for side in answer["sides"].values():
        side.update(withheld, reason="E_NO_SOURCE")
    for stance in answer["stances"]:
        stance.update(peak_drop_deg=None, peak_s=None)
    return {**answer, "key_frames": {"left": None, "right": None}}


def done_run(assessment: Assessment, answer: dict[str, Any] | None = None) -> Analysis:
    """A run as finish() leaves it, with its curve beside it."""
    answer = answer or result()
    run = filmed.run_of(
        assessment,
        status=Analysis.Status.DONE,
        result=answer,
        pipeline_version=answer["pipeline_version"],
        token=uuid4(),
        finished_at=timezone.now(),
    )
    Measurement.objects.bulk_create(reported.measurements(run.pk, answer))
    Finding.objects.bulk_create(reported.findings(run.pk, answer))
    folder = storage.results_of(run)
    folder.mkdir(parents=True)
    (folder / "series.json").write_text(json.dumps(series()))
    return run


def overlay() -> dict[str, object]:
    """A line of 200 px across the middle of every frame, right side lower."""
    times = series()["time_s"]
    hips = {"left_hip": [260, 640], "right_hip": [460, 640]}
    return {
        "time_s": times,
        "joints": {name: at * len(times) for name, at in hips.items()},
        "chosen": "waistband",
        "lines": {"waistband": {"from_xy": [260.0, 630.0] * len(times), "to_xy": [460.0, 651.0] * len(times)}},
    }
