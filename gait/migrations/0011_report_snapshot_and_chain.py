from typing import Any

import django.db.models.deletion
from django.db import migrations, models


def chain_reports_of_a_clip(apps: Any, schema_editor: Any) -> None:
    """Let each report know its clip, and let the later of two reports of one clip replace the earlier."""
    SignedReport = apps.get_model("gait", "SignedReport")
    newest: dict[Any, Any] = {}
    for report in SignedReport.objects.select_related("analysis").order_by("signed_at", "id"):
        report.recording_id = report.analysis.recording_id
        report.replaces_id = newest.get(report.recording_id)
        report.save(update_fields=["recording", "replaces"])
        newest[report.recording_id] = report.pk


class Migration(migrations.Migration):

    dependencies = [("gait", "0010_walking_aid")]

    operations = [
        migrations.AddField("signedreport", "snapshot", models.JSONField(null=True, help_text="Everything the report shows, as it stood when signed.")),
        migrations.AddField("signedreport", "digest", models.CharField(blank=True, default="", max_length=64, help_text="SHA-256 of the snapshot as canonical JSON."), preserve_default=False),
        migrations.AddField("signedreport", "replaces_because", models.CharField(blank=True, default="", max_length=400), preserve_default=False),
        migrations.AddField("signedreport", "withdraws_replaced", models.BooleanField(default=False, help_text="The replaced report should not have been signed.")),
        migrations.AddField("signedreport", "replaces", models.OneToOneField(null=True, on_delete=django.db.models.deletion.PROTECT, related_name="replaced_by", to="gait.signedreport")),
        migrations.AddField("signedreport", "recording", models.ForeignKey(editable=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name="signed_reports", to="gait.recording")),
        migrations.RunPython(chain_reports_of_a_clip, migrations.RunPython.noop),
    ]
