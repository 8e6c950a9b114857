"""What a runner logs: the warning signs of the week, and a run."""

from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from clinics.numbers import DecimalNumberField

SIGNS = {
    "chest": gettext_lazy("chest pain, trouble breathing, or fainting"),
    "cauda": gettext_lazy("you can no longer hold your bladder or bowel, or a leg suddenly goes weak or numb"),
    "dvt": gettext_lazy("a calf that is hot and swollen"),
    "weight": gettext_lazy("you cannot put weight on the leg"),
    "foot": gettext_lazy("your foot hangs down when you lift the leg"),
    "saddle": gettext_lazy("numb skin between your legs, where you would sit on a saddle"),
    "joint": gettext_lazy("fever with a hot, swollen joint"),
    "groin": gettext_lazy("pain deep in the groin when you run or hop, or pain at night or at rest"),
    "bone": gettext_lazy("one spot on a bone that hurts when you press it"),
}
EMERGENCY = frozenset({"chest", "cauda"})
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


class RunForm(forms.Form):
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
