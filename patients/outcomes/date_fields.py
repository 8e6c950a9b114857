"""Days on which something was tested or answered."""

from typing import Any

from django import forms
from django.utils import timezone

from patients.date_field import TypedDateField


class PastDateField(TypedDateField):
    """Today, or a day that has been."""

    def __init__(self, **kwargs: Any) -> None:
        widget = forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")
        super().__init__(initial=timezone.localdate, widget=widget, **kwargs)

    def clean(self, value: object) -> object:
        day = super().clean(value)
        if day and day > timezone.localdate():
            raise forms.ValidationError("This day lies in the future.")
        return day
