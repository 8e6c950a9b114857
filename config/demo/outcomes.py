"""The demo patients' strength and scores, entered once."""

from datetime import timedelta

from django.utils import timezone

from config.demo.practice import SHEET, patient, therapist
from patients.outcomes.instruments import QUESTIONNAIRES
from patients.outcomes.models import Instrument, OutcomeScore, StrengthTest, Wording
from patients.outcomes.scoring import total_of


def enter_outcomes() -> None:
    """Nothing for a patient who has any already, on whatever day the demo was made."""
    today = timezone.localdate()
    tested = set(StrengthTest.objects.values_list("patient_id", flat=True))
    answered = set(OutcomeScore.objects.values_list("patient_id", flat=True))
    for row in SHEET["strength"]:
        if (of := patient(row["patient"])).pk not in tested:
            StrengthTest.objects.create(
                patient=of,
                tested_by=therapist(),
                tested_on=today - timedelta(days=row["days_ago"]),
                unit=StrengthTest.Unit.NEWTON,
                position=StrengthTest.Position.SIDE_LYING,
                **{name: row[name] for name in ("motion", "left", "right", "lever_arm_cm")},
            )
    for row in SHEET["scores"]:
        if (of := patient(row["patient"])).pk not in answered:
            OutcomeScore.objects.create(
                patient=of,
                instrument=row["instrument"],
                answered_on=today - timedelta(days=row["days_ago"]),
                created_at=timezone.now() - timedelta(days=row["days_ago"]),
                wording=Wording.OURS,
                answers=row["answers"],
                total=total_of(QUESTIONNAIRES[Instrument(row["instrument"])], row["answers"]),
            )
