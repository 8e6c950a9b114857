"""Finished runs for tests of what is shown and signed: six strides a side, the first right stance left out."""

import json
from dataclasses import replace
from math import pi, sin
from typing import Any
from uuid import uuid4

import filmed
import results
from django.utils import timezone

from gait import reported, storage
from gait.models import Analysis, Assessment, Finding, Measurement
from gait.result.conventions import Confidence, Side, Source
from gait.result.result import Excursion, Result, Stance

STRIDE_S, STANCE_S, RATE_HZ = 1.0, 0.6, 50
DROP_DEG = {Side.LEFT: 4.0, Side.RIGHT: 9.0}


def stances() -> tuple[Stance, ...]:
    return tuple(
        Stance(
            side=side,
            initial_contact_s=start + number * STRIDE_S,
            toe_off_s=start + number * STRIDE_S + STANCE_S,
            peak_drop_deg=DROP_DEG[side],
            peak_s=start + number * STRIDE_S + 0.25,
            used=not (side is Side.RIGHT and number == 0),
            reason="S_CUT" if side is Side.RIGHT and number == 0 else None,
        )
        for side, start in ((Side.RIGHT, 0.5), (Side.LEFT, 1.0))
        for number in range(7)
    )


def series() -> dict[str, list[float | None]]:
    """Right side lower in left stance, left side lower in right stance, level at every contact."""
    times_s = [index / RATE_HZ for index in range(9 * RATE_HZ)]
    wave = [sin(2 * pi * (time_s - 1.0) / STRIDE_S) for time_s in times_s]
    return {
        "time_s": times_s,
        "pelvic_obliquity_deg": [
            DROP_DEG[Side.LEFT] * each if each > 0 else DROP_DEG[Side.RIGHT] * each for each in wave
        ],
        "sigma_deg": [0.6] * len(times_s),
    }


def found(**changes: Any) -> Result:
    video = replace(results.found().video, width_px=720, height_px=1280, frame_rate_hz=50.0, duration_s=9.0)
    usual = {"stances": stances(), "video": video, "key_frames": {Side.LEFT: 2.25, Side.RIGHT: 1.75}}
    return results.found(**usual | changes)


def without_answer() -> Result:
    """Confidence C: only body landmarks, both sides withheld."""
    return found(
        source=Source.LANDMARKS,
        confidence=Confidence.C,
        asymmetry=None,
        excursion=Excursion(stances_used=18, reason="E_NO_SOURCE"),
        findings=(),
        sides=dict.fromkeys(Side, results.withheld()),
        stances=tuple(replace(stance, peak_drop_deg=None, peak_s=None) for stance in stances()),
        key_frames=dict.fromkeys(Side),
    )


def done_run(assessment: Assessment, answer: Result | None = None) -> Analysis:
    """A run as finish() leaves it, with its curve beside it."""
    answer = answer or found()
    run = filmed.run_of(
        assessment,
        status=Analysis.Status.DONE,
        result=answer.as_json(),
        pipeline_version=answer.pipeline_version,
        token=uuid4(),
        finished_at=timezone.now(),
    )
    measurements, findings = reported.rows_of(run.pk, run.found)
    Measurement.objects.bulk_create(measurements)
    Finding.objects.bulk_create(findings)
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
