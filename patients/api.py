"""Patients for other programs: to list, to look up, to read one. Nothing about a patient is changed from here."""

from collections.abc import Sequence
from typing import Any

from django.db.models import QuerySet
from django.shortcuts import get_object_or_404
from drf_spectacular.utils import extend_schema
from rest_framework import serializers
from rest_framework.filters import OrderingFilter
from rest_framework.generics import ListAPIView, RetrieveAPIView
from rest_framework.request import Request
from rest_framework.response import Response

from clinics.api.base import PatientData, Record
from clinics.audit import record_event, record_view
from clinics.models import AuditEvent, Clinic
from patients.models import Consent, EpisodeOfCare, Patient
from patients.search import search


class PatientRow(serializers.ModelSerializer):
    clinic: serializers.SlugRelatedField[Clinic] = serializers.SlugRelatedField("slug", read_only=True)

    class Meta:
        model = Patient
        fields = ["id", "clinic", "record_number", "first_name", "last_name", "birth_date", "sex"]


class EpisodeOut(serializers.ModelSerializer):
    class Meta:
        model = EpisodeOfCare
        fields = ["id", "complaint", "opened_on", "closed_on"]


class ConsentOut(serializers.ModelSerializer):
    confirmed_by = serializers.CharField(source="confirmed_by.signature")

    class Meta:
        model = Consent
        fields = ["id", "purpose", "wording_version", "confirmed_by", "given_at", "withdrawn_at"]


class PatientOut(PatientRow):
    episodes = EpisodeOut(many=True)
    consents = ConsentOut(many=True)

    class Meta(PatientRow.Meta):
        fields = [*PatientRow.Meta.fields, "email", "phone", "created_at", "episodes", "consents"]


class PatientFilter(serializers.Serializer):
    clinic = serializers.SlugField(required=False, help_text="Only patients of this clinic.")


class PatientSearch(serializers.Serializer):
    q = serializers.CharField(max_length=200, help_text="Parts of names, a birth date or a record number.")


class PatientPage(serializers.Serializer):
    count = serializers.IntegerField()
    next = serializers.URLField(allow_null=True, help_text="Post the same words there for the next page.")
    previous = serializers.URLField(allow_null=True)
    results = PatientRow(many=True)


class PatientRows(PatientData[Patient], ListAPIView[Patient]):
    """Pages of patients. Each page read is noted once per clinic that it names patients of."""

    serializer_class = PatientRow
    queryset = Patient.objects.select_related("clinic")
    patient_path = ""

    def paginate_queryset(self, queryset: QuerySet[Patient, Any] | Sequence[Any]) -> list[Any] | None:
        page = super().paginate_queryset(queryset)
        for clinic in {patient.clinic for patient in page or ()}:
            record_event(AuditEvent.Action.VIEWED, clinic, clinic=clinic, request=self.request)
        return page


class PatientList(PatientRows):
    """The patients of your clinics."""

    filter_backends = [OrderingFilter]
    ordering_fields = ["last_name", "birth_date", "created_at"]

    @extend_schema(parameters=[PatientFilter])
    def get(self, request: Request) -> Response:
        return super().get(request)

    def get_queryset(self) -> QuerySet[Patient]:
        asked = PatientFilter(data=self.request.query_params)
        asked.is_valid(raise_exception=True)
        return super().get_queryset().filter(**{f"{name}__slug": slug for name, slug in asked.validated_data.items()})


class PatientsFound(PatientRows):
    """Patients that fit every word typed. A POST, because names have no place in an address or its logs."""

    http_method_names = ["post", "options"]

    @extend_schema(operation_id="patients_search", request=PatientSearch, responses=PatientPage)
    def post(self, request: Request) -> Response:
        typed = PatientSearch(data=request.data)
        typed.is_valid(raise_exception=True)
        self.typed = typed.validated_data["q"]
        return self.list(request)

    def filter_queryset(self, queryset: QuerySet[Patient, Any]) -> QuerySet[Patient, Any]:
        return search(queryset, self.typed)


class PatientDetail(PatientData[Patient], RetrieveAPIView[Patient]):
    """One patient with episodes of care and consents."""

    serializer_class = PatientOut
    queryset = Patient.objects.select_related("clinic").prefetch_related("episodes", "consents__confirmed_by")
    patient_path = ""


class ListOfOnePatient(PatientData[Record], ListAPIView[Record]):
    """Records of the patient in the path. Reading such a list is reading the patient's record."""

    def get_queryset(self) -> QuerySet[Record]:
        lookup = self.patient_path.replace(".", "__")
        return super().get_queryset().filter(**{lookup: self.kwargs["patient_id"]})

    def list(self, request: Request, *args: Any, **kwargs: Any) -> Response:
        patient = self.visible_patient()
        record_view(request, patient, clinic=patient.clinic, patient_id=patient.pk)
        return super().list(request, *args, **kwargs)

    def visible_patient(self) -> Patient:
        patients = Patient.objects.visible_to(self.user).select_related("clinic")
        return get_object_or_404(patients, pk=self.kwargs["patient_id"])
