"""What 0013 filled is required from here on; on PostgreSQL rows and columns cannot change in one transaction."""

import django.db.models.deletion
from django.db import migrations, models
from django.db.models import Q


def key(to, related_name, on_delete=django.db.models.deletion.CASCADE, **more):
    return models.ForeignKey(to=to, related_name=related_name, on_delete=on_delete, **more)


class Migration(migrations.Migration):
    dependencies = [("exercises", "0013_diary_of_the_person")]

    operations = [
        migrations.AlterField("diaryentry", "patient", key("patients.patient", "diary", editable=False)),
        migrations.AlterField(
            "diaryentry",
            "exercise",
            key("exercises.exercise", "+", django.db.models.deletion.PROTECT, editable=False),
        ),
        migrations.AlterField("exercisehold", "patient", key("patients.patient", "holds")),
        migrations.AlterField(
            "exercisehold", "exercise", key("exercises.exercise", "+", django.db.models.deletion.PROTECT)
        ),
        migrations.RemoveField("exercisehold", "item"),
        migrations.AddConstraint(
            "diaryentry",
            models.UniqueConstraint(fields=["patient", "exercise", "day"], name="one_entry_per_exercise_and_day"),
        ),
        migrations.AddConstraint(
            "exercisehold",
            models.UniqueConstraint(
                fields=["patient", "exercise"], condition=Q(lifted_at=None), name="one_open_hold_per_exercise"
            ),
        ),
    ]
