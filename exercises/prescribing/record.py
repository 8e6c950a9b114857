"""Inputs and drafts as plain JSON values, and inputs back: a stored decision can be taken again."""

from dataclasses import asdict
from typing import Any

from exercises.prescribing.answer import Draft
from exercises.prescribing.inputs import BALANCE, Clearance, Inputs, SideInputs
from exercises.prescribing.types import ExerciseCode, Pattern, Stage
from gait.result.conventions import Confidence

Record = dict[str, Any]


def inputs_to_record(inputs: Inputs) -> Record:
    record = asdict(inputs)
    for name in ("red_flags", "intake_flags"):
        record[name] = sorted(record[name])
    return {**record, "last_levels": dict(inputs.last_levels)}


UNTOLD = "not recorded"
"""By earlier versions, which let a tap clear a flag."""


def inputs_from_record(record: Record) -> Inputs:
    """What an earlier version did not ask takes its default. Raises KeyError for what is no such record."""
    known = {name: value for name, value in record.items() if name in Inputs.__dataclass_fields__}
    return Inputs(
        **{
            **known,
            "left": side_from_record(record["left"]),
            "right": side_from_record(record["right"]),
            "confidence": Confidence(record["confidence"]),
            "stage": Stage(record["stage"]),
            "red_flags": frozenset(record["red_flags"]),
            "intake_flags": frozenset(record.get("intake_flags", ())),
            "clearances": clearances_from(record),
            "last_levels": tuple((ExerciseCode(code), level) for code, level in record["last_levels"].items()),
        }
    )


def clearances_from(record: Record) -> tuple[Clearance, ...]:
    if "clearances" in record:
        return tuple(Clearance(**clearance) for clearance in record["clearances"])
    tapped = [*record.get("cleared_flags", ()), *([BALANCE] if record.get("is_balance_cleared") else [])]
    return tuple(Clearance(code, UNTOLD, UNTOLD) for code in tapped)


def side_from_record(record: Record) -> SideInputs:
    return SideInputs(**{**record, "pattern": Pattern(record["pattern"])})


def draft_to_record(draft: Draft) -> Record:
    return asdict(draft)
