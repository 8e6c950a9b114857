"""Strength on one sheet, a score from paper or by its questions: each is typed in under two minutes."""

from collections.abc import Iterator
from typing import Any

from django import forms
from django.utils import timezone

from clinics.form_fields import field_of
from clinics.models import User
from clinics.numbers import NumberField, WholeNumberField
from patients.date_field import TypedDateField
from patients.models import Patient
from patients.outcomes.instruments import Item, Questionnaire
from patients.outcomes.models import Instrument, OutcomeScore, StrengthTest, Wording
from patients.outcomes.scoring import total_of

USUAL_POSITION: dict[str, str] = {
    StrengthTest.Motion.HIP_ABDUCTION: StrengthTest.Position.SIDE_LYING,
    StrengthTest.Motion.HIP_EXTENSION: StrengthTest.Position.PRONE,
    StrengthTest.Motion.HIP_EXTERNAL_ROTATION: StrengthTest.Position.SEATED,
    StrengthTest.Motion.KNEE_EXTENSION: StrengthTest.Position.SEATED,
}
LEGS = ("left", "right")
MAX_FORCE = 2000
MAX_GRADE = 5


class PastDateField(TypedDateField):
    """Today, or a day that has been."""

    def __init__(self, **kwargs: Any) -> None:
        widget = forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")
        super().__init__(initial=timezone.localdate, widget=widget, **kwargs)

    def clean(self, value: object) -> object:
        day = super().clean(value)
        if day and day > timezone.localdate():
            raise forms.ValidationError("This day lies in the future.")
        return day


