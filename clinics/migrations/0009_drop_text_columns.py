from django.db import migrations


class Migration(migrations.Migration):

    dependencies = [
        ("clinics", "0008_carry_texts_over"),
    ]

    operations = [
        migrations.RemoveField(
            model_name='clinic',
            name='reminder_en',
        ),
        migrations.RemoveField(
            model_name='clinic',
            name='reminder_es',
        ),
        migrations.RemoveField(
            model_name='picture',
            name='description',
        ),
        migrations.RemoveField(
            model_name='picture',
            name='description_es',
        ),
    ]
