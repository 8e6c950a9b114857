"""Asking a patient for a score, and taking in their answer."""

from typing import Any

from django.db import transaction

from clinics.models import User
from patients.models import Patient
from patients.outcomes.models import OutcomeScore, ScoreRequest
from patients.outcomes.score_forms import ActivitiesForm, QuestionsForm


def ask(patient: Patient, instruments: list[str], user: User) -> list[ScoreRequest]:
    """One open request per instrument; asking again changes nothing."""
    return [
        ScoreRequest.objects.get_or_create(
            patient=patient, instrument=instrument, withdrawn_at=None, score=None, defaults={"asked_by": user}
        )[0]
        for instrument in instruments
    ]


@transaction.atomic
def answer(request: ScoreRequest, form: QuestionsForm | ActivitiesForm, **facts: Any) -> OutcomeScore:
    """The patient's answers, once: whoever comes second with the same request gets what the first one left."""
    locked = ScoreRequest.objects.select_for_update().get(pk=request.pk)
    if locked.score is None:
        locked.score = form.save(locked.patient, **facts)
        locked.save(update_fields=["score"])
    return locked.score
