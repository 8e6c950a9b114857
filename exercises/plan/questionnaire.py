"""The one page a therapist fills before a plan is drafted: the screen, today's symptoms, and what is at home."""

from typing import Any

from django import forms

from clinics.models import User
from clinics.numbers import NumberField
from exercises.plan.inputs import Answers, SideAnswers, flags_told, measured_grade, measured_pattern
from exercises.plan.recorded_strength import recorded_strength
from exercises.prescribing.gates import FLAGS
from exercises.prescribing.inputs import BALANCE, Clearance
from exercises.prescribing.remarks import GRADE_WORDS
from exercises.prescribing.types import Pattern, Stage
from gait.models import SignedReport
from gait.result.conventions import Side
from patients.models import History, StrengthTest
from patients.red_flags import NO, YES
from patients.told import newest_history

PATTERN_WORDS = {
    Pattern.NONE: "N: no drop, trunk upright",
    Pattern.UNCOMPENSATED: "U: drop, trunk upright",
    Pattern.PARTIAL: "P: drop, trunk leans over the stance leg",
    Pattern.COMPENSATED: "C: trunk leans over the stance leg, little drop",
    Pattern.AWAY: "X: drop, trunk leans away from the stance leg",
}
"""What a therapist may type; there is no word for "unknown", which is what an empty answer leaves."""
NOT_MEASURED = "Not measured"
STAGE_WORDS = {
    Stage.EARLY: "Early: less than 2 weeks since onset",
    Stage.BUILD: "Build",
    Stage.RETURN_TO_RUN: "Return to run",
    Stage.MAINTAIN: "Maintain",
}
NPRS = [(n, str(n)) for n in range(11)]
CLEARED = "cleared"
FLAG_ANSWERS = [(NO, "No"), (YES, "Yes"), (CLEARED, "Yes, assessed and cleared")]
PASSED_ON = (
    "has_crossover_sign",
    "strength_position",
    "morning_nprs",
    "has_night_pain",
    "settles_within_24_h",
    "step_pain_nprs",
    "has_lateral_hip_pain",
    "has_back_pain_in_bridge",
    "has_hamstring_strain",
    "has_ankle_or_forefoot_pain",
    "has_band",
    "has_step",
    "has_balance_risk",
    "one_leg_stance_s",
)


def tick(label: str, *, initial: bool = False) -> forms.BooleanField:
    return forms.BooleanField(label=label, required=False, initial=initial)


def number(label: str, largest: int) -> NumberField:
    return NumberField(label=label, required=False, min_value=0, max_value=largest)


def said(label: str, size: int) -> forms.CharField:
    return forms.CharField(label=label, required=False, max_length=size)


