"""Entries and holds belong to patient and exercise; the version of the plan they were made by stays with each entry.

Nothing is lost: of two entries of one exercise on one day the fuller one stays, takes the worst that either told, and
the other is kept whole among the unplaced notes. Of two open holds the older one stays open and tells the worst of both.
"""

import uuid

import django.db.models.deletion
import django.utils.timezone
from django.db import migrations, models

WORST = ("pain_nprs", "effort_rpe", "morning_nprs", "limped_afterwards")
TOLD = ("is_done", "skip_reason", "stayed_level", *WORST)


def give_entries_to_the_person(apps, schema_editor):
    entries = apps.get_model("exercises", "DiaryEntry").objects
    kept = {}
    for entry in entries.select_related("item__plan").order_by("logged_at", "pk"):
        entry.patient_id, entry.exercise_id = entry.item.plan.patient_id, entry.item.exercise_id
        key = (entry.patient_id, entry.exercise_id, entry.day)
        if first := kept.get(key):
            entry = fold(apps, first, entry)
        kept[key] = entry
        entry.save()


def fold(apps, first, second):
    """The done one stays, else the later one."""
    stays, goes = (first, second) if first.is_done and not second.is_done else (second, first)
    told = {name: getattr(goes, name) for name in TOLD}
    told |= {"entry": str(goes.pk), "item": goes.item_id, "day": goes.day.isoformat(), "exercise": goes.exercise_id}
    told["logged_at"] = goes.logged_at.isoformat()
    apps.get_model("exercises", "UnplacedNote").objects.create(
        id=goes.pk, patient_id=goes.patient_id, why="double", told=told
    )
    for name in WORST:
        values = [getattr(each, name) for each in (stays, goes) if getattr(each, name) is not None]
        setattr(stays, name, max(values, default=None))
    if "hurts" in (stays.skip_reason, goes.skip_reason):
        stays.skip_reason = "hurts"
    levels = [each.stayed_level for each in (stays, goes) if each.stayed_level is not None]
    stays.stayed_level = all(levels) if levels else None
    goes.delete()
    return stays


def give_holds_to_the_person(apps, schema_editor):
    open_holds = {}
    for hold in (
        apps.get_model("exercises", "ExerciseHold").objects.select_related("item__plan").order_by("since", "pk")
    ):
        hold.patient_id, hold.exercise_id = hold.item.plan.patient_id, hold.item.exercise_id
        hold.level = hold.item.level
        if hold.lifted_at is None:
            if older := open_holds.get((hold.patient_id, hold.exercise_id)):
                fold_hold(older, hold)
                older.save()
            else:
                open_holds[hold.patient_id, hold.exercise_id] = hold
        hold.save()


def fold_hold(stays, goes):
    """A therapist's hold stays one, so that no answer of the patient lifts it, and tells the pain all the same."""
    if (goes.pain_nprs or 0) > (stays.pain_nprs or 0):
        stays.pain_nprs = goes.pain_nprs
        if stays.because != "therapist":
            stays.because = goes.because
    if goes.because == "therapist":
        stays.because = goes.because
    stays.level = min(stays.level, goes.level)
    goes.lifted_at = goes.since


def foreign_key(to, related_name, on_delete=django.db.models.deletion.CASCADE, **more):
    return models.ForeignKey(to=to, related_name=related_name, on_delete=on_delete, **more)


class Migration(migrations.Migration):
    dependencies = [
        ("exercises", "0012_days_typed"),
        ("patients", "0006_own_words_are_no_instrument"),
    ]

    operations = [
        migrations.CreateModel(
            name="UnplacedNote",
            fields=[
                ("id", models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                (
                    "why",
                    models.CharField(
                        choices=[
                            ("unreadable", "It could not be read."),
                            ("unknown", "It names an exercise that is not in your plans."),
                            ("day", "Its date does not fit your plan."),
                            ("double", "There were two entries of one exercise on one day."),
                        ],
                        max_length=12,
                    ),
                ),
                ("told", models.JSONField(help_text="What came, as it came.")),
                ("received_at", models.DateTimeField(default=django.utils.timezone.now)),
                ("patient", foreign_key("patients.patient", "unplaced_notes")),
            ],
            options={"ordering": ["-received_at"]},
        ),
        migrations.RenameModel("ItemHold", "ExerciseHold"),
        migrations.RemoveConstraint("diaryentry", "one_entry_per_exercise_and_day"),
        migrations.RemoveConstraint("exercisehold", "one_open_hold_per_exercise"),
        migrations.AddField(
            "diaryentry", "patient", foreign_key("patients.patient", "diary", null=True, editable=False)
        ),
        migrations.AddField(
            "diaryentry",
            "exercise",
            foreign_key("exercises.exercise", "+", django.db.models.deletion.PROTECT, null=True, editable=False),
        ),
        migrations.AddField("exercisehold", "patient", foreign_key("patients.patient", "holds", null=True)),
        migrations.AddField(
            "exercisehold",
            "exercise",
            foreign_key("exercises.exercise", "+", django.db.models.deletion.PROTECT, null=True),
        ),
        migrations.AddField(
            "exercisehold",
            "level",
            models.PositiveSmallIntegerField(
                default=0, help_text="Where it hurt. An easier version of the exercise may go on."
            ),
            preserve_default=False,
        ),
        migrations.RunPython(give_entries_to_the_person, migrations.RunPython.noop),
        migrations.RunPython(give_holds_to_the_person, migrations.RunPython.noop),
    ]
