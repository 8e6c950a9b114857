"""Every database has the four exercises; load_catalogue refreshes them after the files change."""

from django.db import migrations

from exercises.library import lay_in


def lay_in_the_library(apps, schema_editor):
    lay_in(apps.get_model("exercises", "Exercise"))


class Migration(migrations.Migration):

    dependencies = [("exercises", "0002_plan_details")]

    operations = [migrations.RunPython(lay_in_the_library, migrations.RunPython.noop)]
