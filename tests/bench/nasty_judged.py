"""What was claimed of a nasty clip, against its truth: the rows of the table, and a file that keeps them."""

import json
from dataclasses import asdict, dataclass
from pathlib import Path

from gait.analysis.version import PIPELINE_VERSION
from tests.bench.scoring import Json, mean, true_stances

STORED = Path(__file__).with_name("nasty.json")
WRONG_BY_DEG = 1.0


@dataclass(frozen=True)
class Side:
    """What was true of one side and what was claimed; got_deg is None where nothing was."""

    true_deg: float
    got_deg: float | None
    half_deg: float | None
    why_not: str | None

    @property
    def is_claimed(self) -> bool:
        return self.got_deg is not None

    @property
    def is_wrong(self) -> bool:
        return self.got_deg is not None and abs(self.got_deg - self.true_deg) - (self.half_deg or 0.0) > WRONG_BY_DEG

    def shown(self) -> str:
        if self.got_deg is None:
            return self.why_not or "withheld"
        return f"{self.got_deg:.1f} ± {self.half_deg:.1f}" + (" **wrong**" if self.is_wrong else "")


@dataclass(frozen=True)
class Judged:
    """One nasty clip. refusal: a code, where nothing was measured at all."""

    kind: str
    base: str
    refusal: str | None
    source: str | None
    left: Side
    right: Side
    excursion: Side
    is_hidden: bool

    @property
    def is_wrong(self) -> bool:
        return self.left.is_wrong or self.right.is_wrong


HEADER = [
    "| kind | of | source | left true | said | right true | said | both true | said |",
    "|---|---|---|---|---|---|---|---|---|",
]


def row(one: Judged) -> str:
    cells = [f"{part.true_deg:.1f} | {part.shown()}" for part in (one.left, one.right, one.excursion)]
    hidden = " (nothing shows it)" if one.is_hidden else ""
    return f"| {one.kind}{hidden} | {one.base} | {one.refusal or one.source or '–'} | {' | '.join(cells)} |"


def summary(clips: list[Judged]) -> str:
    sides = [side for one in clips for side in (one.left, one.right)]
    swings = [one.excursion for one in clips if one.excursion.is_claimed]
    wrong, hidden = (
        sum(one.left.is_wrong + one.right.is_wrong for one in clips if one.is_hidden == h) for h in (False, True)
    )
    return (
        f"{len(clips)} clips of {len({one.kind for one in clips})} kinds: {sum(s.is_claimed for s in sides)} of "
        f"{len(sides)} sides claimed, {wrong} of them wrong by more than {WRONG_BY_DEG:.0f}°, and {hidden} more where "
        f"nothing in the film shows it; swing in all claimed in {len(swings)}, wrong in "
        f"{sum(s.is_wrong for s in swings)}."
    )


def judge(kind: str, base: str, truth: Json, result: Json, window: tuple[float, float], *, is_hidden: bool) -> Judged:
    """truth of the base clip; only stances inside the window of it count."""
    from_s, to_s = (share * truth["frames"] / truth["fps"] for share in window)
    inside = [s for s in true_stances(truth) if from_s - 0.02 <= s["ic_s"] and s["to_s"] <= to_s + 0.02]
    true_deg = {side: mean([s["peak_deg"] for s in inside if s["side"] == side]) for side in ("left", "right")}
    both_deg = sum(true_deg.values())
    if "error" in result:
        code = result["error"]["code"]
        left, right, both = (Side(deg, None, None, "refused") for deg in (*true_deg.values(), both_deg))
        return Judged(kind, base, code, None, left, right, both, is_hidden)
    left, right = (_side(true_deg[name], result["sides"][name]) for name in ("left", "right"))
    swing = result["excursion_deg"]
    both = Side(both_deg, swing["value"], _half(swing["ci95"]), swing["reason"])
    return Judged(kind, base, None, result["source"], left, right, both, is_hidden)


def _side(true_deg: float, got: Json) -> Side:
    is_told = got["verdict"] != "cannot_tell"
    return Side(true_deg, got["pelvic_drop_deg"] if is_told else None, _half(got["ci95_deg"]), got["reason"])


def _half(interval: list[float] | None) -> float | None:
    return None if interval is None else (interval[1] - interval[0]) / 2


def store(clips: list[Judged], path: Path = STORED) -> None:
    kept = {"pipeline_version": PIPELINE_VERSION, "clips": [asdict(one) for one in clips]}
    text = json.dumps(json.loads(json.dumps(kept), parse_float=lambda text: round(float(text), 2)), indent=1)
    path.write_text(text + "\n", encoding="utf-8")


def stored(path: Path = STORED) -> tuple[str, list[Judged]] | None:
    """The pipeline's version and the clips; None where nothing was kept yet."""
    if not path.exists():
        return None
    kept = json.loads(path.read_text())
    parts = ("left", "right", "excursion")
    clips = [Judged(**(one | {part: Side(**one[part]) for part in parts})) for one in kept["clips"]]
    return kept["pipeline_version"], clips
