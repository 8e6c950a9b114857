"""The four things a program may do: start an assessment, send a video, cancel and retry. All else stays as it is."""

import cast
import filmed
import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.forms.models import model_to_dict
from django.urls import reverse

from clinics.models import AuditEvent
from gait import storage
from gait.api_shapes import CONDITIONS, AssessmentIn
from gait.intake.forms import AssessmentForm
from gait.intake.screen import FIELDS as SCREEN
from gait.models import Analysis, Assessment, Recording
from patients.models import Consent, Patient

pytestmark = pytest.mark.django_db

FILMED = {
    "activity": "running",
    "screen_asked": True,
    "pain_nprs": 3,
    "filmed_on": "2026-11-02",
    "consent_confirmed": True,
}


@pytest.fixture(scope="module")
def video(tmp_path_factory) -> bytes:
    return filmed.clip(tmp_path_factory.mktemp("film") / "walk.mp4").read_bytes()


def begin(client, patient, /, **changes):
    return client.post(reverse("api_assessments", args=[patient.pk]), {**FILMED, **changes}, format="json")


def send(client, assessment, content: bytes):
    body = {"video": SimpleUploadedFile("walk.mp4", content, content_type="video/mp4")}
    return client.post(reverse("api_recordings", args=[assessment.pk]), body, format="multipart")


def test_an_assessment_starts_with_the_consent_confirmed_now(as_ines, ines, pat):
    answer = begin(as_ines, pat)
    assert answer.status_code == 201
    assessment = Assessment.objects.get(pk=answer.json()["id"])
    assert (assessment.patient, assessment.created_by, assessment.activity) == (pat, ines, "running")
    assert (assessment.view, assessment.surface, assessment.is_mirrored) == ("posterior", "treadmill", False)
    assert assessment.consent.confirmed_by == ines
    assert AuditEvent.objects.filter(action="created", record_id=str(assessment.pk)).exists()


def test_a_program_is_asked_what_the_form_asks():
    assert set(AssessmentIn().fields) == {*AssessmentForm.Meta.fields, *SCREEN, "consent_confirmed"}
    assert set(AssessmentIn().fields) - {*SCREEN, "consent_confirmed"} == set(CONDITIONS)


def test_a_program_films_no_run_before_the_warning_signs_are_asked(as_ines, pat):
    assert list(begin(as_ines, pat, screen_asked=False).json()) == ["screen_asked"]
    assert list(begin(as_ines, pat, signs=["dvt"]).json()) == ["signs_examined"]
    begun = begin(as_ines, pat, signs=["dvt"], signs_examined="Calf soft. Dr. Roe")
    assert begun.status_code == 201
    told = begun.json()
    assert (told["signs"], told["signs_examined"]) == (["dvt"], "Calf soft. Dr. Roe")
    assert told["screened_at"] is not None


def test_a_sign_that_a_program_left_unexamined_is_no_screen_of_a_walk(as_ines, pat):
    begun = begin(as_ines, pat, activity="walking", signs=["dvt"])
    assert (begun.status_code, begun.json()["screened_at"], begun.json()["signs"]) == (201, None, [])


def test_a_program_sends_no_run_before_the_warning_signs_are_asked(as_ines, ines, pat, video):
    run = filmed.assessment(pat, ines)
    Assessment.objects.filter(pk=run.pk).update(activity="running")
    assert send(as_ines, run, video).status_code == 409
    assert not Recording.objects.exists()


def test_without_consent_no_assessment_starts(as_ines, pat):
    answer = begin(as_ines, pat, consent_confirmed=False)
    assert (answer.status_code, list(answer.json())) == (400, ["consent_confirmed"])
    assert not Assessment.objects.exists()
    assert not Consent.objects.exists()


def test_a_standing_consent_is_enough(as_ines, ines, pat):
    standing = cast.consent(pat, ines)
    assert begin(as_ines, pat, consent_confirmed=False).json()["consent"] == str(standing.pk)


