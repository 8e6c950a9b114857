"""A result in the words of the page: the verdict first, every side by its name, no number without its error.

Input is the JSON of a run (design: stance.analysis/1); nothing here touches the database.
"""

from dataclasses import dataclass
from typing import Any

from gait.result.codes import CODES
from gait.result.conventions import Confidence, Side, Source, Verdict, ZeroReference
from gait.result.reference import LEAST_CHANGE_DEG

LIMITS = (
    "Single-camera estimate of movement in the frontal plane. Not a diagnosis and not a measure of muscle strength. "
    f"Differences under {LEAST_CHANGE_DEG:g}° are within measurement error."
)

CONFIDENCE_MEANS = {
    Confidence.A: "Marked points, a known level, seven or more strides a side and a confirmed view. Graded.",
    Confidence.B: "The line passed its checks; marks, level, strides or view are not all sure. Graded.",
    Confidence.C: "Too little to go by, or outside what was validated: shown, not graded, no plan drafted from it.",
}

SOURCE_SAYS = {
    Source.MARKERS: "Stickers on the pelvis, found in the picture.",
    Source.CLICKS: "Points that a therapist marked in the picture.",
    Source.WAISTBAND: "The edge of the shorts or waistband, followed through the clip.",
    Source.SURFACE: "The tilt reader: a network that reads the slope of the pelvis from the picture itself.",
    Source.LANDMARKS: "Body landmarks only. They do not follow the tilt of the pelvis: the curve is not a measurement.",
}

ROLL_FROM = {
    "edges": "measured on level edges in the picture",
    "clicks": "from a line that a therapist marked as level",
    "standing": "from quiet standing at the start of the clip",
    "assumed": "nothing in view shows what is level, so the camera was taken as upright",
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
    "none": "within the reference range",
    "mild": "mildly beyond the reference range",
    "moderate": "moderately beyond the reference range",
    "marked": "markedly beyond the reference range",
}

VERDICT_SAYS = {
    Verdict.DROP: "Drop",
    Verdict.LEVEL: "Level",
    Verdict.CANNOT_TELL: "Cannot tell from this clip",
}


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
    """The whole answer in words. is_graded is False for confidence C: then no grade is shown or signed."""

    sides: tuple[SideReading, ...]
    confidence: Confidence
    confidence_means: str
    is_graded: bool
    is_measured: bool
    source_says: str
    zero_says: str
    asymmetry: str
    companions: tuple[Companion, ...]
    notes: tuple[Note, ...]
    limits: str
    pipeline_version: str


def read(result: dict[str, Any]) -> Reading:
    confidence = Confidence(result["confidence"])
    source = result.get("source")
    is_graded = confidence is not Confidence.C
    return Reading(
        sides=tuple(read_side(side, result["sides"][side], is_graded=is_graded) for side in (Side.LEFT, Side.RIGHT)),
        confidence=confidence,
        confidence_means=CONFIDENCE_MEANS[confidence],
        is_graded=is_graded,
        is_measured=source not in {None, Source.LANDMARKS},
        source_says=SOURCE_SAYS[Source(source)] if source else "No line of the pelvis could be read.",
        zero_says=_zero(result["camera_roll_deg"], result.get("zero") or {}),
        asymmetry=_asymmetry(result.get("asymmetry_deg"), result),
        companions=tuple(_companions(result.get("companions") or {})),
        notes=tuple(_note(note) for note in result.get("quality", [])),
        limits=LIMITS,
        pipeline_version=result["pipeline_version"],
    )


def read_side(side: Side, values: dict[str, Any], *, is_graded: bool = True) -> SideReading:
    verdict = Verdict(values["verdict"])
    grade = (values.get("grade") or "") if is_graded else ""
    code = CODES.get(values.get("reason") or "")
    interval = values.get("ci95_deg")
    return SideReading(
        side=side,
        verdict=verdict,
        verdict_says=VERDICT_SAYS[verdict],
        sentence=_sentence(side, verdict, values),
        figure=_figure(values),
        drop_says=degrees(values["pelvic_drop_deg"]),
        grade=grade,
        grade_says=_grade(grade, values),
        interval=f"{degrees(interval[0])} to {degrees(interval[1])}" if interval else "",
        stances_used=values["stances_used"],
        stances_rejected=values["stances_rejected"],
        stances_found=values["stances_used"] + values["stances_rejected"],
        reason=code.message if code else "",
        advice=code.advice if code else "",
        drop_deg=values["pelvic_drop_deg"],
        ci95_deg=(interval[0], interval[1]) if interval else None,
    )


def degrees(value: float | None) -> str:
    """One decimal, a true minus sign, never -0.0."""
    if value is None:
        return "–"
    rounded = round(value, 1) or 0.0
    return f"{'−' if rounded < 0 else ''}{abs(rounded):.1f}°"


