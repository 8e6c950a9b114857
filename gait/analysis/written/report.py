"""AnalysisResult -> the JSON of design.md section 4. Plain types only; NaN and None become null."""

import math
from typing import Any

import numpy as np

from gait.analysis.terms.errors import VideoRefused
from gait.analysis.terms.types import (
    AnalysisResult,
    Asymmetry,
    Companions,
    PelvicLine,
    SideResult,
    Stance,
    StandingZero,
)
from gait.result.codes import CODES
from gait.result.conventions import Side
from gait.result.reference import REFERENCE_VERSION, step_width_category
from gait.result.static_result import StaticSide, StaticTest

SCHEMA = "stance.analysis/1"

Json = dict[str, Any]


def as_json(result: AnalysisResult, *, pipeline_version: str, series: bool = False) -> Json:
    """The whole answer. series adds the curve of the clip at its own time stamps."""
    report: Json = {
        "schema": SCHEMA,
        "pipeline_version": pipeline_version,
        "reference_version": REFERENCE_VERSION,
        "video": _video(result),
        "view": result.subject.view.value,
        "activity": result.subject.activity.value,
        "source": None if result.line is None else result.line.source.value,
        "confidence": result.confidence.value,
        "camera_roll_deg": {
            "value": number(result.roll.value_deg, 2),
            "sigma": number(result.roll.sigma_deg, 2),
            "from": result.roll.origin.value,
        },
        "viewpoint": {
            "yaw_deg": number(result.askew.yaw_deg, 1),
            "sigma_deg": number(result.askew.sigma_deg, 2),
        },
        "zero": _zero(result),
        "standing": _standing(result.standing),
        "quality": [{"code": note.code, "message": note.message} for note in result.notes],
        "stances": [_stance(stance) for stance in result.stances],
        "sides": {side.value: _side(result.sides[side]) for side in Side},
        "asymmetry_deg": _asymmetry(result.asymmetry),
        "companions": _companions(result.companions),
        "findings": [
            {
                "code": finding.code,
                "side": None if finding.side is None else finding.side.value,
                "text": finding.text,
                "rule": finding.rule,
                "citations": list(finding.citations),
            }
            for finding in result.findings
        ],
        "sources": {source.value: _source(line) for source, line in result.sources.items()},
        "key_frames": key_frames(result),
    }
    if result.static is not None:
        report["static"] = _static(result.static)
    if series:
        report["series"] = {
            "time_s": numbers(result.time_s, 4),
            "pelvic_obliquity_deg": numbers(result.obliquity_deg, 3),
            "sigma_deg": numbers(result.sigma_deg, 3),
            "trunk_lean_deg": numbers(result.trunk_lean_deg, 2),
            **{f"knee_fppa_{side.value}_deg": numbers(result.knee_fppa_deg[side], 2) for side in Side},
        }
    return report


def refused_json(refusal: VideoRefused) -> Json:
    """What a refused clip leaves behind."""
    return {
        "schema": SCHEMA,
        "error": {"code": refusal.code, "message": refusal.message, "advice": refusal.advice},
    }


def key_frames(result: AnalysisResult) -> Json:
    """Time of the deepest drop of each side's most telling stance, for the picture in the report; null without one."""
    frames: Json = {}
    for side in Side:
        peaks = [s for s in result.stances if s.side is side and s.used and s.peak_drop_deg is not None]
        worst = max(peaks, key=lambda s: s.peak_drop_deg or 0.0, default=None)
        frames[side.value] = None if worst is None else number(worst.peak_s, 3)
    return frames


def number(value: float | None, digits: int) -> float | None:
    """Rounded, null when there is no number; never minus zero."""
    if value is None or not math.isfinite(value):
        return None
    return round(float(value), digits) + 0.0


def numbers(values: np.ndarray[Any, Any], digits: int) -> list[float | None]:
    return [number(float(value), digits) for value in values]


def _video(result: AnalysisResult) -> Json:
    info = result.info
    return {
        "sha256": info.sha256,
        "width_px": info.width_px,
        "height_px": info.height_px,
        "rotation_deg": info.rotation_deg,
        "frame_rate_hz": number(info.frame_rate_hz, 3),
        "variable_frame_rate": info.variable_frame_rate,
        "duration_s": number(info.duration_s, 3),
        "frames": info.frames,
        "container": info.container,
        "codec": info.codec,
    }


def _zero(result: AnalysisResult) -> Json:
    return {
        "reference": result.zero.reference.value,
        "offset_deg": number(result.zero.offset_deg, 2),
        "sigma_deg": number(result.zero.sigma_deg, 2),
        "standing_obliquity_deg": number(result.zero.standing_obliquity_deg, 2),
        "questioned": result.zero.is_questioned,
    }


def _standing(standing: StandingZero | None) -> Json | None:
    """What the hints of another recording take as standing_zero."""
    if standing is None:
        return None
    return {
        "line_deg": number(standing.line_deg, 3),
        "sigma_deg": number(standing.sigma_deg, 3),
        "roll_deg": number(standing.roll_deg, 3),
        "roll_sigma_deg": number(standing.roll_sigma_deg, 3),
        "source": standing.source.value,
    }


