"""What a phone sends home, as the patient's own page writes it."""

from exercises.patient.whose import stamps_of
from patients.models import Patient


def stamped(patient: Patient, *records: object) -> list[object]:
    """Each record under the patient's stamp; what is no record stays as it is."""
    stamp, *_ = stamps_of(patient)
    return [{"person": stamp, **record} if isinstance(record, dict) else record for record in records]
