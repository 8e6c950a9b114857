"""FHIR R4 that leaves: only what was signed or handed over, with references that lead somewhere."""

from collections.abc import Iterator
from datetime import time

import filmed
import pytest
import walks
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone
from plan_cast import make_report

from clinics.models import AuditEvent, OpeningHours, Weekday
from exercises.following.diary import hold_back
from exercises.models import ExerciseHold, Plan, RunningLine
from exercises.plan.drafting import draft_from_report
from exercises.plan.inputs import Answers
from exercises.plan.versions import activate, revise
from gait.review import signing

pytestmark = pytest.mark.django_db


@pytest.fixture
def treated(pat, ines, north, done) -> Plan:
    """Measured, signed, with a plan that was revised once and a draft nobody has handed over."""
    OpeningHours.objects.create(clinic=north, weekday=Weekday.MONDAY, opens=time(8), closes=time(17))
    signing.sign(done, ines, summary="Right stance: left side of the pelvis drops 9.0° ± 1.2°.", kept=[])
    _, draft = draft_from_report(make_report(pat, ines), ines, Answers())
    plan = activate(revise(activate(draft, ines), ines), ines)
    revise(plan, ines)
    return plan


@pytest.fixture
def everything(treated, as_ines, pat) -> list[dict]:
    answer = as_ines.get(reverse("api_fhir_everything", args=[pat.pk]))
    assert answer.headers["Content-Type"] == "application/fhir+json"
    bundle = answer.json()
    assert (bundle["resourceType"], bundle["type"], bundle["total"]) == ("Bundle", "searchset", len(bundle["entry"]))
    return [entry["resource"] for entry in bundle["entry"]]


def of_kind(resources: list[dict], kind: str) -> list[dict]:
    return [each for each in resources if each["resourceType"] == kind]


def references(node: object) -> Iterator[str]:
    if isinstance(node, dict):
        for name, value in node.items():
            yield from [value] if name == "reference" else references(value)
    elif isinstance(node, list):
        for value in node:
            yield from references(value)


def empties(node: object) -> Iterator[object]:
    """FHIR knows no empty strings, lists, objects or nulls."""
    if node in ("", [], {}) or node is None:
        yield node
    for value in node.values() if isinstance(node, dict) else node if isinstance(node, list) else ():
        yield from empties(value)


def test_every_kind_is_there(everything):
    kinds = {each["resourceType"] for each in everything}
    assert kinds == {"Patient", "Organization", "Location", "Practitioner", "Consent", "Observation",
                     "DiagnosticReport", "Provenance", "CarePlan"}  # fmt: skip


def test_every_reference_leads_to_a_resource_of_the_bundle(everything):
    there = {f"{each['resourceType']}/{each['id']}" for each in everything}
    assert len(there) == len(everything)
    assert set(references(everything)) <= there
    assert len(set(references(everything))) >= 8


def test_full_addresses_end_in_what_references_say(treated, as_ines, pat):
    entries = as_ines.get(reverse("api_fhir_everything", args=[pat.pk])).json()["entry"]
    assert all(
        entry["fullUrl"].endswith(f"/fhir/{entry['resource']['resourceType']}/{entry['resource']['id']}")
        for entry in entries
    )


def test_no_element_is_empty(everything):
    assert not list(empties(everything))


def test_ids_are_of_the_form_that_fhir_allows(everything):
    allowed = set("abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789-.")
    assert all(set(each["id"]) <= allowed and len(each["id"]) <= 64 for each in everything)


def test_each_side_has_its_drop_and_interval(everything):
    signed = [each for each in of_kind(everything, "Observation") if "9.0°" in each["note"][0]["text"]]
    (right,) = signed
    assert right["note"][0]["text"].startswith("Right stance: left side of the pelvis drops")
    drop, interval, strides, *_ = right["component"]
    assert drop["valueQuantity"] == {
        "value": 9.0, "unit": "degrees", "system": "http://unitsofmeasure.org", "code": "deg",
    }  # fmt: skip
    assert (interval["valueRange"]["low"]["value"], interval["valueRange"]["high"]["value"]) == (7.8, 10.2)
    assert strides["valueInteger"] == 9
    assert right["bodySite"]["text"] == "Right"


