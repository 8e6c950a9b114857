"""The history as it is asked: where and how it hurts, how much the person runs, and the screen."""

from collections.abc import Iterator
from typing import Any

from django import forms
from django.utils import timezone

from clinics.numbers import number_fields
from clinics.units import speak_units, units_of
from patients.body_chart import SITES
from patients.date_field import TypedDateField
from patients.models import EpisodeOfCare, History
from patients.red_flags import NO, QUESTIONS, YES

NPRS = [("", "–"), *((level, str(level)) for level in range(11))]
DISTANCES = {
    "km_per_week": "Distance a week now",
    "km_per_week_before": "Distance a week before",
    "longest_run_km": "Longest run",
}
FLAG_PREFIX = "flag_"


def scale(label: str) -> forms.TypedChoiceField:
    return forms.TypedChoiceField(label=label, choices=NPRS, coerce=int, empty_value=None, required=False)


class HistoryForm(forms.ModelForm):
    complaint = forms.CharField(max_length=200, help_text="Such as: outer hip hurts after 20 minutes.")
    pain_sites = forms.MultipleChoiceField(label="Where it hurts", choices=list(SITES.items()), required=False)
    nprs_now = scale("Now")
    nprs_worst = scale("Worst")
    nprs_best = scale("Best")
    nprs_running = scale("Running")

    class Meta:
        model = History
        formfield_callback = number_fields
        fields = [
            "pain_sites", "onset", "onset_on", "mechanism", "nprs_now", "nprs_worst", "nprs_best", "nprs_running",
            "pain_after_min", "settles", "has_night_pain", "runs_per_week", "km_per_week", "km_per_week_before",
            "longest_run_km", "surfaces", "shoes", "injuries", "goals",
        ]  # fmt: skip
        labels = {
            "onset": "How it began",
            "onset_on": "Since",
            "mechanism": "What set it off",
            "pain_after_min": "Hurts after, minutes of running",
            "settles": "Settles",
            "has_night_pain": "Night pain",
            "runs_per_week": "Runs a week",
            "surfaces": "Surfaces",
            "injuries": "Earlier injuries and operations",
        }
        help_texts = {"shoes": "Model and age.", "goals": "With a measure and a date where there is one."}
        field_classes = {"onset_on": TypedDateField}
        widgets = {
            "onset_on": forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
            "has_night_pain": forms.NullBooleanSelect,
            "injuries": forms.Textarea(attrs={"rows": 3}),
        }

    def __init__(self, *args: Any, episode: EpisodeOfCare, **kwargs: Any) -> None:
        kwargs.setdefault("instance", getattr(episode, "history", None) or History(episode=episode))
        super().__init__(*args, **kwargs)
        self.episode = episode
        self.speak_distances()
        self.initial["complaint"] = episode.complaint
        for code, question in QUESTIONS.items():
            self.fields[FLAG_PREFIX + code] = forms.ChoiceField(
                label=question, choices=[(NO, "No"), (YES, "Yes")], widget=forms.RadioSelect, required=False,
                initial=self.instance.red_flags.get(code),
            )  # fmt: skip

    def speak_distances(self) -> None:
        unit = units_of(self.episode.patient.clinic).distance
        for name, label in DISTANCES.items():
            self.fields[name].label = f"{label}, {unit.word}"
        speak_units(self, dict.fromkeys(DISTANCES, unit))

    def flags(self) -> Iterator[forms.BoundField]:
        return (self[FLAG_PREFIX + code] for code in QUESTIONS)

    def clean_onset_on(self) -> object:
        began = self.cleaned_data["onset_on"]
        if began and began > timezone.localdate():
            raise forms.ValidationError("This day lies in the future.")
        return began

    def clean(self) -> None:
        super().clean()
        given = self.cleaned_data
        best, worst = given.get("nprs_best"), given.get("nprs_worst")
        if best is not None and worst is not None and best > worst:
            self.add_error("nprs_best", "The best pain cannot be above the worst.")

    def answered_flags(self) -> dict[str, str]:
        answers = {code: self.cleaned_data[FLAG_PREFIX + code] for code in QUESTIONS}
        return {code: answer for code, answer in answers.items() if answer}
