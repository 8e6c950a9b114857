"""Plans a therapist should look at today, for the worklist: pain, letters, painful skips, silence, review due."""

from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from uuid import UUID

from django.db.models import Exists, OuterRef, Q
from django.utils import timezone

from clinics.models import Clinic, User
from clinics.models.protocol import SILENT_DAYS
from exercises.following.retests import retests_of
from exercises.following.runs import activated_lines, is_stopped_by_a_run, line_that_set_the_step
from exercises.following.signs import codes_open, words_of
from exercises.following.silence import silent_plans
from exercises.models import (
    DiaryEntry,
    ExerciseHold,
    Message,
    Plan,
    PlanItem,
    PlanQuerySet,
    RunEntry,
    RunningLine,
    SignsAsked,
    UnplacedNote,
)
from exercises.prescribing.progression import AMBER_NPRS
from gait.models import Assessment
from patients.models import Patient


@dataclass(frozen=True, slots=True)
class Call:
    """One plan and why it asks for a look. is_urgent: pain, before everything else.

    look_at: of a review that is due, the re-test that waits for a signature, if there is one.
    """

    plan: Plan
    why: str
    is_urgent: bool = False
    is_letter: bool = False
    is_silence: bool = False
    is_decision: bool = False
    look_at: Assessment | None = None


def calls_for(user: User, here: Clinic | None = None) -> list[Call]:
    """Urgent ones first; as many queries whatever the number of plans."""
    active = Plan.objects.visible_to(user).filter(status=Plan.Status.ACTIVE).select_related("patient__clinic")
    if here:
        active = active.filter(patient__clinic=here)
    today = timezone.localdate()
    return [
        *sign_calls(user, here),
        *unplaced_calls(user, here),
        *stopped_run_calls(active),
        *pain_calls(active),
        *letter_calls(user, here),
        *skip_and_limp_calls(active, today),
        *silence_calls(active, today),
        *review_calls(active, today),
    ]


def sign_calls(user: User, here: Clinic | None) -> Iterator[Call]:
    """One call for each patient with a warning sign that nobody has examined, whatever was written or answered."""
    asked = SignsAsked.objects.unexamined().filter(patient__in=Patient.objects.visible_to(user))
    if here:
        asked = asked.filter(patient__clinic=here)
    by_patient: dict[UUID, list[SignsAsked]] = defaultdict(list)
    for one in asked:
        by_patient[one.patient_id].append(one)
    for patient_id, plan in newest_plans(by_patient).items():
        signs = by_patient[patient_id]
        yield Call(plan, f"Warning sign since {signs[-1].day:%b %-d}: {words_of(codes_open(signs))}.", is_urgent=True)


def newest_plans(patients: Iterable[UUID]) -> dict[UUID, Plan]:
    """The newest plan that each was handed, also one that has ended."""
    plans = Plan.objects.filter(patient__in=list(patients)).exclude(status=Plan.Status.DRAFT).order_by("activated_at")
    return {plan.patient_id: plan for plan in plans.select_related("patient__clinic")}


def unplaced_calls(user: User, here: Clinic | None) -> Iterator[Call]:
    """One call for each note from a phone that tells of pain and has no place in the diary, until it is closed."""
    urgent = UnplacedNote.objects.filter(
        is_urgent=True, notice__closed_at=None, notice__isnull=False, patient__in=Patient.objects.visible_to(user)
    )
    if here:
        urgent = urgent.filter(patient__clinic=here)
    notes = list(urgent.select_related("notice"))
    plans = newest_plans({note.patient_id for note in notes})
    for note in notes:
        if note.notice and (plan := plans.get(note.patient_id)):
            yield Call(plan, note.notice.text, is_urgent=True)


