import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):
    """Apart from the step before: PostgreSQL does not alter a table with changes that wait in the same transaction."""

    dependencies = [("gait", "0011_report_snapshot_and_chain")]

    operations = [
        migrations.AlterField("signedreport", "recording", models.ForeignKey(editable=False, on_delete=django.db.models.deletion.PROTECT, related_name="signed_reports", to="gait.recording")),
        migrations.AddConstraint("signedreport", models.UniqueConstraint(condition=models.Q(("replaces", None)), fields=("recording",), name="one_chain_of_reports_per_clip")),
    ]
