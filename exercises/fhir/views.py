"""FHIR R4, to read: one patient's resources by kind, one by one, or all in a bundle. Only what was signed leaves."""

from typing import Any
from uuid import UUID

from django.conf import settings
from django.urls import reverse
from django.utils.translation import override
from drf_spectacular.types import OpenApiTypes
from drf_spectacular.utils import extend_schema
from rest_framework import serializers
from rest_framework.exceptions import NotFound
from rest_framework.renderers import JSONRenderer
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

from clinics.api.base import PatientData
from clinics.fhir import Resource, bundle
from clinics.models import AuditEvent
from exercises.fhir.resources import everything_about
from patients.models import Patient

KINDS = ["CarePlan", "Consent", "DiagnosticReport", "Location", "Observation", "Organization", "Patient",
         "Practitioner", "Provenance"]  # fmt: skip
OUTCOMES = {400: "invalid", 401: "login", 403: "forbidden", 404: "not-found", 405: "not-supported", 429: "throttled"}


class FhirRenderer(JSONRenderer):
    """A refusal is an OperationOutcome."""

    media_type, format = "application/fhir+json", "json"

    def render(self, data: object, accepted_media_type: str | None = None, renderer_context: Any = None) -> bytes:
        response = renderer_context["response"]
        if response.exception:
            issue = {"severity": "error", "code": OUTCOMES.get(response.status_code, "processing")}
            data = {"resourceType": "OperationOutcome", "issue": [{**issue, "diagnostics": str(data)}]}
        return super().render(data, accepted_media_type, renderer_context)


class FhirData(PatientData[Patient]):
    """What leaves of one patient, in English whatever the caller's browser prefers: it is a record."""

    renderer_classes = [FhirRenderer]
    queryset = Patient.objects.select_related("clinic").prefetch_related("clinic__opening_hours", "clinic__closures")
    audited_as = AuditEvent.Action.EXPORTED
    patient_path = ""

    def everything(self) -> list[Resource]:
        with override("en"):
            return everything_about(self.get_object())


class FhirPatient(FhirData):
    @extend_schema(operation_id="fhir_patient", tags=["fhir"], responses=OpenApiTypes.OBJECT)
    def get(self, request: Request, pk: UUID) -> Response:
        """The Patient alone."""
        return Response(self.everything()[0])


class FhirEverything(FhirData):
    @extend_schema(operation_id="fhir_everything", tags=["fhir"], responses=OpenApiTypes.OBJECT)
    def get(self, request: Request, pk: UUID) -> Response:
        """A Bundle with all of the patient's resources; their references resolve inside it."""
        return Response(bundle(self.everything(), base_address()))


class OfPatient(serializers.Serializer):
    patient = serializers.UUIDField(help_text="The id of a Patient.")


class FhirSearch(FhirData):
    @extend_schema(operation_id="fhir_search", tags=["fhir"], parameters=[OfPatient], responses=OpenApiTypes.OBJECT)
    def get(self, request: Request, kind: str) -> Response:
        """The resources of one kind of one patient, as a Bundle."""
        if kind not in KINDS:
            raise NotFound
        asked = OfPatient(data=request.query_params)
        asked.is_valid(raise_exception=True)
        self.kwargs["pk"] = asked.validated_data["patient"]
        found = [each for each in self.everything() if each["resourceType"] == kind]
        return Response(bundle(found, base_address()))


class FhirMetadata(APIView):
    renderer_classes = [FhirRenderer]

    @extend_schema(operation_id="fhir_metadata", tags=["fhir"], responses=OpenApiTypes.OBJECT)
    def get(self, request: Request) -> Response:
        """What this export can do, as a CapabilityStatement."""
        search = {"interaction": [{"code": "search-type"}], "searchParam": [{"name": "patient", "type": "reference"}]}
        return Response(
            {
                "resourceType": "CapabilityStatement",
                "status": "active",
                "date": "2026-11-22",
                "kind": "instance",
                "implementation": {"description": "Stance", "url": base_address()},
                "fhirVersion": "4.0.1",
                "format": ["application/fhir+json"],
                "rest": [{"mode": "server", "resource": [{"type": kind, **search} for kind in KINDS]}],
            }
        )


def base_address() -> str:
    return settings.SITE_URL + reverse("api_fhir_metadata").removesuffix("/metadata")
