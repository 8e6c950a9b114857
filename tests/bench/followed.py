"""Figures of how far a line followed the true one in each clip: the table of them, and a file that keeps them."""

import json
from dataclasses import asdict, dataclass
from pathlib import Path

from tests.bench.scoring import mean

STORED = Path(__file__).with_name("landmarks.json")


@dataclass(frozen=True)
class Followed:
    """One clip, frame by frame: the line through the hip landmarks against the true line of the pelvis in the picture.

    level_rmse_deg: the error of always answering "level" (the true camera roll).
    """

    clip: str
    slope: float
    r: float
    rmse_deg: float
    level_rmse_deg: float


HEADER = ["| clip | slope | r | RMSE (deg) | RMSE of always saying level (deg) |", "|---|---|---|---|---|"]


def row(one: Followed) -> str:
    return f"| {one.clip} | {one.slope:.2f} | {one.r:.2f} | {one.rmse_deg:.1f} | {one.level_rmse_deg:.1f} |"


def summary(clips: list[Followed]) -> str:
    figures = (mean([getattr(clip, name) for clip in clips]) for name in ("slope", "r", "rmse_deg", "level_rmse_deg"))
    slope, r, rmse_deg, level_deg = figures
    return f"| mean of {len(clips)} clips | {slope:.2f} | {r:.2f} | {rmse_deg:.1f} | {level_deg:.1f} |"


def stored(path: Path = STORED) -> list[Followed]:
    """Empty where nothing was measured yet."""
    return [Followed(**kept) for kept in json.loads(path.read_text())] if path.exists() else []


def store(clips: list[Followed], path: Path = STORED) -> None:
    kept = [{k: v if isinstance(v, str) else round(v, 3) for k, v in asdict(one).items()} for one in clips]
    path.write_text(json.dumps(kept, indent=1) + "\n", encoding="utf-8")
