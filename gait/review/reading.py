"""A result in the words of the page: the verdict first, every side by its name, no number without its error.

Nothing here touches the database.
"""

import math
from collections.abc import Iterator
from dataclasses import dataclass

from gait.result.codes import CODES
from gait.result.conventions import Confidence, Grade, RollOrigin, Side, Verdict, ZeroReference
from gait.result.measures import MEASURES
from gait.result.reference import MIN_CHANGE_DEG
from gait.result.result import ByHand, CameraRoll, Companions, Measured, SideResult
from gait.result.result import Note as FoundNote
from gait.result.sources import words_of
from gait.review.excursion_words import ExcursionReading, read_excursion
from gait.review.figures import count, degrees

LIMITS = (
    "Single-camera estimate of movement in the frontal plane. Not a diagnosis and not a measure of muscle strength. "
    f"Differences under {MIN_CHANGE_DEG:g}° are within measurement error."
)

CONFIDENCE_MEANS = {
    Confidence.A: "Marked points, a known level, seven or more strides a side and a confirmed view. Graded.",
    Confidence.B: "The line passed its checks; marks, level, strides or view are not all sure. Graded.",
    Confidence.C: "Too little to go by, or outside what was validated: shown, not graded, no plan drafted from it.",
}

BY_HAND_MEANS = "Marked by hand in a few pictures; nothing is known between them, so it is never better than B. Graded."

ROLL_FROM = {
    RollOrigin.EDGES: "measured on level edges in the picture",
    RollOrigin.CLICKS: "from a line that a therapist marked as level",
    RollOrigin.STANDING: "from quiet standing at the start of the clip",
    RollOrigin.ASSUMED: "nothing in view shows what is level, so the camera was taken as upright",
}

NOT_COMPARED = "Left and right cannot be compared in this clip."
NOT_COMPARED_WITHOUT_ZERO = (
    "Left and right are not compared: clothes do not show where the pelvis is level, and the difference holds that "
    "error twice. Two quiet seconds of standing before the walk would tell."
)

COUNTED_FROM = {
    ZeroReference.STANDING: "Counted from the person's own quiet standing",
    ZeroReference.BONE: "Counted from horizontal, by marks on bone",
    ZeroReference.HORIZONTAL: "Counted from horizontal",
    ZeroReference.NONE: "Nothing shows where zero is",
}

GRADE_SAYS = {
    Grade.NONE: "within the reference range",
    Grade.MILD: "mildly beyond the reference range",
    Grade.MODERATE: "moderately beyond the reference range",
    Grade.MARKED: "markedly beyond the reference range",
}

LEAST_BESIDE_LEVEL_DEG = 2.0
"""Proposal: a pelvis that moves by more is not called level beside its own number, as on the patient's page."""


@dataclass(frozen=True, slots=True)
class SideReading:
    """What the clip says about one stance side, ready to print."""

    side: Side
    verdict: Verdict
    verdict_says: str
    sentence: str
    figure: str
    drop_says: str
    grade: str
    grade_says: str
    interval: str
    stances_used: int
    stances_rejected: int
    stances_found: int
    reason: str
    advice: str
    drop_deg: float | None
    ci95_deg: tuple[float, float] | None
    marked_says: str = ""


@dataclass(frozen=True, slots=True)
class Companion:
    """One accompanying measure; a single clip-wide value stands in `both`."""

    name: str
    meaning: str
    left: str = ""
    right: str = ""
    both: str = ""


@dataclass(frozen=True, slots=True)
class Note:
    message: str
    advice: str


@dataclass(frozen=True, slots=True)
class Reading:
    """The whole answer in words. is_graded is False for confidence C: then no grade is shown or signed.

    is_followed is False where single pictures were measured: then there is no curve.
    """

    sides: tuple[SideReading, ...]
    confidence: Confidence
    confidence_means: str
    is_graded: bool
    is_measured: bool
    is_followed: bool
    source_says: str
    zero_says: str
    asymmetry: str
    excursion: ExcursionReading
    companions: tuple[Companion, ...]
    notes: tuple[Note, ...]
    limits: str
    pipeline_version: str


