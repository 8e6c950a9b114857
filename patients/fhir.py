"""A patient and what they agreed to, as FHIR R4."""

from clinics.fhir import Resource, concept, reference, resource, telecom
from patients.models import Consent, OutcomeScore, Patient
from patients.outcomes.instruments import SHIPPED
from patients.outcomes.reading import figure

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


def score_resource(score: OutcomeScore, patient: Patient) -> Resource:
    """One answered questionnaire: its total, on its scale, and whose words were answered. What an instrument asks is
    its authors', so no answer to a question of theirs is in it.
    """
    asked = SHIPPED[score.instrument]
    return resource(
        "Observation",
        f"score-{score.pk}",
        status="final",
        category=[concept("Survey", system=f"{TERMINOLOGY}/observation-category", code="survey")],
        code=concept(score.get_instrument_display()),
        subject=reference("Patient", patient.pk),
        effectiveDateTime=score.answered_on.isoformat(),
        performer=[reference("Patient", patient.pk)],
        valueQuantity={"value": score.total, "unit": "points"},
        referenceRange=[{
            "low": {"value": asked.smallest, "unit": "points"},
            "high": {"value": asked.largest, "unit": "points"},
            "text": "the ends of the scale",
        }],
        method=concept(score.get_wording_display()),
        note=[{"text": figure(score)}],
    )  # fmt: skip
