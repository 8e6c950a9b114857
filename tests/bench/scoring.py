"""Results against the exact truth of rendered clips. Standard library only.

Truth: obliquity in the picture without camera roll (+ = patient's right side lower) and the peak drop of every stance.
A stance of a result belongs to the true stance of its side whose middle is nearest, within a quarter of a second. A
side that says cannot_tell claims nothing: it is withheld, not wrong.
"""

import math
from dataclasses import dataclass, field
from typing import Any

SAME_STANCE_S = 0.25
SIDES = {"l": "left", "r": "right"}
CLEARLY_WORSE_DEG = 3.0

Json = dict[str, Any]


@dataclass(frozen=True)
class SideScore:
    side: str
    true_deg: float
    got_deg: float
    half_width_deg: float
    covered: bool

    @property
    def error_deg(self) -> float:
        return self.got_deg - self.true_deg


@dataclass(frozen=True)
class ExcursionScore:
    """got_deg and half_width_deg are None where it was withheld."""

    true_deg: float
    got_deg: float | None
    half_width_deg: float | None

    @property
    def error_deg(self) -> float | None:
        return None if self.got_deg is None else self.got_deg - self.true_deg

    @property
    def covered(self) -> bool:
        return self.error_deg is not None and abs(self.error_deg) <= (self.half_width_deg or 0.0)


@dataclass
class ClipScore:
    """One clip: what was claimed, what was withheld, and how far off the claims are."""

    name: str
    source: str = "-"
    confidence: str = "-"
    refusal: str | None = None
    stances_true: int = 0
    stances_found: int = 0
    withheld: list[str] = field(default_factory=list)
    sides: list[SideScore] = field(default_factory=list)
    peaks_deg: list[tuple[float, float]] = field(default_factory=list)
    contact_ms: list[float] = field(default_factory=list)
    toe_off_ms: list[float] = field(default_factory=list)
    frame_errors_deg: list[float] = field(default_factory=list)
    roll_error_deg: float | None = None
    excursion: ExcursionScore | None = None

    @property
    def asymmetry_error_deg(self) -> float | None:
        if len(self.sides) < 2:
            return None
        left, right = self.sides
        return (right.got_deg - left.got_deg) - (right.true_deg - left.true_deg)

    @property
    def wrong_side_worse(self) -> bool:
        """The side with at least 3 degrees less drop is called the worse one."""
        if len(self.sides) < 2:
            return False
        left, right = self.sides
        truly = right.true_deg - left.true_deg
        return abs(truly) >= CLEARLY_WORSE_DEG and (right.got_deg - left.got_deg) * truly < 0


def score_clip(name: str, truth: Json, result: Json) -> ClipScore:
    score = ClipScore(name)
    stances = true_stances(truth)
    score.stances_true = len(stances)
    if "error" in result:
        score.refusal = result["error"]["code"]
        return score
    score.source, score.confidence = result["source"] or "-", result["confidence"]
    if result["camera_roll_deg"]["from"] == "edges":
        score.roll_error_deg = result["camera_roll_deg"]["value"] - true_roll_deg(truth)
    for found in result["stances"]:
        _score_stance(score, found, stances)
    for side in SIDES.values():
        _score_side(score, side, [s["peak_deg"] for s in stances if s["side"] == side], result["sides"][side])
    _score_excursion(score, stances, result["excursion_deg"])
    if "series" in result:
        _score_frames(score, truth, result["series"])
    return score


def true_stances(truth: Json) -> list[Json]:
    return [
        {"side": SIDES[s["side"]], "ic_s": s["ic_s"], "to_s": s["to_s"], "peak_deg": s["peak_drop_image"]}
        for s in truth["stances"]
    ]


def true_roll_deg(truth: Json) -> float:
    """Mean difference that the camera's roll makes to the true obliquity in the picture."""
    raw, level = truth["frame"]["obliquity_image_raw"], truth["frame"]["obliquity_image"]
    return mean([a - b for a, b in zip(raw, level, strict=True)])


def _score_stance(score: ClipScore, found: Json, stances: list[Json]) -> None:
    middle_s = (found["initial_contact_s"] + found["toe_off_s"]) / 2
    same_side = [s for s in stances if s["side"] == found["side"]]
    nearest = min(same_side, key=lambda s: abs((s["ic_s"] + s["to_s"]) / 2 - middle_s), default=None)
    if nearest is None or abs((nearest["ic_s"] + nearest["to_s"]) / 2 - middle_s) > SAME_STANCE_S:
        return
    score.stances_found += 1
    score.contact_ms.append(1000 * (found["initial_contact_s"] - nearest["ic_s"]))
    score.toe_off_ms.append(1000 * (found["toe_off_s"] - nearest["to_s"]))
    if found["used"] and found["peak_drop_deg"] is not None:
        score.peaks_deg.append((nearest["peak_deg"], found["peak_drop_deg"]))


