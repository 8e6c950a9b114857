"""Plans as FHIR R4 CarePlans, and everything about one patient that may leave: what was signed or handed over."""

from clinics.fhir import Resource, concept, location, organization, practitioner, reference, resource
from exercises.models import Plan, PlanItem
from exercises.patient.wording import repetitions_in_words, sets_in_words, tempo_in_words, things_in_words
from gait import fhir as gait
from gait.models import SignedReport
from patients.fhir import consent_resource, patient_resource
from patients.models import Patient

SNOMED = "http://snomed.info/sct"
STATES: dict[str, str] = {Plan.Status.ACTIVE: "active", Plan.Status.REPLACED: "revoked", Plan.Status.ENDED: "completed"}
"""A draft has no state here: nobody but its author has seen it."""
ACTIVITY_STATES = {"active": "in-progress", "revoked": "stopped", "completed": "completed"}


def everything_about(patient: Patient) -> list[Resource]:
    """The patient first; every reference leads to another resource of the list."""
    reports = _reports_of(patient)
    plans = _plans_of(patient)
    consents = list(patient.consents.select_related("confirmed_by"))
    staff = {
        user
        for user in [
            *(report.signed_by for report in reports),
            *(addendum.added_by for report in reports for addendum in report.addenda.all()),
            *(plan.activated_by or plan.drafted_by for plan in plans),
            *(consent.confirmed_by for consent in consents),
        ]
    }
    return [
        patient_resource(patient),
        organization(patient.clinic),
        location(patient.clinic),
        *(practitioner(user) for user in sorted(staff, key=lambda user: user.pk)),
        *(consent_resource(consent, patient) for consent in consents),
        *(each for report in reports for each in gait.resources_of(report)),
        *(care_plan(plan) for plan in plans),
    ]


def care_plan(plan: Plan) -> Resource:
    status = STATES[plan.status]
    author = plan.activated_by or plan.drafted_by
    before = plan.revises
    return resource(
        "CarePlan",
        plan.pk,
        status=status,
        intent="plan",
        title="Home exercise programme",
        subject=reference("Patient", plan.patient_id),
        created=(plan.activated_at or plan.drafted_at).isoformat(),
        period={"start": plan.started_on.isoformat()} if plan.started_on else None,
        author=reference("Practitioner", author.pk),
        replaces=[reference("CarePlan", before.pk)] if before and before.status in STATES else [],
        supportingInfo=[reference("DiagnosticReport", plan.report_id)],
        activity=[{"detail": activity_detail(item, status)} for item in plan.items.all()],
    )


def activity_detail(item: PlanItem, plan_status: str) -> Resource:
    """One exercise: which, on which side, how much, how often, and the rule that put it there."""
    dose = [sets_in_words(item), repetitions_in_words(item), tempo_in_words(item), *things_in_words(item), item.note]
    rests = any(hold.lifted_at is None for hold in item.holds.all())
    return {
        "kind": "ServiceRequest",
        "code": {**concept("Exercise therapy", system=SNOMED, code="229065009"), "text": item.exercise.name},
        "reasonCode": [concept(item.reason)],
        "status": "on-hold" if rests else ACTIVITY_STATES[plan_status],
        "scheduledTiming": {"repeat": {"frequency": item.days_per_week, "period": 1, "periodUnit": "wk"}},
        "performer": [reference("Patient", item.plan.patient_id)],
        "description": f"Level {item.level}. " + "; ".join(part for part in dose if part) + ".",
    }


def _reports_of(patient: Patient) -> list[SignedReport]:
    reports = SignedReport.objects.filter(analysis__recording__assessment__patient=patient)
    return list(
        reports.select_related(
            "analysis__recording__assessment__patient__clinic", "signed_by", "replaced_by"
        ).prefetch_related("addenda__added_by")
    )


def _plans_of(patient: Patient) -> list[Plan]:
    plans = patient.plans.filter(status__in=list(STATES)).select_related("activated_by", "drafted_by", "revises")
    return list(plans.prefetch_related("items__exercise", "items__holds"))
