"""A clinic's own calibration of the tilt reader: labelled clips -> how wide its interval must be there.

Split-conformal (Vovk 2005; Lei 2018): the score of a clip is its largest error in the reader's own half-widths, and the
interval is stretched until it holds the score that is ceil((n + 1) 0.95)th smallest of n. A next clip that is drawn
like the labels then lies inside with at least 95 %, whatever the errors look like. Clips of one person are alike, so
each person counts once, with the worst of their clips.

The condition is all: a label has stickers or bare skin, where a clip without them may have a shirt. So no calibration
silences an alarm of the reader, and it narrows the interval only where the reader is promoted.
"""

import math
from collections.abc import Iterable
from dataclasses import dataclass

import numpy as np

from gait.analysis.tilt_agreement import ClipAgreement

COVERAGE = 0.95
MIN_PEOPLE = 19
"""The fewest for which a 95 % interval can be told from ranks alone: ceil(20 x 0.95) = 19."""
WITHIN_DEG = 2.0
MAX_BIAS_DEG = 1.0
SLOPES = (0.8, 1.2)
"""The rest of the rule under which the reader is promoted; a decision (docs/methods/pelvic_line.md)."""
MIN_INTERVAL_TIMES = 0.5
"""A promoted reader's interval is never narrower than half of its own: labels err too, but not always."""
MAX_INTERVAL_TIMES = 20.0
"""An interval that much wider claims nothing (reference.toml withholds it long before)."""


@dataclass(frozen=True, slots=True)
class Label:
    """One labelled clip. person: any name that is the same for all clips of one person."""

    person: str
    clip: ClipAgreement


@dataclass(frozen=True, slots=True)
class Fit:
    """What the labels say together; NaN where none tells. bias_deg and slope: means over people.

    people: whose clips tell a side and rang no alarm; sides, sides_within, sides_covered: of their clips.
    why_not: what keeps the reader from being promoted, in words; empty where it is.
    """

    clips: int
    people: int
    bias_deg: float
    slope: float
    sides: int
    sides_within: int
    sides_covered: int
    interval_times: float
    why_not: tuple[str, ...]

    @property
    def is_promoted(self) -> bool:
        return not self.why_not

    @property
    def coverage(self) -> float:
        """Share of sides that the reader's own interval holds."""
        return self.sides_covered / self.sides if self.sides else math.nan


def fit(labels: Iterable[Label]) -> Fit:
    """Bias, slope, coverage, and the factor on the reader's interval, from labels of any number of people.

    Only clips count that ring no alarm and tell a side: on others the reader alone claims nothing.
    Below MIN_PEOPLE nothing is narrowed and nothing guaranteed: the interval is as wide as the worst label asks.
    NaN: bias and slope without labels.
    Source: docs/methods/pelvic_line.md (A clinic's own calibration).
    """
    counted = [label for label in labels if label.clip.is_sure and label.clip.side_errors_deg]
    by_person: dict[str, list[ClipAgreement]] = {}
    for label in counted:
        by_person.setdefault(label.person, []).append(label.clip)
    people = list(by_person.values())
    bias_deg = _mean([_mean([clip.bias_deg for clip in own]) for own in people])
    slope = _mean([_mean([clip.slope for clip in own if math.isfinite(clip.slope)]) for own in people])
    errors_deg = [error for label in counted for error in label.clip.side_errors_deg.values()]
    within = sum(abs(error) <= WITHIN_DEG for error in errors_deg)
    why_not = _why_not(len(people), bias_deg, slope, len(errors_deg) - within)
    least = 1.0 if why_not else MIN_INTERVAL_TIMES
    wanted = conformal_times([max(score_of(clip) for clip in own) for own in people])
    return Fit(
        clips=len(counted),
        people=len(people),
        bias_deg=bias_deg,
        slope=slope,
        sides=len(errors_deg),
        sides_within=within,
        sides_covered=sum(label.clip.sides_covered for label in counted),
        interval_times=min(max(least, wanted), MAX_INTERVAL_TIMES),
        why_not=why_not,
    )


def score_of(clip: ClipAgreement) -> float:
    """The largest error of a side, in half-widths of the reader's own interval; the clip must tell a side."""
    return max(abs(error) / clip.half_widths_deg[side] for side, error in clip.side_errors_deg.items())


def conformal_times(scores: list[float]) -> float:
    """The factor that holds the next score with COVERAGE; from fewer than MIN_PEOPLE the largest, and 1 from none.

    Source: Lei et al. 2018, Distribution-free predictive inference for regression, Theorem 2.
    """
    if not scores:
        return 1.0
    rank = math.ceil((len(scores) + 1) * COVERAGE - 1e-9)
    return sorted(scores)[min(rank, len(scores)) - 1]


def _why_not(people: int, bias_deg: float, slope: float, sides_beyond: int) -> tuple[str, ...]:
    rules = {
        f"{people} of {MIN_PEOPLE} people": people < MIN_PEOPLE,
        f"a bias of {bias_deg:+.1f}° (at most ± {MAX_BIAS_DEG:.0f}°)": not abs(bias_deg) <= MAX_BIAS_DEG,
        f"a slope of {slope:.2f} ({SLOPES[0]} to {SLOPES[1]})": not SLOPES[0] <= slope <= SLOPES[1],
        f"{sides_beyond} side means beyond {WITHIN_DEG:.0f}°": sides_beyond > 0,
    }
    return tuple(words for words, is_broken in rules.items() if is_broken)


def _mean(values: list[float]) -> float:
    return float(np.mean(values)) if values else math.nan
