"""A measured visit of their own for browser tests that sign or change: a copy, files and all, of one of the demo's.

Measuring takes most of a minute, and tests that share a visit would depend on each other's order.
"""

import shutil
from datetime import date
from typing import TypeVar
from uuid import uuid4

from desk import BORN
from django.db import models
from django.utils import timezone

from clinics.models import Clinic
from config.demo.practice import SHEET, therapist
from gait import reported, storage
from gait.models import Analysis, Finding, Measurement, Recording
from patients import consent
from patients.models import Patient

SLUG = SHEET["locations"][0]["slug"]
Row = TypeVar("Row", bound=models.Model)


def hold(first_name: str, clip: str) -> None:
    """Somebody who was filmed today, and of whom the demo's first run over this clip has just been finished."""
    done = Analysis.objects.filter(recording__original_name=clip, status=Analysis.Status.DONE)
    measured = done.earliest("created_at")
    assessment = as_new(measured.recording.assessment, **visit_of(first_name), filmed_on=timezone.localdate())
    recording = as_new(Recording.objects.get(pk=measured.recording_id), assessment=assessment)
    run = as_new(Analysis.objects.get(pk=measured.pk), recording=recording, finished_at=timezone.now())
    shutil.copytree(storage.results_of(measured), storage.results_of(run))
    shutil.copy(storage.original(measured.recording_id), storage.original(recording.pk))
    measurements, findings = reported.rows_of(run.pk, run.found)
    Measurement.objects.bulk_create(measurements)
    Finding.objects.bulk_create(findings)


def visit_of(first_name: str) -> dict[str, models.Model]:
    patient = Patient.objects.create(
        clinic=Clinic.objects.get(slug=SLUG),
        first_name=first_name,
        last_name="Copy",
        birth_date=date(BORN, 4, 2),
        sex=Patient.Sex.FEMALE,
    )
    return {"patient": patient, "consent": consent.give(patient, confirmed_by=therapist())}


def as_new(row: Row, **changes: object) -> Row:
    """A second row with the same content but for its key and these changes."""
    row.pk, row._state.adding = uuid4(), True
    for name, value in changes.items():
        setattr(row, name, value)
    row.save()
    return row
