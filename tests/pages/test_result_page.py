import filmed
import pytest
import walks
from django.urls import reverse

from clinics.models import AuditEvent
from gait.models import Analysis, SignedReport
from gait.review.signing_form import SigningForm
from gait.review.signing_words import kept as kept_words


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


def on_screen(client, analysis):
    """What the form above the signature holds as a tab shows it, hidden fields too."""
    page = client.get(reverse("assessment", args=[analysis.recording.assessment_id]))
    form = SigningForm(analysis, words=kept_words(analysis, page.wsgi_request.user))
    shown = {field.html_name: field.value() for field in form}
    initials = {field.html_initial_name: field.value() for field in form if field.field.show_hidden_initial}
    return {name: value for name, value in {**shown, **initials}.items() if value not in {None, False}}


def test_a_stale_tab_takes_away_nothing_that_another_tab_typed(client, ines, walked):
    client.force_login(ines)
    stale, kept_at = on_screen(client, walked), reverse("signing_words", args=[walked.pk])
    typed = "Marked trunk lean to the right, antalgic."
    client.post(kept_at, on_screen(client, walked) | {"summary": typed})
    client.post(kept_at, stale | {"retest_on": "2030-01-07"})
    assert kept_words(walked, ines) | {"run": ""} == {"summary": typed, "retest_on": "2030-01-07", "run": ""}
    client.post(kept_at, on_screen(client, walked) | {"summary": stale["summary"]})
    assert "summary" not in kept_words(walked, ines), "what is as proposed again is kept no longer"


def test_a_stale_tab_does_not_sign_over_what_another_tab_typed(client, ines, walked):
    client.force_login(ines)
    stale = on_screen(client, walked)
    typed = "Marked trunk lean to the right, antalgic."
    client.post(reverse("signing_words", args=[walked.pk]), on_screen(client, walked) | {"summary": typed})
    refused = client.post(reverse("analysis_sign", args=[walked.pk]), stale | {"is_checked": "on"})
    assert refused.status_code == 422
    assert typed in refused.content.decode()
    assert not SignedReport.objects.exists()
    assert kept_words(walked, ines)["summary"] == typed
    seen = on_screen(client, walked)
    assert client.post(reverse("analysis_sign", args=[walked.pk]), seen | {"is_checked": "on"}).status_code == 302
    assert SignedReport.objects.get().summary == typed


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