def test_the_swing_in_all_has_an_observation_of_its_own(everything):
    swings = [each for each in of_kind(everything, "Observation") if each["id"].endswith("-excursion")]
    assert len(swings) == len(of_kind(everything, "DiagnosticReport"))
    swing = swings[0]
    assert swing["valueQuantity"]["value"] == 13.0
    interval, strides, confidence = swing["component"]
    assert (interval["valueRange"]["low"]["value"], interval["valueRange"]["high"]["value"]) == (11.2, 14.8)
    assert strides["valueInteger"] == 18
    assert confidence["valueString"] in {"A", "B"}
    assert "13.0° ± 1.8°" in swing["note"][0]["text"]
    assert "bodySite" not in swing


def test_a_side_that_cannot_be_told_has_no_number(as_ines, ines, pat, pats_walk):
    run = walks.done_run(pats_walk, walks.without_answer())
    signing.sign(run, ines, summary="Film again.", kept=[])
    entries = as_ines.get(reverse("api_fhir_search", args=["Observation"]), {"patient": pat.pk}).json()["entry"]
    assert len(entries) == 2
    for entry in entries:
        drop, interval, *_ = entry["resource"]["component"]
        assert "valueQuantity" not in drop
        assert "valueRange" not in interval
        assert drop["dataAbsentReason"]["coding"][0]["code"] == "unknown"
        assert "cannot tell" in entry["resource"]["note"][0]["text"]


def test_nothing_unsigned_and_no_draft_leaves(as_ines, ines, pat, pats_walk):
    walks.done_run(pats_walk)
    draft_from_report(make_report(pat, ines), ines, Answers())
    text = as_ines.get(reverse("api_fhir_everything", args=[pat.pk])).content.decode()
    assert text.count('"DiagnosticReport"') == 1
    assert "CarePlan" not in text


def test_a_plan_says_what_how_much_and_how_often(everything, treated):
    active, replaced = sorted(of_kind(everything, "CarePlan"), key=lambda each: each["status"])
    assert (active["status"], replaced["status"]) == ("active", "revoked")
    assert active["replaces"] == [{"reference": f"CarePlan/{replaced['id']}"}]
    every = [activity["detail"] for activity in active["activity"]]
    details = every[: treated.items.count()]
    assert [detail["code"]["text"] for detail in details] == [item.exercise.name for item in treated.items.all()]
    for detail, item in zip(details, treated.items.all(), strict=True):
        assert detail["scheduledTiming"]["repeat"]["frequency"] == item.days_per_week
        assert (detail["kind"], detail["status"]) == ("ServiceRequest", "in-progress")
        assert detail["reasonCode"][0]["text"] == item.reason


def test_the_running_line_is_an_activity_of_the_plan(as_ines, treated, pat):
    line = treated.running
    RunningLine.objects.filter(pk=line.pk).update(target_spm=168, cadence_spm=160, start_step=2)
    everything = as_ines.get(reverse("api_fhir_search", args=["CarePlan"]), {"patient": pat.pk}).json()["entry"]
    (active,) = [each["resource"] for each in everything if each["resource"]["status"] == "active"]
    quicker, load = [activity["detail"] for activity in active["activity"]][-2:]
    assert quicker["description"].startswith("168 steps a minute (measured: 160), 8 sessions: 10 min")
    assert load["description"] == "From step 2 of 6: run 2 min and walk 2 min, 6 times."
    assert {quicker["status"], load["status"]} == {"in-progress"}
    RunningLine.objects.filter(pk=line.pk).update(target_spm=None, start_step=0)
    everything = as_ines.get(reverse("api_fhir_search", args=["CarePlan"]), {"patient": pat.pk}).json()["entry"]
    (active,) = [each["resource"] for each in everything if each["resource"]["status"] == "active"]
    last = active["activity"][-1]["detail"]
    assert (last["description"], last["status"]) == ("No running for now.", "on-hold")
    assert len(active["activity"]) == treated.items.count() + 1


def test_a_resting_exercise_is_on_hold(as_ines, treated, pat):
    hold_back(treated.items.first(), ExerciseHold.Because.PAIN)
    entries = as_ines.get(reverse("api_fhir_search", args=["CarePlan"]), {"patient": pat.pk}).json()["entry"]
    (active,) = [entry["resource"] for entry in entries if entry["resource"]["status"] == "active"]
    assert [each["detail"]["status"] for each in active["activity"]].count("on-hold") == 1


