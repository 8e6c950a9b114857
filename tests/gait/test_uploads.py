"""What comes in, what is refused, and what a refusal leaves behind: nothing."""

import signal
from io import BytesIO
from itertools import pairwise
from pathlib import Path
from urllib.parse import quote

import filmed
import pytest
import sabotage
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from clinics.models import AuditEvent
from gait import storage
from gait.analysis.terms.errors import VideoRefused
from gait.intake.partial_uploads import partial_upload
from gait.intake.uploads import accept_upload, clean_name
from gait.models import Analysis, Recording

pytestmark = [pytest.mark.django_db, pytest.mark.long]


@pytest.fixture(scope="module")
def video(tmp_path_factory) -> bytes:
    return filmed.clip(tmp_path_factory.mktemp("film") / "walk.mp4").read_bytes()


@pytest.fixture
def as_ines(client, ines):
    client.force_login(ines)
    return client


def send(client, assessment, content: bytes, name: str = "walk.mp4"):
    file = SimpleUploadedFile(name, content, content_type="video/mp4")
    return client.post(reverse("upload_recording", args=[assessment.pk]), {"video": file})


def files_left(settings) -> list[Path]:
    return [path for path in Path(settings.MEDIA_ROOT).rglob("*") if path.is_file()]


def test_a_video_is_stored_described_and_queued(as_ines, pats_walk, video, bell, django_capture_on_commit_callbacks):
    with django_capture_on_commit_callbacks(execute=True):
        response = send(as_ines, pats_walk, video)
    assert (response.status_code, response.url) == (302, pats_walk.get_absolute_url())
    recording = Recording.objects.get()
    sealed = storage.original(recording.pk)
    assert sealed.read_bytes() == video
    assert sealed.stat().st_mode & 0o777 == 0o400
    assert recording.sha256 == recording.video["sha256"]
    analysis = Analysis.objects.get()
    assert (analysis.status, analysis.hints["activity"], analysis.hints["mirrored"]) == ("queued", "walking", False)
    assert bell.get(timeout=1).payload[0] == [str(analysis.pk)]
    assert AuditEvent.objects.filter(action="created", record_id=str(recording.pk)).exists()


@pytest.mark.parametrize(
    ("content", "sentence"),
    [
        (b"", "The submitted file is empty"),
        (b"just a letter\n" * 200, "not an MP4, MOV, MKV or WebM video"),
        (b"<html><script>alert(1)</script></html>", "not an MP4, MOV, MKV or WebM video"),
        (b"ffconcat version 1.0\nfile neighbour.mp4\n", "not an MP4, MOV, MKV or WebM video"),
    ],
    ids=["empty", "text", "html", "concat"],
)
def test_what_is_no_video_is_refused_and_leaves_nothing(as_ines, pats_walk, settings, content, sentence):
    response = send(as_ines, pats_walk, content)
    assert response.status_code == 422
    expected = "The file is empty." if not content else sentence
    assert expected in response.content.decode()
    assert not Recording.objects.exists()
    assert not files_left(settings)


