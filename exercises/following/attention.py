"""Plans a therapist should look at today, for the worklist: pain, letters, painful skips, silence, review due."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta

from django.db.models import Max, Q
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
    """Urgent ones first; eight queries whatever the number of plans."""
    active = Plan.objects.visible_to(user).filter(status=Plan.Status.ACTIVE).select_related("patient__clinic")
    if here:
        active = active.filter(patient__clinic=here)
    today = timezone.localdate()
    return [
        *pain_calls(active),
        *letter_calls(user, here),
        *skip_and_limp_calls(active, today),
        *silence_calls(active, today),
        *review_calls(active, today),
    ]


def pain_calls(active: PlanQuerySet) -> Iterator[Call]:
    """One call for each exercise that hurt, and one for a bad morning, however many exercises rest for it."""
    holds = ItemHold.objects.filter(item__plan__in=active, lifted_at=None, pain_nprs__isnull=False)
    called: set[object] = set()
    for hold in holds.select_related("item__exercise", "item__plan__patient__clinic"):
        since = timezone.localdate(hold.since)
        if hold.because != ItemHold.Because.MORNING:
            why = f"Pain {hold.pain_nprs}/10 in {hold.item.exercise.name.lower()}; it rests since {since:%b %-d}."
            yield Call(hold.item.plan, why, is_urgent=True)
        elif hold.item.plan_id not in called:
            called.add(hold.item.plan_id)
            why = f"Pain {hold.pain_nprs}/10 on the morning after exercise; that session's exercises rest since "
            yield Call(hold.item.plan, f"{why}{since:%b %-d}.", is_urgent=True)


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


def skip_and_limp_calls(active: PlanQuerySet, today: date) -> Iterator[Call]:
    """Each painful skip, and each session after which the patient limped.

    Also what was logged before a revision of the plan, or came home from a phone after it.
    """
    hurt, limped = Q(skip_reason=DiaryEntry.SkipReason.HURTS), Q(limped_afterwards=True)
    entries = DiaryEntry.objects.filter(
        hurt | limped,
        item__plan__patient__in=active.values("patient"),
        day__gt=today - timedelta(days=SILENT_DAYS),
    )
    plans = {plan.patient_id: plan for plan in active}
    called: set[object] = set()
    for entry in entries.select_related("item__exercise", "item__plan"):
        plan = plans.get(entry.item.plan.patient_id)
        if plan is None:  # activated only just now
            continue
        if entry.skip_reason:
            why = f"Skipped {entry.item.exercise.name.lower()} on {entry.day:%b %-d}: it hurts."
            yield Call(plan, why, is_urgent=True)
        elif (plan.pk, entry.day) not in called:
            called.add((plan.pk, entry.day))
            yield Call(plan, f"Limped after the session on {entry.day:%b %-d}.", is_urgent=True)


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
