"""Assessments, videos, runs and signed reports for other programs: the pages' verbs behind JSON."""

from functools import partial

from django.db import transaction
from django.utils.decorators import method_decorator
from drf_spectacular.types import OpenApiTypes
from drf_spectacular.utils import extend_schema
from rest_framework import serializers, status
from rest_framework.exceptions import APIException, NotFound
from rest_framework.filters import OrderingFilter
from rest_framework.generics import RetrieveAPIView
from rest_framework.parsers import MultiPartParser
from rest_framework.renderers import BaseRenderer, JSONRenderer
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.settings import api_settings

from clinics.api.base import PatientData
from clinics.api.policy import UploadThrottle
from clinics.models import AuditEvent
from gait.analysis.terms.errors import VideoRefused
from gait.api_shapes import (
    AlreadyThereOut,
    AnalysisOut,
    AnnotationOut,
    AssessmentIn,
    AssessmentOut,
    AssessmentRow,
    RecordingOut,
    RefusalOut,
    ReportOut,
    ReportRow,
    SeriesOut,
    VideoIn,
)
from gait.intake.forms import AssessmentForm
from gait.intake.screen import is_missing
from gait.intake.uploads import AlreadyThere, accept_upload
from gait.models import Analysis, Assessment, Recording, SignedReport
from gait.queue import runs
from gait.review.annotations import standing_annotations
from gait.review.exports import series_csv
from gait.review.made import series_of
from patients.api import ListOfOnePatient
from patients.moving.read_only import ReadsOnlyInEmergency

Action = AuditEvent.Action


class Conflict(APIException):
    status_code = status.HTTP_409_CONFLICT


class PatientAssessments(ListOfOnePatient[Assessment]):
    """The assessments of one patient, newest first."""

    permission_classes = [*PatientData.permission_classes, ReadsOnlyInEmergency]
    queryset = Assessment.objects.all()
    serializer_class = AssessmentRow
    filter_backends = [OrderingFilter]
    ordering_fields = ["filmed_on", "created_at"]

    @extend_schema(request=AssessmentIn, responses={201: AssessmentOut})
    def post(self, request: Request, patient_id: object) -> Response:
        """Start an assessment under the standing consent, or under the one confirmed here."""
        patient = self.visible_patient()
        sent = AssessmentIn(data=request.data)
        sent.is_valid(raise_exception=True)
        form = AssessmentForm(sent.validated_data, patient=patient, user=self.user)
        if not form.is_valid():
            problems = {name: [str(each) for each in errors] for name, errors in form.errors.items()}
            raise serializers.ValidationError(problems)
        assessment = form.save()
        self.audit(Action.CREATED, assessment)
        return Response(AssessmentOut(assessment).data, status=status.HTTP_201_CREATED)


class AssessmentDetail(PatientData[Assessment], RetrieveAPIView[Assessment]):
    """One assessment with its recordings and their runs."""

    queryset = Assessment.objects.select_related("patient__clinic").prefetch_related("recordings__analyses")
    serializer_class = AssessmentOut


@method_decorator(transaction.non_atomic_requests, name="dispatch")
class AssessmentRecordings(PatientData[Assessment]):
    """Send a video as multipart/form-data in the field `video`. It is checked at once and queued for measuring."""

    permission_classes = [*PatientData.permission_classes, ReadsOnlyInEmergency]
    queryset = Assessment.objects.filter(consent__withdrawn_at=None).select_related("patient__clinic")
    serializer_class = VideoIn
    parser_classes = [MultiPartParser]
    throttle_classes = [*api_settings.DEFAULT_THROTTLE_CLASSES, UploadThrottle]  # type: ignore[list-item]  # classes by now

    @extend_schema(responses={201: RecordingOut, 409: AlreadyThereOut, 422: RefusalOut})
    def post(self, request: Request, pk: object) -> Response:
        assessment = self.get_object()
        if is_missing(assessment, Recording.Kind.GAIT):
            raise Conflict("Ask for the warning signs first, on the page of this assessment.")
        sent = self.get_serializer(data=request.data)
        sent.is_valid(raise_exception=True)
        self.patient_path = "assessment.patient"
        note = partial(self.audit, Action.CREATED)
        try:
            recording = accept_upload(assessment, self.user, sent.validated_data["video"], note=note)
        except VideoRefused as refusal:
            return Response(RefusalOut(refusal).data, status=status.HTTP_422_UNPROCESSABLE_ENTITY)
        except AlreadyThere as there:
            known = there.recording
            told = {"detail": "This video is already among the recordings of this patient.", "recording": known.pk}
            return Response({**told, "assessment": known.assessment_id}, status=status.HTTP_409_CONFLICT)
        return Response(RecordingOut(recording).data, status=status.HTTP_201_CREATED)


