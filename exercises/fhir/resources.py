"""Plans as FHIR R4 CarePlans, and everything about one patient that may leave: what was signed or handed over."""

from clinics.fhir import Resource, concept, location, organization, practitioner, reference, resource
from exercises.following.running import line_of
from exercises.models import Plan, PlanItem, RunningLine
from exercises.patient.wording import repetitions_in_words, sets_in_words, tempo_in_words, things_in_words
from exercises.prescribing.running import FREE, STEPS, STOPPED
from gait import fhir as gait
from gait.models import SignedReport
from patients.fhir import consent_resource, patient_resource, score_resource
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
        *(score_resource(score, patient) for score in patient.outcome_scores.standing()),
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
        title="Home exercise program",
        subject=reference("Patient", plan.patient_id),
        created=(plan.activated_at or plan.drafted_at).isoformat(),
        period={"start": plan.started_on.isoformat()} if plan.started_on else None,
        author=reference("Practitioner", author.pk),
        replaces=[reference("CarePlan", before.pk)] if before and before.status in STATES else [],
        supportingInfo=[reference("DiagnosticReport", plan.report_id)],
        activity=[
            {"detail": detail}
            for detail in [*(activity_detail(item, status) for item in plan.items.all()), *running_details(plan)]
        ],
    )


def activity_detail(item: PlanItem, plan_status: str) -> Resource:
    """One exercise: which, on which side, how much, how often, and the rule that put it there."""
    dose = [sets_in_words(item), repetitions_in_words(item), tempo_in_words(item), *things_in_words(item), item.note]
    return {
        "kind": "ServiceRequest",
        "code": {**concept("Exercise therapy", system=SNOMED, code="229065009"), "text": item.exercise.name},
        "reasonCode": [concept(item.reason)],
        "status": "on-hold" if item.open_hold else ACTIVITY_STATES[plan_status],
        "scheduledTiming": {"repeat": {"frequency": item.days_per_week, "period": 1, "periodUnit": "wk"}},
        "performer": [reference("Patient", item.plan.patient_id)],
        "description": f"Level {item.level}. " + "; ".join(part for part in dose if part) + ".",
    }


def running_details(plan: Plan) -> list[Resource]:
    """The running line as up to two activities: quicker steps to a metronome, and how much to run."""
    line = line_of(plan)
    if line is None:
        return []
    shared = {
        "kind": "ServiceRequest",
        "reasonCode": [concept(line.reason)],
        "status": ACTIVITY_STATES[STATES[plan.status]],
        "performer": [reference("Patient", plan.patient_id)],
    }
    load = {**shared, "code": {"text": "How much to run"}, "description": load_in_words(line)}
    if line.start_step == STOPPED and plan.status == Plan.Status.ACTIVE:
        load["status"] = "on-hold"
    if not line.sessions:
        return [load]
    quicker = {**shared, "code": {"text": "Quicker steps to a metronome"}, "description": beat_in_words(line)}
    return [quicker, load]


def beat_in_words(line: RunningLine) -> str:
    minutes = ", ".join(f"{each.run_min} min with sound for {each.sound_min}" for each in line.sessions)
    measured = f" (measured: {line.cadence_spm})" if line.cadence_spm else ""
    cue = line.get_cue_display().lower()
    return f"{line.target_spm} steps a minute{measured}, {len(line.sessions)} sessions: {minutes}; cue: {cue}."


def load_in_words(line: RunningLine) -> str:
    if line.start_step == STOPPED:
        return "No running for now."
    if line.start_step < FREE:
        step = STEPS[line.start_step - 1]
        walk = f" and walk {step.walk_min} min" if step.walk_min else ""
        return f"From step {line.start_step} of {len(STEPS)}: run {step.run_min} min{walk}, {step.times} times."
    return f"About {line.weekly_km} km a week to begin with." if line.weekly_km else "Running freely."


def _reports_of(patient: Patient) -> list[SignedReport]:
    reports = SignedReport.objects.filter(analysis__recording__assessment__patient=patient)
    return list(
        reports.select_related(
            "analysis__recording__assessment__patient__clinic", "signed_by", "replaced_by"
        ).prefetch_related("addenda__added_by")
    )


def _plans_of(patient: Patient) -> list[Plan]:
    plans = patient.plans.filter(status__in=list(STATES)).select_related("activated_by", "drafted_by", "revises")
    return list(plans.prefetch_related("items__exercise"))
