"""Editing the running line of a draft."""

from typing import Any

from django import forms

from clinics.numbers import number_fields
from clinics.units import speak_units, units_of
from exercises.models import RunningLine
from exercises.prescribing.running import FREE, STEPS, STOPPED


def step_words(step: int) -> str:
    if step == STOPPED:
        return "No running for now"
    if step >= FREE:
        return "Running freely, by distance"
    interval = STEPS[step - 1]
    walk = f", walk {interval.walk_min}" if interval.walk_min else ""
    return f"Step {step}: run {interval.run_min} min{walk}, {interval.times} times"


class RunningLineForm(forms.ModelForm):
    PREFIX = "running"

    start_step = forms.TypedChoiceField(
        label="Begin with", coerce=int, choices=[(step, step_words(step)) for step in range(FREE + 1)]
    )

    class Meta:
        model = RunningLine
        formfield_callback = number_fields
        fields = ("start_step", "weekly_km", "target_spm", "cue")
        labels = {"target_spm": "Metronome, steps a minute", "cue": "Cue"}
        help_texts = {"target_spm": "5 to 10 % above the measured rate. Empty: no retraining."}

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        kwargs.setdefault("prefix", self.PREFIX)
        super().__init__(*args, **kwargs)
        unit = units_of(self.instance.plan.patient.clinic).distance
        self.fields["weekly_km"].label = f"Distance a week now, {unit.word}"
        speak_units(self, {"weekly_km": unit})
