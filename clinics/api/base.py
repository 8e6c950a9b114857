"""What every endpoint about patients is built on: what exists for whom, and the trace a read leaves."""

from operator import attrgetter
from typing import Any, Protocol, TypeVar, cast

from django.db.models import Model, QuerySet
from rest_framework.generics import GenericAPIView
from rest_framework.permissions import SAFE_METHODS

from clinics.api.policy import IsTherapist
from clinics.audit import record_event
from clinics.models import AuditEvent, Clinic, User

Record = TypeVar("Record", bound=Model)


class OfAClinic(Protocol):
    """What this app knows of a patient."""

    pk: Any

    @property
    def clinic(self) -> Clinic: ...


class PatientData(GenericAPIView[Record]):
    """Records about patients. Every query starts from visible_to: what other clinics have does not exist.

    patient_path leads from a record to its patient, empty where it is one; audited_as is what a GET of one record
    leaves in the trail.
    """

    permission_classes = [IsTherapist]
    patient_path = "patient"
    audited_as: AuditEvent.Action | None = AuditEvent.Action.VIEWED

    @property
    def user(self) -> User:
        """Whom IsTherapist let in."""
        return cast(User, self.request.user)

    def get_queryset(self) -> QuerySet[Record]:
        records: Any = super().get_queryset()  # each model of a record about a patient has visible_to
        return records.visible_to(self.request.user)

    def get_object(self) -> Record:
        record = super().get_object()
        if self.request.method in SAFE_METHODS and self.audited_as:
            self.audit(self.audited_as, record)
        return record

    def patient_of(self, record: Model) -> OfAClinic:
        patient: Any = attrgetter(self.patient_path)(record) if self.patient_path else record
        return patient

    def audit(self, action: AuditEvent.Action, record: Model) -> None:
        patient = self.patient_of(record)
        record_event(action, record, clinic=patient.clinic, request=self.request, patient_id=patient.pk)