def test_a_record_is_in_english_whatever_the_caller_prefers(as_ines, treated, pat):
    address = reverse("api_fhir_everything", args=[pat.pk])
    assert as_ines.get(address, headers={"Accept-Language": "es"}).json() == as_ines.get(address).json()


def test_hours_consent_and_signature_are_told(everything, ines):
    (location,) = of_kind(everything, "Location")
    assert location["hoursOfOperation"] == [
        {"daysOfWeek": ["mon"], "openingTime": "08:00:00", "closingTime": "17:00:00"}
    ]
    (consent,) = of_kind(everything, "Consent")
    assert (consent["status"], consent["provision"]["type"]) == ("active", "permit")
    (practitioner,) = of_kind(everything, "Practitioner")
    assert practitioner["name"] == [{"text": "Ines Tester"}]
    signed = [each["agent"][0]["who"] for each in of_kind(everything, "Provenance")]
    assert {who["reference"] for who in signed} == {f"Practitioner/{ines.pk}"}


def test_an_export_leaves_a_trace(as_ines, treated, pat):
    as_ines.get(reverse("api_fhir_patient", args=[pat.pk]))
    last = AuditEvent.objects.first()
    assert (last.action, last.record_kind, last.patient_id) == ("exported", "patients.patient", str(pat.pk))


def test_a_refusal_is_an_operation_outcome(as_omar, as_ines, pat):
    refused = as_omar.get(reverse("api_fhir_everything", args=[pat.pk]))
    assert (refused.status_code, refused.json()["resourceType"]) == (404, "OperationOutcome")
    assert refused.json()["issue"][0]["code"] == "not-found"
    unasked = as_ines.get(reverse("api_fhir_search", args=["Observation"]))
    assert (unasked.status_code, unasked.json()["issue"][0]["code"]) == (400, "invalid")
    assert as_ines.get(reverse("api_fhir_search", args=["Medication"]), {"patient": pat.pk}).status_code == 404
    assert as_ines.get(reverse("api_fhir_search", args=["Observation"]), {"patient": "%00"}).status_code == 400


def test_a_search_finds_nothing_of_another_clinics_patient(as_omar, treated, pat):
    for kind in ("Patient", "Observation", "Organization", "Practitioner"):
        assert as_omar.get(reverse("api_fhir_search", args=[kind]), {"patient": pat.pk}).status_code == 404


def test_the_capability_statement_names_what_can_be_searched(as_ines, treated, pat):
    statement = as_ines.get(reverse("api_fhir_metadata")).json()
    assert statement["fhirVersion"] == "4.0.1"
    for each in statement["rest"][0]["resource"]:
        answer = as_ines.get(reverse("api_fhir_search", args=[each["type"]]), {"patient": pat.pk})
        assert (answer.status_code, answer.json()["total"] > 0) == (200, True), each["type"]


def test_a_longer_history_needs_no_more_queries(as_ines, ines, treated, pat):
    address = reverse("api_fhir_everything", args=[pat.pk])
    counts = []
    for _ in range(2):
        with CaptureQueriesContext(connection) as queries:
            as_ines.get(address)
        counts.append(len(queries))
        for _ in range(3):
            signing.sign(walks.done_run(filmed.assessment(pat, ines)), ines, summary="Again.", kept=[])
    assert counts[0] == counts[1] <= 26


def test_scores_leave_as_totals_on_their_scale(as_ines, ines, treated, pat):
    kept = pat.outcome_scores.create(instrument="lefs", wording="paper", total=41, entered_by=ines)
    pat.outcome_scores.create(instrument="groc", wording="scale", total=-3, struck_out_at=timezone.now())
    bundle = as_ines.get(reverse("api_fhir_everything", args=[pat.pk])).json()
    scores = [each["resource"] for each in bundle["entry"] if each["resource"]["id"].startswith("score-")]
    assert [each["id"] for each in scores] == [f"score-{kept.pk}"]
    (score,) = scores
    assert score["valueQuantity"] == {"value": 41, "unit": "points"}
    assert (score["referenceRange"][0]["high"]["value"], score["note"][0]["text"]) == (80, "41/80")
    assert score["method"]["text"] == "The instrument's own form"
