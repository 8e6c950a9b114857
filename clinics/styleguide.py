"""The living page of components: what it shows is read from the files themselves."""

import re
from functools import cache
from pathlib import Path

from django import forms
from django.contrib.auth.decorators import login_required
from django.contrib.staticfiles import finders
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from clinics.mail_samples import SAMPLES

ICON_ID = re.compile(r'<symbol id="([a-z-]+)"')
SWATCH_CLASS = re.compile(r"\.swatch--([a-z0-9-]+)")


class SampleForm(forms.Form):
    name = forms.CharField(help_text="A hint stands between the label and the control.")
    day = forms.DateField(widget=forms.DateInput(attrs={"type": "date"}))
    surface = forms.ChoiceField(choices=[("a", "Treadmill"), ("b", "Over ground")], widget=forms.RadioSelect)
    place = forms.ChoiceField(choices=[("a", "Atlanta"), ("b", "Serenbe")])
    pain = forms.ChoiceField(choices=[(n, str(n)) for n in range(11)], widget=forms.RadioSelect)
    note = forms.CharField(widget=forms.Textarea(attrs={"rows": 3}), required=False)
    agreed = forms.BooleanField(label="The patient agreed", help_text="Say what was agreed to.")


@login_required
def styleguide(request: HttpRequest) -> HttpResponse:
    sample = SampleForm({"name": "", "day": "2026-11-03", "surface": "a", "place": "b", "pain": "3"})
    context = {
        "form": sample,
        "mails": SAMPLES.values(),
        "icons": names_in("img/icons.svg", ICON_ID),
        "colours": names_in("css/components/styleguide.css", SWATCH_CLASS),
    }
    return render(request, "styleguide.html", context)


@cache
def names_in(static_path: str, pattern: re.Pattern[str]) -> list[str]:
    found = finders.find(static_path)
    if found is None:
        raise FileNotFoundError(static_path)
    return pattern.findall(Path(found).read_text(encoding="utf-8"))