def read(found: Measured) -> Reading:
    """Of a run, or of what was signed of one."""
    source = words_of(found.source)
    return Reading(
        sides=tuple(read_side(side, found.sides[side], is_graded=found.is_graded) for side in Side),
        confidence=found.confidence,
        confidence_means=_confidence_means(found),
        is_graded=found.is_graded,
        is_measured=source.is_measured,
        is_followed=source.is_followed,
        source_says=f"{source.says}{_hand(found.hand)}",
        zero_says=_zero(found),
        asymmetry=_asymmetry(found),
        excursion=read_excursion(found),
        companions=tuple(_companions(found.companions)),
        notes=tuple(_note(note) for note in found.quality),
        limits=LIMITS,
        pipeline_version=found.pipeline_version,
    )


def _confidence_means(found: Measured) -> str:
    is_by_hand = found.hand is not None and found.confidence is not Confidence.C
    return BY_HAND_MEANS if is_by_hand else CONFIDENCE_MEANS[found.confidence]


def _hand(hand: ByHand | None) -> str:
    """How steady the hand was, told with the source wherever that is told."""
    if hand is None:
        return ""
    counted = f" {count(hand.frames, 'picture')}"
    if hand.own_error_deg is None:
        return f"{counted}; none was marked again, so the hand's own error is not known."
    again = f"{hand.repeated} marked again without seeing the first marks"
    return f"{counted}; {again}: own error ± {degrees(1.96 * hand.own_error_deg)} a picture."


def read_side(side: Side, own: SideResult, *, is_graded: bool = True) -> SideReading:
    grade = own.grade if is_graded else None
    code = CODES.get(own.reason or "")
    interval = own.ci95_deg
    return SideReading(
        side=side,
        verdict=own.verdict,
        verdict_says=verdict_says(own),
        sentence=_sentence(side, own),
        figure=_figure(own),
        drop_says=degrees(own.pelvic_drop_deg),
        grade="" if grade is None else grade.value,
        grade_says=_grade(grade, own),
        interval=f"{degrees(interval[0])} to {degrees(interval[1])}" if interval else "",
        stances_used=own.stances_used,
        stances_rejected=own.stances_rejected,
        stances_found=own.stances_used + own.stances_rejected,
        reason=code.message if code else "",
        advice=code.advice if code else "",
        drop_deg=own.pelvic_drop_deg,
        ci95_deg=interval,
        marked_says=_marked(own),
    )


def _marked(own: SideResult) -> str:
    """What the marked pictures say by themselves, beside a number that was carried from them; never in its place."""
    if own.pelvic_drop_deg is None or own.marked_mean_deg is None:
        return ""
    moves = "drop" if own.marked_mean_deg >= 0 else "rise"
    pictures = count(own.marked_pictures, "marked picture")
    size = degrees(abs(own.marked_mean_deg))
    return f"Plain mean of {pictures} of this stance, at whatever moment: {moves} {size}."


def verdict_says(own: SideResult) -> str:
    """In two words, which never contradict the number beside them: 5 degrees within the band are not level."""
    drop_deg = own.pelvic_drop_deg
    if own.verdict is Verdict.CANNOT_TELL or drop_deg is None:
        return "Cannot tell"
    if own.verdict is Verdict.DROP:
        return "Drop"
    if abs(drop_deg) < LEAST_BESIDE_LEVEL_DEG:
        return "Level"
    if drop_deg < 0:
        return "Rises"
    return "Not graded" if own.grade is None else "Within the usual range"


def _sentence(side: Side, own: SideResult) -> str:
    stance = f"{side.capitalize()} stance"
    if own.verdict is Verdict.CANNOT_TELL or own.pelvic_drop_deg is None:
        return f"{stance}: cannot tell from this clip how the {side.other} side of the pelvis moves."
    moves = "drops" if round(own.pelvic_drop_deg, 1) >= 0 else "rises"
    amount = f"{_figure(own)} ({count(own.stances_used, 'stride')})"
    return f"{stance}: {side.other} side of the pelvis {moves} {amount}."


