from django.db import migrations

LANGUAGES = ("en", "es")
"""Those that had a column."""


def columns_to_rows(apps, schema_editor):
    ReminderWords = apps.get_model("clinics", "ReminderWords")
    PictureWords = apps.get_model("clinics", "PictureWords")
    for clinic in apps.get_model("clinics", "Clinic").objects.only("reminder_en", "reminder_es"):
        for language, text in zip(LANGUAGES, (clinic.reminder_en, clinic.reminder_es)):
            if text:
                ReminderWords.objects.create(clinic=clinic, language=language, text=text)
    for picture in apps.get_model("clinics", "Picture").objects.only("description", "description_es"):
        for language, text in zip(LANGUAGES, (picture.description, picture.description_es)):
            if text:
                PictureWords.objects.create(picture=picture, language=language, text=text)


def rows_to_columns(apps, schema_editor):
    """Texts in other languages have no column to go back to; they go with their table."""
    clinics = apps.get_model("clinics", "Clinic").objects
    for words in apps.get_model("clinics", "ReminderWords").objects.filter(language__in=LANGUAGES):
        clinics.filter(pk=words.clinic_id).update(**{f"reminder_{words.language}": words.text})
    columns = dict(zip(LANGUAGES, ("description", "description_es")))
    pictures = apps.get_model("clinics", "Picture").objects
    for words in apps.get_model("clinics", "PictureWords").objects.filter(language__in=LANGUAGES):
        pictures.filter(pk=words.picture_id).update(**{columns[words.language]: words.text})
    # Forward again, every row is made anew.
    apps.get_model("clinics", "ReminderWords").objects.all().delete()
    apps.get_model("clinics", "PictureWords").objects.all().delete()


class Migration(migrations.Migration):

    dependencies = [
        ("clinics", "0007_texts_by_language"),
    ]

    operations = [
        migrations.RunPython(columns_to_rows, rows_to_columns),
    ]
