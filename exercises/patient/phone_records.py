"""The kinds of record that a phone keeps, and how each is written: exercise, morning, letter, form of a runner."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from enum import StrEnum
from typing import Any
from uuid import UUID

from django.http import QueryDict
from django.utils import timezone

from exercises.following import messages
from exercises.following.diary import apply_tap, is_score, last_session, log_limp, log_morning
from exercises.following.schedule import day_at, today_at
from exercises.models import DiaryEntry, Message, Plan, PlanItem, active_plan
from exercises.patient.run_notes import Runner, note_morning, note_run, note_signs
from exercises.patient.running_form import RunForm, SignsForm
from patients.models import Patient

MAX_DAYS_AHEAD = 1
"""A phone whose clock runs fast, or one that counts its own days, lives in tomorrow already."""
FARTHEST_WEST = timedelta(hours=12)
MAX_TAPS = 50


class Why(StrEnum):
    """Why a record was not written; the phone has a sentence for each."""

    UNREADABLE = "unreadable"
    UNKNOWN = "unknown"
    DAY = "day"
    PERSON = "person"
    LATER = "later"


class NotWritten(Exception):
    """The record is not in the diary."""

    def __init__(self, why: Why) -> None:
        self.why = why
        super().__init__(why)


@dataclass(frozen=True, slots=True)
class Note:
    """One exercise of one day, with all that was tapped, under the id that the phone gave it."""

    entry_id: UUID
    item_pk: int
    day: date
    taps: tuple[tuple[str, str], ...]


def write_exercise(record: Any, patient: Patient) -> None:
    note = read_note(record)
    item = item_of(patient, note.item_pk)
    if item is None or belongs_elsewhere(note, item):
        raise NotWritten(Why.UNKNOWN)
    if not is_possible(note.day, item):
        raise NotWritten(Why.DAY)
    for tap, value in note.taps:
        if not apply_tap(item, note.day, tap, value, note.entry_id):
            raise NotWritten(Why.UNREADABLE)


def read_note(record: Any) -> Note:
    try:
        taps = tuple((str(each["tap"]), str(each["value"])) for each in record["taps"])
        note = Note(UUID(str(record["entry"])), int(str(record["item"])), day_in(record["day"]), taps)
    except (ValueError, KeyError, TypeError, AttributeError) as unreadable:
        raise NotWritten(Why.UNREADABLE) from unreadable
    if not 0 < len(taps) <= MAX_TAPS or not 0 < note.item_pk < 2**63:
        raise NotWritten(Why.UNREADABLE)
    return note


def write_morning(record: Any, patient: Patient) -> None:
    """The answers about the morning after the session that came before the record's day."""
    try:
        day, pain, limped = day_in(record["day"]), str(record.get("pain", "")), str(record.get("limped", ""))
    except (ValueError, KeyError, TypeError) as unreadable:
        raise NotWritten(Why.UNREADABLE) from unreadable
    if not (is_score(pain) or limped in {"yes", "no"}):
        raise NotWritten(Why.UNREADABLE)
    if day > today_at(patient.clinic) + timedelta(days=MAX_DAYS_AHEAD):
        raise NotWritten(Why.DAY)
    plan = active_plan(patient) or patient.plans.exclude(activated_at=None).order_by("-activated_at").first()
    entries = last_session(plan, day) if plan else []
    if not entries:
        raise NotWritten(Why.UNKNOWN)
    if is_score(pain):
        log_morning(entries, int(pain))
    if limped in {"yes", "no"}:
        log_limp(entries, limped=limped == "yes")


def write_message(record: Any, patient: Patient) -> None:
    """A letter under the phone's own id: sent twice, it is one."""
    try:
        entry_id, text = UUID(str(record["entry"])), record["text"].strip()
    except (ValueError, KeyError, TypeError, AttributeError) as unreadable:
        raise NotWritten(Why.UNREADABLE) from unreadable
    if not 0 < len(text) <= messages.MAX_LENGTH:
        raise NotWritten(Why.UNREADABLE)
    if known := Message.objects.filter(pk=entry_id).first():
        if known.patient_id != patient.pk:
            raise NotWritten(Why.UNKNOWN)
        return
    try:
        messages.write(patient, text, entry_id)
    except messages.TooManyMessages as full:
        raise NotWritten(Why.LATER) from full


