"""What a phone noted by itself and sends home: each record is written whole, or the answer says why it is not.

The phone deletes nothing but what the answer calls kept or held. What the diary cannot take is held: kept as it came,
shown to the patient and told to the therapist. What is stamped as another person's, or not at all, is neither written
nor held: it stays on the phone for the one who wrote it.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any

from django.db import DatabaseError, transaction

from exercises.patient.phone_records import WRITERS, NotWritten, Why, kind_of
from exercises.patient.unplaced import TooManyNotes, hold
from exercises.patient.whose import stamps_of
from patients.models import Patient


@dataclass(slots=True)
class Answer:
    """Ids as the phone wrote them. held: not in the diary, but kept here; each is among the refused too."""

    kept: list[str] = field(default_factory=list)
    refused: dict[str, Why] = field(default_factory=dict)
    held: list[str] = field(default_factory=list)


def take_in(records: Iterable[object], patient: Patient) -> Answer:
    """Write every record that can be written. After the database failed once, the rest waits for the next letter."""
    answer, stamps = Answer(), stamps_of(patient)
    for record in records:
        name = str(record.get("entry", "")) if isinstance(record, Mapping) else ""
        if isinstance(record, Mapping) and record.get("person") not in stamps:
            answer.refused[name] = Why.PERSON
            continue
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
    try:
        return isinstance(record, Mapping) and hold(told_in(record), patient, why)
    except TooManyNotes:
        return False


def told_in(record: Mapping[str, object]) -> dict[str, object]:
    """What the person told, without the stamp."""
    return {name: value for name, value in record.items() if name != "person"}


def write_record(record: Any, patient: Patient) -> None:
    """All of the record or none. Raises NotWritten, also for anything the page's own script would not send."""
    with transaction.atomic():
        try:
            write = WRITERS[kind_of(record)]
        except KeyError as unknown:
            raise NotWritten(Why.UNREADABLE) from unknown
        write(record, patient)