@pytest.mark.parametrize(
    ("field", "value"),
    [("filmed_on", "2999-01-01"), ("filmed_on", "1980-01-01"), ("pain_nprs", 11), ("speed_kmh", 90), ("view", "top")],
)
def test_the_rules_of_the_form_hold(as_ines, pat, field, value):
    answer = begin(as_ines, pat, **{field: value})
    assert (answer.status_code, list(answer.json())) == (400, [field])


def test_fields_that_are_not_asked_for_change_nothing(as_ines, ines, omar, pat, sol):
    """A program may send what it likes: owner, patient and consent come from the address and the token."""
    foreign = cast.consent(sol, omar)
    smuggled = {"id": str(foreign.pk), "patient": str(sol.pk), "consent": str(foreign.pk), "created_by": omar.pk,
                "created_at": "2000-01-01T00:00:00Z", "clinic": "south"}  # fmt: skip
    assessment = Assessment.objects.get(pk=begin(as_ines, pat, **smuggled).json()["id"])
    assert (assessment.patient, assessment.created_by) == (pat, ines)
    assert assessment.consent.patient == pat
    assert assessment.created_at.year > 2000
    assert assessment.pk != foreign.pk


@pytest.mark.parametrize("method", ["put", "patch", "delete", "post"])
def test_records_are_read_only(as_ines, world, method):
    names = {"api_patient": "patient", "api_assessment": "assessment", "api_analysis": "analysis",
             "api_report": "report", "api_plan": "plan", "api_diary": "plan"}  # fmt: skip
    for name, key in names.items():
        answer = getattr(as_ines, method)(reverse(name, args=[world[key]]), {"first_name": "Mallory"}, format="json")
        assert answer.status_code == 405, name
    assert Patient.objects.get(pk=world["patient"]).first_name == "Pat"


def test_a_video_is_stored_and_queued(as_ines, pats_walk, video):
    answer = send(as_ines, pats_walk, video)
    assert answer.status_code == 201
    recording = Recording.objects.get()
    assert storage.original(recording.pk).read_bytes() == video
    (run,) = answer.json()["analyses"]
    assert (run["id"], run["status"]) == (str(Analysis.objects.get().pk), "queued")
    assert AuditEvent.objects.filter(action="created", record_id=str(recording.pk)).exists()
    again = send(as_ines, pats_walk, video)
    assert (again.status_code, again.json()["recording"]) == (409, str(recording.pk))
    assert Recording.objects.count() == 1


@pytest.mark.parametrize("content", [b"", b"just a letter\n" * 200], ids=["empty", "text"])
def test_what_is_no_video_is_refused_with_advice(as_ines, pats_walk, content):
    answer = send(as_ines, pats_walk, content)
    assert answer.status_code == 422
    assert set(answer.json()) == {"code", "message", "advice"}
    assert not Recording.objects.exists()


def test_no_video_is_taken_after_consent_was_withdrawn(as_ines, pats_walk, video):
    pats_walk.consent.withdrawn_at = pats_walk.consent.given_at
    pats_walk.consent.save()
    assert send(as_ines, pats_walk, video).status_code == 404


def test_uploads_are_counted_apart(as_ines, pats_walk, monkeypatch):
    monkeypatch.setattr("clinics.api.policy.UploadThrottle.THROTTLE_RATES", {"upload": "2/hour"})
    assert [send(as_ines, pats_walk, b"").status_code for _ in range(3)] == [422, 422, 429]


def test_a_run_is_cancelled_once_and_tried_again(as_ines, pats_walk):
    run = filmed.run_of(pats_walk, hints={"activity": "walking"})
    cancelled = as_ines.post(reverse("api_analysis_cancel", args=[run.pk]))
    assert (cancelled.status_code, cancelled.json()["status"]) == (200, "cancelled")
    assert as_ines.post(reverse("api_analysis_cancel", args=[run.pk])).status_code == 409
    again = as_ines.post(reverse("api_analysis_retry", args=[run.pk]))
    assert (again.status_code, again.json()["status"]) == (201, "queued")
    before, after = model_to_dict(run), model_to_dict(Analysis.objects.get(pk=again.json()["id"]))
    assert (before["recording"], before["hints"]) == (after["recording"], after["hints"])
    assert AuditEvent.objects.filter(action="changed", record_kind="gait.analysis").count() == 2
