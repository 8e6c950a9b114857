"""Before somebody is filmed running or on one leg: the warning signs are asked, and a yes is examined first."""

from typing import Any

from django import forms

from gait.models import Assessment, Recording
from patients.models import Patient
from patients.red_flags import BEFORE_LOADING, QUESTIONS, YES
from patients.told import told_at_intake

LOADING_TESTS = frozenset({Recording.Kind.SINGLE_LEG_STANCE, Recording.Kind.STEP_DOWN})
FIELDS = ("signs", "signs_examined", "screen_asked")


def screen_fields() -> dict[str, forms.Field]:
    """The same questions wherever loading begins."""
    return {
        "signs": forms.MultipleChoiceField(
            label="Which of these does the patient have?",
            choices=[(code, QUESTIONS[code]) for code in BEFORE_LOADING],
            widget=forms.CheckboxSelectMultiple,
            required=False,
            help_text="Asked before running and before standing on one leg. Leave all empty for none.",
        ),
        "screen_asked": forms.BooleanField(label="I asked for each of these today", required=False),
        "signs_examined": forms.CharField(
            label="What was examined, what was found, and by whom",
            required=False,
            max_length=300,
            help_text="Needed for each sign that is ticked.",
        ),
    }


def raised_at_intake(patient: Patient) -> list[str]:
    told = told_at_intake(patient)
    return [code for code in BEFORE_LOADING if told.get(code) == YES]


def missing_in_screen(told: dict[str, Any], patient: Patient) -> dict[str, str]:
    """By field what must be told before loading; empty where the screen is complete."""
    signs = told.get("signs", [])
    missing = {}
    if not told.get("screen_asked"):
        missing["screen_asked"] = "Ask for the warning signs first: running and one-leg standing load the leg."
    dropped = [QUESTIONS[code] for code in raised_at_intake(patient) if code not in signs]
    if dropped:
        words = "; ".join(dropped)
        missing["signs"] = f"The history says yes to: {words}. Tick it and say what was examined."
    if signs and not told.get("signs_examined"):
        missing["signs_examined"] = (
            "Do not film this person running or on one leg before the signs are examined. Walking may be filmed."
        )
    return missing


class ScreenForm(forms.Form):
    """The screen of an assessment that began without one."""

    def __init__(self, *args: Any, patient: Patient, **kwargs: Any) -> None:
        kwargs.setdefault("initial", {"signs": raised_at_intake(patient)})
        super().__init__(*args, **kwargs)
        self.patient = patient
        self.fields.update(screen_fields())

    def clean(self) -> dict[str, Any]:
        super().clean()
        for name, problem in missing_in_screen(self.cleaned_data, self.patient).items():
            self.add_error(name, problem)
        return self.cleaned_data

    def screen_fields(self) -> list[forms.BoundField]:
        return [self[name] for name in FIELDS]


def is_missing(assessment: Assessment, kind: str) -> bool:
    """Such a clip loads the leg, and nobody asked for the signs, or one that is there was not examined."""
    is_run = kind == Recording.Kind.GAIT and assessment.activity == Assessment.Activity.RUNNING
    is_open = assessment.screened_at is None or bool(assessment.signs and not assessment.signs_examined)
    return (is_run or kind in LOADING_TESTS) and is_open
