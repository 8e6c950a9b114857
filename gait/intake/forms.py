"""Under which conditions the clip was filmed: the words a re-test must be able to repeat."""

from typing import Any

from django import forms
from django.db import transaction
from django.utils import timezone

from clinics.models import User
from clinics.numbers import DecimalNumberField
from clinics.units import speak_units, units_of
from gait.intake.screen import FIELDS, missing_in_screen, raised_at_intake, screen_fields
from gait.models import Assessment
from patients import consent
from patients.date_field import TypedDateField
from patients.models import Patient

REPEATED = ("activity", "view", "speed_kmh", "surface", "footwear", "markers", "is_mirrored", "walking_aid")
"""Conditions that the next assessment of the same patient starts from: like is compared with like."""


class AssessmentForm(forms.ModelForm):
    consent_confirmed = forms.BooleanField(
        label="The patient agrees to be filmed and measured",
        help_text=consent.VIDEO_WORDING,
        error_messages={"required": "Without the patient's consent no video can be measured."},
    )
    pain_nprs = forms.TypedChoiceField(
        label="Worst pain in the last 7 days",
        help_text="0 is no pain, 10 the worst imaginable.",
        choices=[(level, str(level)) for level in range(11)],
        coerce=int,
        widget=forms.RadioSelect,
    )
    speed_kmh = DecimalNumberField(
        required=False,
        min_value=1,
        max_value=40,
        max_digits=4,
        decimal_places=1,
    )
    activity = forms.ChoiceField(choices=Assessment.Activity.choices, widget=forms.RadioSelect)

    class Meta:
        model = Assessment
        fields = [
            "activity", "view", "surface", "speed_kmh", "footwear", "markers", "is_mirrored", "walking_aid",
            "filmed_on", "pain_nprs",
        ]  # fmt: skip
        labels = {"view": "Filmed", "markers": "Marks on the pelvis"}
        help_texts = {
            "footwear": "Model, or barefoot.",
            "is_mirrored": "Only when the clip shows the room as in a mirror. It swaps left and right.",
            "walking_aid": "Outside what was validated: the drop is measured and kept, but not graded against norms.",
        }
        field_classes = {"filmed_on": TypedDateField}
        widgets = {
            "view": forms.RadioSelect,
            "surface": forms.RadioSelect,
            "markers": forms.RadioSelect,
            "filmed_on": forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
        }

    def __init__(self, *args: Any, patient: Patient, user: User, like: Assessment | None = None, **kwargs: Any) -> None:
        """like: the visit whose conditions are repeated; without it the last one."""
        kwargs.setdefault("initial", conditions_of(like or patient.assessments.first()))
        super().__init__(*args, **kwargs)
        self.patient, self.user = patient, user
        unit = units_of(patient.clinic).speed
        self.fields["speed_kmh"].label = f"Speed, {unit.word}"
        speak_units(self, {"speed_kmh": unit})
        self.fields.update(screen_fields())
        self.initial.setdefault("signs", raised_at_intake(patient))
        self.is_repeat = patient.assessments.exists()
        self.instance.patient = patient
        self.standing_consent = consent.standing(patient)
        if self.standing_consent:
            del self.fields["consent_confirmed"]

    def clean_filmed_on(self) -> object:
        day = self.cleaned_data["filmed_on"]
        if day > timezone.localdate():
            raise forms.ValidationError("The day of filming lies in the future.")
        if day < self.patient.birth_date:
            raise forms.ValidationError("The day of filming lies before the patient's birth.")
        return day

    def clean(self) -> dict[str, Any]:
        """A walk goes on without the screen; one that is not complete is not kept, and asked again before loading."""
        super().clean()
        missing = missing_in_screen(self.cleaned_data, self.patient)
        self.is_screened = not missing
        if self.cleaned_data.get("activity") == Assessment.Activity.RUNNING:
            for name, problem in missing.items():
                self.add_error(name, problem)
        return self.cleaned_data

    def screen_fields(self) -> list[forms.BoundField]:
        return [self[name] for name in FIELDS]

    @transaction.atomic
    def save(self, commit: bool = True) -> Assessment:
        self.instance.created_by = self.user
        if self.is_screened:
            self.instance.note_screen(self.cleaned_data, self.user)
        self.instance.consent = consent.give(self.patient, confirmed_by=self.user)
        return super().save(commit)


def conditions_of(visit: Assessment | None) -> dict[str, object]:
    """What a new film repeats; on the same day also the pain, which was asked a moment ago."""
    if visit is None:
        return {"activity": Assessment.Activity.WALKING}
    is_same_day = visit.filmed_on == timezone.localdate()
    return {name: getattr(visit, name) for name in (*REPEATED, *(("pain_nprs",) if is_same_day else ()))}
