"""Digests of what a run left: taken when it ends, compared by manage.py verify. Says nothing of who could recompute it.

Numbers are spelt as floats, so that a database which stores -0.0 as 0.0 or 1e22 as an integer changes no digest.
"""

import hashlib
import json
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Any
from uuid import UUID

from gait import storage
from gait.models import Analysis, Finding, Measurement, ResultSeal

MEASURED = (
    "code",
    "side",
    "unit",
    "value",
    "sd",
    "ci95_low",
    "ci95_high",
    "stances_used",
    "stances_rejected",
    "verdict",
    "grade",
    "reason",
)
FOUND = ("position", "code", "side", "text", "rule", "citations")


def of_result(
    analysis_id: UUID, folder: Path, report: Mapping[str, object], rows: tuple[list[Measurement], list[Finding]]
) -> ResultSeal:
    """For a run that is done, before it is stored."""
    return ResultSeal(
        analysis_id=analysis_id,
        result_sha256=digest_of(report),
        rows_sha256=digest_of_rows(*rows),
        files_sha256=storage.digests(folder),
    )


def digest_of(value: Any) -> str:
    told = json.dumps(_plain(value), sort_keys=True, separators=(",", ":"), ensure_ascii=False)
    return hashlib.sha256(told.encode()).hexdigest()


def digest_of_rows(measurements: Iterable[Measurement], findings: Iterable[Finding]) -> str:
    """In whatever order they come."""
    told = [[getattr(row, name) for name in MEASURED] for row in measurements]
    said = [[getattr(row, name) for name in FOUND] for row in findings]
    return digest_of([sorted(told, key=lambda row: row[:2]), sorted(said, key=lambda row: row[0])])


def differences(analysis: Analysis, seal: ResultSeal) -> list[str]:
    """What is no longer as it was sealed, in words."""
    found = []
    if seal.result_sha256 and digest_of(analysis.result) != seal.result_sha256:
        found.append("its result has changed")
    rows = analysis.measurements.all(), analysis.findings.all()
    if seal.rows_sha256 and digest_of_rows(*rows) != seal.rows_sha256:
        found.append("its measurements or findings have changed")
    folder = storage.results_of(analysis)
    there = storage.digests(folder) if folder else {}
    for name, sha256 in seal.files_sha256.items():
        if there.get(name) != sha256:
            found.append(f"{name} {'has changed' if name in there else 'is missing'}")
    found += [f"{name} was not there" for name in there if name not in seal.files_sha256]
    return found


def _plain(value: Any) -> Any:
    if isinstance(value, dict):
        return {str(key): _plain(each) for key, each in value.items()}
    if isinstance(value, list | tuple):
        return [_plain(each) for each in value]
    if isinstance(value, int | float) and not isinstance(value, bool):
        return float(value) + 0.0
    return value
