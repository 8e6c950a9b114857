"""What a clinic's admin fills in."""

from itertools import pairwise
from zoneinfo import available_timezones

from django import forms

from clinics.models import Clinic, OpeningHours

TimeInput = forms.TimeInput(attrs={"type": "time"}, format="%H:%M")


class ClinicForm(forms.ModelForm):
    time_zone = forms.ChoiceField(choices=[(name, name.replace("_", " ")) for name in sorted(available_timezones())])

    class Meta:
        model = Clinic
        fields = [
            "name", "kind", "street", "suite", "city", "state", "postcode",
            "phone", "fax", "email", "time_zone", "languages", "directions",
        ]  # fmt: skip
        widgets = {
            "phone": forms.TextInput(attrs={"type": "tel"}),
            "fax": forms.TextInput(attrs={"type": "tel"}),
            "directions": forms.Textarea(attrs={"rows": 3}),
        }


class OpeningHoursForm(forms.ModelForm):
    class Meta:
        model = OpeningHours
        fields = ["weekday", "opens", "closes"]
        widgets = {"opens": TimeInput, "closes": TimeInput}

    def clean(self) -> dict[str, object]:
        opens, closes = self.cleaned_data.get("opens"), self.cleaned_data.get("closes")
        if opens and closes and opens >= closes:
            self.add_error("closes", "Closing time must be later than opening time.")
        return self.cleaned_data


class WeekFormSet(forms.BaseInlineFormSet):
    def clean(self) -> None:
        """Refuse spans of one day that overlap: visitors are told 'open now' from them."""
        super().clean()
        kept = [
            form
            for form in self.forms
            if "closes" in getattr(form, "cleaned_data", {}) and not form.cleaned_data.get("DELETE")
        ]
        kept.sort(key=lambda form: (form.cleaned_data["weekday"], form.cleaned_data["opens"]))
        for earlier, later in pairwise(kept):
            same_day = earlier.cleaned_data["weekday"] == later.cleaned_data["weekday"]
            if same_day and later.cleaned_data["opens"] < earlier.cleaned_data["closes"]:
                later.add_error("opens", "This overlaps another span of the same day.")


HoursFormSet = forms.inlineformset_factory(
    Clinic, OpeningHours, form=OpeningHoursForm, formset=WeekFormSet, extra=2, can_delete=True
)
