"""Numbers as people type them: 12.5 and 12,5 are the same number in every language, and nothing is guessed.

A browser's own number field is not used for typing: one that is set to English drops the comma of "12,5" without a
word and sends 125. The fields here are text with a keyboard of digits; what is no single number comes back with the
reason.
"""

import re
from decimal import Decimal
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.db import models

NUMBER = re.compile(r"(?P<sign>[+-]?)(?P<whole>[0-9]*)(?:(?P<mark>[.,])(?P<part>[0-9]+))?")
SPACES = " \t\N{NO-BREAK SPACE}\N{NARROW NO-BREAK SPACE}"
MINUS_SIGNS = "\N{MINUS SIGN}\N{EN DASH}"
PLAIN = "Write one number, with a point or a comma before the decimals and nothing between the thousands: 1250 or 12.5."


def read_number(told: str, max_value: float | None = None) -> Decimal:
    """Raises ValidationError with a sentence for whoever typed it.

    Three digits behind one mark may be thousands or decimals, as in 1,250. A comma there is always asked about; a point
    only where both readings lie within max_value, so that 33.749 degrees of latitude is read as it stands.
    """
    text = told.strip(SPACES)
    for sign in MINUS_SIGNS:
        text = text.replace(sign, "-")
    found = NUMBER.fullmatch(text)
    if not found or not (found["whole"] or found["part"]):
        raise ValidationError(PLAIN, code="invalid")
    whole, part = found["whole"] or "0", found["part"] or ""
    if found["mark"] and may_be_thousands(whole, part):
        as_thousands = int(whole + part)
        if found["mark"] == "," or max_value is None or as_thousands <= max_value:
            as_decimals = f"{whole}.{part}0" if not part.endswith("0") else f"{whole}.{part}".rstrip("0").rstrip(".")
            raise ValidationError(
                f"“{text}” may mean {as_thousands} or {whole} and {part} thousandths. "
                f"Write {as_thousands} or {as_decimals}.",
                code="ambiguous",
            )
    return Decimal(f"{found['sign']}{whole}.{part or '0'}" if part else f"{found['sign']}{whole}")


def may_be_thousands(whole: str, part: str) -> bool:
    return len(part) == 3 and 1 <= len(whole) <= 3 and not whole.startswith("0")


class Digits(forms.TextInput):
    """Text with a keyboard of digits. The limits are the field's, which says them in words."""

    def __init__(self, inputmode: str) -> None:
        super().__init__(attrs={"inputmode": inputmode, "autocomplete": "off"})


class TypedNumber(forms.Field):
    """What the three fields share: an input that swallows nothing, and one way of reading it."""

    inputmode = "decimal"
    max_value: Any

    def __init__(self, **kwargs: Any) -> None:
        kwargs["widget"] = kwargs.get("widget") or Digits(self.inputmode)
        super().__init__(**kwargs)

    def to_python(self, value: Any) -> Any:
        if isinstance(value, str) and value.strip(SPACES):
            value = self.whole(value) if self.inputmode == "numeric" else str(read_number(value, self.max_value))
        return super().to_python(value)

    def whole(self, value: str) -> str:
        number = read_number(value)
        if number != int(number):
            raise ValidationError(f"Write a whole number: “{value.strip(SPACES)}” has decimals.", code="invalid")
        return str(number)  # as digits, which the field reads; Python refuses to write an int of thousands of them


class NumberField(TypedNumber, forms.FloatField):
    """A float."""


class DecimalNumberField(TypedNumber, forms.DecimalField):
    """A Decimal with as many places as the field allows."""


class WholeNumberField(TypedNumber, forms.IntegerField):
    """An int. 12,5 is refused, and never becomes 125."""

    inputmode = "numeric"


FIELD_FOR = {
    models.DecimalField: DecimalNumberField,
    models.FloatField: NumberField,
    models.IntegerField: WholeNumberField,
}


def number_fields(db_field: models.Field, **kwargs: Any) -> forms.Field | None:
    """For Meta.formfield_callback of a ModelForm: its numbers are read as here, all else as usual."""
    for kind, field in FIELD_FOR.items():
        if isinstance(db_field, kind) and not db_field.choices:
            return db_field.formfield(form_class=field, **kwargs)
    return db_field.formfield(**kwargs)
