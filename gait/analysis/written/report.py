"""AnalysisResult -> what is kept of it: the result without arrays, and its curves."""

from typing import Any

import numpy as np

from gait.analysis.terms.errors import VideoRefused
from gait.analysis.terms.types import AnalysisResult, PelvicLine
from gait.result.beside import Series
from gait.result.conventions import Side
from gait.result.json_form import Json, number
from gait.result.reference import REFERENCE_VERSION
from gait.result.result import SCHEMA, PerSide, Result, SourceCheck


def result_of(analysis: AnalysisResult, *, pipeline_version: str) -> Result:
    return Result(
        pipeline_version=pipeline_version,
        reference_version=REFERENCE_VERSION,
        video=analysis.info,
        view=analysis.subject.view,
        activity=analysis.subject.activity,
        source=None if analysis.line is None else analysis.line.source,
        hand=analysis.hand,
        confidence=analysis.confidence,
        camera_roll=analysis.roll,
        viewpoint=analysis.askew,
        zero=analysis.zero,
        standing=analysis.standing,
        quality=analysis.notes,
        stances=analysis.stances,
        sides=analysis.sides,
        asymmetry=analysis.asymmetry,
        excursion=analysis.excursion,
        companions=analysis.companions,
        findings=analysis.findings,
        sources={source: _check(line) for source, line in analysis.sources.items()},
        key_frames=key_frames(analysis),
        proposed_frames=analysis.proposed_frames,
        static=analysis.static,
        reader_calibration=analysis.reader_calibration,
    )


def as_json(analysis: AnalysisResult, *, pipeline_version: str, series: bool = False) -> Json:
    """The whole answer. series adds the curve of the clip at its own time stamps."""
    content = result_of(analysis, pipeline_version=pipeline_version).as_json()
    return content | {"series": series_json(analysis)} if series else content


def series_json(analysis: AnalysisResult) -> Series:
    return {
        "time_s": numbers(analysis.time_s, 4),
        "pelvic_obliquity_deg": numbers(analysis.obliquity_deg, 3),
        "sigma_deg": numbers(analysis.sigma_deg, 3),
        **{name: numbers(curve, 2) for name, curve in analysis.companion_curves.items()},
    }


def refused_json(refusal: VideoRefused) -> Json:
    """What a refused clip leaves behind."""
    return {
        "schema": SCHEMA,
        "error": {"code": refusal.code, "message": refusal.message, "advice": refusal.advice},
    }


def key_frames(analysis: AnalysisResult) -> PerSide:
    """Time of the deepest drop of each side's most telling stance, for the picture in the report; None without one."""
    frames: PerSide = {}
    for side in Side:
        peaks = [s for s in analysis.stances if s.side is side and s.used and s.peak_drop_deg is not None]
        worst = max(peaks, key=lambda s: s.peak_drop_deg or 0.0, default=None)
        frames[side] = None if worst is None else worst.peak_s
    return frames


def numbers(values: np.ndarray[Any, Any], digits: int) -> list[float | None]:
    return [number(float(value), digits) for value in values]


def _check(line: PelvicLine) -> SourceCheck:
    known = np.isfinite(line.angle_deg)
    return SourceCheck(
        trusted=line.trusted,
        reason=line.reason,
        frames_share=float(known.mean()),
        sigma_deg=float(np.median(line.sigma_deg[known])) if known.any() else None,
        bias_sigma_deg=line.bias_sigma_deg,
        gain_sigma=line.gain_sigma,
        checks=line.checks,
    )
