"""What a location keeps for how long, and what its reminders say."""

import re
from typing import Any

from django import forms
from django.db import transaction
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils.translation import override, pgettext

from clinics.access import SignedInRequest, admin_required, clinics_of
from clinics.languages import SOURCE, keep_texts, name_in_english, spoken, texts_of
from clinics.models import Clinic, ReminderWords, Role
from clinics.numbers import number_fields
from clinics.views import changed


def health_words() -> re.Pattern[str]:
    """Words, in any of our languages, that tell whoever looks over a shoulder that somebody is in treatment."""
    words: set[str] = set()
    for code, _name in spoken():
        with override(code):
            listed = pgettext(
                "words about health, a * for any ending",
                "hip, hips, knee, knees, pelvi*, glute*, pain*, injur*, therap*, rehab*, clinic*, treat*, patient*, "
                "exercise*",
            )
            words |= {re.escape(word.strip()).replace(r"\*", r"\w*") for word in listed.split(",")}
    return re.compile(rf"\b(?:{'|'.join(sorted(words))})\b", re.IGNORECASE)


class RulesForm(forms.ModelForm):
    class Meta:
        model = Clinic
        formfield_callback = number_fields
        fields = ["retention_years", "erases_past_records", "original_days"]
        labels = {
            "retention_years": "Years a record is kept",
            "erases_past_records": "Erase records that are past their time",
            "original_days": "Days an original video is kept",
        }
        help_texts = {
            "retention_years": "Counted from the day a record is archived; the archive marks what is past it. "
            "Ask what your state's law wants before shortening it.",
        }

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        said = texts_of(self.instance.reminder_words)
        for code, _name in spoken():
            self.fields[f"reminder_{code}"] = reminder_field(code, said.get(code, ""))

    def reminders(self) -> list[forms.BoundField]:
        return [self[f"reminder_{code}"] for code, _name in spoken()]

    def save_reminders(self) -> None:
        keep_texts(
            self.instance.reminder_words, {code: self.cleaned_data[f"reminder_{code}"] for code, _name in spoken()}
        )


def reminder_field(code: str, text: str) -> forms.CharField:
    language = name_in_english(code)
    return forms.CharField(
        max_length=ReminderWords._meta.get_field("text").max_length,
        required=False,
        initial=text,
        label=f"Reminder in {language}",
        help_text="Stands in the patient's own calendar. Empty: “Time for yourself”."
        if code == SOURCE
        else f"Empty: the same in {language}.",
        validators=[require_no_health_words],
    )


def require_no_health_words(text: str) -> None:
    if found := health_words().search(text):
        raise forms.ValidationError(
            f"“{found[0]}” tells whoever sees the calendar about the patient's health. Say it without."
        )


@admin_required
def clinic_rules(request: SignedInRequest, slug: str) -> HttpResponse:
    clinic = get_object_or_404(clinics_of(request.user, Role.ADMIN), slug=slug)
    form = RulesForm(request.POST or None, instance=clinic)
    if request.method == "POST" and form.is_valid():
        with transaction.atomic():
            form.save()
            form.save_reminders()
        return changed(request, clinic, "Retention and reminders are saved.")
    return render(request, "clinics/rules.html", {"clinic": clinic, "form": form})
