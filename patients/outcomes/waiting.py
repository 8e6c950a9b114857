"""Scores that wait for a therapist: answers that nobody has looked at, and questions that stay unanswered."""

from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID

from django.utils import timezone

from clinics.models import AuditEvent, Clinic, User
from patients.models import Patient
from patients.outcomes.models import OutcomeQuerySet, OutcomeScore, ScoreRequest, ScoreRequestQuerySet
from patients.outcomes.reading import figure, is_comparable, read_scores

RECENT = timedelta(days=30)
PATIENCE = timedelta(days=7)
MAX_ROWS = 50
"""Cut last, once what has been seen is out and what is worse stands first."""


@dataclass(frozen=True, slots=True)
class Waiting:
    """One patient and what waits. is_worse: the newest answer is worse by more than the smallest important change."""

    patient: Patient
    why: str
    is_worse: bool = False


def waiting_for(user: User, here: Clinic | None = None) -> list[Waiting]:
    """Worse answers first. A patient's answers count as seen once their page was opened after they came."""
    answered = OutcomeScore.objects.visible_to(user).standing()
    unanswered = ScoreRequest.objects.visible_to(user).open()
    if here:
        answered, unanswered = answered.filter(patient__clinic=here), unanswered.filter(patient__clinic=here)
    found = [*new_answers(answered), *open_too_long(unanswered)]
    return sorted(found, key=lambda each: not each.is_worse)[:MAX_ROWS]


def new_answers(answered: OutcomeQuerySet) -> Iterator[Waiting]:
    by_patients = answered.filter(entered_by=None).select_related("patient__clinic")
    recent = list(by_patients.filter(created_at__gte=timezone.now() - RECENT))
    opened = last_opened({score.patient_id for score in recent})
    unseen = [s for s in recent if s.created_at > opened.get(str(s.patient_id), s.created_at - RECENT)]
    history: dict[UUID, list[OutcomeScore]] = defaultdict(list)
    for score in answered.filter(patient__in={score.patient_id for score in unseen}):
        history[score.patient_id].append(score)
    for score in unseen:
        before = [each for each in history[score.patient_id] if each.created_at < score.created_at]
        reading = read_scores([score, *(each for each in before if is_comparable(each, score))])
        why = f"{score.get_instrument_display()} {figure(score)} answered. "
        yield Waiting(score.patient, (why + reading.change_says).strip(), reading.is_worse)


def last_opened(patient_ids: set[object]) -> dict[str, datetime]:
    """When staff last opened each patient's page."""
    views = AuditEvent.objects.filter(
        patient_id__in={str(pk) for pk in patient_ids},
        action=AuditEvent.Action.VIEWED,
        actor_kind="staff",
        record_kind=Patient._meta.label_lower,
    )
    return dict(views.order_by("at").values_list("record_id", "at"))


def open_too_long(unanswered: ScoreRequestQuerySet) -> Iterator[Waiting]:
    old = unanswered.filter(asked_at__lte=timezone.now() - PATIENCE)
    for asked in old.select_related("patient__clinic"):
        yield Waiting(
            asked.patient, f"{asked.get_instrument_display()} asked {asked.asked_at:%b %-d}, not answered yet."
        )
