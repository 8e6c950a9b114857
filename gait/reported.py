"""The JSON of a result as rows: one Measurement per number and side, one Finding per sentence."""

from collections.abc import Iterator
from typing import Any
from uuid import UUID

from gait.models import Finding, Measurement

BOTH_SIDES = ""
COMPANIONS_OF_A_SIDE = {
    "trunk_lean_deg": ("trunk_lean", "deg"),
    "hip_adduction_deg": ("hip_adduction", "deg"),
    "knee_fppa_deg": ("knee_fppa", "deg"),
}
COMPANIONS_OF_THE_CLIP = {
    "cadence_spm": ("cadence", "spm"),
    "step_width_hip_ratio": ("step_width", "hip ratio"),
}


def measurements(analysis_id: UUID, report: dict[str, Any]) -> list[Measurement]:
    return [
        *(_pelvic_drop(analysis_id, side, result) for side, result in report["sides"].items()),
        *_companions(analysis_id, report["companions"]),
    ]


def findings(analysis_id: UUID, report: dict[str, Any]) -> list[Finding]:
    return [
        Finding(
            analysis_id=analysis_id,
            position=position,
            code=found["code"],
            side=found["side"] or BOTH_SIDES,
            text=found["text"],
            rule=found["rule"],
            citations=found["citations"],
        )
        for position, found in enumerate(report["findings"])
    ]


def _pelvic_drop(analysis_id: UUID, side: str, result: dict[str, Any]) -> Measurement:
    ci95_low, ci95_high = result["ci95_deg"] or (None, None)
    return Measurement(
        analysis_id=analysis_id,
        code="pelvic_drop",
        side=side,
        unit="deg",
        value=result["pelvic_drop_deg"],
        sd=result["sd_deg"],
        ci95_low=ci95_low,
        ci95_high=ci95_high,
        stances_used=result["stances_used"],
        stances_rejected=result["stances_rejected"],
        verdict=result["verdict"],
        grade=result["grade"] or "",
        reason=result["reason"] or "",
    )


def _companions(analysis_id: UUID, companions: dict[str, Any]) -> Iterator[Measurement]:
    for key, (code, unit) in COMPANIONS_OF_A_SIDE.items():
        for side, value in companions.get(key, {}).items():
            yield Measurement(analysis_id=analysis_id, code=code, side=side, unit=unit, value=value)
    for key, (code, unit) in COMPANIONS_OF_THE_CLIP.items():
        yield Measurement(analysis_id=analysis_id, code=code, side=BOTH_SIDES, unit=unit, value=companions.get(key))