def stopped_run_calls(active: PlanQuerySet) -> Iterator[Call]:
    """One call for each runner whom pain above 5 stopped, until somebody sets the step anew."""
    red = Q(pain_nprs__gt=AMBER_NPRS) | Q(morning_nprs__gt=AMBER_NPRS)
    runs: dict[UUID, list[RunEntry]] = defaultdict(list)
    for entry in RunEntry.objects.filter(red, patient__in=active.values("patient")):
        runs[entry.patient_id].append(entry)
    lines: dict[UUID, list[RunningLine]] = defaultdict(list)
    for line in activated_lines().filter(plan__patient__in=list(runs)).select_related("plan__patient__clinic"):
        lines[line.plan.patient_id].append(line)
    for patient_id, of_patient in lines.items():
        line = of_patient[0]
        is_active = line.plan.status == Plan.Status.ACTIVE
        if is_active and is_stopped_by_a_run(line_that_set_the_step(line, of_patient), runs[patient_id]):
            why = "Pain above 5 in a run or on the morning after it; no running until you set the step anew."
            yield Call(line.plan, why, is_urgent=True)


def pain_calls(active: PlanQuerySet) -> Iterator[Call]:
    """One call for each exercise that hurt, and one for a bad morning, however many exercises rest for it."""
    resting = PlanItem.objects.filter(
        plan__in=active, exercise=OuterRef("exercise"), plan__patient=OuterRef("patient"), level__gte=OuterRef("level")
    )
    holds = ExerciseHold.objects.filter(Exists(resting), lifted_at=None, pain_nprs__isnull=False)
    plans = {plan.patient_id: plan for plan in active}
    called: set[object] = set()
    for hold in holds.filter(patient__in=list(plans)).select_related("exercise"):
        plan = plans[hold.patient_id]
        since = timezone.localdate(hold.since)
        if hold.because != ExerciseHold.Because.MORNING:
            why = f"Pain {hold.pain_nprs}/10 in {hold.exercise.name.lower()}; it rests since {since:%b %-d}."
            yield Call(plan, why, is_urgent=True)
        elif plan.pk not in called:
            called.add(plan.pk)
            why = f"Pain {hold.pain_nprs}/10 on the morning after exercise; that session's exercises rest since "
            yield Call(plan, f"{why}{since:%b %-d}.", is_urgent=True)


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
        patient__in=active.values("patient"),
        day__gt=today - timedelta(days=SILENT_DAYS),
    )
    plans = {plan.patient_id: plan for plan in active}
    called: set[object] = set()
    for entry in entries.select_related("exercise"):
        plan = plans.get(entry.patient_id)
        if plan is None:  # activated only just now
            continue
        if entry.skip_reason:
            why = f"Skipped {entry.exercise.name.lower()} on {entry.day:%b %-d}: it hurts."
            yield Call(plan, why, is_urgent=True)
        elif (plan.pk, entry.day) not in called:
            called.add((plan.pk, entry.day))
            yield Call(plan, f"Limped after the session on {entry.day:%b %-d}.", is_urgent=True)


def silence_calls(active: PlanQuerySet, today: date) -> Iterator[Call]:
    for plan, since, _ in silent_plans(active, today):
        yield Call(plan, f"Nothing logged since {since:%b %-d}.", is_silence=True)


def review_calls(active: PlanQuerySet, today: date) -> Iterator[Call]:
    """A re-test that is signed asks for a decision, also before its day; else the day of the review asks for a film."""
    plans = list(active.select_related("report__recording__assessment"))
    retests = retests_of(plans)
    for plan in plans:
        retest = retests.get(plan.pk)
        if retest and retest.report and not retest.is_decided:
            day = f"{retest.report.recording.assessment.filmed_on:%b %-d}"
            yield Call(plan, f"Re-test of {day} signed: decide on the plan.", is_decision=True)
        elif not plan.review_on or plan.review_on > today:
            continue
        elif retest and retest.unsigned:
            why = f"Review due; the re-test of {retest.unsigned.filmed_on:%b %-d} waits for a signature."
            yield Call(plan, why, look_at=retest.unsigned)
        else:
            yield Call(plan, f"Review and re-test due since {plan.review_on:%b %-d}.")
