"""What the patient logs: done or skipped, pain, effort; and the hold that pain above 5 puts on an exercise."""

from datetime import date, timedelta
from uuid import UUID

from django.db import transaction
from django.utils import timezone

from exercises.models import DiaryEntry, ItemHold, Plan, PlanItem
from exercises.prescribing.progression import Light, pain_light


def apply_tap(item: PlanItem, day: date, tap: str, value: str = "", entry_id: UUID | None = None) -> None:
    """Write what a tapped button says. Taps and values that no button has are left out."""
    if tap == "undo":
        return undo(item, day)
    if tap == "skip":
        if value in DiaryEntry.SkipReason.values:
            skip(item, day, value)
        return None
    if tap == "done":
        log_done(item, day, entry_id)
        return None
    entry = DiaryEntry.objects.filter(item=item, day=day).select_related("item").first()
    if entry and tap == "pain" and is_score(value):
        log_pain(entry, int(value))
    elif entry and tap == "effort" and is_score(value):
        log_effort(entry, int(value))
    elif entry and tap == "level" and value in {"yes", "no"}:
        log_level(entry, value == "yes")
    return None


def is_score(value: str) -> bool:
    return value.isascii() and value.isdecimal() and 0 <= int(value) <= 10


def log_done(item: PlanItem, day: date, entry_id: UUID | None = None) -> DiaryEntry:
    """Mark the exercise done. A second mark of the same day, or the same entry sent again, changes nothing."""
    given = {"id": entry_id} if entry_id else {}
    entry, is_new = DiaryEntry.objects.get_or_create(item=item, day=day, defaults=given)
    if not is_new and not entry.is_done:
        entry.is_done, entry.skip_reason = True, ""
        entry.save(update_fields=["is_done", "skip_reason"])
    return entry


@transaction.atomic
def skip(item: PlanItem, day: date, reason: str) -> DiaryEntry:
    entry, _ = DiaryEntry.objects.update_or_create(
        item=item,
        day=day,
        defaults={"is_done": False, "skip_reason": DiaryEntry.SkipReason(reason), "effort_rpe": None},
    )
    return entry


@transaction.atomic
def log_pain(entry: DiaryEntry, nprs: int) -> Light:
    """Note the pain, and let the exercise rest when it is above 5. A corrected tap lifts the hold of today."""
    entry.pain_nprs = nprs
    entry.save(update_fields=["pain_nprs"])
    light = pain_light(nprs)
    if light is Light.RED:
        ItemHold.objects.get_or_create(
            item=entry.item, lifted_at=None, defaults={"because": ItemHold.Because.PAIN, "pain_nprs": nprs}
        )
    else:
        drop_hold_of(entry)
    return light


def log_effort(entry: DiaryEntry, rpe: int) -> None:
    entry.effort_rpe = rpe
    entry.save(update_fields=["effort_rpe"])


def log_level(entry: DiaryEntry, stayed_level: bool) -> None:
    entry.stayed_level = stayed_level
    entry.save(update_fields=["stayed_level"])


@transaction.atomic
def undo(item: PlanItem, day: date) -> None:
    """Take today's entry back, with the hold it caused."""
    if entry := DiaryEntry.objects.filter(item=item, day=day).first():
        drop_hold_of(entry)
        entry.delete()


def drop_hold_of(entry: DiaryEntry) -> None:
    ItemHold.objects.filter(
        item=entry.item, because=ItemHold.Because.PAIN, lifted_at=None, since__gte=entry.logged_at
    ).delete()


def log_morning(entries: list[DiaryEntry], nprs: int) -> None:
    DiaryEntry.objects.filter(pk__in=[entry.pk for entry in entries]).update(morning_nprs=nprs)


def let_rest(item: PlanItem) -> ItemHold:
    """The therapist pauses an exercise; one that rests already stays as it is."""
    hold, _ = ItemHold.objects.get_or_create(
        item=item, lifted_at=None, defaults={"because": ItemHold.Because.THERAPIST}
    )
    return hold


def lift(hold: ItemHold, user: object) -> None:
    hold.lifted_at, hold.lifted_by = timezone.now(), user
    hold.save(update_fields=["lifted_at", "lifted_by"])


def waiting_for_morning(plan: Plan, day: date) -> list[DiaryEntry]:
    """Yesterday's sessions whose next-morning pain nobody has told yet."""
    entries = DiaryEntry.objects.filter(
        item__plan__patient=plan.patient, day=day - timedelta(days=1), is_done=True, morning_nprs=None
    )
    return list(entries)
