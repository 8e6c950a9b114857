"""From a signed report and a therapist's answers to what the rule sheet is told."""

from dataclasses import dataclass, field
from typing import Any

from django.utils import timezone

from exercises.following.adherence import adherence_pct
from exercises.following.signs import FLAG_OF, codes_open, open_signs_of
from exercises.models import PlanItem, active_plan
from exercises.prescribing.gates import FLAG_BY_CODE
from exercises.prescribing.inputs import Clearance, Inputs, SideInputs
from exercises.prescribing.patterns import compensation_pattern, pattern_of
from exercises.prescribing.types import ExerciseCode, Pattern, Stage
from gait.models import SignedReport
from gait.result.conventions import Activity, Grade, Side
from gait.result.result import Measured
from patients.models import History, Patient
from patients.red_flags import YES
from patients.told import newest_history, told_at_intake

GRADE_NUMBER = {grade: number for number, grade in enumerate(Grade)}
GRAVITY_MPS2 = 9.81


@dataclass(frozen=True, slots=True)
class SideAnswers:
    """What the therapist knows about one leg; a grade or pattern typed here replaces the measured one."""

    grade: int | None = None
    pattern: Pattern | None = None
    has_knee_in: bool = False
    mmt: int | None = None
    hhd_n: float | None = None


@dataclass(frozen=True, slots=True)
class Answers:
    """The questionnaire at drafting time. None: as the record has it."""

    left: SideAnswers = SideAnswers()
    right: SideAnswers = SideAnswers()
    nprs: int | None = None
    body_mass_kg: float | None = None
    red_flags: frozenset[str] = frozenset()
    clearances: tuple[Clearance, ...] = ()
    other: dict[str, Any] = field(default_factory=dict)
    """Fields of Inputs that go through unchanged: stage, equipment, pains, balance."""

    def of(self, side: Side) -> SideAnswers:
        return self.left if side is Side.LEFT else self.right


def build_inputs(report: SignedReport, answers: Answers) -> Inputs:
    assessment, found = report.analysis.recording.assessment, report.found
    patient = assessment.patient
    return Inputs(
        left=side_inputs(found, answers, Side.LEFT),
        right=side_inputs(found, answers, Side.RIGHT),
        confidence=found.confidence,
        is_grade_typed=any(answers.of(side).grade is not None for side in Side),
        is_asymmetric=is_asymmetric(found),
        **running_facts(found, newest_history(patient), answers),
        nprs=assessment.pain_nprs if answers.nprs is None else answers.nprs,
        age_years=patient.age_on(timezone.localdate()),
        red_flags=answers.red_flags,
        intake_flags=flags_told(report),
        clearances=answers.clearances,
        adherence_pct=earlier_adherence_pct(patient),
        last_levels=last_levels(patient),
        **{"stage": Stage.BUILD, **answers.other},
    )


def flags_told(report: SignedReport) -> frozenset[str]:
    """Every yes so far: of the history, of the screen before the film, and of the weekly check while it is open."""
    assessment = report.analysis.recording.assessment
    history = {code for code, told in told_at_intake(assessment.patient).items() if told == YES}
    weekly = {FLAG_OF[code] for code in codes_open(open_signs_of(assessment.patient))}
    return frozenset(history | weekly | set(assessment.signs)) & FLAG_BY_CODE.keys()


def running_facts(found: Measured, history: History | None, answers: Answers) -> dict[str, Any]:
    """What the running line of a plan rests on. The step rate is a runner's only where a run was filmed."""
    is_run = found.activity is Activity.RUNNING
    sites = history.pain_sites if history else []
    return {
        "is_runner": is_run or bool(history and history.km_per_week),
        "cadence_spm": found.companions.cadence_spm if is_run else None,
        "km_per_week": history.km_per_week if history else None,
        "has_front_knee_pain": answers.other.get("step_pain_nprs", 0) > 0
        or any(site.endswith(":knee_front") for site in sites),
    }


def side_inputs(found: Measured, answers: Answers, side: Side) -> SideInputs:
    told, other = answers.of(side), answers.of(side.other)
    grade = measured_grade(found, side) if told.grade is None else told.grade
    lower, higher = (grade, grade) if told.grade is not None else borderline_grades(found, side)
    return SideInputs(
        grade=grade,
        lower_grade=lower,
        higher_grade=higher,
        pattern=told.pattern or measured_pattern(found, side, grade),
        drop_deg=found.sides[side].pelvic_drop_deg,
        half_width_deg=found.sides[side].half_width_deg,
        has_knee_in=told.has_knee_in,
        mmt=told.mmt,
        hhd_lsi_pct=side_share_pct(told.hhd_n, other.hhd_n),
        hhd_body_weight_pct=body_weight_pct(told.hhd_n, answers.body_mass_kg),
    )


def side_share_pct(own_n: float | None, other_n: float | None) -> float | None:
    """Of the other leg's force. No force at all is 0 %, not unknown; against no force nothing is compared."""
    return 100 * own_n / other_n if own_n is not None and other_n else None


def measured_grade(found: Measured, side: Side) -> int | None:
    grade = found.sides[side].grade
    return None if grade is None else GRADE_NUMBER[grade]


def borderline_grades(found: Measured, side: Side) -> tuple[int | None, int | None]:
    """The grades a measured side lies between, lower first; its own grade twice where it is clear.

    A report from before the two were kept says only that it is borderline: then the grade below doses and the grade
    above sets the review.
    """
    grade, own = measured_grade(found, side), found.sides[side]
    if grade is None or not own.borderline:
        return grade, grade
    if own.borderline_between is not None:
        lower, higher = own.borderline_between
        return GRADE_NUMBER[lower], GRADE_NUMBER[higher]
    return max(0, grade - 1), min(max(GRADE_NUMBER.values()), grade + 1)


def measured_pattern(found: Measured, side: Side, grade: int | None) -> Pattern:
    """The class that the signed report says.

    It is found anew, by the same rule, only where the typed grade moves the side across "none". A drop that was
    measured and not graded belongs to somebody outside the reference bands: their class stays unknown.
    """
    companions, drop_deg = found.companions, found.sides[side].pelvic_drop_deg
    measured = measured_grade(found, side)
    is_told_otherwise = grade is not None and (measured is None or bool(grade) != bool(measured))
    if not is_told_otherwise or (measured is None and drop_deg is not None):
        return pattern_of(companions.compensation.get(side))
    return compensation_pattern(
        grade,
        drop_deg,
        companions.trunk_lean_deg.get(side),
        found.activity,
        companions.trunk_away_deg.get(side),
    )


def is_asymmetric(found: Measured) -> bool:
    """Whether the report names a side difference; the limits are the report's."""
    return found.asymmetry is not None and found.asymmetry.detectable


def body_weight_pct(force_n: float | None, body_mass_kg: float | None) -> float | None:
    return 100 * force_n / (body_mass_kg * GRAVITY_MPS2) if force_n is not None and body_mass_kg else None


def last_levels(patient: Patient) -> tuple[tuple[ExerciseCode, int], ...]:
    """Levels of the plan in use, for the maintenance stage."""
    known = set(ExerciseCode)
    items = PlanItem.objects.filter(plan=active_plan(patient)) if active_plan(patient) else ()
    return tuple((ExerciseCode(item.exercise_id), item.level) for item in items if item.exercise_id in known)


def earlier_adherence_pct(patient: Patient) -> float | None:
    """Share of planned sessions done since the active plan began, or None without one."""
    plan = active_plan(patient)
    return adherence_pct(plan) if plan else None
