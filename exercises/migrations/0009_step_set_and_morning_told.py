from django.db import migrations, models
from django.db.models import F, OuterRef, Subquery


def keep_each_step_as_set(apps, schema_editor):
    """Every line stored until now was followed by itself: its own step counts on."""
    line, plan = apps.get_model("exercises", "RunningLine"), apps.get_model("exercises", "Plan")
    drafted_at = plan.objects.filter(pk=OuterRef("plan_id")).values("drafted_at")
    line.objects.update(step_set_at=Subquery(drafted_at))
    apps.get_model("exercises", "RunEntry").objects.exclude(morning_nprs=None).update(morning_at=F("logged_at"))


class Migration(migrations.Migration):
    dependencies = [("exercises", "0008_running_line")]

    operations = [
        migrations.AddField(
            "runentry",
            "morning_at",
            models.DateTimeField(editable=False, help_text="When the morning was told.", null=True),
        ),
        migrations.AddField(
            "runningline",
            "step_set_at",
            models.DateTimeField(
                editable=False,
                help_text="When somebody set the step. Empty: carried from the plan before.",
                null=True,
            ),
        ),
        migrations.RunPython(keep_each_step_as_set, migrations.RunPython.noop),
    ]
