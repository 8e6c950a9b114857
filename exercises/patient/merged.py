"""Two diaries of one person become one: a day holds an exercise once, and nothing that was told is lost."""

from django.utils import timezone

from exercises.models import DiaryEntry, ExerciseHold, UnplacedNote
from patients.models import Patient

HURTS = DiaryEntry.SkipReason.HURTS
WORST = ("pain_nprs", "effort_rpe", "morning_nprs", "limped_afterwards")
TOLD = ("is_done", "skip_reason", "stayed_level", *WORST)


def fold_diaries(duplicate: Patient, into: Patient, **kwargs: object) -> None:
    """Before the duplicate's rows become the other's: of two entries of an exercise and day one stays, of two open
    holds the other record's with the worst of both."""
    kept = {(entry.exercise_id, entry.day): entry for entry in into.diary.all()}
    for entry in duplicate.diary.all():
        if other := kept.get((entry.exercise_id, entry.day)):
            fold(other, entry)
    resting = {hold.exercise_id: hold for hold in into.holds.filter(lifted_at=None)}
    for hold in duplicate.holds.filter(lifted_at=None, exercise__in=resting):
        fold_hold(resting[hold.exercise_id], hold)


def fold_hold(stays: ExerciseHold, goes: ExerciseHold) -> None:
    """A therapist's hold stays one, so that no answer of the patient lifts it, and tells the pain all the same."""
    if (goes.pain_nprs or 0) > (stays.pain_nprs or 0):
        stays.pain_nprs = goes.pain_nprs
        if stays.because != ExerciseHold.Because.THERAPIST:
            stays.because = goes.because
    if goes.because == ExerciseHold.Because.THERAPIST:
        stays.because = goes.because
    stays.level = min(stays.level, goes.level)
    stays.save()
    goes.lifted_at = timezone.now()
    goes.save()


def fold(first: DiaryEntry, second: DiaryEntry) -> None:
    """The done one stays and takes the worst that either told, also that it hurts: staff see both, and are called.

    The other is kept whole among the unplaced notes.
    """
    stays, goes = (second, first) if second.is_done and not first.is_done else (first, second)
    told = {name: getattr(goes, name) for name in TOLD}
    told |= {"entry": str(goes.pk), "item": goes.item_id, "exercise": goes.exercise_id}
    told |= {"day": goes.day.isoformat(), "logged_at": goes.logged_at.isoformat()}
    UnplacedNote.objects.create(pk=goes.pk, patient_id=stays.patient_id, why=UnplacedNote.Why.DOUBLE, told=told)
    for name in WORST:
        values = [getattr(each, name) for each in (stays, goes) if getattr(each, name) is not None]
        setattr(stays, name, max(values, default=None))
    if HURTS in (stays.skip_reason, goes.skip_reason):
        stays.skip_reason = HURTS
    levels = [each.stayed_level for each in (stays, goes) if each.stayed_level is not None]
    stays.stayed_level = all(levels) if levels else None
    goes.delete()
    stays.save()
