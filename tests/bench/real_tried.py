"""What came of a real clip, by every way to a number: the rows of the table, and a file that keeps them."""

import json
from dataclasses import asdict, dataclass
from pathlib import Path

from gait.analysis.version import PIPELINE_VERSION

STORED = Path(__file__).with_name("real.json")


@dataclass(frozen=True)
class Tried:
    """One clip. Ways: the answer in words, a number or a code. labels: marked frames; rmse_deg and z: of the carried
    line at the labels that were not marked, None where nothing was carried. balls: sightings, found, in the top ten.
    """

    clip: str
    labels: int
    automatic: str
    four_marks: str
    by_hand: str
    rmse_deg: float | None
    z: float | None
    balls: tuple[int, int, int] | None


HEADER = [
    "| clip | labelled frames | automatic | four frames marked | all labels read by hand "
    "| RMSE at the others (deg) | z | balls found |",
    "|---|---|---|---|---|---|---|---|",
]


def row(one: Tried) -> str:
    figures = ("–" if value is None else f"{value:.2f}" for value in (one.rmse_deg, one.z))
    balls = "–" if one.balls is None else f"{one.balls[1]} of {one.balls[0]}, {one.balls[2]} in the top ten"
    ways = (one.automatic, one.four_marks, one.by_hand)
    return f"| {one.clip} | {one.labels} | {' | '.join(ways)} | {' | '.join(figures)} | {balls} |"


def is_number(answer: str) -> bool:
    return "±" in answer


def summary(clips: list[Tried]) -> str:
    walks = [one for one in clips if one.rmse_deg is not None]
    labelled = [one for one in clips if one.labels]
    reached = sum(any(map(is_number, (one.automatic, one.four_marks, one.by_hand))) for one in labelled)
    carried = ", ".join(f"{one.rmse_deg:.2f}° (z {one.z:.2f})" for one in walks)
    return (
        f"{reached} of {len(labelled)} labelled clips reach a number by one way or another; carried lines: {carried}."
    )


MAX_CARRIED_DEG, Z_HONEST = 1.3, (0.7, 1.3)
"""Targets of carried lines at the frames that were not marked."""
MIN_BALLS_SHARE = 0.8


def failures(clips: list[Tried]) -> list[str]:
    """What misses its target, a line each."""
    lines = []
    for one in clips:
        ways = {"automatic": one.automatic, "four frames marked": one.four_marks, "by hand": one.by_hand}
        silent = [way for way, said in ways.items() if said != "–" and not is_number(said)]
        if one.labels and len(silent) == len(ways):
            lines.append(f"- {one.clip}: no way reaches a number.")
        elif one.labels and silent:
            lines.append(f"- {one.clip}: no number {' nor '.join(silent)}.")
        if one.rmse_deg is not None and one.rmse_deg > MAX_CARRIED_DEG:
            lines.append(f"- {one.clip}: the carried line errs by {one.rmse_deg:.2f}° (at most {MAX_CARRIED_DEG}°).")
        if one.z is not None and not Z_HONEST[0] <= one.z <= Z_HONEST[1]:
            lines.append(f"- {one.clip}: z is {one.z:.2f} ({Z_HONEST[0]} to {Z_HONEST[1]}).")
        if one.balls is not None and one.balls[1] < MIN_BALLS_SHARE * one.balls[0]:
            lines.append(f"- {one.clip}: {one.balls[1]} of {one.balls[0]} balls found.")
    return lines or ["No target is missed."]


def store(clips: list[Tried], path: Path = STORED) -> None:
    kept = {"pipeline_version": PIPELINE_VERSION, "clips": [asdict(one) for one in clips]}
    path.write_text(json.dumps(kept, indent=1, ensure_ascii=False) + "\n", encoding="utf-8")


def stored(path: Path = STORED) -> tuple[str, list[Tried]] | None:
    """The pipeline's version and the clips; None where nothing was kept yet."""
    if not path.exists():
        return None
    kept = json.loads(path.read_text(encoding="utf-8"))
    balls = [None if one["balls"] is None else tuple(one["balls"]) for one in kept["clips"]]
    clips = [Tried(**(one | {"balls": own})) for one, own in zip(kept["clips"], balls, strict=True)]
    return kept["pipeline_version"], clips
