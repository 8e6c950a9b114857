import filmed
import pytest
import walks
from django.urls import reverse

from clinics.models import AuditEvent
from gait.models import SignedReport
from gait.review import signing


@pytest.fixture
def report(pat, ines) -> SignedReport:
    run = walks.done_run(filmed.assessment(pat, ines))
    return signing.sign(
        run, ines, summary="A drop to the left.", kept=[signing.Kept(run.findings.get(), "Clear drop.")]
    )


def test_the_report_shows_what_was_signed(client, ines, report):
    client.force_login(ines)
    page = client.get(reverse("report", args=[report.pk])).content.decode()
    assert "Right stance: left side of the pelvis drops 9.0° ± 1.2° (9 strides)." in page
    assert "A drop to the left." in page
    assert "Clear drop." in page
    assert "Ines Tester, PT" in page
    assert "Single-camera estimate" in page
    assert str(report.pk) in page


def test_reading_a_report_is_audited(client, ines, report):
    client.force_login(ines)
    client.get(reverse("report", args=[report.pk]))
    assert AuditEvent.objects.filter(action=AuditEvent.Action.VIEWED, record_id=str(report.pk), actor=ines).exists()


@pytest.mark.parametrize("name", ["series.csv", "stances.csv", "result.json"])
def test_the_numbers_leave_as_files_without_a_name(client, ines, report, name):
    client.force_login(ines)
    response = client.get(reverse("analysis_export", args=[report.analysis_id, name]))
    assert response.status_code == 200
    assert response["Content-Disposition"] == f'attachment; filename="stance-{str(report.analysis_id)[:8]}-{name}"'
    assert "Pat" not in response.content.decode()
    assert AuditEvent.objects.filter(action=AuditEvent.Action.EXPORTED, actor=ines).count() == 1


def test_an_unknown_file_is_not_there(client, ines, report):
    client.force_login(ines)
    assert client.get(reverse("analysis_export", args=[report.analysis_id, "secret.txt"])).status_code == 404


def test_another_clinic_finds_neither_report_nor_numbers(client, omar, report):
    client.force_login(omar)
    assert client.get(reverse("report", args=[report.pk])).status_code == 404
    assert client.get(reverse("analysis_export", args=[report.analysis_id, "result.json"])).status_code == 404
