import filmed
import pytest
import walks
from django.urls import reverse

from clinics.models import AuditEvent
from gait.models import Analysis, SignedReport


@pytest.fixture
def walked(pat, ines) -> Analysis:
    return walks.done_run(filmed.assessment(pat, ines))


def page_of(client, analysis):
    return client.get(reverse("assessment", args=[analysis.recording.assessment_id])).content.decode()


def sign(client, analysis, **answers):
    finding = analysis.findings.first()
    kept = {f"keep_{finding.pk}": "on", f"text_{finding.pk}": finding.text} if finding else {}
    data = {"summary": "A clear drop of the left side.", "is_checked": "on", **kept, **answers}
    return client.post(reverse("analysis_sign", args=[analysis.pk]), data)


def test_the_verdict_of_each_side_is_on_the_page(client, ines, walked):
    client.force_login(ines)
    page = page_of(client, walked)
    assert "Right stance: left side of the pelvis drops 9.0° ± 1.2° (9 strides)." in page
    assert "Left stance: right side of the pelvis drops 4.0° ± 1.2° (9 strides)." in page
    assert "The edge of the shorts or waistband" in page
    assert "The stance is cut by the start or end of the clip or by a gap." in page


def test_a_clip_without_an_answer_shows_no_degrees_of_the_pelvis(client, ines, pat):
    client.force_login(ines)
    page = page_of(client, walks.done_run(filmed.assessment(pat, ines), walks.without_answer()))
    assert "cannot tell from this clip" in page
    assert "not a measurement" in page
    assert "no mean to draw" in page


def test_signing_fixes_the_result_and_leads_to_the_plan(client, ines, walked):
    client.force_login(ines)
    response = sign(client, walked)
    assert response.status_code == 302
    report = SignedReport.objects.get()
    page = client.get(response.url).content.decode()
    assert "Signed by Ines Tester, PT" in page
    assert reverse("plan_draft", args=[report.pk]) in page
    assert AuditEvent.objects.filter(action=AuditEvent.Action.SIGNED, actor=ines).count() == 1


def test_the_therapist_rewords_and_drops_findings(client, ines, walked):
    client.force_login(ines)
    finding = walked.findings.get()
    sign(client, walked, **{f"text_{finding.pk}": "Only when tired."})
    assert SignedReport.objects.get().content["findings"][0]["text"] == "Only when tired."


@pytest.mark.parametrize("missing", ["summary", "is_checked"])
def test_it_is_not_signed_without(client, ines, walked, missing):
    client.force_login(ines)
    response = sign(client, walked, **{missing: ""})
    assert response.status_code == 422
    assert not SignedReport.objects.exists()


def test_a_second_signature_is_refused_with_a_sentence(client, ines, walked):
    client.force_login(ines)
    sign(client, walked)
    response = sign(client, walked)
    assert response.status_code == 422
    assert "This analysis is already signed." in response.content.decode()


def test_a_clip_without_a_grade_needs_own_words(client, ines, pat):
    client.force_login(ines)
    run = walks.done_run(filmed.assessment(pat, ines), walks.without_answer())
    assert sign(client, run, summary="ok").status_code == 422
    assert sign(client, run, summary="By eye the left side drops a little.").status_code == 302
    assert SignedReport.objects.get().content["sides"]["right"]["grade"] is None


def test_another_clinics_therapist_finds_nothing(client, omar, walked):
    client.force_login(omar)
    assert sign(client, walked).status_code == 404
    assert not SignedReport.objects.exists()


def test_an_admin_does_not_sign(client, dana, walked):
    client.force_login(dana)
    assert sign(client, walked).status_code == 403
    assert not SignedReport.objects.exists()


def test_a_run_under_way_is_not_signed(client, ines, pat):
    client.force_login(ines)
    run = filmed.run_of(filmed.assessment(pat, ines))
    assert client.post(reverse("analysis_sign", args=[run.pk])).status_code == 404
