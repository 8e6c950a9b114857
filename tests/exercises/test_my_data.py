"""What belongs to the patient: the download, the agreements, the list of who looked, the own picture."""

import json
from io import BytesIO
from uuid import uuid4
from zipfile import ZipFile

import cast
import pytest
import results
from django.test import Client

from clinics.models import AuditEvent, User
from exercises.following.attention import calls_for
from exercises.following.diary import log_done, log_pain
from exercises.models import Message, Plan, Reminder
from gait import storage
from gait.models import Analysis
from gait.result.conventions import Side
from gait.result.result import Stance
from patients import consent
from patients.models import Consent

KEYFRAME = b"\xff\xd8\xff\xe0jpeg"


@pytest.fixture
def pictured(plan: Plan) -> Plan:
    """The plan's clip with the pictures that an analysis leaves."""
    analysis = plan.report.analysis
    result = results.found(
        stances=(Stance(Side.RIGHT, 0.8, 1.4, peak_drop_deg=8.0, peak_s=1.0),),
        key_frames={Side.LEFT: None, Side.RIGHT: 1.0},
    ).as_json()
    Analysis.objects.filter(pk=analysis.pk).update(token=uuid4(), result=result)
    analysis.refresh_from_db()
    folder = storage.attempt_folder(analysis.recording_id, analysis.pk, analysis.token)
    folder.mkdir(parents=True)
    (folder / "keyframe_right.jpg").write_bytes(KEYFRAME)
    line = {"from_xy": [100, 210], "to_xy": [200, 200]}
    joints = {"left_hip": [110, 230], "right_hip": [190, 230]}
    overlay = {"lines": {"waistband": line}, "chosen": "waistband", "time_s": [1.0], "joints": joints}
    (folder / "overlay.json").write_text(json.dumps(overlay))
    return Plan.objects.select_related("report__analysis", "patient__clinic").get(pk=plan.pk)


def test_the_download_holds_what_was_signed_planned_and_logged(phone: Client, secret: str, plan: Plan, draft: Plan):
    item = plan.items.first()
    log_pain(log_done(item, plan.started_on), 2)
    data = json.loads(phone.get(f"/p/{secret}/data/my-data.json").content)
    assert data["signed_reports"][0]["summary"].startswith("Right stance")
    assert data["signed_reports"][0]["measurements"]["right"]["pelvic_drop_deg"] == 8.1
    assert data["plans"][0]["exercises"][0]["name"] == item.rung["name"]
    assert data["diary"][0]["pain_0_to_10"] == 2
    assert data["person"]["birth_date"] == "1990-04-02"
    assert "drafted_by" not in json.dumps(data)


def test_the_zip_can_be_read_by_people_and_programs(phone: Client, secret: str):
    answer = phone.get(f"/p/{secret}/data/my-data.zip")
    assert answer.headers["Content-Disposition"] == 'attachment; filename="my-data.zip"'
    with ZipFile(BytesIO(answer.content)) as archive:
        assert set(archive.namelist()) == {"my-data.html", "my-data.json"}
        page = archive.read("my-data.html").decode()
    assert "Right stance: left side of the pelvis drops 8.1° ± 2.0°." in page
    assert "<script" not in page
    assert AuditEvent.objects.filter(action="exported", actor_kind="patient").count() == 1


def test_another_form_does_not_exist(phone: Client, secret: str):
    assert phone.get(f"/p/{secret}/data/my-data.exe").status_code == 404


def test_drafts_stay_with_their_author(phone: Client, secret: str, plan: Plan, desk: Client):
    desk.post(f"/plans/{plan.pk}/revise/")
    assert len(json.loads(phone.get(f"/p/{secret}/data/my-data.json").content)["plans"]) == 1


def test_who_looked_is_told_by_role_place_and_time(phone: Client, secret: str, desk: Client, plan: Plan, ines: User):
    desk.get(f"/plans/{plan.pk}/")
    desk.get(f"/plans/{plan.pk}/")
    page = phone.get(f"/p/{secret}/data/").content.decode()
    assert page.count("A therapist, North: read it") == 1, "reading twice in an hour is one look"
    for secret_part in (ines.full_name, ines.email, str(plan.pk), str(plan.patient_id)):
        assert secret_part not in page


