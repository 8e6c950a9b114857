"""A result as rows: one Measurement per number and side, one Finding per sentence."""

from collections.abc import Iterator
from uuid import UUID

from gait.models import Finding, Measurement
from gait.result.conventions import Side
from gait.result.measures import MEASURES
from gait.result.result import Companions, Excursion, Result, SideResult

BOTH_SIDES = ""


def rows_of(analysis_id: UUID, found: Result) -> tuple[list[Measurement], list[Finding]]:
    return measurements(analysis_id, found), findings(analysis_id, found)


def measurements(analysis_id: UUID, found: Result) -> list[Measurement]:
    return [
        *(_pelvic_drop(analysis_id, side, own) for side, own in found.sides.items()),
        _excursion(analysis_id, found.excursion),
        *_companions(analysis_id, found.companions),
    ]


def findings(analysis_id: UUID, found: Result) -> list[Finding]:
    return [
        Finding(
            analysis_id=analysis_id,
            position=position,
            code=each.code,
            side=each.side or BOTH_SIDES,
            text=each.text,
            rule=each.rule,
            citations=list(each.citations),
        )
        for position, each in enumerate(found.findings)
    ]


def _pelvic_drop(analysis_id: UUID, side: Side, own: SideResult) -> Measurement:
    low_deg, high_deg = own.ci95_deg or (None, None)
    return Measurement(
        analysis_id=analysis_id,
        code="pelvic_drop",
        side=side.value,
        unit="deg",
        value=own.pelvic_drop_deg,
        sd=own.sd_deg,
        ci95_low=low_deg,
        ci95_high=high_deg,
        stances_used=own.stances_used,
        stances_rejected=own.stances_rejected,
        verdict=own.verdict.value,
        grade=own.grade.value if own.grade else "",
        reason=own.reason or "",
    )


def _excursion(analysis_id: UUID, excursion: Excursion) -> Measurement:
    low_deg, high_deg = excursion.ci95_deg or (None, None)
    return Measurement(
        analysis_id=analysis_id,
        code="excursion",
        side=BOTH_SIDES,
        unit="deg",
        value=excursion.value_deg,
        ci95_low=low_deg,
        ci95_high=high_deg,
        stances_used=excursion.stances_used,
        reason=excursion.reason or "",
    )


def _companions(analysis_id: UUID, companions: Companions) -> Iterator[Measurement]:
    for measure in MEASURES:
        for side in Side if measure.per_side else (None,):
            value = measure.of_clip(companions) if side is None else measure.of_side(companions, side)
            where = BOTH_SIDES if side is None else side.value
            yield Measurement(analysis_id=analysis_id, code=measure.code, side=where, unit=measure.unit, value=value)
