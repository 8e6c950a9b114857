"""Strength tests and scores for other programs. To read only; what was struck out is told as such."""

from rest_framework import serializers

from patients.api import ListOfOnePatient
from patients.outcomes.models import OutcomeScore, StrengthTest


class StrengthOut(serializers.ModelSerializer):
    tested_by = serializers.CharField(source="tested_by.signature")

    class Meta:
        model = StrengthTest
        fields = [
            "id", "tested_on", "tested_by", "motion", "position", "unit", "left", "right", "lever_arm_cm",
            "struck_out_at",
        ]  # fmt: skip


class ScoreOut(serializers.ModelSerializer):
    entered_by = serializers.CharField(
        source="entered_by.signature", default=None, allow_null=True, help_text="Null where the patient answered."
    )

    class Meta:
        model = OutcomeScore
        fields = [
            "id", "instrument", "answered_on", "entered_by", "wording", "total", "answers", "struck_out_at",
        ]  # fmt: skip


class PatientStrength(ListOfOnePatient[StrengthTest]):
    """Strength of both legs, newest first. A leg that was not tested is null; MMT is a grade, all others are forces."""

    queryset = StrengthTest.objects.select_related("tested_by")
    serializer_class = StrengthOut


class PatientScores(ListOfOnePatient[OutcomeScore]):
    """Newest first. own_running and own_leg are questions in the software's own words, asked in earlier years: they are
    not the UWRI and not the LEFS, and no published change holds for them."""

    queryset = OutcomeScore.objects.select_related("entered_by")
    serializer_class = ScoreOut
