"""Mark demos as demos, and take back the password that their logins had in common until now.

It stood in the source, so wherever the demo was filled in, a real practice included, anybody could sign in with it. A
database that holds nothing but the demo is marked; `manage.py demo` then gives its logins a password of their own.
Elsewhere `manage.py changepassword` does, for whoever really worked with such a login.
"""

import django.utils.timezone
from django.contrib.auth.hashers import check_password, make_password
from django.db import migrations, models

PUBLISHED = "hip-drop-demo"
EMAILS = ["therapist@stance.example", "admin@stance.example"]
RECORD_NUMBERS = ["DEMO-1", "DEMO-2"]
SLUGS = ["atlanta", "serenbe"]


def take_back_the_published_password(apps, schema_editor):
    User, Patient = apps.get_model("clinics", "User"), apps.get_model("patients", "Patient")
    if not (
        User.objects.filter(email__in=EMAILS).exists()
        or Patient.objects.filter(record_number__in=RECORD_NUMBERS).exists()
    ):
        return
    for user in User.objects.all():  # whoever has taken a demo login over may have changed its address
        if check_password(PUBLISHED, user.password):
            apps.get_model("authtoken", "Token").objects.filter(user_id=user.pk).delete()
            User.objects.filter(pk=user.pk).update(password=make_password(None))


def mark_what_is_only_a_demo(apps, schema_editor):
    User, Patient = apps.get_model("clinics", "User"), apps.get_model("patients", "Patient")
    own = {
        User: {"email__in": EMAILS},
        Patient: {"record_number__in": RECORD_NUMBERS},
        apps.get_model("clinics", "Clinic"): {"slug__in": SLUGS},
    }
    is_demo = User.objects.filter(email__in=EMAILS).exists()
    if is_demo and not any(model.objects.exclude(**its).exists() for model, its in own.items()):
        apps.get_model("config", "DemoMark").objects.create()


class Migration(migrations.Migration):
    initial = True

    dependencies = [
        ("clinics", "0006_original_days"),
        ("patients", "0005_emergency_access_and_transfer"),
        ("authtoken", "0001_initial"),
    ]

    operations = [
        migrations.CreateModel(
            name="DemoMark",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("set_at", models.DateTimeField(default=django.utils.timezone.now)),
            ],
        ),
        migrations.RunPython(take_back_the_published_password, migrations.RunPython.noop),
        migrations.RunPython(mark_what_is_only_a_demo, migrations.RunPython.noop),
    ]
