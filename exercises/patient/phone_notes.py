"""What a phone noted by itself and sends home: each record is written whole, or the answer says why it is not.

The phone deletes nothing but what the answer calls kept or held. What the diary cannot take is held: kept as it came,
shown to the patient and told to the therapist.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any

from django.db import DatabaseError, transaction

from exercises.patient.phone_records import WRITERS, NotWritten, Why, kind_of
from exercises.patient.unplaced import TooManyNotes, hold
from patients.models import Patient


@dataclass(slots=True)
class Answer:
    """Ids as the phone wrote them. held: not in the diary, but kept here; each is among the refused too."""

    kept: list[str] = field(default_factory=list)
    refused: dict[str, Why] = field(default_factory=dict)
    held: list[str] = field(default_factory=list)


def take_in(records: Iterable[object], patient: Patient) -> Answer:
    """Write every record that can be written. After the database failed once, the rest waits for the next letter."""
    answer = Answer()
    for record in records:
        name = str(record.get("entry", "")) if isinstance(record, Mapping) else ""
        if Why.LATER in answer.refused.values():
            answer.refused[name] = Why.LATER
            continue
        try:
            take_one(answer, name, record, patient)
        except DatabaseError:
            answer.refused[name] = Why.LATER
    return answer


def take_one(answer: Answer, name: str, record: object, patient: Patient) -> None:
    try:
        write_record(record, patient)
        answer.kept.append(name)
    except NotWritten as refusal:
        answer.refused[name] = refusal.why
        if refusal.why is not Why.LATER and is_held(record, patient, refusal.why):
            answer.held.append(name)


def is_held(record: object, patient: Patient, why: Why) -> bool:
    """What waited under another link may be another person's: it is never held here."""
    try:
        return isinstance(record, Mapping) and not record.get("elsewhere") and hold(record, patient, why)
    except TooManyNotes:
        return False


def write_record(record: Any, patient: Patient) -> None:
    """All of the record or none. Raises NotWritten, also for anything the page's own script would not send."""
    with transaction.atomic():
        try:
            write = WRITERS[kind_of(record)]
        except KeyError as unknown:
            raise NotWritten(Why.UNREADABLE) from unknown
        write(record, patient)