def test_a_look_of_the_patients_own_is_not_one(phone: Client, secret: str):
    phone.get(f"/p/{secret}/")
    assert "Nobody yet." in phone.get(f"/p/{secret}/data/").content.decode()


def test_taking_an_agreement_back_works_at_once_and_is_told(phone: Client, secret: str, plan: Plan, ines: User):
    given = plan.patient.consents.get()
    page = phone.get(f"/p/{secret}/data/").content.decode()
    assert "No new video is taken or measured." in page
    phone.post(f"/p/{secret}/data/{given.pk}/withdraw/")
    given.refresh_from_db()
    assert given.withdrawn_at is not None
    assert any("Took back the agreement" in call.why for call in calls_for(ines))
    assert AuditEvent.objects.filter(record_kind="patients.consent", actor_kind="patient").exists()


def test_somebody_elses_agreement_is_out_of_reach(phone: Client, secret: str, sol, omar: User):
    other = cast.consent(sol, omar)
    assert phone.post(f"/p/{secret}/data/{other.pk}/withdraw/").status_code == 404
    other.refresh_from_db()
    assert other.withdrawn_at is None


def test_taking_back_the_mails_stops_them(phone: Client, secret: str, plan: Plan, ines: User):
    given = consent.give(plan.patient, confirmed_by=ines, purpose=Consent.Purpose.MAIL)
    Reminder.objects.create(patient=plan.patient, email="pat@home.test", at="18:00")
    phone.post(f"/p/{secret}/data/{given.pk}/withdraw/")
    assert not Reminder.objects.get().is_on


def test_the_own_picture_shows_only_while_it_is_allowed(phone: Client, secret: str, pictured: Plan, desk: Client):
    address = picture_address(secret, pictured)
    assert phone.get(address).status_code == 404
    assert address not in phone.get(f"/p/{secret}/why/").content.decode()
    desk.post(f"/plans/{pictured.pk}/picture/", {"is_allowed": "yes"})
    assert b"".join(phone.get(address).streaming_content) == KEYFRAME
    page = phone.get(f"/p/{secret}/why/").content.decode()
    assert address in page
    assert "paper-picture__line" in page
    desk.post(f"/plans/{pictured.pk}/picture/", {"is_allowed": "no"})
    assert phone.get(address).status_code == 404


def test_strangers_with_the_link_do_not_see_the_picture(secret: str, pictured: Plan, desk: Client):
    desk.post(f"/plans/{pictured.pk}/picture/", {"is_allowed": "yes"})
    assert Client().get(picture_address(secret, pictured)).status_code == 302


def test_a_run_that_nobody_signed_shows_no_picture(phone: Client, secret: str, pictured: Plan, desk: Client):
    desk.post(f"/plans/{pictured.pk}/picture/", {"is_allowed": "yes"})
    signed = pictured.report.analysis
    again = Analysis.objects.create(recording=signed.recording, status="done", token=uuid4(), result=signed.result)
    folder = storage.results_of(again)
    folder.mkdir(parents=True)
    (folder / "keyframe_right.jpg").write_bytes(KEYFRAME)
    assert phone.get(f"/p/{secret}/picture/{again.pk}/right/").status_code == 404


def picture_address(secret: str, plan: Plan) -> str:
    return f"/p/{secret}/picture/{plan.report.analysis_id}/right/"


def test_the_reason_of_a_line_shows_the_stride_that_caused_it(pictured: Plan, desk: Client):
    page = desk.get(f"/plans/{pictured.pk}/").content.decode()
    analysis = pictured.report.analysis
    assert f"/analyses/{analysis.pk}/media/keyframe-right" in page
    assert f"/assessments/{analysis.recording.assessment_id}/#key-frames-heading" in page


def test_the_clinics_notices_are_not_the_patients_letters(phone: Client, secret: str, plan: Plan):
    given = plan.patient.consents.get()
    phone.post(f"/p/{secret}/data/{given.pk}/withdraw/")
    assert Message.objects.get().sender == "notice"
    assert "Took back" not in phone.get(f"/p/{secret}/messages/").content.decode()
