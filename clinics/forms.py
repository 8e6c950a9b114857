"""What a clinic's admin fills in."""

import re
from itertools import groupby, pairwise
from typing import Any
from urllib.parse import urlsplit
from zoneinfo import available_timezones

from django import forms

from clinics.countries import COUNTRIES, country_of
from clinics.form_fields import field_of
from clinics.models import Clinic, Closure, OpeningHours, SocialLink, SpecialHours
from clinics.numbers import number_fields

TimeInput = forms.TimeInput(attrs={"type": "time"}, format="%H:%M")
DateInput = forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")


def country_choices(kept: str) -> list[tuple[str, str]]:
    """By name; a country that an operator entered and that we have no words for stays as it is."""
    listed = sorted(((code, country.name) for code, country in COUNTRIES.items()), key=lambda choice: choice[1])
    return listed if kept in COUNTRIES else [(kept, kept), *listed]


def zone_choices(kept: str) -> list[tuple[str, list[tuple[str, str]]]]:
    """Zones by the cities that give them their names, a continent each; the one that is kept is always among them."""
    named = sorted(name for name in available_timezones() if name.split("/")[0] in CONTINENTS or name == kept)
    return [
        (area, [(name, name.partition("/")[2].replace("_", " ").replace("/", ", ") or name) for name in names])
        for area, names in groupby(named, key=lambda name: name.split("/")[0])
    ]


CONTINENTS = {
    "Africa", "America", "Antarctica", "Arctic", "Asia", "Atlantic", "Australia", "Europe", "Indian", "Pacific",
}  # fmt: skip


class ClinicForm(forms.ModelForm):
    country = forms.ChoiceField()
    time_zone = forms.ChoiceField(help_text="The clock of the opening hours, appointments and reports.")

    class Meta:
        model = Clinic
        formfield_callback = number_fields
        fields = [
            "name", "kind", "street", "suite", "city", "country", "state", "postcode",
            "phone", "fax", "email", "time_zone", "languages", "directions", "parking", "access_notes",
            "map_url", "latitude", "longitude",
        ]  # fmt: skip
        widgets = {
            "phone": forms.TextInput(attrs={"type": "tel"}),
            "fax": forms.TextInput(attrs={"type": "tel"}),
            "directions": forms.Textarea(attrs={"rows": 3}),
            "parking": forms.Textarea(attrs={"rows": 2}),
            "access_notes": forms.Textarea(attrs={"rows": 2}),
            "map_url": forms.TextInput(attrs={"inputmode": "url", "placeholder": "https://"}),
        }

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field_of(self, "country", forms.ChoiceField).choices = country_choices(self.instance.country)
        field_of(self, "time_zone", forms.ChoiceField).choices = zone_choices(self.instance.time_zone)

    def clean(self) -> None:
        super().clean()
        region = country_of(self.cleaned_data.get("country", "")).region
        if region and not self.cleaned_data.get("state"):
            self.add_error("state", f"Enter the {region.lower()}.")
        if (self.cleaned_data.get("latitude") is None) != (self.cleaned_data.get("longitude") is None):
            self.add_error("longitude", "Give both numbers, or neither.")


class OpeningHoursForm(forms.ModelForm):
    class Meta:
        model = OpeningHours
        fields = ["weekday", "opens", "closes"]
        widgets = {"opens": TimeInput, "closes": TimeInput}

    def clean(self) -> None:
        opens, closes = self.cleaned_data.get("opens"), self.cleaned_data.get("closes")
        if opens and closes and opens >= closes:
            self.add_error("closes", "Closing time must be later than opening time.")


class SpanFormSet(forms.BaseInlineFormSet):
    """Spans of time that must not overlap on one day: visitors are told "open now" from them."""

    day_field: str

    def clean(self) -> None:
        super().clean()
        kept = [
            form
            for form in self.forms
            if "closes" in getattr(form, "cleaned_data", {}) and not form.cleaned_data.get("DELETE")
        ]
        kept = [form for form in kept if {self.day_field, "opens"} <= set(form.cleaned_data)]
        kept.sort(key=lambda form: (form.cleaned_data[self.day_field], form.cleaned_data["opens"]))
        for earlier, later in pairwise(kept):
            same_day = earlier.cleaned_data[self.day_field] == later.cleaned_data[self.day_field]
            if same_day and later.cleaned_data["opens"] < earlier.cleaned_data["closes"]:
                later.add_error("opens", "This overlaps another span of the same day.")


class WeekFormSet(SpanFormSet):
    day_field = "weekday"


class SpecialFormSet(SpanFormSet):
    day_field = "day"


class SpecialHoursForm(OpeningHoursForm):
    class Meta:
        model = SpecialHours
        fields = ["day", "opens", "closes", "reason"]
        widgets = {"day": DateInput, "opens": TimeInput, "closes": TimeInput}


class ClosureForm(forms.ModelForm):
    class Meta:
        model = Closure
        fields = ["reason", "first_day", "last_day"]
        widgets = {"first_day": DateInput, "last_day": DateInput}

    def clean(self) -> None:
        first_day, last_day = self.cleaned_data.get("first_day"), self.cleaned_data.get("last_day")
        if first_day and last_day and last_day < first_day:
            self.add_error("last_day", "The last day must not come before the first.")


class SocialLinkForm(forms.ModelForm):
    """An address that belongs to the site it is entered for: a mistyped one would send patients to a stranger."""

    class Meta:
        model = SocialLink
        fields = ["kind", "address"]
        widgets = {"address": forms.TextInput(attrs={"inputmode": "url", "placeholder": "https://"})}
        error_messages = {"address": {"invalid": "Give the whole address, such as https://www.example.com/us."}}

    def clean(self) -> None:
        kind, address = self.cleaned_data.get("kind"), self.cleaned_data.get("address")
        if not kind or not address or kind == SocialLink.Kind.SITE:
            return
        host = (urlsplit(address).hostname or "").removeprefix("www.")
        if not re.fullmatch(rf"([a-z0-9-]+\.)?{kind}\.(com|[a-z]{{2}}|com?\.[a-z]{{2}})", host):
            self.add_error("address", f"This address is not one of {SocialLink.Kind(kind).label}.")


HoursFormSet = forms.inlineformset_factory(
    Clinic, OpeningHours, form=OpeningHoursForm, formset=WeekFormSet, extra=2, can_delete=True
)
SpecialHoursFormSet = forms.inlineformset_factory(
    Clinic, SpecialHours, form=SpecialHoursForm, formset=SpecialFormSet, extra=2, can_delete=True
)
ClosureFormSet = forms.inlineformset_factory(Clinic, Closure, form=ClosureForm, extra=2, can_delete=True)
SocialLinkFormSet = forms.inlineformset_factory(
    Clinic, SocialLink, form=SocialLinkForm, extra=len(SocialLink.Kind), max_num=len(SocialLink.Kind), can_delete=True
)