def write_form(record: Any, patient: Patient) -> None:
    """What was sent on the runner's page. A run is a fact: it is kept also where the week's check was due meanwhile."""
    try:
        day, fields = day_in(record["day"]), QueryDict(mutable=True)
        for name, values in record["fields"].items():
            fields.setlist(str(name), [str(value) for value in values])
    except (ValueError, KeyError, TypeError, AttributeError) as unreadable:
        raise NotWritten(Why.UNREADABLE) from unreadable
    plan = active_plan(patient)
    if plan is None:
        raise NotWritten(Why.UNKNOWN)
    if not first_day(plan) - timedelta(days=1) <= day <= today_at(patient.clinic) + timedelta(days=MAX_DAYS_AHEAD):
        raise NotWritten(Why.DAY)
    if not is_form_written(str(record["form"]), fields, Runner(patient, plan, day)):
        raise NotWritten(Why.UNREADABLE)


def is_form_written(name: str, fields: QueryDict, runner: Runner) -> bool:
    if name == "morning":
        return note_morning(runner, fields.get("run", ""), fields.get("value", ""))
    signs = SignsForm(fields) if name == "signs" else None
    run = RunForm(fields) if name == "run" or "km" in fields else None
    sent = [form for form in (signs, run) if form is not None]
    if not sent or not all([form.is_valid() for form in sent]):
        return False
    if signs is not None:
        note_signs(runner.patient, runner.today, signs.cleaned_data["signs"])
    if run is not None:
        note_run(runner, run)
    return True


WRITERS: dict[str, Callable[[Any, Patient], None]] = {
    "exercise": write_exercise,
    "morning": write_morning,
    "message": write_message,
    "form": write_form,
}


def kind_of(record: object) -> str:
    """An exercise where nothing else is said, as phones wrote before there were other kinds."""
    if not isinstance(record, Mapping):
        return ""
    return str(record.get("kind", "form" if "form" in record else "exercise"))


def day_in(word: object) -> date:
    return date.fromisoformat(str(word))


def item_of(patient: Patient, item_pk: int) -> PlanItem | None:
    """An exercise that was ever handed to the patient, also in a version of the plan that was revised since."""
    handed_over = PlanItem.objects.filter(plan__patient=patient).exclude(plan__status=Plan.Status.DRAFT)
    return handed_over.select_related("plan__patient__clinic", "exercise").filter(pk=item_pk).first()


def is_possible(day: date, item: PlanItem) -> bool:
    """Whether the person can have done it on that day: not before there was a plan, and not in the future."""
    return first_day(item.plan) <= day <= today_at(item.plan.patient.clinic) + timedelta(days=MAX_DAYS_AHEAD)


def day_of_tap(today: date, told: str) -> date:
    """The day of the phone's clock at a tap that came straight away; today where the phone tells no likely one."""
    try:
        day = date.fromisoformat(told)
    except ValueError:
        return today
    return day if abs((day - today).days) <= MAX_DAYS_AHEAD else today


def first_day(plan: Plan) -> date:
    """The first day of the first version of the plan, or the day it was anywhere on earth when it was handed over."""
    handed_over = plan.activated_at or datetime.now(UTC)
    anywhere = timezone.localdate(handed_over - FARTHEST_WEST, timezone=UTC)
    return min(plan.started_on or anywhere, anywhere, day_at(plan.patient.clinic, handed_over))


def belongs_elsewhere(note: Note, item: PlanItem) -> bool:
    """The id is already the name of another exercise's or another day's entry."""
    same = {"exercise": item.exercise_id, "patient": item.plan.patient_id, "day": note.day}
    return DiaryEntry.objects.filter(pk=note.entry_id).exclude(**same).exists()
