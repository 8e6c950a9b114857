"""Miles, mph, inches and pounds where a clinic's country uses them.

What is stored, measured and reckoned with is metric; a form converts what is typed, once, and a page what it shows.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal
from typing import Any, Protocol

from django import forms
from django.core.validators import MaxValueValidator, MinValueValidator

from clinics.models import Clinic
from clinics.numbers import SPACES, TypedNumber, WholeNumberField, read_number

US_UNITS = frozenset({"US"})


@dataclass(frozen=True, slots=True)
class Unit:
    """word: as it stands behind a number. factor: so many of the metric unit are one of these.

    digits: decimals shown and typed back without loss: the stored number is finer.
    """

    word: str
    factor: float = 1.0
    digits: int = 1

    def shown(self, metric: float | Decimal) -> str:
        """The number without its unit, and without decimals that say nothing."""
        text = f"{float(metric) / self.factor:.{self.digits}f}"
        return text.rstrip("0").rstrip(".") if "." in text else text

    def says(self, metric: float | Decimal | None) -> str:
        """With its unit; empty where there is no number."""
        return "" if metric is None else f"{self.shown(metric)} {self.word}"


@dataclass(frozen=True, slots=True)
class Units:
    """distance: stored in km. speed: in km/h. length: in cm. force: the unit a strength form opens with."""

    distance: Unit
    speed: Unit
    length: Unit
    force: str


METRIC = Units(Unit("km"), Unit("km/h"), Unit("cm"), "kg")
US = Units(Unit("miles", 1.609344, 0), Unit("mph", 1.609344), Unit("in", 2.54, 0), "lb")


class Placed(Protocol):
    """Whatever has a country."""

    country: str


def units_of(clinic: Clinic | Placed) -> Units:
    return US if clinic.country in US_UNITS else METRIC


class UnitField(TypedNumber, forms.FloatField):
    """A number typed in the clinic's unit and cleaned to the metric one, as the field it stands for keeps it."""

    def __init__(self, inner: TypedNumber, unit: Unit) -> None:
        self.inner, self.unit = inner, unit
        self.inputmode = "numeric" if unit.digits == 0 else "decimal"
        lowest, highest = getattr(inner, "min_value", None), getattr(inner, "max_value", None)
        super().__init__(required=inner.required, label=inner.label, help_text=inner.help_text, initial=inner.initial)
        self.show_hidden_initial = inner.show_hidden_initial
        if lowest is not None:
            self.validators.append(MinValueValidator(lowest, f"Write at least {unit.says(lowest)}."))
        if highest is not None:
            self.validators.append(MaxValueValidator(highest, f"Write at most {unit.says(highest)}."))

    def to_python(self, value: Any) -> Any:
        if not isinstance(value, str):
            return self.inner.to_python(value)
        if not value.strip(SPACES):
            return None
        metric = float(read_number(value)) * self.unit.factor
        places = 0 if isinstance(self.inner, WholeNumberField) else getattr(self.inner, "decimal_places", 2)
        return self.inner.to_python(f"{metric:.{places}f}")

    def prepare_value(self, value: Any) -> Any:
        return value if value is None or isinstance(value, str) else self.unit.shown(value)

    def has_changed(self, initial: Any, data: Any) -> bool:
        """What was not touched keeps its stored number, however it is rounded on the page."""
        return self.prepare_value(initial) != data and super().has_changed(initial, data)


def speak_units(form: forms.BaseForm, fields: Mapping[str, Unit]) -> None:
    """Let these fields of a form be typed in these units."""
    for name, unit in fields.items():
        inner = form.fields[name]
        if not isinstance(inner, TypedNumber):
            raise TypeError(f"{name} of {type(form).__name__} is no typed number.")
        if unit.factor != 1.0:
            form.fields[name] = UnitField(inner, unit)
