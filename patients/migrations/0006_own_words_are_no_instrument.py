"""Answers to questions in our own words are kept, and no longer stand under the names of LEFS and UWRI."""

import django.utils.timezone
from django.db import migrations, models

OWN = {"uwri": "own_running", "lefs": "own_leg"}


def give_own_names(apps, schema_editor):
    scores = apps.get_model("patients", "OutcomeScore").objects
    requests = apps.get_model("patients", "ScoreRequest").objects
    for instrument, own in OWN.items():
        scores.filter(instrument=instrument, wording="stance-1").update(instrument=own)
        still_open = requests.filter(instrument=instrument, score=None, withdrawn_at=None)
        still_open.update(withdrawn_at=django.utils.timezone.now())


def give_old_names(apps, schema_editor):
    scores = apps.get_model("patients", "OutcomeScore").objects
    for instrument, own in OWN.items():
        scores.filter(instrument=own).update(instrument=instrument)


INSTRUMENTS = [
    ("uwri", "UWRI"),
    ("lefs", "LEFS"),
    ("nprs", "NPRS"),
    ("psfs", "PSFS"),
    ("groc", "GROC"),
    ("own_running", "Own questions on running"),
    ("own_leg", "Own questions on the leg"),
]


class Migration(migrations.Migration):
    dependencies = [("patients", "0005_emergency_access_and_transfer")]

    operations = [
        migrations.RemoveConstraint(model_name="outcomescore", name="a_score_stays_on_its_scale"),
        migrations.AlterField(
            model_name="outcomescore",
            name="instrument",
            field=models.CharField(choices=INSTRUMENTS, max_length=12),
        ),
        migrations.AlterField(
            model_name="scorerequest",
            name="instrument",
            field=models.CharField(choices=INSTRUMENTS, max_length=12),
        ),
        migrations.AlterField(
            model_name="outcomescore",
            name="total",
            field=models.FloatField(
                help_text="Whole points; the PSFS is a mean with one decimal, the GROC goes below zero."
            ),
        ),
        migrations.AlterField(
            model_name="outcomescore",
            name="answers",
            field=models.JSONField(
                default=list,
                help_text="Place of each answer from 0, in order; the PSFS: activity and points of each.",
            ),
        ),
        migrations.AlterField(
            model_name="outcomescore",
            name="wording",
            field=models.CharField(
                choices=[
                    ("paper", "The instrument's own form"),
                    ("licensed", "The instrument's own words, under the clinic's license"),
                    ("scale", "The scale on the screen"),
                    ("stance-1", "Questions in our own words"),
                ],
                max_length=12,
            ),
        ),
        migrations.RunPython(give_own_names, give_old_names),
        migrations.AddConstraint(
            model_name="outcomescore",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("instrument__in", ["uwri", "own_running"]), ("total__range", (0, 36))),
                    models.Q(("instrument__in", ["lefs", "own_leg"]), ("total__range", (0, 80))),
                    models.Q(("instrument__in", ["nprs", "psfs"]), ("total__range", (0, 10))),
                    models.Q(("instrument", "groc"), ("total__range", (-5, 5))),
                    _connector="OR",
                ),
                name="a_score_stays_on_its_scale",
            ),
        ),
        migrations.AddConstraint(
            model_name="outcomescore",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("wording", "stance-1"), _negated=True),
                    models.Q(("instrument__in", ["uwri", "lefs"]), _negated=True),
                    _connector="OR",
                ),
                name="own_words_are_no_instrument_of_others",
            ),
        ),
    ]
