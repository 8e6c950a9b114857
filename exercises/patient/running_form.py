"""What a runner logs: the warning signs of the week, and a run."""

from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from clinics.numbers import DecimalNumberField
from exercises.following.signs import SIGNS

YES_NO = [("yes", gettext_lazy("Yes")), ("no", gettext_lazy("No"))]


class SignsForm(forms.Form):
    """Either some of them, or the tick that there are none."""

    signs = forms.MultipleChoiceField(
        label=gettext_lazy("Do you have any of these?"),
        choices=list(SIGNS.items()),
        widget=forms.CheckboxSelectMultiple,
        required=False,
    )
    has_none = forms.BooleanField(label=gettext_lazy("None of these"), required=False)

    def clean(self) -> dict[str, Any]:
        super().clean()
        told = self.cleaned_data
        if bool(told.get("signs")) == bool(told.get("has_none")):
            self.add_error("has_none", _("Tick what you have, or tick “None of these”."))
        return told


DAYS = [("today", gettext_lazy("Today")), ("yesterday", gettext_lazy("Yesterday"))]


class RunForm(forms.Form):
    day = forms.ChoiceField(
        label=gettext_lazy("Which day did you run?"),
        choices=DAYS,
        initial="today",
        widget=forms.RadioSelect,
        required=False,
    )
    km = DecimalNumberField(
        label=gettext_lazy("How far, in kilometers?"), min_value=0, max_value=200, max_digits=4, decimal_places=1
    )
    pain_nprs = forms.TypedChoiceField(
        label=gettext_lazy("Worst pain in the run, 0 to 10"),
        choices=[(nprs, str(nprs)) for nprs in range(11)],
        coerce=int,
        widget=forms.RadioSelect,
    )
    has_settled = forms.ChoiceField(
        label=gettext_lazy("Was the pain back to usual within an hour?"), choices=YES_NO, widget=forms.RadioSelect
    )
    is_retraining = forms.BooleanField(label=gettext_lazy("I ran to the metronome"), required=False)
