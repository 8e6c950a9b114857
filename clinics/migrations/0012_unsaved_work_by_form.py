"""What is typed is kept by form: rows of whole pages are split, and what the page had shown is not known of them."""

from collections import defaultdict

from django.apps.registry import Apps
from django.db import migrations, models
from django.db.backends.base.schema import BaseDatabaseSchemaEditor


def split(apps: Apps, _schema: BaseDatabaseSchemaEditor) -> None:
    Work = apps.get_model("clinics", "UnsavedWork")
    for old in Work.objects.filter(form=""):
        by_form: dict[str, dict[str, object]] = defaultdict(dict)
        for key, values in old.fields.items():
            action, name, *place = key.split(" ")
            by_form[" ".join([action or old.page, *place])][name] = {"typed": values}
        for form, fields in by_form.items():
            Work.objects.create(user_id=old.user_id, page=old.page, form=form, fields=fields, kept_at=old.kept_at)
        old.delete()


def join(apps: Apps, _schema: BaseDatabaseSchemaEditor) -> None:
    Work = apps.get_model("clinics", "UnsavedWork")
    pages: dict[tuple[int, str], list[object]] = defaultdict(list)
    for work in Work.objects.all():
        pages[work.user_id, work.page].append(work)
    for works in pages.values():
        joined: dict[str, object] = {}
        for work in works:
            action, *place = work.form.split(" ")
            for name, told in work.fields.items():
                joined[" ".join(["" if action == work.page else action, name, *place])] = told["typed"]
        Work.objects.filter(pk__in=[work.pk for work in works[1:]]).delete()
        Work.objects.filter(pk=works[0].pk).update(form="", fields=joined)


class Migration(migrations.Migration):
    dependencies = [("clinics", "0011_keyed_audit_seals")]

    operations = [
        migrations.RemoveConstraint("unsavedwork", "one_unsaved_work_per_page"),
        migrations.RenameField("unsavedwork", "path", "page"),
        migrations.AddField(
            "unsavedwork",
            "form",
            models.CharField(
                default="",
                help_text="Its address, and its place among the forms of that address.",
                max_length=300,
            ),
            preserve_default=False,
        ),
        migrations.AddField(
            "unsavedwork",
            "visit",
            models.CharField(default="", help_text="Which showing of the page told it last.", max_length=300),
            preserve_default=False,
        ),
        migrations.AddField(
            "unsavedwork",
            "number",
            models.PositiveIntegerField(default=0, help_text="Which message of that visit it was."),
        ),
        migrations.AlterField(
            "unsavedwork",
            "fields",
            models.JSONField(default=dict, help_text='By name: {"typed", "shown", "label"}.'),
        ),
        migrations.AddConstraint(
            "unsavedwork",
            models.UniqueConstraint(fields=("user", "page", "form"), name="one_unsaved_work_per_form"),
        ),
        migrations.RunPython(split, join),
    ]