def test_a_cut_video_is_refused_in_pieces_too(as_ines, pats_walk, video, settings):
    response = send_piece(as_ines, pats_walk, video[: len(video) // 2], 0, len(video) // 2)
    assert response.status_code == 422
    assert set(response.json()) == {"code", "message", "advice"}
    assert not Recording.objects.exists()
    assert not files_left(settings)


def test_the_same_video_of_the_same_patient_is_pointed_out(as_ines, pats_walk, video):
    send(as_ines, pats_walk, video)
    response = send(as_ines, pats_walk, video, name="again.mp4")
    assert response.status_code == 409
    assert pats_walk.get_absolute_url() in response.content.decode()
    assert Recording.objects.count() == 1


def test_the_same_video_of_another_clinic_stays_a_secret(as_ines, pats_walk, sol, omar, video):
    send(as_ines, pats_walk, video)
    sols_walk = filmed.assessment(sol, omar)
    as_ines.force_login(omar)
    assert send(as_ines, sols_walk, video).status_code == 302
    assert Recording.objects.count() == 2


def test_a_video_over_the_limit_is_refused(as_ines, pats_walk, video, settings):
    settings.UPLOAD_LIMIT_BYTES = len(video) - 1
    assert "larger than" in send(as_ines, pats_walk, video).content.decode()


def test_a_full_disk_takes_nothing_new(as_ines, pats_walk, video, settings):
    settings.DISK_FLOOR_BYTES = 2**62
    response = send(as_ines, pats_walk, video)
    assert response.status_code == 422
    assert "storage of this machine is full" in response.content.decode()
    assert not files_left(settings)


def test_a_disk_that_fills_up_meanwhile_takes_nothing_either(pats_walk, ines, video, settings):
    file = SimpleUploadedFile("walk.mp4", video)
    with sabotage.files_of_at_most(len(video) // 2), pytest.raises(VideoRefused, match="E_STORAGE_FULL"):
        accept_upload(pats_walk, ines, file)
    assert not files_left(settings)


def test_a_piece_that_the_disk_cannot_take_is_refused_too(pats_walk, ines, video):
    upload = partial_upload(ines, pats_walk, "walk.mp4", len(video), "1")
    with sabotage.files_of_at_most(1000), pytest.raises(storage.NoSpaceLeft):
        upload.append(0, BytesIO(video), len(video))
    assert upload.offset <= 1000
    upload.append(upload.offset, BytesIO(video[upload.offset :]), len(video) - upload.offset)
    assert upload.take().read_bytes() == video


@pytest.mark.provokes("E_DECODER_CRASH")
@pytest.mark.parametrize("how", [signal.SIGSEGV, signal.SIGKILL])
def test_a_video_that_kills_its_reader_is_refused_and_nothing_else_dies(pats_walk, ines, video, settings, how):
    """Each child that opens this file is really killed, as by a flaw in the decoder."""
    with sabotage.killing_children(how), pytest.raises(VideoRefused, match="E_DECODER_CRASH"):
        accept_upload(pats_walk, ines, SimpleUploadedFile("walk.mp4", video))
    assert not files_left(settings)
    assert not Recording.objects.exists()


def test_another_clinics_assessment_does_not_exist(client, omar, pats_walk, video):
    client.force_login(omar)
    assert send(client, pats_walk, video).status_code == 404
    assert send_piece(client, pats_walk, video, 0, len(video)).status_code == 404


def test_nothing_is_taken_in_after_consent_was_withdrawn(as_ines, pats_walk, video):
    pats_walk.consent.withdrawn_at = pats_walk.consent.given_at
    pats_walk.consent.save()
    assert send(as_ines, pats_walk, video).status_code == 404


@pytest.mark.parametrize(
    ("given", "shown"),
    [
        ("../../etc/passwd", "passwd"),
        ("C:\\films\\Gang.mov", "Gang.mov"),
        ("a\u202egpj.mp4", "agpj.mp4"),
        ("line\nbreak\x00.mp4", "linebreak.mp4"),
        ("e\u0301.mp4", "é.mp4"),
        ("x" * 300, "x" * 120),
        ("", "video"),
        ("..", "video"),
    ],
)
def test_names_are_shown_without_tricks(given, shown):
    assert clean_name(given) == shown


# --- in pieces ------------------------------------------------------------------------------------------------


def piece_headers(name: str, size: int) -> dict[str, str]:
    return {"Upload-Name": quote(name), "Upload-Length": str(size), "Upload-Modified": "1"}


def send_piece(client, assessment, piece: bytes, offset: int, size: int, name: str = "walk.mp4"):
    headers = {**piece_headers(name, size), "Upload-Offset": str(offset)}
    return client.patch(
        reverse("upload_piece", args=[assessment.pk]), piece, "application/octet-stream", headers=headers
    )


def offset_at_server(client, assessment, size: int) -> int:
    url = reverse("upload_piece", args=[assessment.pk])
    return int(client.head(url, headers=piece_headers("walk.mp4", size)).headers["Upload-Offset"])


def test_pieces_make_the_same_recording(as_ines, pats_walk, video, settings):
    cuts = [0, 1, 1000, len(video) // 2, len(video)]
    for first, last in pairwise(cuts):
        assert offset_at_server(as_ines, pats_walk, len(video)) == first
        response = send_piece(as_ines, pats_walk, video[first:last], first, len(video), name="walk.mp4")
    assert response.status_code == 201
    assert response.json() == {"location": pats_walk.get_absolute_url()}
    recording = Recording.objects.get()
    assert storage.original(recording.pk).read_bytes() == video
    assert recording.original_name == "walk.mp4"
    assert not list(Path(settings.FILE_UPLOAD_TEMP_DIR).glob("*.part"))


def test_a_piece_that_does_not_fit_is_answered_with_the_true_offset(as_ines, pats_walk, video):
    send_piece(as_ines, pats_walk, video[:1000], 0, len(video))
    for offset, piece in [(0, video[:1000]), (2000, video[2000:]), (1000, video + b"more")]:
        response = send_piece(as_ines, pats_walk, piece, offset, len(video))
        assert (response.status_code, response.json()) == (409, {"offset": 1000})


def test_a_repeated_last_piece_leads_to_the_recording(as_ines, pats_walk, video):
    """The answer to the last piece got lost, so the browser starts over."""
    send_piece(as_ines, pats_walk, video, 0, len(video))
    response = send_piece(as_ines, pats_walk, video, 0, len(video))
    assert response.status_code == 409
    assert response.json()["location"] == pats_walk.get_absolute_url()


def test_pieces_without_their_headers_are_bad_requests(as_ines, pats_walk):
    assert as_ines.patch(reverse("upload_piece", args=[pats_walk.pk]), b"x").status_code == 400
