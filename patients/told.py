"""What the newest history of the open episode says, for those who go on from it."""

from patients.models import History, Patient
from patients.red_flags import YES


def newest_history(patient: Patient) -> History | None:
    """Of the open episode."""
    return History.objects.filter(episode__patient=patient, episode__closed_on=None).order_by("-taken_at").first()


def told_at_intake(patient: Patient) -> dict[str, str]:
    """The screen of the history. Night pain there is a yes to the question that includes it."""
    history = newest_history(patient)
    if history is None:
        return {}
    night = {"femoral_neck": YES} if history.has_night_pain else {}
    return {**history.red_flags, **night}
