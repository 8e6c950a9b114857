"""Inputs and drafts as plain JSON values, and inputs back: a stored decision can be taken again."""

from dataclasses import asdict
from typing import Any

from exercises.prescribing.types import Clearance, Draft, ExerciseCode, Inputs, Pattern, SideInputs, Stage
from gait.result.conventions import Confidence

Record = dict[str, Any]


def inputs_to_record(inputs: Inputs) -> Record:
    record = asdict(inputs)
    for name in ("red_flags", "intake_flags"):
        record[name] = sorted(record[name])
    return {**record, "last_levels": dict(inputs.last_levels)}


def inputs_from_record(record: Record) -> Inputs:
    """Raises TypeError or KeyError for a record this version did not write."""
    return Inputs(
        **{
            **record,
            "left": side_from_record(record["left"]),
            "right": side_from_record(record["right"]),
            "confidence": Confidence(record["confidence"]),
            "stage": Stage(record["stage"]),
            "red_flags": frozenset(record["red_flags"]),
            "intake_flags": frozenset(record["intake_flags"]),
            "clearances": tuple(Clearance(**clearance) for clearance in record["clearances"]),
            "last_levels": tuple((ExerciseCode(code), level) for code, level in record["last_levels"].items()),
        }
    )


def side_from_record(record: Record) -> SideInputs:
    return SideInputs(**{**record, "pattern": Pattern(record["pattern"])})


def draft_to_record(draft: Draft) -> Record:
    return asdict(draft)
