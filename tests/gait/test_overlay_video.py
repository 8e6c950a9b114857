"""The film with the drawing: asked for once, drawn by a real child, cancelled, failed, taken over, erased."""

import json
import uuid
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import timedelta

import av
import filmed
import numpy as np
import pytest
import walks
from django.db import OperationalError, connection
from django.urls import reverse
from django.utils import timezone

from clinics.models import AuditEvent
from gait import storage, tasks
from gait.child.draw import draw_on, in_words
from gait.models import Analysis, OverlayVideo
from gait.queue import overlay_videos
from gait.queue.leases import LeaseLost
from gait.queue.sweep import sweep

Status = OverlayVideo.Status
pytestmark = pytest.mark.long
SIZE_PX, SECONDS, RATE_HZ = (240, 320), 2, 30
YELLOW = (255, 228, 92)


def overlay() -> dict[str, object]:
    """Twice the proxy's size, with a line from (120, 320) to (360, 320), sloping nowhere."""
    times = [number / RATE_HZ for number in range(SECONDS * RATE_HZ)]
    joints = {"left_hip": [140, 330], "right_hip": [340, 330]}
    return {
        "width_px": 480,
        "height_px": 640,
        "time_s": times,
        "joints": {name: at * len(times) for name, at in joints.items()},
        "bones": [["left_hip", "right_hip"]],
        "chosen": "waistband",
        "lines": {
            "waistband": {"trusted": True, "from_xy": [120.0, 320.0] * len(times), "to_xy": [360.0, 320.0] * len(times)}
        },
        "pelvic_obliquity_deg": [0.0] * len(times),
    }


@pytest.fixture
def walked(pats_walk, tmp_path) -> Analysis:
    run = walks.done_run(pats_walk)
    folder = storage.results_of(run)
    filmed.clip(folder / "proxy.mp4", seconds=SECONDS, rate_hz=RATE_HZ, size_px=SIZE_PX)
    (folder / "overlay.json").write_text(json.dumps(overlay()))
    return run


@pytest.fixture
def inas(client, ines):
    client.force_login(ines)
    return client


def made(film: OverlayVideo) -> OverlayVideo:
    tasks.make_overlay_video(film.pk)
    film.refresh_from_db()
    return film


def test_the_film_has_every_picture_at_its_time_with_the_line_burnt_in(walked, ines):
    film = made(overlay_videos.request(walked, ines))
    assert film.status == Status.READY
    with av.open(str(overlay_videos.file_of(film))) as container:
        frames = list(container.decode(video=0))
    assert len(frames) == SECONDS * RATE_HZ
    assert [round(frame.time * RATE_HZ) for frame in frames] == list(range(len(frames)))
    row = frames[30].to_ndarray(format="rgb24")[160].astype(int)
    yellow = np.flatnonzero(np.abs(row - YELLOW).max(axis=1) < 60)
    assert yellow.min() == pytest.approx(24, abs=4)
    assert yellow.max() == pytest.approx(216, abs=4)


@pytest.mark.parametrize("rightward", [1, -1])
def test_level_is_turned_by_the_roll_of_the_camera(rightward):
    """A camera that shows a level pelvis 8 degrees lower on the patient's right."""
    picture, track = np.zeros((640, 480, 3), np.uint8), overlay()
    if rightward < 0:
        track["joints"]["left_hip"], track["joints"]["right_hip"] = (
            track["joints"]["right_hip"],
            track["joints"]["left_hip"],
        )
    draw_on(picture, track, 0, 8.0)
    white = np.argwhere((picture[:500] == 255).all(axis=2))
    (slope, _) = np.polyfit(white[:, 1], white[:, 0], 1)
    assert np.degrees(np.arctan(slope)) == pytest.approx(8.0 * rightward, abs=0.3)


def test_nothing_is_left_beside_the_film(walked, ines):
    made(overlay_videos.request(walked, ines))
    names = {path.name for path in storage.results_of(walked).iterdir()}
    assert names == {"proxy.mp4", "overlay.json", "series.json", "overlay.mp4"}


@pytest.mark.parametrize(
    ("angle_deg", "is_measured", "says"),
    [
        (3.24, True, "right side lower 3.2"),
        (-3.24, True, "left side lower 3.2"),
        (3.0, False, "not measured"),
        (None, True, "not measured"),
    ],
)
def test_the_words_on_the_film_name_the_side_and_claim_nothing_unmeasured(angle_deg, is_measured, says):
    assert says in in_words(angle_deg, is_measured=is_measured)


def test_it_is_made_once_and_kept(walked, ines):
    film = made(overlay_videos.request(walked, ines))
    written_at = overlay_videos.file_of(film).stat().st_mtime_ns
    made(overlay_videos.request(walked, ines))
    assert overlay_videos.file_of(film).stat().st_mtime_ns == written_at
    assert OverlayVideo.objects.count() == 1


