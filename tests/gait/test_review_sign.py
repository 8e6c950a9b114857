import filmed
import pytest
import walks

from clinics.models import AuditEvent
from gait.models import AlreadySigned, Analysis, SignedReport
from gait.result.conventions import Confidence
from gait.result.result import Finding
from gait.review import signing


@pytest.fixture
def walked(pats_walk) -> Analysis:
    return walks.done_run(pats_walk)


def keep_all(analysis):
    return [signing.Kept(each, each.text) for each in analysis.findings.all()]


def test_it_fixes_what_was_measured_under_name_and_time(walked, ines):
    report = signing.sign(walked, ines, summary=" Left side drops. ", kept=keep_all(walked))
    assert report.signed_name == "Ines Tester, PT"
    assert report.summary == "Left side drops."
    assert report.content["sides"]["right"]["pelvic_drop_deg"] == 9.0
    assert report.content["pipeline_version"] == "test"
    assert report.content["video_sha256"] == walked.recording.sha256
    assert [each["code"] for each in report.content["findings"]] == ["PELVIC_DROP"]


def test_a_finding_about_both_sides_is_signed_too(pats_walk, ines):
    both = Finding("SIDE_DIFFERENCE", None, "More on the right.", "asymmetry-1", ())
    run = walks.done_run(pats_walk, walks.found(findings=(both,)))
    report = signing.sign(run, ines, summary="Seen.", kept=keep_all(run))
    assert [(each.side, each.text) for each in report.found.findings] == [(None, "More on the right.")]


def test_it_keeps_the_machines_words_beside_the_therapists(walked, ines):
    kept = [signing.Kept(walked.findings.get(), "Mild, seen at the end of the day only.")]
    finding = signing.sign(walked, ines, summary="Seen.", kept=kept).content["findings"][0]
    assert finding["text"] == "Mild, seen at the end of the day only."
    assert finding["proposed_text"] == "Right stance."


def test_it_records_findings_that_were_dropped(walked, ines):
    content = signing.sign(walked, ines, summary="Not convincing.", kept=[]).content
    assert content["findings"] == []
    assert [each["code"] for each in content["findings_dropped"]] == ["PELVIC_DROP"]


def test_it_writes_one_audit_event(walked, ines, pat):
    report = signing.sign(walked, ines, summary="Seen.", kept=[])
    event = AuditEvent.objects.get(action=AuditEvent.Action.SIGNED)
    assert event.record_id == str(report.pk)
    assert event.patient_id == str(pat.pk)


def test_it_cannot_be_signed_twice(walked, ines):
    signing.sign(walked, ines, summary="Seen.", kept=[])
    with pytest.raises(signing.CannotSign, match="already signed"):
        signing.sign(walked, ines, summary="Seen again.", kept=[])
    assert SignedReport.objects.count() == 1


def test_it_refuses_a_run_that_is_not_finished(pats_walk, ines):
    with pytest.raises(signing.CannotSign, match="finished"):
        signing.sign(filmed.run_of(pats_walk), ines, summary="Seen.", kept=[])


def test_it_refuses_empty_words(walked, ines):
    with pytest.raises(signing.CannotSign, match="summary"):
        signing.sign(walked, ines, summary="  \n", kept=[])


def test_it_refuses_a_finding_of_another_run(walked, pats_walk, ines):
    other = walks.done_run(pats_walk)
    with pytest.raises(signing.CannotSign, match="another analysis"):
        signing.sign(walked, ines, summary="Seen.", kept=keep_all(other))


def test_a_clip_of_confidence_c_is_signed_without_a_grade(pats_walk, ines):
    run = walks.done_run(pats_walk, walks.found(confidence=Confidence.C))
    assert signing.proposed_summary(run) == ""
    content = signing.sign(run, ines, summary="I see a drop to the left by eye.", kept=[]).content
    assert [side["grade"] for side in content["sides"].values()] == [None, None]


def test_a_signed_report_is_never_changed_or_deleted(walked, ines):
    report = signing.sign(walked, ines, summary="Seen.", kept=[])
    report.summary = "Something else."
    for change in (
        report.save,
        report.delete,
        SignedReport.objects.all().delete,
        lambda: SignedReport.objects.update(summary="Else."),
    ):
        with pytest.raises(AlreadySigned):
            change()
    assert SignedReport.objects.get().summary == "Seen."


def test_a_later_change_of_the_run_does_not_reach_the_report(walked, ines):
    report = signing.sign(walked, ines, summary="Seen.", kept=keep_all(walked))
    walked.findings.update(text="Reworded afterwards.")
    Analysis.objects.filter(pk=walked.pk).update(result=walks.without_answer().as_json())
    report.refresh_from_db()
    assert report.content["sides"]["right"]["pelvic_drop_deg"] == 9.0
    assert report.content["findings"][0]["text"] == "Right stance."
