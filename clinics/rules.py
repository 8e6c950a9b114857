"""What a location keeps for how long, and what its reminders say."""

import re

from django import forms
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render

from clinics.access import admin_required, clinics_of
from clinics.models import Clinic, Role
from clinics.numbers import number_fields
from clinics.views import changed

HEALTH_WORDS = re.compile(
    r"\b(hips?|knees?|pelvi\w*|glute\w*|pain\w*|injur\w*|therap\w*|rehab\w*|clinic\w*|treat\w*|patient\w*|exercise\w*|"
    r"cadera\w*|rodilla\w*|dolor\w*|lesi[oó]n\w*|terap\w*|fisio\w*|cl[ií]nica\w*|tratamiento\w*|paciente\w*|ejercicio\w*)\b",
    re.IGNORECASE,
)
"""Whoever looks over a shoulder at a calendar must not learn that somebody is in treatment."""


class RulesForm(forms.ModelForm):
    class Meta:
        model = Clinic
        formfield_callback = number_fields
        fields = ["retention_years", "original_days", "reminder_en", "reminder_es"]
        labels = {
            "retention_years": "Years a record is kept",
            "original_days": "Days an original video is kept",
            "reminder_en": "Reminder in English",
            "reminder_es": "Reminder in Spanish",
        }
        help_texts = {
            "retention_years": "Counted from the day a record is archived; the archive marks what is past it. "
            "Ask what your state's law wants before shortening it.",
            "reminder_en": "Stands in the patient's own calendar. Empty: “Time for yourself”.",
            "reminder_es": "Empty: the same in Spanish.",
        }

    def clean_reminder_en(self) -> str:
        return without_health_words(self.cleaned_data["reminder_en"])

    def clean_reminder_es(self) -> str:
        return without_health_words(self.cleaned_data["reminder_es"])


def without_health_words(text: str) -> str:
    if found := HEALTH_WORDS.search(text):
        raise forms.ValidationError(
            f"“{found[0]}” tells whoever sees the calendar about the patient's health. Say it without."
        )
    return text


@admin_required
def clinic_rules(request: HttpRequest, slug: str) -> HttpResponse:
    clinic = get_object_or_404(clinics_of(request.user, Role.ADMIN), slug=slug)
    form = RulesForm(request.POST or None, instance=clinic)
    if request.method == "POST" and form.is_valid():
        form.save()
        return changed(request, clinic, "Retention and reminders are saved.")
    return render(request, "clinics/rules.html", {"clinic": clinic, "form": form})