class StrengthForm(forms.Form):
    """One row per movement; a row without numbers was not tested. Unit and day hold for all rows."""

    unit = forms.ChoiceField(label="Measured in", choices=StrengthTest.Unit, widget=forms.RadioSelect, initial="N")
    tested_on = PastDateField(label="Day of the test")

    def __init__(self, *args: Any, patient: Patient, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.patient = patient
        usual = positions_of_last(patient)
        self.fields["unit"].initial = usual.pop("unit")
        for motion in StrengthTest.Motion:
            self.fields[f"{motion}_position"] = forms.ChoiceField(
                label=f"{motion.label}: position", choices=StrengthTest.Position, initial=usual[motion]
            )
            for leg in LEGS:
                self.fields[f"{motion}_{leg}"] = number(f"{motion.label}: {leg} leg", MAX_FORCE)
            self.fields[f"{motion}_lever_arm_cm"] = number(f"{motion.label}: lever arm, cm", 100)

    def rows(self) -> list[dict[str, object]]:
        """For the template: each movement with its four fields."""
        names = ("position", *LEGS, "lever_arm_cm")
        return [
            {"label": motion.label, **{name: self[f"{motion}_{name}"] for name in names}}
            for motion in StrengthTest.Motion
        ]

    def clean(self) -> None:
        super().clean()
        told = self.cleaned_data
        if told.get("unit") == StrengthTest.Unit.GRADE:
            for name, _ in self._numbers():
                if told[name] > MAX_GRADE:
                    self.add_error(name, "Grades go from 0 to 5.")
        if not self.errors and not any(self._numbers()):
            raise forms.ValidationError("Enter the number of at least one leg.")

    def _numbers(self) -> Iterator[tuple[str, float]]:
        for motion in StrengthTest.Motion:
            for leg in LEGS:
                value = self.cleaned_data.get(f"{motion}_{leg}")
                if value is not None:
                    yield f"{motion}_{leg}", value

    def save(self, user: User) -> list[StrengthTest]:
        told = self.cleaned_data
        tested = [motion for motion in StrengthTest.Motion if any(told[f"{motion}_{leg}"] is not None for leg in LEGS)]
        return [
            StrengthTest.objects.create(
                patient=self.patient,
                tested_by=user,
                tested_on=told["tested_on"],
                unit=told["unit"],
                motion=motion,
                **{name: told[f"{motion}_{name}"] for name in ("position", *LEGS, "lever_arm_cm")},
            )
            for motion in tested
        ]


def number(label: str, largest: int) -> NumberField:
    return NumberField(label=label, required=False, min_value=0, max_value=largest)


def positions_of_last(patient: Patient) -> dict[str, str]:
    """As last time, because only the same position is compared; else the usual ones. "unit" is among the keys."""
    usual: dict[str, str] = {"unit": StrengthTest.Unit.NEWTON, **USUAL_POSITION}
    for test in reversed(patient.strength_tests.standing()[:20]):
        usual |= {"unit": test.unit, test.motion: test.position}
    return usual


class QuestionsForm(forms.Form):
    """Every question of one instrument, all to be answered."""

    def __init__(self, questionnaire: Questionnaire, *args: Any, are_required: bool = True, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.questionnaire = questionnaire
        for position, item in enumerate(questionnaire.items):
            self.fields[f"item_{position}"] = question(item, is_required=are_required)

    def questions(self) -> list[forms.BoundField]:
        return [self[f"item_{position}"] for position in range(len(self.questionnaire.items))]

    def answers(self) -> list[int]:
        """Call after is_valid(). Without those that were left out."""
        told = (self.cleaned_data.get(f"item_{position}") for position in range(len(self.questionnaire.items)))
        return [points for points in told if points is not None]

    def save(self, patient: Patient, *, entered_by: User | None = None, **facts: Any) -> OutcomeScore:
        answers = self.answers()
        return OutcomeScore.objects.create(
            patient=patient,
            instrument=self.questionnaire.code,
            entered_by=entered_by,
            wording=Wording.OURS,
            answers=answers,
            total=total_of(self.questionnaire, answers),
            **facts,
        )


def question(item: Item, *, is_required: bool) -> forms.TypedChoiceField:
    return forms.TypedChoiceField(
        label=item.question,  # type: ignore[arg-type]  # lazy words are a Promise
        choices=list(enumerate(item.answers)),
        coerce=int,
        empty_value=None,
        required=is_required,
        widget=forms.RadioSelect,
    )


class ScoreForm(QuestionsForm):
    """A therapist's way in: the total of the printed form, or the answers one by one."""

    total = WholeNumberField(min_value=0, required=False)
    answered_on = PastDateField(label="Answered on")

    def __init__(self, questionnaire: Questionnaire, *args: Any, **kwargs: Any) -> None:
        super().__init__(questionnaire, *args, are_required=False, **kwargs)
        total = field_of(self, "total", WholeNumberField)
        total.label = f"Total of the form, 0 to {questionnaire.largest}"
        total.max_value = questionnaire.largest

    def clean(self) -> None:
        super().clean()
        told = self.cleaned_data
        total, answered = told.get("total"), len(self.answers())
        if total is not None and total > self.questionnaire.largest:
            self.add_error("total", f"The scale ends at {self.questionnaire.largest}.")
        if total is not None and answered:
            raise forms.ValidationError("Enter either the total or the answers, not both.")
        if total is None and not self.errors and answered < len(self.questionnaire.items):
            missing = len(self.questionnaire.items) - answered
            raise forms.ValidationError(f"Enter the total, or answer every question: {missing} left.")

    def save_entered(self, patient: Patient, user: User) -> OutcomeScore:
        told = self.cleaned_data
        if told["total"] is None:
            return self.save(patient, entered_by=user, answered_on=told["answered_on"])
        return OutcomeScore.objects.create(
            patient=patient,
            instrument=self.questionnaire.code,
            entered_by=user,
            wording=Wording.PAPER,
            total=told["total"],
            answered_on=told["answered_on"],
        )


class AskForm(forms.Form):
    """Which questions the patient is asked to answer on their phone."""

    instruments = forms.MultipleChoiceField(choices=Instrument)
