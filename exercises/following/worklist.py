"""What plans add to the worklist: pain, messages, silence, reviews."""

from collections.abc import Iterator

from django.urls import reverse

from clinics.models import Clinic, User
from exercises.following.attention import Call, calls_for
from gait.worklist import MAX_ROWS
from gait.worklist_rows import Row, Section, film_again_like


def plan_sections(user: User, here: Clinic | None) -> Iterator[Section]:
    calls = calls_for(user, here)
    urgent = [call for call in calls if call.is_urgent]
    letters = [call for call in calls if call.is_letter]
    silent = [call for call in calls if call.is_silence]
    decisions = [call for call in calls if call.is_decision]
    reviews = [call for call in calls if not (call.is_urgent or call.is_letter or call.is_silence or call.is_decision)]
    yield Section(
        "pain", "Pain alerts", "A warning sign, pain above 5, a limp, or skipped because it hurts: call today.",
        "When a patient notes pain above 5, the exercise rests at once and they come here.",
        tuple(_row(call, "Open plan") for call in urgent[:MAX_ROWS]),
    )  # fmt: skip
    yield Section(
        "messages", "Messages", "Patients who wait for an answer.",
        "What patients write from their page comes here until you answer.",
        tuple(_row(call, "Answer") for call in letters[:MAX_ROWS]),
    )  # fmt: skip
    yield Section(
        "silent", "Silent patients", "Nothing logged for some days.",
        "Patients with a plan who log nothing come here, after the days your clinic has decided.",
        tuple(_row(call, "Open plan") for call in silent[:MAX_ROWS]),
    )  # fmt: skip
    yield Section(
        "decide", "Decide on the plan", "The re-test is signed; the plan is still the one from before.",
        "When a re-test is signed, the patient moves here until you keep, revise, replace or end the plan.",
        tuple(_row(call, "Decide") for call in decisions[:MAX_ROWS]),
    )  # fmt: skip
    yield Section(
        "retest", "Re-test due", "The day for the next film has come.",
        "Plans whose review is due come here.",
        tuple(_review_row(call) for call in reviews[:MAX_ROWS]),
    )  # fmt: skip


def _review_row(call: Call) -> Row:
    """On to the film of the re-test, or to the film like the one that the plan was made from."""
    patient = call.plan.patient
    if call.look_at:
        return Row(patient, call.why, "Look at it", call.look_at.get_absolute_url())
    return Row(patient, call.why, "Film again like this", film_again_like(call.plan.report.recording.assessment))


def _row(call: Call, action: str) -> Row:
    patient = call.plan.patient
    address = (
        f"{reverse('patient', args=[patient.pk])}#messages" if call.is_letter else reverse("plan", args=[call.plan.pk])
    )
    return Row(patient, call.why, action, address, is_urgent=call.is_urgent)
