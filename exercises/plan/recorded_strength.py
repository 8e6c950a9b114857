"""Hip abduction as it was tested lately, so that nobody types it twice when a plan is drafted."""

from datetime import timedelta

from django.utils import timezone

from patients.models import Patient
from patients.outcomes.models import StrengthTest
from patients.outcomes.strength import force_n

STILL_TRUE = timedelta(days=28)
LEGS = ("left", "right")


def recorded_strength(patient: Patient) -> dict[str, float | str]:
    """Fields of the questionnaire with their values: newest grades by hand, newest forces and their position."""
    lately = patient.strength_tests.standing().filter(
        motion=StrengthTest.Motion.HIP_ABDUCTION, tested_on__gte=timezone.localdate() - STILL_TRUE
    )
    graded = lately.filter(unit=StrengthTest.Unit.GRADE).first()
    forced = lately.exclude(unit=StrengthTest.Unit.GRADE).first()
    told: dict[str, float | str] = {"strength_position": forced.position} if forced else {}
    for leg in LEGS:
        if graded and getattr(graded, leg) is not None:
            told[f"{leg}_mmt"] = int(getattr(graded, leg))
        amount = getattr(forced, leg, None)
        force = force_n(amount, forced.unit) if forced and amount is not None else None
        if force is not None:
            told[f"{leg}_hhd_n"] = round(force)
    return told
