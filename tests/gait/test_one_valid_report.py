"""One valid report per clip: only the newest run is signed, and a second signature takes the place of the first."""

import filmed
import pytest
import walks
from django.db import IntegrityError, transaction
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from exercises.fhir.resources import everything_about
from exercises.models import Plan
from gait.models import Analysis, Finding, SignedReport, SigningWords
from gait.review import signing
from gait.review.signing_form import SigningForm

CHANGE = {
    "id": "a1", "kind": "stance", "by": "Omar Tester, PT", "at": "2026-11-30T06:50:00+00:00", "rightward": 1,
    "what": {"side": "right", "at_s": 2.4, "used": False, "reason": "stumble"},
}  # fmt: skip


@pytest.fixture
def first_run(pat, ines) -> Analysis:
    return walks.done_run(filmed.assessment(pat, ines))


def corrected(run: Analysis, **facts: object) -> Analysis:
    """A newer run of the same clip, with one stance left out."""
    hints = {"base": str(run.pk), "changes": [CHANGE]}
    newer = Analysis.objects.create(
        recording=run.recording,
        hints=hints,
        **{"status": "done", "result": walks.found().as_json(), "pipeline_version": "test"} | facts,
    )
    for each in run.findings.all():
        Finding.objects.create(analysis=newer, position=each.position, code=each.code, side=each.side, text=each.text)
    return newer


def statuses_in_fhir(run: Analysis) -> dict[str, str]:
    patient = run.recording.assessment.patient
    return {
        str(each["id"]): each["status"]
        for each in everything_about(patient)
        if each["resourceType"] == "DiagnosticReport"
    }


def form_of(run: Analysis, **fields: object) -> dict[str, object]:
    findings = {f"keep_{each.pk}": "on" for each in run.findings.all()}
    findings |= {f"text_{each.pk}": each.text for each in run.findings.all()}
    return {"summary": "What I saw and typed.", "retest_on": "", "is_checked": "on", **findings, **fields}


def sign_url(run: Analysis) -> str:
    return reverse("analysis_sign", args=[run.pk])


@pytest.fixture
def desk(ines) -> Client:
    client = Client()
    client.force_login(ines)
    return client


def test_a_page_that_is_no_longer_the_newest_does_not_sign(desk, first_run):
    newer = corrected(first_run)
    response = desk.post(sign_url(first_run), form_of(first_run))
    assert response.status_code == 422
    assert "the clip was worked out anew at" in response.text
    assert "Right stance at 2.4 s left out" in response.text and "Omar Tester, PT" in response.text
    assert f"?run={newer.pk}" in response.text
    assert not SignedReport.objects.exists()


def test_what_was_typed_there_waits_at_the_newest_run(desk, first_run, ines):
    newer = corrected(first_run)
    finding = first_run.findings.get()
    desk.post(sign_url(first_run), form_of(first_run, **{f"text_{finding.pk}": "My own finding."}))
    page = desk.get(f"{first_run.recording.assessment.get_absolute_url()}?run={newer.pk}").text
    assert "What I saw and typed." in page
    assert "My own finding." in page
    assert "Check every number in them." in page
    desk.post(sign_url(newer), form_of(newer))
    assert SignedReport.objects.get().analysis == newer
    assert not SigningWords.objects.exists()


def test_a_proposal_that_comes_back_as_browsers_send_it_is_nobodys_own_words(desk, first_run):
    """With a carriage return in each line end; kept as words, it would stand above the next run with old numbers."""
    proposed = signing.proposed_summary(first_run)
    assert "\n" in proposed
    fields = form_of(
        first_run, summary=proposed.replace("\n", "\r\n"), retest_on=str(SigningForm(first_run)["retest_on"].value())
    )
    del fields["is_checked"]
    assert desk.post(sign_url(first_run), fields).status_code == 422
    assert not SigningWords.objects.exists()


def test_no_carriage_return_is_sealed_or_kept(desk, first_run):
    fields = form_of(first_run, summary="One line.\r\nAnother.")
    desk.post(sign_url(first_run), {name: value for name, value in fields.items() if name != "is_checked"})
    assert SigningWords.objects.get().words["summary"] == "One line.\nAnother."
    desk.post(sign_url(first_run), fields)
    assert SignedReport.objects.get().summary == "One line.\nAnother."


