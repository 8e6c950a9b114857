"""Plans, their exercises and the patient's diary for other programs. To read only."""

from django.db.models import QuerySet
from django.shortcuts import get_object_or_404
from rest_framework import serializers
from rest_framework.generics import ListAPIView, RetrieveAPIView

from clinics.api.base import PatientData
from clinics.models import AuditEvent
from exercises.models import DiaryEntry, Plan, PlanItem, RunEntry, RunningLine
from patients.api import ListOfOnePatient


class PlanItemOut(serializers.ModelSerializer):
    exercise_name = serializers.CharField(source="exercise.name")

    class Meta:
        model = PlanItem
        fields = [
            "id", "exercise", "exercise_name", "position", "level", "target_side", "sets", "extra_sets", "reps",
            "hold_s", "up_s", "down_s", "rest_s", "band", "band_position", "step_height_cm", "support", "counts",
            "is_one_sided", "days_per_week", "starts_in_week", "waits_for", "note", "rule", "reason", "citations",
        ]  # fmt: skip


class PlanRow(serializers.ModelSerializer):
    class Meta:
        model = Plan
        fields = [
            "id", "patient", "report", "status", "revises", "rule_row", "sheet_version", "drafted_at", "activated_at",
            "started_on", "review_on",
        ]  # fmt: skip


class RunningOut(serializers.ModelSerializer):
    """Quicker steps and how much to run; target_spm is null where no metronome is set, start_step 7 where the week's
    distance counts, 0 where running is stopped."""

    class Meta:
        model = RunningLine
        fields = ["cadence_spm", "target_spm", "cue", "start_step", "weekly_km", "rule", "reason", "citations"]


class PlanOut(PlanRow):
    items = PlanItemOut(many=True)
    running = RunningOut(default=None, allow_null=True, help_text="Null in a plan without a running line.")
    remarks = serializers.ListField(child=serializers.CharField())

    class Meta(PlanRow.Meta):
        fields = [*PlanRow.Meta.fields, "remarks", "items", "running"]


class DiaryEntryOut(serializers.ModelSerializer):
    class Meta:
        model = DiaryEntry
        fields = [
            "id", "item", "day", "logged_at", "is_done", "skip_reason", "pain_nprs", "effort_rpe", "morning_nprs",
            "stayed_level", "limped_afterwards",
        ]  # fmt: skip


class RunEntryOut(serializers.ModelSerializer):
    class Meta:
        model = RunEntry
        fields = ["day", "logged_at", "km", "pain_nprs", "has_settled", "morning_nprs", "is_retraining"]


class PatientPlans(ListOfOnePatient[Plan]):
    """The plans of one patient, newest first; at most one is active."""

    queryset = Plan.objects.all()
    serializer_class = PlanRow


class PatientRuns(ListOfOnePatient[RunEntry]):
    """Every run that the patient logged, oldest first, under whichever plan."""

    queryset = RunEntry.objects.all()
    serializer_class = RunEntryOut


class PlanDetail(PatientData[Plan], RetrieveAPIView[Plan]):
    """One plan with its exercises, each with dose, side and the rule that put it there."""

    queryset = Plan.objects.select_related("patient__clinic", "running").prefetch_related("items__exercise")
    serializer_class = PlanOut


class PlanDiary(PatientData[DiaryEntry], ListAPIView[DiaryEntry]):
    """What the patient logged under one plan, newest first."""

    queryset = DiaryEntry.objects.all()
    serializer_class = DiaryEntryOut

    def get_queryset(self) -> QuerySet[DiaryEntry]:
        """The entries of a plan that is itself found through visible_to."""
        plans = Plan.objects.visible_to(self.user).select_related("patient__clinic")
        plan = get_object_or_404(plans, pk=self.kwargs["pk"])
        self.audit(AuditEvent.Action.VIEWED, plan)
        return DiaryEntry.objects.filter(item__plan=plan)