def _sentence(side: Side, verdict: Verdict, values: dict[str, Any]) -> str:
    stance = f"{side.capitalize()} stance"
    if verdict is Verdict.CANNOT_TELL or values["pelvic_drop_deg"] is None:
        return f"{stance}: cannot tell from this clip how the {side.other} side of the pelvis moves."
    moves = "drops" if round(values["pelvic_drop_deg"], 1) >= 0 else "rises"
    amount = f"{_figure(values)} ({_count(values['stances_used'], 'stride')})"
    return f"{stance}: {side.other} side of the pelvis {moves} {amount}."


def _grade(grade: str, values: dict[str, Any]) -> str:
    says = GRADE_SAYS.get(grade, "")
    if not says or not values.get("borderline"):
        return says
    between = values.get("borderline_between")
    return f"{says}, borderline {between[0]}/{between[1]}" if between else f"{says}, borderline"


def _figure(values: dict[str, Any]) -> str:
    """The size of the movement with its half interval; the sentence around it says which way."""
    value, interval = values["pelvic_drop_deg"], values.get("ci95_deg")
    if value is None:
        return ""
    size = degrees(abs(value))
    return f"{size} ± {degrees((interval[1] - interval[0]) / 2)}" if interval else size


def _zero(roll: dict[str, Any], zero: dict[str, Any]) -> str:
    """What the drops are counted from, and how far quiet standing is off the horizontal."""
    sentences = [
        f"{COUNTED_FROM[ZeroReference(zero.get('reference') or 'horizontal')]}; camera roll {roll_in_words(roll)}."
    ]
    tilt_deg = zero.get("standing_obliquity_deg")
    if tilt_deg is not None:
        doubt = ": too much to be taken as zero" if zero.get("questioned") else ""
        sentences.append(f"In quiet standing the pelvis reads {tilt_in_words(tilt_deg)}{doubt}.")
    return " ".join(sentences)


def _lacks_a_zero_of_its_own(result: dict[str, Any]) -> bool:
    """Both sides are told, only the zero is not the person's own."""
    is_told = all(values["pelvic_drop_deg"] is not None for values in result["sides"].values())
    return is_told and (result.get("zero") or {}).get("reference") == ZeroReference.HORIZONTAL


def tilt_in_words(tilt_deg: float) -> str:
    """For example: 2.1° lower on the right."""
    return f"{degrees(abs(tilt_deg))} lower on the {'right' if tilt_deg > 0 else 'left'}"


def roll_in_words(roll: dict[str, Any]) -> str:
    """For example: 3.9° ± 0.6°, from level edges in the room."""
    return f"{degrees(roll['value'])} ± {degrees(1.96 * roll['sigma'])}, {ROLL_FROM[roll['from']]}"


def _asymmetry(asymmetry: dict[str, Any] | None, result: dict[str, Any]) -> str:
    if not asymmetry or asymmetry.get("value") is None:
        return NOT_COMPARED_WITHOUT_ZERO if _lacks_a_zero_of_its_own(result) else NOT_COMPARED
    value, (low, high) = asymmetry["value"], asymmetry["ci95"]
    if not asymmetry["detectable"]:
        return f"No detectable difference between left and right ({degrees(abs(value))}, within what error can make)."
    larger = Side.RIGHT if value > 0 else Side.LEFT
    low, high = sorted((abs(low), abs(high)))
    return f"The drop is {degrees(abs(value))} larger in {larger} stance ({degrees(low)} to {degrees(high)})."


def _companions(values: dict[str, Any]) -> list[Companion]:
    rows = [
        _per_side("Trunk lean", "towards the standing leg", values.get("trunk_lean_deg")),
        _per_side("Hip adduction, 2‑D", "thigh against the line of the hips", values.get("hip_adduction_deg")),
        _per_side("Knee, frontal plane", "positive: knee inwards", values.get("knee_fppa_deg")),
        _whole("Cadence", "steps per minute", values.get("cadence_spm"), "{:.0f}"),
        _whole("Step width", "in hip widths", values.get("step_width_hip_ratio"), "{:.2f}"),
    ]
    return [row for row in rows if row]


def _per_side(name: str, meaning: str, values: dict[str, float | None] | None) -> Companion | None:
    if not values or all(value is None for value in values.values()):
        return None
    return Companion(name, meaning, left=degrees(values.get("left")), right=degrees(values.get("right")))


def _whole(name: str, meaning: str, value: float | None, form: str) -> Companion | None:
    return None if value is None else Companion(name, meaning, both=form.format(value))


def _note(note: dict[str, str]) -> Note:
    code = CODES.get(note["code"])
    return Note(message=note["message"], advice=code.advice if code and code.advice != "Nothing to do." else "")


def _count(number: int, noun: str) -> str:
    return f"{number} {noun}" if number == 1 else f"{number} {noun}s"
