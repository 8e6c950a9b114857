"""The demo patients' strength and scores, entered once."""

from datetime import timedelta
from typing import NotRequired, TypedDict

from django.utils import timezone

from config.demo.practice import SHEET, patient, therapist
from patients.outcomes.models import OutcomeScore, StrengthTest, Wording
from patients.outcomes.scoring import mean_of


class ScoreRow(TypedDict):
    """total of the paper form, or the activities that the patient named."""

    patient: str
    days_ago: int
    instrument: str
    total: NotRequired[int]
    activities: NotRequired[dict[str, int]]


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
                **told_on_the_phone(row) if "activities" in row else read_from_paper(row),
            )


def told_on_the_phone(row: ScoreRow) -> dict[str, object]:
    answers = [{"activity": activity, "points": points} for activity, points in row["activities"].items()]
    return {"wording": Wording.SCALE, "answers": answers, "total": mean_of(list(row["activities"].values()))}


def read_from_paper(row: ScoreRow) -> dict[str, object]:
    return {"wording": Wording.PAPER, "entered_by": therapist(), "total": row["total"]}