def _static(static: StaticTest) -> Json:
    return {
        "test": static.activity.value,
        "holds": [
            {
                "side": hold.side.value,
                "from_s": number(hold.from_s, 3),
                "to_s": number(hold.to_s, 3),
                "hold_s": number(hold.hold_s, 2),
                "until_end": hold.until_end,
                "mean_drop_deg": number(hold.mean_drop_deg, 2),
                "worst_drop_deg": number(hold.worst_drop_deg, 2),
                "ci95_deg": _interval(hold.ci95_deg),
                "trunk_lean_deg": number(hold.trunk_lean_deg, 1),
            }
            for hold in static.holds
        ],
        "repetitions": [
            {
                "side": repetition.side.value,
                "from_s": number(repetition.from_s, 3),
                "bottom_s": number(repetition.bottom_s, 3),
                "to_s": number(repetition.to_s, 3),
                "peak_drop_deg": number(repetition.peak_drop_deg, 2),
                "trunk_lean_deg": number(repetition.trunk_lean_deg, 1),
                "knee_fppa_deg": number(repetition.knee_fppa_deg, 1),
            }
            for repetition in static.repetitions
        ],
        "sides": {side.value: _static_side(static.sides[side]) for side in Side},
    }


def _static_side(own: StaticSide | None) -> Json | None:
    if own is None:
        return None
    return {
        "count": own.count,
        "hold_s": number(own.hold_s, 2),
        "mean_drop_deg": number(own.mean_drop_deg, 2),
        "worst_drop_deg": number(own.worst_drop_deg, 2),
        "ci95_deg": _interval(own.ci95_deg),
    }


def _stance(stance: Stance) -> Json:
    return {
        "side": stance.side.value,
        "initial_contact_s": number(stance.initial_contact_s, 3),
        "toe_off_s": number(stance.toe_off_s, 3),
        "peak_drop_deg": number(stance.peak_drop_deg, 2),
        "peak_s": number(stance.peak_s, 3),
        "used": stance.used,
        "reason": stance.reason,
    }


def _side(side: SideResult) -> Json:
    return {
        "pelvic_drop_deg": number(side.pelvic_drop_deg, 3),
        "sd_deg": number(side.sd_deg, 3),
        "ci95_deg": _interval(side.ci95_deg),
        "stances_used": side.stances_used,
        "stances_rejected": side.stances_rejected,
        "verdict": side.verdict.value,
        "grade": None if side.grade is None else side.grade.value,
        "reason": side.reason,
        "message": None if side.reason is None else CODES[side.reason].message,
        "advice": None if side.reason is None else CODES[side.reason].advice,
        "borderline": side.borderline,
        "borderline_between": None if side.borderline_between is None else [g.value for g in side.borderline_between],
        "relative_to_horizontal_deg": number(side.absolute_deg, 2),
        "relative_to_standing_deg": number(side.relative_deg, 2),
        "error_parts_deg": {name: number(value, 2) for name, value in side.error_parts_deg.items()},
    }


def _asymmetry(asymmetry: Asymmetry | None) -> Json | None:
    if asymmetry is None:
        return None
    return {
        "value": number(asymmetry.value_deg, 3),
        "ci95": _interval(asymmetry.ci95_deg),
        "detectable": asymmetry.detectable,
    }


def _companions(companions: Companions) -> Json:
    ratio = companions.step_width_hip_ratio
    return {
        "cadence_spm": number(companions.cadence_spm, 1),
        "trunk_lean_deg": _per_side(companions.trunk_lean_deg),
        "trunk_away_deg": _per_side(companions.trunk_away_deg),
        "hip_adduction_deg": _per_side(companions.hip_adduction_deg),
        "knee_fppa_deg": _per_side(companions.knee_fppa_deg),
        "step_width_hip_ratio": number(ratio, 2),
        "step_width": None if ratio is None else step_width_category(ratio),
        "excursion_deg": number(companions.excursion_deg, 2),
        "compensation": {side.value: companions.compensation[side] for side in Side},
    }


def _per_side(values: dict[Side, float | None]) -> Json:
    return {side.value: number(values[side], 1) for side in Side}


def _interval(limits: tuple[float, float] | None) -> list[float | None] | None:
    return None if limits is None else [number(limit, 3) for limit in limits]


def _source(line: PelvicLine) -> Json:
    """How one source fared: enough to see why it was chosen or left."""
    known = np.isfinite(line.angle_deg)
    return {
        "trusted": line.trusted,
        "reason": line.reason,
        "frames_share": number(float(known.mean()), 3),
        "sigma_deg": number(float(np.median(line.sigma_deg[known])) if known.any() else None, 2),
        "bias_sigma_deg": number(line.bias_sigma_deg, 2),
        "gain_sigma": number(line.gain_sigma, 3),
        "checks": {name: number(value, 3) for name, value in line.checks.items()},
    }
