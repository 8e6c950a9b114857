"""The field for a date that somebody types, where no browser offers a calendar."""

from datetime import date, datetime

from django import forms

from patients.dates import NoDate, read_date


class TypedDateField(forms.DateField):
    """As patients.dates reads it, whatever the language of the browser: 03/04/1985 is asked about, not guessed."""

    def to_python(self, value: object) -> date | None:
        if isinstance(value, str) and value.strip():
            try:
                return read_date(value)
            except NoDate as reason:
                raise forms.ValidationError(str(reason).replace("The birth date", "This")) from reason
        if isinstance(value, datetime):
            return value.date()
        return value if isinstance(value, date) else None