def test_a_film_that_was_erased_is_made_anew(walked, ines):
    film = made(overlay_videos.request(walked, ines))
    overlay_videos.file_of(film).unlink()
    film = made(overlay_videos.request(walked, ines))
    assert overlay_videos.file_of(film) is not None


def test_a_broken_copy_fails_with_its_reason_and_may_be_tried_again(inas, walked, ines):
    (storage.results_of(walked) / "proxy.mp4").write_bytes(b"no video")
    assert made(overlay_videos.request(walked, ines)).status == Status.FAILED
    page = inas.get(reverse("overlay_video", args=[walked.pk])).content.decode()
    assert "could not be made" in page
    assert "R_NOT_VIDEO" in page
    assert "Make it again" in page


def test_a_cancelled_film_is_not_made(inas, walked, ines):
    film = overlay_videos.request(walked, ines)
    inas.post(reverse("overlay_video_cancel", args=[walked.pk]))
    assert made(film).status == Status.CANCELLED
    assert "was cancelled" in inas.get(reverse("overlay_video", args=[walked.pk])).content.decode()


def test_whoever_lost_the_job_writes_nothing(walked, ines, tmp_path):
    film = overlay_videos.request(walked, ines)
    job = overlay_videos.claim(film.pk)
    assert overlay_videos.claim(film.pk) is None
    overlay_videos.cancel(film)
    with pytest.raises(LeaseLost):
        overlay_videos.advance(job, 50)
    late = tmp_path / "late.mp4"
    late.write_bytes(b"film")
    with pytest.raises(LeaseLost):
        overlay_videos.finish(job, late)
    assert not late.exists()


def test_a_dead_workers_film_goes_back_and_is_given_up_in_the_end(walked, ines):
    film = overlay_videos.request(walked, ines)
    past = timezone.now() - timedelta(minutes=1)
    for expected in (Status.WAITING, Status.WAITING, Status.FAILED):
        overlay_videos.claim(film.pk)
        OverlayVideo.objects.update(lease_until=past)
        sweep()
        film.refresh_from_db()
        assert film.status == expected
    assert film.error_code == "E_WORKER_LOST"


@contextmanager
def busy_database(*, refuses: str, times: int) -> Iterator[list[str]]:
    """Does not take the first few updates of the film that say so; gives those that it refused."""
    refused: list[str] = []

    def answer(execute, sql, params, many, context):
        if sql.startswith('UPDATE "gait_overlayvideo"') and refuses in map(str, params) and len(refused) < times:
            refused.append(sql)
            raise OperationalError("database is locked")
        return execute(sql, params, many, context)

    with connection.execute_wrapper(answer):
        yield refused


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize(("refuses", "times"), [("0", 1), ("ready", 2)])
def test_a_database_that_is_busy_for_a_moment_costs_no_film(walked, ines, settings, refuses, times):
    """Neither at a heartbeat, the first of which says 0 percent, nor at the end. A quick child may say 0 only once."""
    settings.ANALYSIS_HEARTBEAT_S = 0
    film = overlay_videos.request(walked, ines)
    with busy_database(refuses=refuses, times=times) as refused:
        assert made(film).status == Status.READY
    assert len(refused) == times
    assert overlay_videos.file_of(film) is not None


def test_the_page_asks_again_until_it_is_over(inas, walked, ines):
    address = reverse("overlay_video", args=[walked.pk])
    assert "Make the film" in inas.get(address).content.decode()
    inas.post(address)
    film = OverlayVideo.objects.get()
    overlay_videos.advance(overlay_videos.claim(film.pk), 40)
    page = inas.get(address).content.decode()
    assert 'hx-trigger="every 1s"' in page
    assert 'value="40"' in page
    OverlayVideo.objects.update(status=Status.CANCELLED)
    assert "hx-get" not in inas.get(address).content.decode()


def test_taking_it_along_is_audited_and_names_nobody(inas, walked, ines):
    made(overlay_videos.request(walked, ines))
    answer = inas.get(reverse("overlay_video_file", args=[walked.pk]))
    assert answer["Content-Type"] == "video/mp4"
    assert "Pat" not in answer["Content-Disposition"]
    assert AuditEvent.objects.filter(action="exported", actor=ines).count() == 1


def test_before_it_is_made_there_is_no_file(inas, walked):
    assert inas.get(reverse("overlay_video_file", args=[walked.pk])).status_code == 404


def test_another_clinic_finds_nothing(client, omar, walked, ines):
    made(overlay_videos.request(walked, ines))
    client.force_login(omar)
    for name in ("overlay_video", "overlay_video_file"):
        assert client.get(reverse(name, args=[walked.pk])).status_code == 404
    assert client.post(reverse("overlay_video", args=[walked.pk])).status_code == 404


def test_the_token_of_a_job_is_new_each_time(walked, ines):
    film = overlay_videos.request(walked, ines)
    first = overlay_videos.claim(film.pk)
    overlay_videos.release(first)
    second = overlay_videos.claim(film.pk)
    assert first.token != second.token
    assert isinstance(second.token, uuid.UUID)