class Questionnaire(forms.Form):
    """Flags have no default, everything else starts from the record or the usual case.

    Of the earlier screens only a yes is carried over; a no has to be asked again.
    """

    nprs = forms.TypedChoiceField(label="Worst pain in the last 7 days", choices=NPRS, coerce=int)
    morning_nprs = forms.TypedChoiceField(
        label="Usual pain on waking or at rest",
        required=False,
        coerce=int,
        empty_value=None,
        choices=[("", "Not asked"), *NPRS],
        help_text="The pain after a session is compared with this. Not asked: the first three mornings reported count.",
    )
    has_night_pain = tick("Night pain")
    settles_within_24_h = tick("Settles within 24 hours after activity", initial=True)
    stage = forms.ChoiceField(choices=list(STAGE_WORDS.items()), initial=Stage.BUILD)
    has_band = tick("Loop bands at home", initial=True)
    has_step = tick("A steady step at home", initial=True)
    step_pain_nprs = forms.TypedChoiceField(label="Front knee pain on steps", choices=NPRS, coerce=int, initial=0)
    has_lateral_hip_pain = tick("Lateral hip pain")
    has_back_pain_in_bridge = tick("Low-back pain in the bridge")
    has_hamstring_strain = tick("Acute hamstring strain")
    has_ankle_or_forefoot_pain = tick("Ankle or forefoot pain")
    has_crossover_sign = tick("Feet cross the midline (crossover sign)")
    has_balance_risk = tick("Balance at risk")
    one_leg_stance_s = number("One-leg stance, seconds", 120)
    is_balance_cleared = tick("Balance cleared for levels above 1")
    body_mass_kg = number("Body mass, kg", 300)
    strength_position = forms.ChoiceField(
        label="Position of the dynamometer test",
        required=False,
        choices=[("", "Not told"), *StrengthTest.Position.choices],
        help_text="Without it the share of body weight is not judged.",
    )

    def __init__(self, report: SignedReport, user: User, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.report, self.user = report, user
        patient = report.analysis.recording.assessment.patient
        self.fields["nprs"].initial = report.analysis.recording.assessment.pain_nprs
        for side in Side:
            self.add_side(side)
        for name, value in recorded_strength(patient).items():
            self.fields[name].initial = value
        if history := newest_history(patient):
            self.fields["has_night_pain"].initial = bool(history.has_night_pain)
            self.fields["settles_within_24_h"].initial = history.settles != History.Settling.LONGER
        self.add_flags(flags_told(report))

    def add_flags(self, told: frozenset[str]) -> None:
        for flag in FLAGS:
            self.fields[f"flag_{flag.code}"] = forms.ChoiceField(
                label=flag.question,
                choices=FLAG_ANSWERS,
                widget=forms.RadioSelect,
                initial=YES if flag.code in told else None,
            )
            self.add_clearance(flag.code)
        self.add_clearance(BALANCE)

    def add_clearance(self, code: str) -> None:
        self.fields[f"{code}_examined"] = said("What was examined, and what was found", 200)
        self.fields[f"{code}_by"] = said("By whom, and when", 120)
        self.fields[f"{code}_by"].initial = self.user.signature

    def clean(self) -> dict[str, Any]:
        told: dict[str, Any] = super().clean() or {}
        for code in self.codes_cleared():
            for name in (f"{code}_examined", f"{code}_by"):
                if not told.get(name):
                    self.add_error(name, "A warning is cleared by an examination: say what was examined, and by whom.")
        return told

    def codes_cleared(self) -> list[str]:
        told = self.cleaned_data
        balance = [BALANCE] if told.get("is_balance_cleared") else []
        return [flag.code for flag in FLAGS if told.get(f"flag_{flag.code}") == CLEARED] + balance

    def add_side(self, side: Side) -> None:
        grade = measured_grade(self.report.found, side)
        seen = "Not graded" if grade is None else f"As measured: {GRADE_WORDS[grade]}"
        pattern = measured_pattern(self.report.found, side, grade)
        pattern_seen = NOT_MEASURED if pattern is Pattern.UNKNOWN else f"As measured: {pattern.value}"
        name = f"{side.capitalize()} stance"
        self.fields[f"{side}_grade"] = forms.TypedChoiceField(
            label=f"{name}: grade",
            required=False,
            coerce=int,
            empty_value=None,
            choices=[("", seen), *enumerate(GRADE_WORDS)],
        )
        self.fields[f"{side}_pattern"] = forms.ChoiceField(
            label=f"{name}: class",
            required=False,
            choices=[("", pattern_seen), *PATTERN_WORDS.items()],
        )
        self.fields[f"{side}_has_knee_in"] = tick(f"{name}: knee falls in")
        self.fields[f"{side}_mmt"] = forms.TypedChoiceField(
            label=f"{name}: hip abduction by hand",
            required=False,
            coerce=int,
            empty_value=None,
            choices=[("", "Not tested"), *((n, f"{n}/5") for n in range(6))],
        )
        self.fields[f"{side}_hhd_n"] = number(f"{name}: hip abduction, newtons", 1000)

    def side_groups(self) -> list[tuple[str, list[forms.BoundField]]]:
        names = ("grade", "pattern", "mmt", "hhd_n", "has_knee_in")
        return [(side.value, [self[f"{side}_{name}"] for name in names]) for side in Side]

    def flag_fields(self) -> list[tuple[forms.BoundField, list[forms.BoundField]]]:
        """Each question with the two fields that clear a yes."""
        return [(self[f"flag_{flag.code}"], self.clearing_fields(flag.code)) for flag in FLAGS]

    def balance_fields(self) -> list[forms.BoundField]:
        return self.clearing_fields(BALANCE)

    def clearing_fields(self, code: str) -> list[forms.BoundField]:
        return [self[f"{code}_examined"], self[f"{code}_by"]]

    def answers(self) -> Answers:
        """Call after is_valid()."""
        told = self.cleaned_data
        return Answers(
            left=self.side_answers(Side.LEFT),
            right=self.side_answers(Side.RIGHT),
            nprs=told["nprs"],
            body_mass_kg=told["body_mass_kg"],
            red_flags=frozenset(flag.code for flag in FLAGS if told[f"flag_{flag.code}"] == YES),
            clearances=tuple(
                Clearance(code, told[f"{code}_examined"], told[f"{code}_by"]) for code in self.codes_cleared()
            ),
            other={"stage": Stage(told["stage"]), **{name: told[name] for name in PASSED_ON}},
        )

    def side_answers(self, side: Side) -> SideAnswers:
        told = self.cleaned_data
        pattern = told[f"{side}_pattern"]
        return SideAnswers(
            grade=told[f"{side}_grade"],
            pattern=Pattern(pattern) if pattern else None,
            has_knee_in=told[f"{side}_has_knee_in"],
            mmt=told[f"{side}_mmt"],
            hhd_n=told[f"{side}_hhd_n"],
        )