class RecordingAnnotations(PatientData[Recording]):
    patient_path = "assessment.patient"
    queryset = Recording.objects.select_related("assessment__patient__clinic")
    serializer_class = AnnotationOut

    @extend_schema(responses=AnnotationOut(many=True))
    def get(self, request: Request, pk: object) -> Response:
        """What therapists drew and wrote on the frames of one video, in its order; not what they took away."""
        return Response(self.get_serializer(standing_annotations(self.get_object().pk), many=True).data)


class RunData(PatientData[Analysis]):
    """Runs over a patient's recordings."""

    permission_classes = [*PatientData.permission_classes, ReadsOnlyInEmergency]
    patient_path = "recording.assessment.patient"
    queryset = Analysis.objects.select_related("recording__assessment__patient__clinic")
    serializer_class = AnalysisOut


class AnalysisDetail(RunData, RetrieveAPIView[Analysis]):
    """How far a run is. Made to be asked often: it tells nothing clinical and leaves no trace in the audit trail."""

    audited_as = None


class AnalysisCancel(RunData):
    @extend_schema(request=None, responses={200: AnalysisOut, 409: OpenApiTypes.OBJECT})
    def post(self, request: Request, pk: object) -> Response:
        """Stop a run that waits or is under way."""
        analysis = self.get_object()
        if not runs.cancel(analysis):
            raise Conflict("This run is already over.")
        self.audit(Action.CHANGED, analysis)
        return Response(self.get_serializer(self.get_object()).data)


class AnalysisRetry(RunData):
    @extend_schema(request=None, responses={201: AnalysisOut})
    def post(self, request: Request, pk: object) -> Response:
        """Measure the recording again: a new run, or the one that is under way already."""
        try:
            again = runs.retry(self.get_object())
        except (runs.OriginalIsGone, runs.OtherKind) as refusal:
            raise serializers.ValidationError({"detail": str(refusal)}) from refusal
        self.audit(Action.CHANGED, again)
        return Response(self.get_serializer(again).data, status=status.HTTP_201_CREATED)


class FinishedRun(RunData):
    queryset = RunData.queryset.filter(status=Analysis.Status.DONE)
    audited_as = Action.EXPORTED


class AnalysisResult(FinishedRun):
    @extend_schema(responses=OpenApiTypes.OBJECT)
    def get(self, request: Request, pk: object) -> Response:
        """The result as stance.analysis/1, without its series. What a therapist has signed is a report."""
        return Response(self.get_object().stored)


class CsvRenderer(BaseRenderer):
    """Text as it is; a refusal in its own words."""

    media_type, format = "text/csv", "csv"

    def render(self, data: object, accepted_media_type: str | None = None, renderer_context: object = None) -> bytes:
        return str(data["detail"] if isinstance(data, dict) else data).encode()


class AnalysisSeries(FinishedRun):
    renderer_classes = [JSONRenderer, CsvRenderer]

    @extend_schema(responses={(200, "application/json"): SeriesOut, (200, "text/csv"): OpenApiTypes.STR})
    def get(self, request: Request, pk: object) -> Response:
        """The curve as JSON, or as a table (`?format=csv`) with one line a frame."""
        analysis = self.get_object()
        series = series_of(analysis)
        if series is None:
            raise NotFound
        is_table = request.accepted_renderer.format == CsvRenderer.format
        return Response(series_csv(analysis.found, series) if is_table else series)


class PatientReports(ListOfOnePatient[SignedReport]):
    """The signed reports of one patient, newest first."""

    patient_path = "analysis.recording.assessment.patient"
    queryset = SignedReport.objects.select_related("replaced_by")
    serializer_class = ReportRow


class ReportDetail(PatientData[SignedReport], RetrieveAPIView[SignedReport]):
    """One signed report with everything the signature covers."""

    patient_path = "analysis.recording.assessment.patient"
    queryset = SignedReport.objects.select_related("analysis__recording__assessment__patient__clinic", "replaced_by")
    serializer_class = ReportOut
