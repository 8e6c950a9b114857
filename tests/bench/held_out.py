"""Scores of clips that nobody looked at while the engine was built, measured once and kept with the day they were.

python -m tests.bench.accuracy CLIPS --held-out     writes held_out.json; the page shows it from then on
"""

import json
from dataclasses import asdict, dataclass
from datetime import date
from pathlib import Path

from gait.analysis.version import PIPELINE_VERSION
from tests.bench.scoring import ClipScore, ExcursionScore, Json, SideScore, rms

STORED = Path(__file__).with_name("held_out.json")


@dataclass(frozen=True)
class HeldOut:
    """measured_on as in ISO 8601."""

    measured_on: str
    pipeline_version: str
    scores: list[ClipScore]


def store(scores: list[ClipScore], path: Path = STORED) -> None:
    """Everything but the errors of single frames, of which their root mean square is kept."""
    rows = [asdict(score) | {"frame_errors_deg": [rms(score.frame_errors_deg)]} for score in scores]
    kept = {"measured_on": date.today().isoformat(), "pipeline_version": PIPELINE_VERSION, "scores": rows}
    path.write_text(json.dumps(_rounded(kept), indent=1) + "\n", encoding="utf-8")


def stored(path: Path = STORED) -> HeldOut | None:
    """None where no held-out clips were measured yet."""
    if not path.exists():
        return None
    kept = json.loads(path.read_text(encoding="utf-8"))
    return HeldOut(kept["measured_on"], kept["pipeline_version"], [_score(row) for row in kept["scores"]])


def _score(row: Json) -> ClipScore:
    sides = [SideScore(**side) for side in row["sides"]]
    peaks_deg = [(true, got) for true, got in row["peaks_deg"]]
    swing = row.get("excursion")
    excursion = None if swing is None else ExcursionScore(**swing)
    return ClipScore(**(row | {"sides": sides, "peaks_deg": peaks_deg, "excursion": excursion}))


def _rounded(value: object) -> object:
    if isinstance(value, float):
        return round(value, 3)
    if isinstance(value, dict):
        return {key: _rounded(each) for key, each in value.items()}
    if isinstance(value, list | tuple):
        return [_rounded(each) for each in value]
    return value