def test_a_day_to_film_again_that_has_two_readings_is_asked_about(desk, first_run):
    year = timezone.localdate().year + 1
    response = desk.post(sign_url(first_run), form_of(first_run, retest_on=f"03/04/{year}"))
    assert response.status_code == 422
    assert not SignedReport.objects.exists()


def test_it_waits_for_a_measurement_that_is_under_way(desk, first_run):
    corrected(first_run, status="queued", result=None)
    response = desk.post(sign_url(first_run), form_of(first_run))
    assert response.status_code == 422
    assert "being measured anew right now" in response.text


def test_a_failed_attempt_to_measure_anew_does_not_hold_it_up(desk, first_run):
    corrected(first_run, status="failed", result=None)
    assert desk.post(sign_url(first_run), form_of(first_run)).status_code == 302


@pytest.mark.parametrize(("withdraws", "then"), [(False, "amended"), (True, "entered-in-error")])
def test_a_second_signature_takes_the_place_of_the_first(desk, first_run, ines, withdraws, then):
    first = signing.sign(first_run, ines, summary="First.", kept=[])
    newer = corrected(first_run)
    fields = {"because": "The foot slipped.", **({"withdraws": "on"} if withdraws else {})}
    assert desk.post(sign_url(newer), form_of(newer, **fields)).status_code == 302
    second = SignedReport.objects.valid().get()
    assert second.replaces == first
    assert statuses_in_fhir(first_run) == {str(first.pk): then, str(second.pk): "final"}
    new_page = desk.get(reverse("report", args=[second.pk])).text
    assert "Replaces the report signed" in new_page and "The foot slipped." in new_page
    old_page = desk.get(reverse("report", args=[first.pk])).text
    assert reverse("report", args=[second.pk]) in old_page
    visit = first_run.recording.assessment.get_absolute_url()
    assert f"?run={newer.pk}" in desk.get(f"{visit}?run={first_run.pk}").text


def test_from_a_replaced_report_the_way_to_a_plan_leads_to_the_valid_one(desk, first_run, ines):
    first = signing.sign(first_run, ines, summary="First.", kept=[])
    visit = f"{first_run.recording.assessment.get_absolute_url()}?run={first_run.pk}"
    assert reverse("plan_draft", args=[first.pk]) in desk.get(visit).text
    second = signing.sign(corrected(first_run), ines, summary="Second.", kept=[])
    page = desk.get(visit).text
    assert reverse("plan_draft", args=[second.pk]) in page
    assert reverse("plan_draft", args=[first.pk]) not in page


def test_two_clips_of_one_visit_each_have_their_own_report(first_run, ines):
    other = walks.done_run(first_run.recording.assessment)
    signing.sign(first_run, ines, summary="First clip.", kept=[])
    signing.sign(other, ines, summary="Second clip.", kept=[])
    assert SignedReport.objects.valid().count() == 2


def test_a_plan_of_a_replaced_report_says_so(desk, first_run, ines):
    first = signing.sign(first_run, ines, summary="First.", kept=[])
    plan = Plan.objects.create(patient=first_run.recording.assessment.patient, report=first, drafted_by=ines)
    page = reverse("plan", args=[plan.pk])
    assert "was replaced" not in desk.get(page).text
    second = signing.sign(corrected(first_run), ines, summary="Second.", kept=[])
    assert "This plan was built on a report that was replaced" in desk.get(page).text
    assert reverse("report", args=[second.pk]) in desk.get(page).text


@pytest.mark.parametrize("replaces_first", [False, True])
def test_the_database_holds_it_too(first_run, ines, replaces_first):
    first = signing.sign(first_run, ines, summary="First.", kept=[])
    signing.sign(corrected(first_run), ines, summary="Second.", kept=[])
    third = corrected(first_run)
    with pytest.raises(IntegrityError), transaction.atomic():
        SignedReport.objects.create(
            analysis=third, signed_by=ines, summary="Third.", content={}, replaces=first if replaces_first else None
        )
