"""How assessments, recordings, runs and signed reports look to other programs."""

from typing import Any

from django.utils import timezone
from rest_framework import serializers

from clinics.api.numbers import NumberIn, WholeNumberIn
from gait.models import Addendum, Analysis, Annotation, Assessment, Recording, SignedReport
from gait.queue.progress import progress_of
from gait.review.annotation_words import says
from gait.review.annotations import horizon_of
from patients.red_flags import BEFORE_LOADING, QUESTIONS

CONDITIONS = [
    "activity", "view", "surface", "speed_kmh", "footwear", "markers", "is_mirrored", "walking_aid", "filmed_on",
    "pain_nprs",
]  # fmt: skip


class AnalysisRow(serializers.ModelSerializer):
    class Meta:
        model = Analysis
        fields = ["id", "status", "created_at", "finished_at", "error_code", "pipeline_version"]


class AnalysisOut(AnalysisRow):
    """says is what a waiting person is told; runs_ahead counts the runs that come first."""

    says = serializers.SerializerMethodField()
    runs_ahead = serializers.SerializerMethodField()

    class Meta(AnalysisRow.Meta):
        fields = [
            *AnalysisRow.Meta.fields, "recording", "stage", "percent", "says", "runs_ahead", "started_at",
            "error_message", "error_advice",
        ]  # fmt: skip

    def get_says(self, analysis: Analysis) -> str:
        return progress_of(analysis).says

    def get_runs_ahead(self, analysis: Analysis) -> int:
        return progress_of(analysis).ahead


class RecordingOut(serializers.ModelSerializer):
    video = serializers.DictField(help_text="What the check found: codec, size, frame rate, duration.")
    analyses = AnalysisRow(many=True)

    class Meta:
        model = Recording
        fields = ["id", "kind", "original_name", "size_bytes", "sha256", "uploaded_at", "video", "analyses"]


class AssessmentRow(serializers.ModelSerializer):
    class Meta:
        model = Assessment
        fields = ["id", "patient", "created_at", *CONDITIONS]


class AssessmentOut(AssessmentRow):
    """screened_at is null until the screen before loading is complete; signs then says which were there."""

    signs = serializers.ListField(child=serializers.CharField())
    recordings = RecordingOut(many=True)

    class Meta(AssessmentRow.Meta):
        fields = [
            *AssessmentRow.Meta.fields, "signs", "signs_examined", "screened_by", "screened_at",
            "consent", "recordings",
        ]  # fmt: skip


class AssessmentIn(serializers.Serializer):
    """The conditions of filming. Whose assessment it is stands in the address, who makes it in the token."""

    activity = serializers.ChoiceField(Assessment.Activity.choices)
    pain_nprs = WholeNumberIn(
        min_value=0, max_value=10, help_text="Worst pain in the last 7 days: 0 none, 10 the worst imaginable."
    )
    view = serializers.ChoiceField(Assessment.View.choices, default=Assessment.View.POSTERIOR)
    surface = serializers.ChoiceField(Assessment.Surface.choices, default=Assessment.Surface.TREADMILL)
    speed_kmh = NumberIn(
        max_digits=4, decimal_places=1, allow_null=True, default=None, help_text="1 to 40; null where not known."
    )
    footwear = serializers.CharField(max_length=80, allow_blank=True, default="", help_text="Model, or barefoot.")
    markers = serializers.ChoiceField(Assessment.Markers.choices, default=Assessment.Markers.NONE)
    is_mirrored = serializers.BooleanField(default=False, help_text="Filmed with a mirroring selfie camera.")
    walking_aid = serializers.BooleanField(
        default=False, help_text="A cane, a walking frame, a prosthesis or a skirt: measured, but not graded."
    )
    filmed_on = serializers.DateField(default=timezone.localdate, help_text="Today where left out.")
    signs = serializers.ListField(
        child=serializers.ChoiceField([(code, QUESTIONS[code]) for code in BEFORE_LOADING]),
        default=list,
        help_text="Warning signs the patient has; asked before a run.",
    )
    signs_examined = serializers.CharField(
        max_length=300, allow_blank=True, default="", help_text="What was examined of them, and by whom."
    )
    screen_asked = serializers.BooleanField(
        default=False, help_text="Each of the signs was asked for today; needed for a run, kept where complete."
    )
    consent_confirmed = serializers.BooleanField(
        default=False, help_text="The patient agrees to be filmed and measured; needed while no consent stands."
    )


class VideoIn(serializers.Serializer):
    video = serializers.FileField(allow_empty_file=True, help_text="MP4, MOV, MKV or WebM.")


class RefusalOut(serializers.Serializer):
    """Why a video was not taken, and what to do next."""

    code = serializers.CharField()
    message = serializers.CharField()
    advice = serializers.CharField()


class AlreadyThereOut(serializers.Serializer):
    detail = serializers.CharField()
    recording = serializers.UUIDField()
    assessment = serializers.UUIDField()


class SeriesOut(serializers.Serializer):
    """The curve of the clip at its own time stamps, null where unknown. Positive: the patient's right side is lower."""

    time_s = serializers.ListField(child=serializers.FloatField())
    pelvic_obliquity_deg = serializers.ListField(child=serializers.FloatField(allow_null=True))
    sigma_deg = serializers.ListField(child=serializers.FloatField(allow_null=True))


class AnnotationOut(serializers.ModelSerializer):
    """Drawn by hand on one frame. points_px are [x, y] of the upright picture; says is its measure, no grade."""

    points_px = serializers.ListField(child=serializers.ListField(child=serializers.FloatField()))
    says = serializers.SerializerMethodField()
    made_by = serializers.CharField(source="made_by.signature")

    class Meta:
        model = Annotation
        fields = ["id", "kind", "at_s", "points_px", "says", "text", "is_reported", "made_by", "made_at"]

    def get_says(self, annotation: Annotation) -> str:
        return says(annotation.kind, annotation.points_px, horizon_of(annotation.recording))


class ReportRow(serializers.ModelSerializer):
    """is_valid: no later report of the same clip replaced it. replaces: the report that it took the place of."""

    is_valid = serializers.BooleanField(read_only=True)  # type: ignore[assignment]  # DRF moves fields out of the class

    class Meta:
        model = SignedReport
        fields = [
            "id", "analysis", "signed_name", "signed_at", "retest_on", "summary", "digest",
            "is_valid", "replaces", "replaces_because", "withdraws_replaced",
        ]  # fmt: skip

    def to_representation(self, report: SignedReport) -> dict[str, Any]:
        """What was sealed goes before what the columns say."""
        told = super().to_representation(report)
        sealed = report.snapshot or {"report": {}}
        words = {name: sealed["report"][name] for name in ("signed_name", "summary") if name in sealed["report"]}
        content = {"content": sealed["content"]} if "content" in told and "content" in sealed else {}
        return told | words | content


class AddendumOut(serializers.ModelSerializer):
    """What was added to a signed report afterwards."""

    class Meta:
        model = Addendum
        fields = ["id", "added_name", "added_at", "text", "readers", "plain_text"]


class ReportOut(ReportRow):
    addenda = AddendumOut(many=True)
    content = serializers.DictField(help_text="stance.report/1: measurements and findings as they stood when signed.")

    class Meta(ReportRow.Meta):
        fields = [*ReportRow.Meta.fields, "addenda", "content"]
