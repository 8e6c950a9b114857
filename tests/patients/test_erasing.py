"""After an erasure nothing of the person is left: no row, no file, no mail, no draft. Nobody else loses anything."""

from pathlib import Path

import filmed
import pytest
from django.apps import apps
from django.db import models
from django.urls import reverse
from django.utils import timezone
from signed_in import signed_in_cookies
from world import one_of_everything

from clinics.audit import record_event
from clinics.audit.chain import first_trouble
from clinics.models import AuditEvent, OutboxMail, UnsavedWork
from gait import storage
from gait.intake.partial_uploads import partial_upload
from gait.models import Recording, SignedReport
from gait.queue.sweep import sweep
from gait.review import signing
from patients import erasing, records
from patients.erasing import CannotErase, erase_again, erase_person
from patients.models import Erasure, Patient

OURS = ("clinics", "patients", "gait", "exercises")


@pytest.fixture
def world(north, south, ines, pat) -> dict[str, object]:
    """Everything that a person can have, and a second record of the same person that was merged."""
    Patient.objects.filter(pk=pat.pk).update(email="pat@home.test")
    pat.refresh_from_db()
    made = one_of_everything(north, south, ines, pat)
    records.merge(Patient.objects.get(pk=made["same_patient"]), into=pat)
    OutboxMail.objects.create(clinic=north, kind="reminder", recipient="Pat@home.test")
    UnsavedWork.objects.create(
        user=ines, page=f"/analysis/{made['analysis']}/", form="sign", fields={"summary": {"typed": "Pat limps"}}
    )
    return made


def rows_by_model() -> dict[type[models.Model], set[object]]:
    every = [model for app in OURS for model in apps.get_app_config(app).get_models(include_auto_created=True)]
    return {model: set(model._base_manager.values_list("pk", flat=True)) for model in every}


def words_left() -> str:
    """Every text that any row still holds."""
    told = []
    for model in rows_by_model():
        for row in model._base_manager.values():
            told.append(" ".join(str(value) for value in row.values()))
    return "\n".join(told)


def test_nothing_of_the_person_is_left(world, pat, ines, django_capture_on_commit_callbacks):
    assert "pat@home.test" in words_left()
    folders = [storage.recording_folder(pk) for pk in Recording.objects.values_list("pk", flat=True)]
    for folder in folders:
        folder.mkdir(parents=True, exist_ok=True)
        (folder / "original.bin").write_bytes(b"film")
    upload = partial_upload(ines, filmed.assessment(pat, ines), "walk.mp4", 10, "1")
    upload.path.write_bytes(b"half")
    known = rows_by_model()
    assert all(known[model] for model in erasing.rows_that_hang_on(pat))
    with django_capture_on_commit_callbacks(execute=True):
        erasure = erase_person(pat, by=ines, because="Asked for by the patient")
    left = words_left().lower()
    assert "pat@home.test" not in left and "limps" not in left and "arms folded" not in left
    assert not Patient.objects.filter(pk__in=[pat.pk, world["same_patient"]]).exists()
    assert not any(folder.exists() for folder in folders)
    assert not upload.path.exists()
    naming = {(model, pk) for model in rows_by_model() for pk in erasing.rows_that_hang_on(pat).get(model, ())}
    assert naming <= {(Patient, pat.pk)}
    assert erasure.counts["recording"] >= 1


def test_the_certificate_names_nobody(world, pat, ines):
    erasure = erase_person(pat, by=ines, because="Asked for by the patient")
    told = str(Erasure.objects.filter(pk=erasure.pk).values().get())
    assert pat.last_name not in told and "pat@home.test" not in told
    assert erasure.counts["signed report"] == 1


def test_others_lose_nothing(world, pat, sol, omar):
    run = filmed.run_of(filmed.assessment(sol, omar), status="done", result=filmed.REPORT, finished_at=timezone.now())
    signing.sign(run, omar, summary="As seen.", kept=[])
    before = rows_by_model()
    going = erasing.rows_that_hang_on(pat)
    erase_person(pat, by=None, because="Asked for")
    after = rows_by_model()
    for model, pks in before.items():
        if model not in (OutboxMail, UnsavedWork, Erasure):
            assert pks - after[model] == going.get(model, set()), model
    assert SignedReport.objects.get().analysis == run


