"""A patient and what they agreed to, as FHIR R4."""

from clinics.fhir import Resource, concept, reference, resource, telecom
from patients.models import Consent, Patient

GENDERS: dict[str, str] = {Patient.Sex.FEMALE: "female", Patient.Sex.MALE: "male", Patient.Sex.UNSTATED: "unknown"}
TERMINOLOGY = "http://terminology.hl7.org/CodeSystem"


def patient_resource(patient: Patient) -> Resource:
    number = {"value": patient.record_number, "assigner": reference("Organization", patient.clinic_id)}
    return resource(
        "Patient",
        patient.pk,
        identifier=[number] if patient.record_number else [],
        name=[{"use": "official", "family": patient.last_name, "given": [patient.first_name]}],
        telecom=telecom(phone=patient.phone, email=patient.email),
        gender=GENDERS[patient.sex],
        birthDate=patient.birth_date.isoformat(),
        managingOrganization=reference("Organization", patient.clinic_id),
    )


def consent_resource(consent: Consent, patient: Patient) -> Resource:
    given, withdrawn = consent.given_at.isoformat(), consent.withdrawn_at
    period = {"start": given, "end": withdrawn.isoformat()} if withdrawn else {"start": given}
    return resource(
        "Consent",
        consent.pk,
        status="inactive" if withdrawn else "active",
        scope=concept("Treatment", system=f"{TERMINOLOGY}/consentscope", code="treatment"),
        category=[concept("Consent Document", system="http://loinc.org", code="59284-0")],
        patient=reference("Patient", patient.pk),
        dateTime=given,
        performer=[reference("Patient", patient.pk)],
        organization=[reference("Organization", patient.clinic_id)],
        policyRule=concept(f"{consent.get_purpose_display()} (wording {consent.wording_version})"),
        verification=[
            {"verified": True, "verifiedWith": reference("Patient", patient.pk), "verificationDate": given},
        ],
        provision={"type": "permit", "period": period},
    )
