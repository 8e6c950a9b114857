"""What came from a phone and has no place in the diary: kept as it came, and shown to patient and therapist."""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from uuid import UUID, uuid4

from django.db import transaction
from django.utils import timezone, translation

from clinics.languages import SOURCE
from exercises.following.messages import notice
from exercises.following.schedule import today_at
from exercises.models import PlanItem, UnplacedNote
from exercises.patient.run_notes import note_signs
from exercises.patient.unplaced_words import alarm_in, words_in
from patients.models import Patient

SHOWN_FOR = timedelta(days=14)
MAX_NOTES_A_DAY = 50
"""More than anybody taps by hand; the rest stays on the phone, but for what is urgent."""
MAX_CHARACTERS = 8000


class TooManyNotes(Exception):
    """The patient's store of a day is full."""


@transaction.atomic
def hold(record: Mapping[str, object], patient: Patient, why: str) -> bool:
    """Keep the record under the phone's own id; the same one again is kept once. False for what has no readable id.

    A warning sign in it stops the training as a placed one does, and what hurts calls the therapist at once.
    Raises TooManyNotes.
    """
    try:
        entry_id = UUID(str(record.get("entry", "")))
    except ValueError:
        return False
    if len(json.dumps(record)) > MAX_CHARACTERS:
        return False
    if patient.unplaced_notes.filter(told=record).exists():
        return True
    alarm = alarm_in(record)
    since = timezone.now() - timedelta(days=1)
    if not alarm.is_urgent and patient.unplaced_notes.filter(received_at__gt=since).count() >= MAX_NOTES_A_DAY:
        raise TooManyNotes
    name = uuid4() if UnplacedNote.objects.filter(pk=entry_id).exists() else entry_id
    note = UnplacedNote(pk=name, patient=patient, why=why, told=dict(record), is_urgent=alarm.is_urgent)
    with translation.override(SOURCE):
        said = in_words(shown(note))
    note.notice = notice(patient, f"A note from the phone has no place in the diary. {said}")
    note.save(force_insert=True)
    if alarm.signs:
        note_signs(patient, today_at(patient.clinic), list(alarm.signs))
    return True


@dataclass(frozen=True, slots=True)
class Shown:
    """One held note. exercise, day and told are empty where they cannot be read."""

    exercise: str
    day: date | None
    told: str
    why: str
    received_at: datetime


def shown_to(patient: Patient) -> list[Shown]:
    """What the patient sees, for two weeks."""
    return [shown(note) for note in patient.unplaced_notes.filter(received_at__gt=timezone.now() - SHOWN_FOR)]


def shown(note: UnplacedNote) -> Shown:
    told = note.told if isinstance(note.told, dict) else {}
    return Shown(
        exercise_in(told, note.patient), day_in(told), words_in(told), note.get_why_display(), note.received_at
    )


def exercise_in(told: Mapping[str, object], patient: Patient) -> str:
    """Only one that was the patient's own: the id came from outside."""
    key = str(told.get("item", ""))
    if not (key.isascii() and key.isdecimal() and len(key) < 18):
        return ""
    item = PlanItem.objects.filter(pk=int(key), plan__patient=patient).select_related("exercise").first()
    return item.rung["name"] if item else ""


def day_in(told: Mapping[str, object]) -> date | None:
    try:
        return date.fromisoformat(str(told.get("day", "")))
    except ValueError:
        return None


def in_words(note: Shown) -> str:
    """For the therapist."""
    when = f"{note.day:%b %-d}" if note.day else ""
    said = ", ".join(filter(None, [when, note.exercise, note.told]))
    return f"{said}: {note.why}" if said else note.why
