"""Two visits in words: what was not alike between the clips, and whether the drops have changed.

A difference is called a change only beyond its own error, and only between clips that were made alike.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal

from clinics.units import Unit, units_of
from gait.models import Analysis
from gait.result.change import Change, compare_visits, lack_only_zero
from gait.result.conventions import Confidence, Side, View, ZeroReference
from gait.result.reference import MIN_CHANGE_DEG
from gait.result.result import Zero
from gait.result.sources import words_of
from gait.review.change_words import LEAST_CALLED, Way, is_seen_but_small, size_of, way_of
from gait.review.figures import degrees

SPEED_GAP_KMH = 0.4
"""0.1 m/s: a re-test is to be walked or run at the same speed."""
RATE_RATIO = 1.25
VIEW_NAMES = {View.POSTERIOR: "from behind", View.ANTERIOR: "from the front", View.SIDE: "from the side"}
NOT_TOLD = "not told"
UNKNOWN = "–"
HELD_AGAINST_HORIZON = (ZeroReference.HORIZONTAL, ZeroReference.BONE)


@dataclass(frozen=True, slots=True)
class Condition:
    """One circumstance of both clips. spoils: where it differs, no difference of the drop is called a change.
    is_of_zero: that of the excursion is, which is free of zero.
    """

    name: str
    then: str
    now: str
    is_alike: bool = True
    spoils: bool = False
    is_of_zero: bool = False


@dataclass(frozen=True, slots=True)
class Figure:
    """What one visit told: in degrees, negative where the pelvis rises, and printed with half its interval."""

    value_deg: float | None = None
    half_deg: float | None = None

    def __str__(self) -> str:
        return UNKNOWN if self.value_deg is None else f"{self.alone} ± {degrees(self.half_deg)}"

    @property
    def alone(self) -> str:
        return degrees(self.value_deg)


@dataclass(frozen=True, slots=True)
class Compared:
    """The drop of one stance side in both visits, or with side None the excursion.

    verdict is one of changed, undetectable, unlike, unknown.
    """

    side: Side | None
    then: Figure
    now: Figure
    verdict: str
    verdict_says: str
    sentence: str


@dataclass(frozen=True, slots=True)
class VisitComparison:
    """excursion: None where neither visit tells it. conditions: every one, for the table. reasons: sentences for those
    that were not alike, the spoiling first.
    """

    earlier: Analysis
    later: Analysis
    sides: tuple[Compared, ...]
    excursion: Compared | None
    conditions: tuple[Condition, ...]
    reasons: tuple[str, ...]
    least_change_deg: float = MIN_CHANGE_DEG

    @property
    def is_like_for_like(self) -> bool:
        return not any(not each.is_alike and each.spoils for each in self.conditions)


def compare(earlier: Analysis, later: Analysis) -> VisitComparison:
    """Two finished runs over walking or running, in the order that is given (when_filmed tells it)."""
    conditions = tuple(conditions_of(earlier, later))
    changes = compare_visits(earlier.found, later.found)
    spoiling = [each for each in conditions if not each.is_alike and each.spoils]
    unlike = sorted((each for each in conditions if not each.is_alike), key=lambda each: not each.spoils)
    return VisitComparison(
        earlier=earlier,
        later=later,
        sides=tuple(side_in_words(earlier, later, side, changes.sides[side], is_alike=not spoiling) for side in Side),
        excursion=excursion_in_words(
            earlier, later, changes.excursion, is_alike=all(each.is_of_zero for each in spoiling)
        ),
        conditions=conditions,
        reasons=tuple(reason_in_words(each) for each in unlike),
    )


def when_filmed(analysis: Analysis) -> tuple[date, datetime, datetime]:
    """The one order of runs: by visit, and within a visit by run. A clip worked out anew stays where it was filmed."""
    visit = analysis.recording.assessment
    return visit.filmed_on, visit.created_at, analysis.created_at


def conditions_of(earlier: Analysis, later: Analysis) -> Iterator[Condition]:
    """What the therapist told about the filming, then what the analysis found in it."""
    pair = (earlier.recording.assessment, later.recording.assessment)
    found = (earlier.found, later.found)
    yield told("Activity", [each.activity for each in found], spoils=True)
    yield told("View", [VIEW_NAMES[each.view] for each in found], spoils=True)
    yield told("Surface", [each.get_surface_display().lower() for each in pair], spoils=True)
    yield speed(pair[0].speed_kmh, pair[1].speed_kmh, units_of(pair[0].patient.clinic).speed)
    yield told("Shoes", [each.footwear.strip() for each in pair])
    yield told("Marks on the pelvis", [each.get_markers_display().lower() for each in pair])
    yield told("Line of the pelvis read from", [words_of(each.source).name for each in found], spoils=True)
    yield told("Counted from", [counted_from(each.zero) for each in found], spoils=True, is_of_zero=True)
    yield cadence([each.companions.cadence_spm for each in found], compare_visits(*found).differences)
    yield rate([each.video.frame_rate_hz for each in found])
    yield told(
        "Walking aid, prosthesis or skirt", ["yes" if each.has_walking_aid else "no" for each in found], spoils=True
    )
    yield told("Pace of the film", ["doubted" if each.is_pace_doubted else "as filmed" for each in found], spoils=True)
    yield confidence([each.confidence for each in found], is_of_zero=lack_only_zero(*found))
    yield told("Version of the analysis", [each.pipeline_version for each in found])


def told(name: str, values: list[str], *, spoils: bool = False, is_of_zero: bool = False) -> Condition:
    """What nobody told is no difference."""
    then, now = (value or NOT_TOLD for value in values)
    is_alike = NOT_TOLD in (then, now) or then.casefold() == now.casefold()
    return Condition(name, then, now, is_alike, spoils, is_of_zero)


def counted_from(zero: Zero | None) -> str:
    """Marks on bone and clothes are both held against the horizontal; which it was the source tells."""
    if zero is None:
        return ""
    return "horizontal" if zero.reference in HELD_AGAINST_HORIZON else zero.reference.value


def speed(then_kmh: Decimal | None, now_kmh: Decimal | None, unit: Unit) -> Condition:
    is_alike = then_kmh is None or now_kmh is None or abs(float(now_kmh) - float(then_kmh)) <= SPEED_GAP_KMH
    then, now = (unit.says(kmh) or NOT_TOLD for kmh in (then_kmh, now_kmh))
    return Condition("Speed", then, now, is_alike, spoils=True)


def cadence(values_spm: list[float | None], differences: tuple[str, ...]) -> Condition:
    then, now = (f"{spm:.0f} steps/min" if spm else "unknown" for spm in values_spm)
    return Condition("Cadence", then, now, "cadence" not in differences, spoils=True)


def rate(values_hz: list[float]) -> Condition:
    """Fewer pictures a second see less of a short peak."""
    is_alike = max(values_hz) <= RATE_RATIO * min(values_hz)
    then, now = (f"{hz:.0f} Hz" for hz in values_hz)
    return Condition("Frame rate", then, now, is_alike)


def confidence(letters: list[str], *, is_of_zero: bool) -> Condition:
    then, now = letters
    is_alike = Confidence.C not in letters
    return Condition("Confidence", then, now, is_alike, spoils=True, is_of_zero=is_of_zero)


def reason_in_words(unlike: Condition) -> str:
    """For example: Speed: 8 km/h then, 10 km/h now."""
    told = f"{unlike.name}: {unlike.then} then, {unlike.now} now."
    if unlike.name == "Confidence":
        return f"{told} A clip of confidence C is shown, not graded."
    return told if unlike.spoils else f"{told} This may explain part of a difference."


def side_in_words(earlier: Analysis, later: Analysis, side: Side, change: Change | None, *, is_alike: bool) -> Compared:
    figures = (drop_of(earlier, side), drop_of(later, side))
    moved = f"drop of the {side.other} side of the pelvis"
    return in_words(f"{side.capitalize()} stance", moved, figures, change, is_alike=is_alike, side=side)


def excursion_in_words(earlier: Analysis, later: Analysis, change: Change | None, *, is_alike: bool) -> Compared | None:
    """None where neither visit tells it."""
    figures = (swing_of(earlier), swing_of(later))
    if all(figure.value_deg is None for figure in figures):
        return None
    return in_words("Both sides together", "swing of the pelvis in all", figures, change, is_alike=is_alike)


def in_words(
    name: str,
    moved: str,
    figures: tuple[Figure, Figure],
    change: Change | None,
    *,
    is_alike: bool,
    side: Side | None = None,
) -> Compared:
    then, now = figures
    if then.value_deg is None or now.value_deg is None or change is None:
        unknown = "earlier" if then.value_deg is None else "later"
        sentence = f"{name}: the {unknown} clip does not tell, so there is nothing to compare."
        return Compared(side, *figures, "unknown", "Cannot tell", sentence)
    way = way_of(then.value_deg, now.value_deg)
    says = way.value if side else way.of_both_sides
    verdict = "unlike" if not is_alike else "changed" if change.changed else "undetectable"
    sign = " (below zero: it rises)" if min(then.value_deg, now.value_deg) < 0 else ""
    told = [f"{name}: {moved}{sign} {then} then, {now} now; difference {size_of(change)}"]
    told += [says] if says else []
    told += [f"below {LEAST_CALLED}, the smallest that is called a change"] if is_small(verdict, change) else []
    return Compared(side, *figures, verdict, verdict_in_words(verdict, change, way, says), f"{', '.join(told)}.")


def is_small(verdict: str, change: Change) -> bool:
    return verdict == "undetectable" and is_seen_but_small(change)


def drop_of(analysis: Analysis, side: Side) -> Figure:
    own = analysis.found.sides[side]
    return Figure(own.pelvic_drop_deg, own.half_width_deg)


def swing_of(analysis: Analysis) -> Figure:
    own = analysis.found.excursion
    return Figure(own.value_deg, own.half_width_deg)


def verdict_in_words(verdict: str, change: Change, way: Way, says: str) -> str:
    """says: the way in words, of a drop or of the swing."""
    if verdict == "unlike":
        return "Not called a change: not filmed alike"
    if verdict == "undetectable":
        return f"Below {LEAST_CALLED}: not called a change" if is_seen_but_small(change) else "No detectable change"
    return says.capitalize() if way in (Way.TO_RISE, Way.TO_DROP) else f"{says.capitalize()} than then"
