"""Editing one line of a draft."""

from typing import Any

from django import forms
from django.core.validators import MaxValueValidator, MinValueValidator

from clinics.form_fields import field_of
from clinics.numbers import number_fields
from clinics.units import speak_units, units_of
from exercises.library.dose_limits import (
    BANDS,
    MAX_HOLD_S,
    MAX_REPS,
    MAX_REST_S,
    MAX_SETS,
    MAX_STEP_CM,
    POSITIONS,
    SUPPORTS,
)
from exercises.library.doses import doses_of, restrictions_of
from exercises.models import PlanItem
from exercises.prescribing.types import Band, Support


class PlanItemForm(forms.ModelForm):
    """The dose, the side and the note. The level has its own button, because it brings the ladder's dose."""

    class Meta:
        model = PlanItem
        formfield_callback = number_fields
        fields = (
            "sets",
            "reps",
            "hold_s",
            "rest_s",
            "days_per_week",
            "starts_in_week",
            "target_side",
            "extra_sets",
            "band",
            "band_position",
            "support",
            "step_height_cm",
            "note",
        )
        labels = {
            "hold_s": "Hold, s",
            "rest_s": "Rest, s",
            "days_per_week": "Days a week",
            "starts_in_week": "From week",
            "target_side": "Working side",
            "extra_sets": "Extra sets",
        }
        help_texts = {"target_side": "", "extra_sets": ""}

    band = forms.ChoiceField(choices=BANDS)
    band_position = forms.ChoiceField(choices=POSITIONS, required=False)
    support = forms.ChoiceField(choices=SUPPORTS)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        kwargs.setdefault("prefix", self.prefix_of(kwargs["instance"]))
        super().__init__(*args, **kwargs)
        for field in self.fields.values():
            field.show_hidden_initial = True  # tells what was changed on this page from what another page changed
        self.bound_to("sets", 1, MAX_SETS)
        self.bound_to("reps", 1, MAX_REPS)
        self.bound_to("hold_s", 0, MAX_HOLD_S)
        self.bound_to("rest_s", 0, MAX_REST_S)
        self.bound_to("days_per_week", 1, 7)
        self.bound_to("starts_in_week", 1, 12)
        self.bound_to("extra_sets", 0, 2)
        self.bound_to("step_height_cm", 2, MAX_STEP_CM)
        unit = units_of(self.instance.plan.patient.clinic).length
        self.fields["step_height_cm"].label = f"Step, {unit.word}"
        speak_units(self, {"step_height_cm": unit})
        for name in unused_fields(self.instance):
            del self.fields[name]

    def clean_support(self) -> str:
        support = str(self.cleaned_data["support"])
        kept = restrictions_of(self.instance.plan, self.instance.exercise_id, self.instance.rule)
        if kept.is_supported and support in {"", Support.NONE}:
            raise forms.ValidationError(f"Balance is not cleared (rule {kept.rule}): a support stays.")
        return support

    def news(self) -> list[str]:
        """Fields that nobody touched here and whose stored value is not the one that the page showed."""
        untouched = [
            bound for bound in self if bound.html_initial_name in self.data and bound.name not in self.changed_data
        ]
        return [
            bound.name
            for bound in untouched
            if bound.field.has_changed(self.initial[bound.name], self.data[bound.html_initial_name])
        ]

    @staticmethod
    def prefix_of(item: PlanItem) -> str:
        return f"item-{item.pk}"

    def bound_to(self, name: str, lowest: int, highest: int) -> None:
        field = field_of(self, name, forms.IntegerField)
        field.min_value, field.max_value = lowest, highest
        field.validators += [MinValueValidator(lowest)]
        field.validators += [MaxValueValidator(highest)]


def unused_fields(item: PlanItem) -> list[str]:
    """Fields that no level of this exercise has a use for."""
    ladder = doses_of(item.exercise, item.content)
    unused = [] if item.is_one_sided else ["target_side", "extra_sets"]
    if all(dose.band is Band.NONE for dose in ladder):
        unused += ["band", "band_position"]
    if all(dose.support is Support.NONE for dose in ladder):
        unused.append("support")
    return [*unused, "step_height_cm"] if item.step_height_cm is None else unused
