"""What the patient logs: done or skipped, pain, effort, the morning after; and the hold of pain above 5.

An entry is the person's and names the version of the plan it was made by: that is the dose the person did. A day holds
one entry of an exercise whichever version it names: a revision neither loses what was done nor asks for it twice.
"""

from collections.abc import Callable
from datetime import date, timedelta
from uuid import UUID

from django.db import transaction
from django.utils import timezone

from clinics.models import User
from exercises.following.messages import notice
from exercises.models import DiaryEntry, ExerciseHold, Plan, PlanItem, active_plan
from exercises.prescribing.progression import Light, pain_light

MAX_DAYS_TO_RECALL = 3
"""Sessions are two or three days apart, and few open the page on a day without one."""
CORRECTED_WITHIN = timedelta(days=1)


@transaction.atomic
def apply_tap(item: PlanItem, day: date, tap: str, value: str = "", entry_id: UUID | None = None) -> bool:
    """Write what a tapped button says; False for taps and values that no button has, which are not written."""
    if tap == "undo":
        undo(item, day)
        return True
    if tap == "done":
        log_done(item, day, entry_id)
        return True
    if tap == "skip":
        if value not in DiaryEntry.SkipReason.values:
            return False
        skip(item, day, value, entry_id)
        return True
    if not is_answer(tap, value):
        return False
    write = ANSWERS[tap]
    write(entry_of(item, day) or log_done(item, day, entry_id), value)
    return True


def is_answer(tap: str, value: str) -> bool:
    return value in {"yes", "no"} if tap == "level" else tap in ANSWERS and is_score(value)


def is_score(value: str) -> bool:
    return value.isascii() and value.isdecimal() and len(value) <= 2 and int(value) <= 10


def entry_of(item: PlanItem, day: date) -> DiaryEntry | None:
    """What was logged of the exercise on that day, by whichever version of the plan."""
    return DiaryEntry.objects.filter(**key_of(item, day)).select_related("item__plan").first()


def key_of(item: PlanItem, day: date) -> dict[str, object]:
    return {"patient_id": item.plan.patient_id, "exercise_id": item.exercise_id, "day": day}


def log_done(item: PlanItem, day: date, entry_id: UUID | None = None) -> DiaryEntry:
    """Mark the exercise done. A second mark of the same day, or the same entry sent again, changes nothing."""
    given = {"id": entry_id} if entry_id else {}
    entry, is_new = DiaryEntry.objects.get_or_create(**key_of(item, day), defaults={"item": item, **given})
    if not is_new and not entry.is_done:
        entry.is_done, entry.skip_reason = True, ""
        entry.save(update_fields=["is_done", "skip_reason"])
    return entry


@transaction.atomic
def skip(item: PlanItem, day: date, reason: str, entry_id: UUID | None = None) -> DiaryEntry:
    given = {"id": entry_id} if entry_id else {}
    skipped = {"is_done": False, "skip_reason": DiaryEntry.SkipReason(reason), "effort_rpe": None}
    entry, _ = DiaryEntry.objects.update_or_create(
        **key_of(item, day), defaults=skipped, create_defaults={"item": item, **given, **skipped}
    )
    return entry


@transaction.atomic
def log_pain(entry: DiaryEntry, nprs: int) -> Light:
    """Note the pain, and let the exercise rest when it is above 5. A corrected tap lifts the hold of today.

    The same answer again, as when a phone sends a letter twice, brings back no hold that a therapist has lifted.
    """
    light = pain_light(nprs)
    if entry.pain_nprs == nprs:
        return light
    entry.pain_nprs = nprs
    entry.save(update_fields=["pain_nprs"])
    if light is Light.RED:
        rest_after_pain(entry)
    else:
        drop_hold_of(entry)
    return light


def rest_after_pain(entry: DiaryEntry) -> None:
    """The exercise rests in the plan in force. If that plan no longer has it, or has it easier, a therapist is told."""
    in_force = in_force_for(entry.item)
    if in_force is None:
        told = f"Pain {entry.pain_nprs}/10 in {entry.item.content['name'].lower()} on {entry.day:%b %-d}, before the"
        notice(entry.item.plan.patient, f"{told} plan was changed.")
        return
    hold_back(in_force, ExerciseHold.Because.PAIN, entry.pain_nprs)


def hold_back(item: PlanItem, because: ExerciseHold.Because, pain_nprs: int | None = None) -> ExerciseHold:
    """Let the exercise rest; one that rests already stays as it is."""
    hold, _ = ExerciseHold.objects.get_or_create(
        patient_id=item.plan.patient_id,
        exercise_id=item.exercise_id,
        lifted_at=None,
        defaults={"because": because, "pain_nprs": pain_nprs, "level": item.level},
    )
    return hold