def _grade(grade: Grade | None, own: SideResult) -> str:
    if grade is None:
        return ""
    says = GRADE_SAYS[grade]
    if not own.borderline:
        return says
    between = own.borderline_between
    return f"{says}, borderline {between[0]}/{between[1]}" if between else f"{says}, borderline"


def _figure(own: SideResult) -> str:
    """The size of the movement with its half interval; the sentence around it says which way."""
    if own.pelvic_drop_deg is None:
        return ""
    size, half_deg = degrees(abs(own.pelvic_drop_deg)), own.half_width_deg
    return size if half_deg is None else f"{size} ± {degrees(half_deg)}"


def _zero(found: Measured) -> str:
    """What the drops are counted from, and how far quiet standing is off the horizontal."""
    sentences = [f"{COUNTED_FROM[found.zero_reference]}; camera roll {roll_in_words(found.camera_roll)}."]
    zero = found.zero
    if zero is not None and zero.standing_obliquity_deg is not None:
        doubt = ": too much to be taken as zero" if zero.is_questioned else ""
        sentences.append(f"In quiet standing the pelvis reads {tilt_in_words(zero.standing_obliquity_deg)}{doubt}.")
    return " ".join(sentences)


def _lacks_a_zero_of_its_own(found: Measured) -> bool:
    """Both sides are told, only the zero is not the person's own."""
    is_told = all(own.pelvic_drop_deg is not None for own in found.sides.values())
    return is_told and found.zero is not None and found.zero.reference is ZeroReference.HORIZONTAL


def tilt_in_words(tilt_deg: float) -> str:
    """For example: 2.1° lower on the right."""
    if not round(tilt_deg, 1):
        return "level"
    return f"{degrees(abs(tilt_deg))} lower on the {'right' if tilt_deg > 0 else 'left'}"


def roll_in_words(roll: CameraRoll) -> str:
    """For example: 3.9° ± 0.6°, from level edges in the room."""
    says = f"{degrees(roll.value_deg)} ± {degrees(1.96 * roll.sigma_deg)}, {ROLL_FROM[roll.origin]}"
    if not roll.is_contradicted or roll.read_deg is None or roll.read_sigma_deg is None:
        return says
    return f"{says}; edges in the picture read {degrees(roll.read_deg)} ± {degrees(1.96 * roll.read_sigma_deg)}"


def _asymmetry(found: Measured) -> str:
    asymmetry = found.asymmetry
    if asymmetry is None or math.isnan(asymmetry.value_deg):
        return NOT_COMPARED_WITHOUT_ZERO if _lacks_a_zero_of_its_own(found) else NOT_COMPARED
    size = degrees(abs(asymmetry.value_deg))
    if not asymmetry.detectable:
        return f"No detectable difference between left and right ({size}, within what error can make)."
    low, high = sorted(map(abs, asymmetry.ci95_deg))
    larger_deg = found.sides[asymmetry.larger].pelvic_drop_deg
    if larger_deg is not None and round(larger_deg, 1) < 0:
        return f"The rise is {size} larger in {asymmetry.larger.other} stance ({degrees(low)} to {degrees(high)})."
    return f"The drop is {size} larger in {asymmetry.larger} stance ({degrees(low)} to {degrees(high)})."


def _companions(companions: Companions) -> Iterator[Companion]:
    """Those that the clip tells, in the order of the table."""
    for measure in MEASURES:
        if measure.per_side:
            left, right = (measure.of_side(companions, side) for side in Side)
            if left is not None or right is not None:
                yield Companion(measure.label, measure.meaning, left=degrees(left), right=degrees(right))
        elif (value := measure.of_clip(companions)) is not None:
            yield Companion(measure.label, measure.meaning, both=f"{value:.{measure.digits}f}")


def _note(note: FoundNote) -> Note:
    code = CODES.get(note.code)
    return Note(message=note.message, advice=code.advice if code and code.advice != "Nothing to do." else "")
