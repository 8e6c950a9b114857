"""A patient's details, as the front desk takes them."""

from typing import Any

from django import forms
from django.utils import timezone

from clinics.access import clinics_of
from clinics.form_fields import field_of
from clinics.models import Clinic, Role, User
from patients import records
from patients.date_field import TypedDateField
from patients.models import Patient, PatientQuerySet


class PatientForm(forms.ModelForm):
    class Meta:
        model = Patient
        fields = ["first_name", "last_name", "birth_date", "sex", "record_number", "clinic", "email", "phone"]
        labels = {"clinic": "Treated at", "birth_date": "Date of birth"}
        help_texts = {"record_number": "Unique within the clinic."}
        field_classes = {"birth_date": TypedDateField}
        widgets = {
            "birth_date": forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
            "sex": forms.RadioSelect,
            "phone": forms.TextInput(attrs={"type": "tel"}),
        }

    def __init__(self, *args: Any, user: User, here: Clinic | None = None, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if not self.instance._state.adding:
            del self.fields["clinic"]  # a record changes its location by a transfer, which both sides can read
            return
        clinics = clinics_of(user, Role.THERAPIST)
        location = field_of(self, "clinic", forms.ModelChoiceField)
        location.queryset = clinics
        location.empty_label = None
        location.initial = here
        if len(clinics) == 1:
            location.initial = clinics[0]
            location.widget = forms.HiddenInput()

    def clean_birth_date(self) -> object:
        born = self.cleaned_data["birth_date"]
        if born > timezone.localdate():
            raise forms.ValidationError("The date of birth lies in the future.")
        if born.year < 1900:
            raise forms.ValidationError("Check the year of birth.")
        return born

    def likely_known(self) -> PatientQuerySet:
        """Records of the same location that look like the person being added."""
        return records.likely_same(self.instance)

    def clean_record_number(self) -> str:
        return self.cleaned_data["record_number"].strip()
