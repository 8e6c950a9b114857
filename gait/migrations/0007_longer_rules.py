"""The rule of a finding names its cut-offs and its reference; 40 letters were too few, and PostgreSQL refuses more."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("gait", "0006_recording_kind")]

    operations = [
        migrations.AlterField(model_name="finding", name="rule", field=models.CharField(max_length=200)),
    ]
