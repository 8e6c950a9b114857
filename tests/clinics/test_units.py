"""A clinic speaks its own units; what is stored is metric, and nothing drifts by being shown and saved again."""

from decimal import Decimal

import pytest
from django import forms

from clinics.numbers import DecimalNumberField, NumberField, WholeNumberField
from clinics.units import METRIC, US, UnitField, speak_units, units_of

SPEED = {"min_value": 1, "max_value": 40, "max_digits": 4, "decimal_places": 1, "required": False}


class Ran(forms.Form):
    weekly_km = WholeNumberField(min_value=0, max_value=300, required=False)
    speed_kmh = DecimalNumberField(**SPEED)
    lever_arm_cm = NumberField(min_value=0, max_value=100, required=False)

    def __init__(self, *args, units=US, **kwargs):
        super().__init__(*args, **kwargs)
        speak_units(self, {"weekly_km": units.distance, "speed_kmh": units.speed, "lever_arm_cm": units.length})


def test_what_is_typed_is_stored_in_metric_units():
    form = Ran({"weekly_km": "20", "speed_kmh": "5,5", "lever_arm_cm": "15"})
    assert form.is_valid(), form.errors
    assert form.cleaned_data == {"weekly_km": 32, "speed_kmh": Decimal("8.9"), "lever_arm_cm": 38.1}


def test_a_metric_clinic_types_as_it_stores():
    form = Ran({"weekly_km": "20", "speed_kmh": "5,5", "lever_arm_cm": ""}, units=METRIC)
    assert form.is_valid()
    assert form.cleaned_data == {"weekly_km": 20, "speed_kmh": Decimal("5.5"), "lever_arm_cm": None}


@pytest.mark.parametrize("miles", range(0, 180, 7))
def test_whole_miles_come_back_as_they_were_typed(miles):
    field = UnitField(WholeNumberField(), US.distance)
    assert field.prepare_value(field.clean(str(miles))) == str(miles)


@pytest.mark.parametrize("tenths", range(10, 240, 7))
def test_tenths_of_mph_come_back_as_they_were_typed(tenths):
    field = UnitField(DecimalNumberField(**SPEED), US.speed)
    typed = f"{tenths / 10:g}"
    assert field.prepare_value(field.clean(typed)) == typed


@pytest.mark.parametrize("stored_cm", range(2, 41))
def test_what_nobody_touched_keeps_its_stored_number(stored_cm):
    field = UnitField(WholeNumberField(min_value=2, max_value=40), US.length)
    assert not field.has_changed(stored_cm, field.prepare_value(stored_cm))


def test_a_limit_is_told_in_the_unit_that_is_typed():
    form = Ran({"speed_kmh": "30", "weekly_km": "1,250"})
    assert form.errors["speed_kmh"] == ["Write at most 24.9 mph."]
    assert "Write 1250" in form.errors["weekly_km"][0]
    assert set(form.errors) == {"speed_kmh", "weekly_km"}


def test_a_number_is_said_without_decimals_that_say_nothing():
    assert (US.speed.says(Decimal("8.0")), METRIC.speed.says(Decimal("8.0")), US.distance.says(None)) == (
        "5 mph", "8 km/h", "",
    )  # fmt: skip


@pytest.mark.django_db
def test_the_country_of_the_clinic_says_which(north):
    assert units_of(north) is US
    north.country = "DE"
    assert units_of(north) is METRIC