def test_the_trail_keeps_the_id_and_holds(north, pat, ines):
    record_event("viewed", pat, clinic=north, patient_id=pat.pk)
    erase_person(pat, by=ines, because="Asked for")
    assert AuditEvent.objects.filter(patient_id=str(pat.pk)).exists()
    assert first_trouble() is None


def test_a_record_on_legal_hold_stays(pat, ines):
    Patient.objects.filter(pk=pat.pk).update(held_because="Request of the court")
    pat.refresh_from_db()
    with pytest.raises(CannotErase, match="Request of the court"):
        erase_person(pat, by=ines, because="Asked for")
    assert Patient.objects.filter(pk=pat.pk).exists()


def test_a_worker_that_was_still_writing_brings_nothing_back(pat, ines, django_capture_on_commit_callbacks):
    recording = filmed.run_of(filmed.assessment(pat, ines)).recording
    with django_capture_on_commit_callbacks(execute=True):
        erase_person(pat, by=ines, because="Asked for")
    late: Path = storage.recording_folder(recording.pk) / "results" / "late" / "token"
    late.mkdir(parents=True)
    (late / "proxy.mp4").write_bytes(b"film")
    sweep()
    assert not storage.recording_folder(recording.pk).exists()


def test_whom_a_backup_brings_back_goes_again(pat, north, ines, django_capture_on_commit_callbacks):
    with django_capture_on_commit_callbacks(execute=True):
        erase_person(pat, by=ines, because="Asked for")
    Patient.objects.create(
        pk=pat.pk, clinic=north, first_name="Pat", last_name="Example", birth_date=pat.birth_date
    )  # as a backup holds it
    assert erase_again() == 1
    assert erase_again() == 0
    assert erasing.outside().stat().st_mode & 0o077 == 0


class TestPage:
    @pytest.fixture
    def desk(self, client, ines):
        client.cookies = signed_in_cookies(ines)
        return client

    def test_it_says_what_goes_and_erases_after_the_name_is_typed(self, desk, pat, world):
        address = reverse("patient_erase", args=[pat.pk])
        assert "Recording" in desk.get(address).text
        wrong = desk.post(address, {"because": "Asked for", "last_name": "Other", "law_allows_it": "on"})
        assert wrong.status_code == 422 and "Nothing was erased" in wrong.text
        silent = desk.post(address, {"because": "Asked for", "last_name": pat.last_name})
        assert silent.status_code == 422 and Patient.objects.filter(pk=pat.pk).exists()
        done = desk.post(address, {"because": "Asked for", "last_name": pat.last_name.upper(), "law_allows_it": "on"})
        assert done.status_code == 302 and not Patient.objects.filter(pk=pat.pk).exists()
        certificate = desk.get(done.headers["Location"]).text
        assert "Certificate of erasure" in certificate and pat.last_name not in certificate
        assert AuditEvent.objects.filter(action="deleted", patient_id=str(pat.pk)).exists()

    def test_who_signed_in_long_ago_types_the_password_again(self, client, ines, pat):
        client.force_login(ines)
        answer = client.get(reverse("patient_erase", args=[pat.pk]))
        assert answer.status_code == 302 and reverse("account_reauthenticate") in answer.headers["Location"]

    def test_a_hold_is_put_and_lifted(self, desk, pat):
        desk.post(reverse("patient_hold", args=[pat.pk]), {"because": "Case 17"})
        page = desk.get(reverse("patient_erase", args=[pat.pk])).text
        assert "Case 17" in page and "Erase for good" not in page
        desk.post(reverse("patient_hold", args=[pat.pk]), {"because": ""})
        assert "Erase for good" in desk.get(reverse("patient_erase", args=[pat.pk])).text

    def test_past_its_time_a_record_needs_no_word_about_the_law(self, desk, pat):
        Patient.objects.filter(pk=pat.pk).update(archived_at=timezone.now().replace(year=2000))
        done = desk.post(
            reverse("patient_erase", args=[pat.pk]), {"because": "Past its time", "last_name": pat.last_name}
        )
        assert done.status_code == 302 and not Patient.objects.filter(pk=pat.pk).exists()
