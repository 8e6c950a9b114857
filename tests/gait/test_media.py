"""Who gets the bytes of a video, and which."""

from datetime import timedelta
from uuid import uuid4

import pytest
import time_machine
from django.urls import reverse
from django.utils import timezone
from filmed import REPORT, run_of

from clinics.models import AuditEvent
from gait import storage
from gait.models import Analysis
from gait.queue import runs

pytestmark = pytest.mark.django_db
FILM = bytes(range(256)) * 4


@pytest.fixture
def analysis(pats_walk) -> Analysis:
    analysis = run_of(pats_walk)
    run = runs.claim(analysis.pk)
    folder = storage.attempt_folder(analysis.recording_id, analysis.pk, run.token)
    (folder / "thumbs").mkdir(parents=True)
    (folder / "proxy.mp4").write_bytes(FILM)
    (folder / "overlay.json").write_text("{}")
    (folder / "thumbs" / "0003.jpg").write_bytes(b"jpeg")
    runs.finish(run, REPORT)
    analysis.refresh_from_db()
    return analysis


@pytest.fixture
def as_ines(client, ines):
    client.force_login(ines)
    return client


def film(client, analysis, wanted: str = ""):
    headers = {"Range": wanted} if wanted else {}
    return client.get(reverse("analysis_media", args=[analysis.pk, "proxy"]), headers=headers)


def body(response) -> bytes:
    return b"".join(response.streaming_content)


def test_the_film_plays_and_is_kept_by_nobody(as_ines, analysis):
    response = film(as_ines, analysis)
    assert (response.status_code, body(response)) == (200, FILM)
    assert response["Content-Type"] == "video/mp4"
    assert response["Accept-Ranges"] == "bytes"
    assert response["Cache-Control"] == "no-store"
    assert response["X-Content-Type-Options"] == "nosniff"


@pytest.mark.parametrize(
    ("wanted", "first", "last"),
    [
        ("bytes=0-0", 0, 0),
        ("bytes=100-199", 100, 199),
        ("bytes=1000-", 1000, 1023),
        ("bytes=1000-99999", 1000, 1023),
        ("bytes=-24", 1000, 1023),
        ("bytes=-9999", 0, 1023),
    ],
)
def test_one_range_is_cut_out_exactly(as_ines, analysis, wanted, first, last):
    response = film(as_ines, analysis, wanted)
    assert response.status_code == 206
    assert body(response) == FILM[first : last + 1]
    assert response["Content-Range"] == f"bytes {first}-{last}/1024"
    assert int(response["Content-Length"]) == last - first + 1


@pytest.mark.parametrize("wanted", ["bytes=0-1,5-9", "bytes=0-1, -5"])
def test_several_ranges_give_the_whole(as_ines, analysis, wanted):
    response = film(as_ines, analysis, wanted)
    assert (response.status_code, body(response)) == (200, FILM)


UNREADABLE = [
    "bytes=9-5",
    "bytes=-",
    "lines=1-2",
    "bytes=a-b",
    "bytes",
    "0-",
    "bytes=0-1,",
    "bytes=" + "9" * 5000 + "-",
]


@pytest.mark.parametrize("behind_nginx", [False, True])
@pytest.mark.parametrize("wanted", UNREADABLE)
def test_a_range_that_is_none_is_refused_and_noted(as_ines, analysis, settings, wanted, behind_nginx):
    """The film was handed out whole, and the trail knew nothing of it."""
    settings.ACCEL_REDIRECT = behind_nginx
    response = film(as_ines, analysis, wanted)
    assert (response.status_code, response.content) == (416, b"")
    assert "X-Accel-Redirect" not in response
    assert AuditEvent.objects.get(action="viewed").record_id == str(analysis.recording_id)


@pytest.mark.parametrize(
    "wanted", ["", "bytes=1-", "bytes=-1023", " bytes=0-", "Bytes=0-", "bytes=00-", "bytes=0-1,5-9"]
)
def test_a_film_is_noted_whatever_part_is_asked_for(as_ines, analysis, wanted):
    assert film(as_ines, analysis, wanted).status_code in {200, 206}
    assert AuditEvent.objects.filter(action="viewed", record_id=str(analysis.recording_id)).count() == 1


def test_pictures_are_noted_too(as_ines, analysis):
    as_ines.get(reverse("analysis_thumb", args=[analysis.pk, 3]))
    assert AuditEvent.objects.get(action="viewed").record_id == str(analysis.recording_id)


@pytest.mark.parametrize("wanted", ["bytes=1024-", "bytes=5000-6000", "bytes=-0"])
def test_a_range_behind_the_end_is_refused(as_ines, analysis, wanted):
    response = film(as_ines, analysis, wanted)
    assert response.status_code == 416
    assert response["Content-Range"] == "bytes */1024"


def test_behind_nginx_only_the_address_is_handed_out(as_ines, analysis, settings):
    settings.ACCEL_REDIRECT = True
    response = film(as_ines, analysis)
    recording = analysis.recording_id
    inside = f"recordings/{recording}/results/{analysis.pk}/{analysis.token}/proxy.mp4"
    assert response["X-Accel-Redirect"] == f"/protected/{inside}"
    assert response.content == b""


@pytest.mark.parametrize("kind", ["overlay", "proxy"])
def test_another_clinics_film_does_not_exist(client, omar, analysis, kind):
    client.force_login(omar)
    assert client.get(reverse("analysis_media", args=[analysis.pk, kind])).status_code == 404


def test_strangers_and_admins_get_nothing(client, dana, analysis):
    assert film(client, analysis).status_code == 302
    client.force_login(dana)
    assert film(client, analysis).status_code == 403


@pytest.mark.parametrize("kind", ["original", "readings", "spec", "keyframe-left", "series"])
def test_what_is_not_there_or_not_for_browsers_does_not_exist(as_ines, analysis, kind):
    assert as_ines.get(reverse("analysis_media", args=[analysis.pk, kind])).status_code == 404


def test_thumbnails_go_by_number(as_ines, analysis):
    assert body(as_ines.get(reverse("analysis_thumb", args=[analysis.pk, 3]))) == b"jpeg"
    assert as_ines.get(reverse("analysis_thumb", args=[analysis.pk, 4])).status_code == 404


def test_the_files_of_a_worker_that_lost_the_run_are_not_shown(as_ines, analysis):
    Analysis.objects.filter(pk=analysis.pk).update(token=uuid4())
    assert film(as_ines, analysis).status_code == 404


def test_watching_is_audited_once_not_at_every_range(as_ines, analysis, ines):
    film(as_ines, analysis, "bytes=0-")
    film(as_ines, analysis, "bytes=500-600")
    event = AuditEvent.objects.get(action="viewed")
    assert (event.actor, event.record_id) == (ines, str(analysis.recording_id))
    with time_machine.travel(timezone.now() + timedelta(minutes=11)):
        film(as_ines, analysis, "bytes=500-600")
    assert AuditEvent.objects.filter(action="viewed").count() == 2, "a later look is another look"
