"""Plans a therapist should look at today, for the worklist: pain, letters, painful skips, silence, review due."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta

from django.db.models import Max
from django.db.models.functions import Coalesce
from django.utils import timezone

from clinics.models import Clinic, User
from clinics.models.protocol import SILENT_DAYS
from clinics.protocol import silent_days_by_clinic
from exercises.models import DiaryEntry, ItemHold, Message, Plan, PlanQuerySet


@dataclass(frozen=True, slots=True)
class Call:
    """One plan and why it asks for a look. is_urgent: pain, before everything else."""

    plan: Plan
    why: str
    is_urgent: bool = False
    is_letter: bool = False
    is_silence: bool = False


def calls_for(user: User, here: Clinic | None = None) -> list[Call]:
    """Urgent ones first; seven queries whatever the number of plans."""
    active = Plan.objects.visible_to(user).filter(status=Plan.Status.ACTIVE).select_related("patient__clinic")
    if here:
        active = active.filter(patient__clinic=here)
    today = timezone.localdate()
    return [
        *pain_calls(active),
        *letter_calls(user, here),
        *skip_calls(active, today),
        *silence_calls(active, today),
        *review_calls(active, today),
    ]


def pain_calls(active: PlanQuerySet) -> Iterator[Call]:
    holds = ItemHold.objects.filter(item__plan__in=active, lifted_at=None, pain_nprs__isnull=False)
    for hold in holds.select_related("item__exercise", "item__plan__patient__clinic"):
        since = timezone.localdate(hold.since)
        why = f"Pain {hold.pain_nprs}/10 in {hold.item.exercise.name.lower()}; it rests since {since:%b %-d}."
        yield Call(hold.item.plan, why, is_urgent=True)


def letter_calls(user: User, here: Clinic | None) -> Iterator[Call]:
    """One call for each patient who waits for an answer, the longest wait first."""
    open_letters = Message.objects.visible_to(user).unanswered().select_related("patient__clinic")
    if here:
        open_letters = open_letters.filter(patient__clinic=here)
    plans = {
        plan.patient_id: plan for plan in Plan.objects.filter(patient__messages__in=open_letters).order_by("drafted_at")
    }
    called: set[object] = set()
    for letter in open_letters:
        if letter.patient_id in plans and letter.patient_id not in called:
            called.add(letter.patient_id)
            is_notice = letter.sender == Message.Sender.NOTICE
            why = (
                letter.text
                if is_notice
                else f"Wrote a message on {timezone.localtime(letter.sent_at):%b %-d}, not answered yet."
            )
            plan = plans[letter.patient_id]
            plan.patient = letter.patient
            yield Call(plan, why, is_letter=True)


def skip_calls(active: PlanQuerySet, today: date) -> Iterator[Call]:
    """Also what was skipped before a revision of the plan, or came home from a phone after it."""
    skips = DiaryEntry.objects.filter(
        item__plan__patient__in=active.values("patient"),
        skip_reason=DiaryEntry.SkipReason.HURTS,
        day__gt=today - timedelta(days=SILENT_DAYS),
    )
    for entry in skips.select_related("item__exercise", "item__plan__patient__clinic"):
        plan = entry.item.plan
        if plan.status != Plan.Status.ACTIVE:
            plan = active.get(patient=plan.patient_id)
        why = f"Skipped {entry.item.exercise.name.lower()} on {entry.day:%b %-d}: it hurts."
        yield Call(plan, why, is_urgent=True)


def silence_calls(active: PlanQuerySet, today: date) -> Iterator[Call]:
    last_day = Coalesce(Max("patient__plans__items__diary__day"), "started_on")
    decided = silent_days_by_clinic()
    fewest_days = min([SILENT_DAYS, *decided.values()])
    for plan in active.annotate(last_day=last_day).filter(last_day__lte=today - timedelta(days=fewest_days)):
        if (today - plan.last_day).days >= decided.get(plan.patient.clinic_id, SILENT_DAYS):
            yield Call(plan, f"Nothing logged since {plan.last_day:%b %-d}.", is_silence=True)


def review_calls(active: PlanQuerySet, today: date) -> Iterator[Call]:
    for plan in active.filter(review_on__lte=today):
        yield Call(plan, f"Review and re-test due since {plan.review_on:%b %-d}.")
