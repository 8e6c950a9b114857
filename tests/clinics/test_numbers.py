"""Numbers as people type them: a comma is a decimal comma or is asked about, in every field of the product."""

import importlib
import pkgutil

import filmed
import pytest
import walks
from django import forms
from django.core.exceptions import ValidationError
from django.test import Client
from django.urls import reverse
from django.utils import translation

import clinics
import exercises
import gait
import patients
from clinics.numbers import DecimalNumberField, NumberField, WholeNumberField, read_number
from gait.api_shapes import AssessmentIn
from gait.models import Analysis
from gait.review.correction_forms import FilmingForm


@pytest.mark.parametrize("language", ["en", "es"])
@pytest.mark.parametrize(
    ("told", "number"),
    [
        ("12,5", 12.5), ("12.5", 12.5), (" 7 ", 7), ("0,125", 0.125), ("0.125", 0.125), ("1250", 1250), (",5", 0.5),
        ("−3,5", -3.5), ("1,25", 1.25), ("12,3456", 12.3456), ("1234,567", 1234.567),
    ],
)  # fmt: skip
def test_a_comma_and_a_point_are_the_same_in_every_language(language, told, number):
    with translation.override(language):
        assert float(read_number(told)) == number


@pytest.mark.parametrize(
    "told",
    ["1,250", "1.250", "12,345", "1.234,5", "1,234.5", "1 250", "1,2,3", "12,", "twelve", "1e3", "nan", "1_0", "٣"],
)
def test_what_is_not_one_number_comes_back_with_a_sentence(told):
    with pytest.raises(ValidationError) as refusal:
        read_number(told)
    assert refusal.value.messages[0].endswith(".")
    assert "Write" in refusal.value.messages[0]


def test_an_ambiguous_number_is_told_in_both_readings():
    with pytest.raises(ValidationError, match=r"Write 1250 or 1\.25\."):
        read_number("1,250")
    with pytest.raises(ValidationError, match=r"Write 12345 or 12\.3450"):
        read_number("12,345")


def test_a_whole_number_of_thousands_of_digits_is_refused_in_words():
    """Python refuses to write or read such an int as text."""
    with pytest.raises(ValidationError):
        WholeNumberField(max_value=10).clean("7" * 5000)
    assert WholeNumberField(max_value=10).clean("7,0") == 7


def test_a_point_that_can_only_be_decimal_is_read():
    assert float(NumberField(max_value=90).clean("33.749")) == 33.749
    with pytest.raises(ValidationError, match="Write"):
        NumberField(max_value=90).clean("33,749")


@pytest.mark.parametrize("told", ["12,5", "12.5", "1,250", "1.250", "1,0,0"])
def test_a_whole_number_is_not_made_of_another_one(told):
    with pytest.raises(ValidationError):
        WholeNumberField(max_value=5000).clean(told)


def test_the_fields_keep_their_limits_and_their_kinds():
    assert WholeNumberField().clean("12,0") == 12
    assert str(DecimalNumberField(max_digits=4, decimal_places=1).clean("12,5")) == "12.5"
    with pytest.raises(ValidationError, match="300"):
        NumberField(max_value=300).clean("300,5")
    assert NumberField(required=False).clean("") is None


def forms_of_the_product() -> list[type[forms.BaseForm]]:
    for app in (clinics, patients, gait, exercises):
        for module in pkgutil.walk_packages(app.__path__, f"{app.__name__}."):
            if not module.name.startswith(("gait.training", "gait.child", "gait.weights")):
                importlib.import_module(module.name)
    found, queue = set(), [forms.BaseForm]
    while queue:
        for each in queue.pop().__subclasses__():
            queue.append(each)
            if each.__module__.split(".")[0] in {"clinics", "patients", "gait", "exercises"}:
                found.add(each)
    return sorted(found, key=lambda each: each.__qualname__)


def test_no_form_leaves_typed_numbers_to_the_browser():
    """A number that only a script fills in has no input of its own on a page."""
    by_script = {"at_s", "to_s", "time_s", "x_share", "y_share"}
    guilty = [
        f"{form.__module__}.{form.__qualname__}.{name}"
        for form in forms_of_the_product()
        for name, field in form.base_fields.items()
        if isinstance(field.widget, forms.NumberInput) and name not in by_script
    ]
    assert not guilty


@pytest.fixture
def desk(ines) -> Client:
    client = Client()
    client.force_login(ines)
    return client


@pytest.mark.django_db
@pytest.mark.parametrize(("told", "left"), [("12,5", 12.5), ("12.5", 12.5), ("1,250", None), ("12,5,", None)])
def test_strength_is_what_was_typed_or_nothing(desk, pat, told, left):
    page = reverse("strength_new", args=[pat.pk])
    fields = {
        name: bound.value() for name, bound in ((each.html_name, each) for each in desk.get(page).context["form"])
    }
    typed = {name: value for name, value in fields.items() if value is not None} | {
        "hip_abduction_left": told,
        "unit": "kg",
    }
    response = desk.post(page, typed)
    assert [test.left for test in pat.strength_tests.all()] == ([] if left is None else [left])
    assert response.status_code == (302 if left is not None else 200)
    if left is None:
        assert "Write" in response.text and told in response.text


@pytest.mark.django_db
def test_pages_with_numbers_have_no_number_inputs(desk, pat, ines):
    run: Analysis = walks.done_run(filmed.assessment(pat, ines))
    pages = [
        reverse("strength_new", args=[pat.pk]),
        reverse("score_new", args=[pat.pk, "lefs"]),
        reverse("assessment_new", args=[pat.pk]),
        run.recording.assessment.get_absolute_url(),
    ]
    assert all('type="number"' not in desk.get(page).text for page in pages)


def test_a_rate_with_a_comma_is_a_rate():
    form = FilmingForm({"true_rate_hz": "239,76"})
    assert form.is_valid() and form.cleaned_data["true_rate_hz"] == 239.76


@pytest.mark.parametrize(("told", "kept"), [("5,5", "5.5"), ("5.5", "5.5"), (5.5, "5.5"), ("5,500", None)])
def test_the_api_reads_them_the_same_way(told, kept):
    shape = AssessmentIn(data={"activity": "walking", "pain_nprs": 3, "speed_kmh": told})
    assert shape.is_valid() == (kept is not None), shape.errors
    if kept:
        assert str(shape.validated_data["speed_kmh"]) == kept
    else:
        assert "Write" in str(shape.errors["speed_kmh"][0])


def test_the_api_takes_no_half_points_of_pain():
    assert not AssessmentIn(data={"activity": "walking", "pain_nprs": "3,5"}).is_valid()