def in_force_for(item: PlanItem) -> PlanItem | None:
    """The exercise in the plan that is in force now, at this level or a harder one."""
    plan = active_plan(item.plan.patient)
    return plan.items.filter(exercise=item.exercise_id, level__gte=item.level).first() if plan else None


def log_effort(entry: DiaryEntry, rpe: int) -> None:
    entry.effort_rpe = rpe
    entry.save(update_fields=["effort_rpe"])


def log_level(entry: DiaryEntry, stayed_level: bool) -> None:
    entry.stayed_level = stayed_level
    entry.save(update_fields=["stayed_level"])


@transaction.atomic
def undo(item: PlanItem, day: date) -> None:
    """Take the day's entry back, with the hold it caused."""
    if entry := entry_of(item, day):
        drop_hold_of(entry)
        entry.delete()


def drop_hold_of(entry: DiaryEntry) -> None:
    ExerciseHold.objects.filter(
        patient=entry.patient_id,
        exercise=entry.exercise_id,
        because=ExerciseHold.Because.PAIN,
        lifted_at=None,
        since__gte=entry.logged_at,
    ).delete()


@transaction.atomic
def log_morning(entries: list[DiaryEntry], nprs: int) -> Light:
    """Note the pain of the morning after a session, and let its exercises rest when it is above 5.

    A corrected answer lifts the holds that the wrong one caused, and no others: an earlier bad morning stays one. The
    same answer again, as from a page that is sent twice, brings back no hold that a therapist has lifted.
    """
    light = pain_light(nprs)
    if entries and all(entry.morning_nprs == nprs for entry in entries):
        return light
    told_before = [entry.morning_nprs for entry in entries if entry.morning_nprs is not None]
    was_red = any(pain_light(before) is Light.RED for before in told_before)
    DiaryEntry.objects.filter(pk__in=[entry.pk for entry in entries]).update(morning_nprs=nprs)
    items = items_today(entries)
    if light is Light.RED:
        for item in items:
            hold_back(item, ExerciseHold.Because.MORNING, nprs)
    elif was_red:
        session_at = min(entry.logged_at for entry in entries)
        ExerciseHold.objects.filter(
            patient__in={entry.patient_id for entry in entries},
            exercise__in=[item.exercise_id for item in items],
            because=ExerciseHold.Because.MORNING,
            lifted_at=None,
            since__gte=max(session_at, timezone.now() - CORRECTED_WITHIN),
        ).delete()
    return light


def log_limp(entries: list[DiaryEntry], *, limped: bool) -> None:
    DiaryEntry.objects.filter(pk__in=[entry.pk for entry in entries]).update(limped_afterwards=limped)


def items_today(entries: list[DiaryEntry]) -> list[PlanItem]:
    """The same exercises in the plan that is active now, which may be a later version than the one logged under."""
    exercises = [entry.exercise_id for entry in entries]
    patients = {entry.patient_id for entry in entries}
    in_force = PlanItem.objects.filter(plan__patient__in=patients, plan__status=Plan.Status.ACTIVE)
    return list(in_force.filter(exercise__in=exercises).select_related("plan"))


def let_rest(item: PlanItem) -> ExerciseHold:
    """The therapist pauses an exercise."""
    return hold_back(item, ExerciseHold.Because.THERAPIST)


def lift(hold: ExerciseHold, user: User) -> None:
    hold.lifted_at, hold.lifted_by = timezone.now(), user
    hold.save(update_fields=["lifted_at", "lifted_by"])


ANSWERS: dict[str, Callable[[DiaryEntry, str], object]] = {
    "pain": lambda entry, value: log_pain(entry, int(value)),
    "effort": lambda entry, value: log_effort(entry, int(value)),
    "level": lambda entry, value: log_level(entry, value == "yes"),
}


def last_session(plan: Plan, day: date) -> list[DiaryEntry]:
    """What was done on the latest day before this one, if that is not too long ago to remember the morning after."""
    done = DiaryEntry.objects.filter(
        patient=plan.patient_id,
        day__range=(day - timedelta(days=MAX_DAYS_TO_RECALL), day - timedelta(days=1)),
        is_done=True,
    ).select_related("item__plan")
    entries = list(done)
    latest = max((entry.day for entry in entries), default=None)
    return [entry for entry in entries if entry.day == latest]