def _score_side(score: ClipScore, side: str, true_peaks_deg: list[float], got: Json) -> None:
    if not true_peaks_deg:
        return
    if got["verdict"] == "cannot_tell":
        score.withheld.append(side)
        return
    low, high = got["ci95_deg"]
    true_deg = mean(true_peaks_deg)
    score.sides.append(SideScore(side, true_deg, got["pelvic_drop_deg"], (high - low) / 2, low <= true_deg <= high))


def _score_excursion(score: ClipScore, stances: list[Json], got: Json) -> None:
    left, right = ([s["peak_deg"] for s in stances if s["side"] == side] for side in SIDES.values())
    if not left or not right:
        return
    half_deg = None if got["ci95"] is None else (got["ci95"][1] - got["ci95"][0]) / 2
    score.excursion = ExcursionScore(mean(left) + mean(right), got["value"], half_deg)


def _score_frames(score: ClipScore, truth: Json, series: Json) -> None:
    true = truth["frame"]["obliquity_image"]
    for time_s, angle in zip(series["time_s"], series["pelvic_obliquity_deg"], strict=True):
        frame = round(time_s * truth["fps"])
        if angle is not None and frame < len(true):
            score.frame_errors_deg.append(angle - true[frame])


def totals(scores: list[ClipScore]) -> dict[str, float]:
    """The figures that the targets are set on; NaN where nothing was claimed."""
    peaks = [p for s in scores for p in s.peaks_deg]
    sides = [side for s in scores for side in s.sides]
    withheld = sum(len(s.withheld) for s in scores)
    swings = [s.excursion for s in scores if s.excursion is not None]
    told = [swing for swing in swings if swing.error_deg is not None]
    slope, correlation = fit(peaks)
    return {
        "clips": len(scores),
        "clips refused": sum(s.refusal is not None for s in scores),
        "sides claimed": len(sides),
        "sides withheld": withheld,
        "stance peak RMSE (deg)": rms([got - true for true, got in peaks]),
        "stance peak bias (deg)": mean([got - true for true, got in peaks]),
        "stance peak slope": slope,
        "stance peak r": correlation,
        "side mean RMSE (deg)": rms([s.error_deg for s in sides]),
        "side mean worst (deg)": max((abs(s.error_deg) for s in sides), default=math.nan),
        "95 % interval covers (share)": mean([float(s.covered) for s in sides]),
        "95 % interval half-width (deg)": mean([s.half_width_deg for s in sides]),
        "asymmetry RMSE (deg)": rms([e for s in scores if (e := s.asymmetry_error_deg) is not None]),
        "excursion claimed (share of clips)": len(told) / len(swings) if swings else math.nan,
        "excursion RMSE (deg)": rms([e for swing in told if (e := swing.error_deg) is not None]),
        "excursion interval covers (share)": mean([float(swing.covered) for swing in told]),
        "excursion half-width (deg)": mean([h for swing in told if (h := swing.half_width_deg) is not None]),
        "wrong side called worse": sum(s.wrong_side_worse for s in scores),
        "initial contact mean absolute error (ms)": mean([abs(e) for s in scores for e in s.contact_ms]),
        "toe-off mean absolute error (ms)": mean([abs(e) for s in scores for e in s.toe_off_ms]),
        "true stances found (share)": sum(s.stances_found for s in scores)
        / max(1, sum(s.stances_true for s in scores)),
        "camera roll worst absolute error (deg)": max(
            (abs(s.roll_error_deg) for s in scores if s.roll_error_deg is not None), default=math.nan
        ),
        "frame RMSE, mean of clips (deg)": mean([rms(s.frame_errors_deg) for s in scores if s.frame_errors_deg]),
    }


def mean(values: list[float]) -> float:
    return sum(values) / len(values) if values else math.nan


def rms(values: list[float]) -> float:
    return math.sqrt(mean([v * v for v in values])) if values else math.nan


def fit(pairs: list[tuple[float, float]]) -> tuple[float, float]:
    """Slope and correlation of the measured on the true; NaN where undefined."""
    if len(pairs) < 3:
        return math.nan, math.nan
    true_mean, got_mean = mean([t for t, _ in pairs]), mean([g for _, g in pairs])
    true_power = sum((t - true_mean) ** 2 for t, _ in pairs)
    got_power = sum((g - got_mean) ** 2 for _, g in pairs)
    shared = sum((t - true_mean) * (g - got_mean) for t, g in pairs)
    if true_power == 0 or got_power == 0:
        return math.nan, math.nan
    return shared / true_power, shared / math.sqrt(true_power * got_power)
