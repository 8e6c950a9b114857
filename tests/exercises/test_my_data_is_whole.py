"""Everything that the database has about a person is in their download, or stands here with the reason why not."""

import json
from datetime import date

import pytest
from world import one_of_everything

from exercises.patient.my_data import as_json, my_data
from patients.erasing import rows_that_hang_on
from patients.models import Patient, StrengthTest

TOLD = {
    "patients.patient", "patients.consent", "patients.episodeofcare", "patients.history", "patients.strengthtest",
    "patients.outcomescore", "patients.scorerequest", "patients.transfer", "patients.emergencyaccess",
    "gait.assessment", "gait.recording", "gait.signedreport", "gait.addendum",
    "exercises.plan", "exercises.planitem", "exercises.diaryentry", "exercises.runentry", "exercises.signsasked",
    "exercises.unplacednote", "exercises.exercisehold", "exercises.message", "exercises.reminder",
    "exercises.runningline",
}  # fmt: skip
NOT_TOLD = {
    "patients.searchword": "the names again, cut into words",
    "gait.analysis": "a run: what it found counts once it is signed, and then the report tells it",
    "gait.analysisattempt": "when a worker tried",
    "gait.measurement": "as gait.analysis",
    "gait.finding": "as gait.analysis",
    "gait.resultseal": "digests of files",
    "gait.overlayvideo": "that a film was drawn; the film is asked for at the clinic",
    "gait.annotation": "working notes of the therapist; those of the report are in it",
    "gait.signingwords": "a draft of words",
    "exercises.planlink": "fingerprints of the secret that the person holds",
    "exercises.handovertick": "a working list of the therapist",
}


@pytest.fixture
def data(north, south, ines, pat) -> dict[str, object]:
    one_of_everything(north, south, ines, pat)
    StrengthTest.objects.create(
        patient=pat, tested_on=date(2026, 11, 2), tested_by=ines, motion="hip_abduction", position="side_lying",
        unit="kg", left=11.5, right=14.25,
    )  # fmt: skip
    return json.loads(as_json(my_data(Patient.objects.get(pk=pat.pk))))


def test_every_model_is_told_or_has_a_reason(db):
    from django.apps import apps

    person = Patient._meta.label_lower
    hanging, waiting = {person}, [Patient]
    while waiting:
        for relation in waiting.pop()._meta.get_fields(include_hidden=True):
            if relation.auto_created and not relation.concrete and (relation.one_to_many or relation.one_to_one):
                label = relation.related_model._meta.label_lower
                if label not in hanging:
                    hanging.add(label)
                    waiting.append(apps.get_model(label))
    assert hanging == TOLD | set(NOT_TOLD)


def test_what_was_tested_told_and_filmed_is_in_it(data):
    (test,) = data["strength_tests"]
    assert (test["left"], test["right"], test["unit"]) == (11.5, 14.25, "kg")
    assert data["episodes_of_care"][0]["complaint"] == "Outer hip hurts"
    assert data["visits"][0]["videos"][0]["file_name"]
    assert data["opened_in_an_emergency"][0]["why"] == "A fall at night"
    assert data["questions_asked"][0]["is_answered"] is False


def test_rows_of_every_told_kind_hang_on_the_person(data, pat):
    assert "patients.strengthtest" in {model._meta.label_lower for model in rows_that_hang_on(pat)}
