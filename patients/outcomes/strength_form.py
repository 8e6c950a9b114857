"""Strength on one sheet, typed in under two minutes."""

from collections.abc import Iterator
from typing import Any

from django import forms

from clinics.models import User
from clinics.numbers import NumberField
from clinics.units import speak_units, units_of
from patients.models import Patient
from patients.outcomes.date_fields import PastDateField
from patients.outcomes.models import StrengthTest

USUAL_POSITION: dict[str, str] = {
    StrengthTest.Motion.HIP_ABDUCTION: StrengthTest.Position.SIDE_LYING,
    StrengthTest.Motion.HIP_EXTENSION: StrengthTest.Position.PRONE,
    StrengthTest.Motion.HIP_EXTERNAL_ROTATION: StrengthTest.Position.SEATED,
    StrengthTest.Motion.KNEE_EXTENSION: StrengthTest.Position.SEATED,
}
LEGS = ("left", "right")
MAX_FORCE = 2000
MAX_GRADE = 5


class StrengthForm(forms.Form):
    """One row per movement; a row without numbers was not tested. Unit and day hold for all rows."""

    unit = forms.ChoiceField(label="Measured in", choices=StrengthTest.Unit, widget=forms.RadioSelect, initial="N")
    tested_on = PastDateField(label="Day of the test")

    def __init__(self, *args: Any, patient: Patient, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.patient = patient
        self.length = units_of(patient.clinic).length
        usual = positions_of_last(patient)
        self.fields["unit"].initial = usual.pop("unit")
        for motion in StrengthTest.Motion:
            self.fields[f"{motion}_position"] = forms.ChoiceField(
                label=f"{motion.label}: position", choices=StrengthTest.Position, initial=usual[motion]
            )
            for leg in LEGS:
                self.fields[f"{motion}_{leg}"] = number(f"{motion.label}: {leg} leg", MAX_FORCE)
            lever_arm = number(f"{motion.label}: lever arm, {self.length.word}", 100)
            self.fields[f"{motion}_lever_arm_cm"] = lever_arm
        speak_units(self, {f"{motion}_lever_arm_cm": self.length for motion in StrengthTest.Motion})

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
    usual: dict[str, str] = {"unit": units_of(patient.clinic).force, **USUAL_POSITION}
    for test in reversed(patient.strength_tests.standing()[:20]):
        usual |= {"unit": test.unit, test.motion: test.position}
    return usual
