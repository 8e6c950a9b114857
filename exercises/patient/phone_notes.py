"""What a phone noted by itself and sends home: each entry is written whole, or the answer says why it is not.

The phone deletes nothing but what the answer calls kept.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from enum import StrEnum
from typing import Any
from uuid import UUID

from django.db import DatabaseError, transaction
from django.utils import timezone

from exercises.following.diary import apply_tap
from exercises.following.schedule import today_at
from exercises.models import DiaryEntry, Plan, PlanItem
from patients.models import Patient

MAX_DAYS_AHEAD = 1
"""A phone far to the east lives in tomorrow already."""
FARTHEST_WEST = timedelta(hours=12)
MAX_TAPS = 50


class Why(StrEnum):
    """Why an entry was not written; the phone has a sentence for each."""

    UNREADABLE = "unreadable"
    UNKNOWN = "unknown"
    DAY = "day"
    LATER = "later"


class NotWritten(Exception):
    """The entry stays on the phone."""

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


@dataclass(slots=True)
class Answer:
    """Ids as the phone wrote them."""

    kept: list[str]
    refused: dict[str, Why]


def take_in(records: Iterable[object], patient: Patient) -> Answer:
    """Write every entry that can be written. After the database failed once, the rest waits for the next letter."""
    answer = Answer(kept=[], refused={})
    is_failing = False
    for record in records:
        name = str(record.get("entry", "")) if isinstance(record, Mapping) else ""
        try:
            if is_failing:
                raise NotWritten(Why.LATER)
            write(read_note(record), patient)
            answer.kept.append(name)
        except NotWritten as refusal:
            answer.refused[name] = refusal.why
        except DatabaseError:
            is_failing = True
            answer.refused[name] = Why.LATER
    return answer


def read_note(record: Any) -> Note:
    """Raises NotWritten for anything the page's own script would not send."""
    try:
        taps = tuple((str(each["tap"]), str(each["value"])) for each in record["taps"])
        note = Note(UUID(str(record["entry"])), int(str(record["item"])), day_in(record["day"]), taps)
    except (ValueError, KeyError, TypeError, AttributeError) as unreadable:
        raise NotWritten(Why.UNREADABLE) from unreadable
    if not 0 < len(taps) <= MAX_TAPS or not 0 < note.item_pk < 2**63:
        raise NotWritten(Why.UNREADABLE)
    return note


def day_in(word: object) -> date:
    return date.fromisoformat(str(word))


@transaction.atomic
def write(note: Note, patient: Patient) -> None:
    """All taps of the entry or none. Raises NotWritten."""
    item = item_of(patient, note.item_pk)
    if item is None or belongs_elsewhere(note, item):
        raise NotWritten(Why.UNKNOWN)
    if not is_possible(note.day, item):
        raise NotWritten(Why.DAY)
    for tap, value in note.taps:
        if not apply_tap(item, note.day, tap, value, note.entry_id):
            raise NotWritten(Why.UNREADABLE)


def item_of(patient: Patient, item_pk: int) -> PlanItem | None:
    """An exercise that was ever handed to the patient, also in a version of the plan that was revised since."""
    handed_over = PlanItem.objects.filter(plan__patient=patient).exclude(plan__status=Plan.Status.DRAFT)
    return handed_over.select_related("plan__patient__clinic", "exercise").filter(pk=item_pk).first()


def is_possible(day: date, item: PlanItem) -> bool:
    """Whether the person can have done it on that day: not before there was a plan, and not in the future."""
    return first_day(item.plan) <= day <= today_at(item.plan.patient.clinic) + timedelta(days=MAX_DAYS_AHEAD)


def day_of_tap(today: date, told: str) -> date:
    """The day on the phone's calendar at a tap that came straight away; today where the phone tells no likely one."""
    try:
        day = date.fromisoformat(told)
    except ValueError:
        return today
    return day if abs((day - today).days) <= MAX_DAYS_AHEAD else today


def first_day(plan: Plan) -> date:
    """When the plan began, or the day it was anywhere on earth when it was handed over."""
    handed_over = plan.activated_at or datetime.now(UTC)
    anywhere = timezone.localdate(handed_over - FARTHEST_WEST, timezone=UTC)
    return min(plan.started_on or anywhere, anywhere)


def belongs_elsewhere(note: Note, item: PlanItem) -> bool:
    """The id is already the name of another exercise's or another day's entry."""
    same = {"item__exercise": item.exercise_id, "item__plan__patient": item.plan.patient_id, "day": note.day}
    return DiaryEntry.objects.filter(pk=note.entry_id).exclude(**same).exists()
