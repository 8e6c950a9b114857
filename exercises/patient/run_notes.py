"""What a runner tells of the weekly signs, of a run and of the morning after: written once, and called on when red."""

from dataclasses import dataclass
from datetime import date, timedelta

from django.utils import timezone, translation

from clinics.languages import SOURCE
from exercises.following.diary import is_score
from exercises.following.messages import notice
from exercises.following.signs import words_of
from exercises.models import Plan, RunEntry, SignsAsked
from exercises.patient.running_form import RunForm
from exercises.prescribing.progression import Light, pain_light
from patients.models import Patient


@dataclass(frozen=True, slots=True)
class Runner:
    """plan: the one in force. today: the day on which it was told."""

    patient: Patient
    plan: Plan
    today: date


def note_signs(patient: Patient, day: date, signs: list[str]) -> None:
    """A yes calls the therapist at once. The same open answer of a day, as from a letter sent twice, counts once.

    After somebody has examined it, the same yes is a new one.
    """
    _, is_new = SignsAsked.objects.get_or_create(patient=patient, day=day, signs=signs, examined_at=None)
    if signs and is_new:
        with translation.override(SOURCE):
            told = words_of(signs)
        notice(patient, f"Said yes to a warning sign: {told}. Told not to run or exercise.")


def note_run(runner: Runner, form: RunForm) -> None:
    """One run a day; a second one of the day puts the first right."""
    told = dict(form.cleaned_data)
    day = runner.today - timedelta(days=told.pop("day") == "yesterday")
    told["has_settled"] = told["has_settled"] == "yes"
    if RunEntry.objects.filter(patient=runner.patient, day=day, **told).exists():
        return
    RunEntry.objects.update_or_create(
        patient=runner.patient, day=day, defaults={**told, "plan": runner.plan, "logged_at": timezone.now()}
    )
    call_when_red(runner.patient, told["pain_nprs"], "in a run")


def note_morning(runner: Runner, run: str, value: str) -> bool:
    """Of the run that the page asked about. Sent twice, it is told once. False for what no page asks."""
    if not (run.isdecimal() and is_score(value)):
        return False
    asked = runner.patient.runs.filter(pk=int(run), morning_nprs=None, day__lt=runner.today)
    if asked.update(morning_nprs=int(value), morning_at=timezone.now()):
        call_when_red(runner.patient, int(value), "on the morning after a run")
    return True


def call_when_red(patient: Patient, nprs: int, when: str) -> None:
    if pain_light(nprs) is Light.RED:
        notice(patient, f"Pain {nprs}/10 {when}. No running until you revise the plan.")
