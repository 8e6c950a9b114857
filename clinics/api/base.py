"""What every endpoint about patients is built on: what exists for whom, and the trace a read leaves."""

from operator import attrgetter

from django.db.models import Model, QuerySet
from rest_framework.generics import GenericAPIView
from rest_framework.permissions import SAFE_METHODS

from clinics.api.policy import IsTherapist
from clinics.audit import record_event
from clinics.models import AuditEvent


class PatientData(GenericAPIView):
    """Records about patients. Every query starts from visible_to: what other clinics have does not exist.

    patient_path leads from a record to its patient; audited_as is what a GET of one record leaves in the trail.
    """

    permission_classes = [IsTherapist]
    patient_path = "patient"
    audited_as: AuditEvent.Action | None = AuditEvent.Action.VIEWED

    def get_queryset(self) -> QuerySet:
        return super().get_queryset().visible_to(self.request.user)

    def get_object(self) -> Model:
        record = super().get_object()
        if self.request.method in SAFE_METHODS and self.audited_as:
            self.audit(self.audited_as, record)
        return record

    def patient_of(self, record: Model) -> Model:
        return attrgetter(self.patient_path)(record)

    def audit(self, action: AuditEvent.Action, record: Model) -> None:
        patient = self.patient_of(record)
        record_event(action, record, clinic=patient.clinic, request=self.request, patient_id=patient.pk)
