"""The page of all runs: what is done now, how long it takes, and trying again."""

from datetime import timedelta
from uuid import uuid4

import filmed
import pytest
from django.urls import reverse
from django.utils import timezone

from clinics.models import AuditEvent
from gait.models import Analysis, AnalysisAttempt
from gait.queue import processing, runs
from gait.queue.progress import Progress, progress_of, seconds_per_frame

Status = Analysis.Status


@pytest.fixture
def inas(client, ines):
    client.force_login(ines)
    return client


def run_of(walk, frames: int = 600, **facts: object) -> Analysis:
    run = filmed.run_of(walk, **facts)
    run.recording.video = {"duration_s": frames / 60, "frames": frames}
    run.recording.save()
    return run


def measured(walk, *, seconds: float, frames: int) -> Analysis:
    end = timezone.now()
    run = run_of(
        walk,
        frames,
        status=Status.DONE,
        result=filmed.REPORT,
        started_at=end - timedelta(seconds=seconds),
        finished_at=end,
    )
    AnalysisAttempt.objects.create(analysis=run, token=uuid4())
    return run


@pytest.fixture
def measured_before(pats_walk) -> None:
    """0.1, 0.2 and 0.9 s a frame: the odd one does not count for more than one."""
    for seconds in (60, 120, 540):
        measured(pats_walk, seconds=seconds, frames=600)


def test_the_estimate_is_the_median_of_past_runs(measured_before):
    assert seconds_per_frame() == pytest.approx(0.2)


def test_two_past_runs_are_too_few(pats_walk):
    for _ in range(2):
        measured(pats_walk, seconds=60, frames=600)
    assert seconds_per_frame() is None
    assert progress_of(run_of(pats_walk)).left_says == ""


def test_runs_worked_out_on_the_spot_do_not_count(pats_walk, measured_before):
    now = timezone.now()
    for _ in range(9):
        run_of(pats_walk, status=Status.DONE, result=filmed.REPORT, started_at=now, finished_at=now)
    assert seconds_per_frame() == pytest.approx(0.2)


def test_what_waits_counts_what_comes_first(pats_walk, measured_before):
    first, second = run_of(pats_walk, 600), run_of(pats_walk, 300)
    runs.advance(runs.claim(first.pk), "track", 50)
    progress = progress_of(second)
    assert progress.ahead == 1
    assert progress.left.total_seconds() == pytest.approx(0.2 * (300 + 300))
    assert progress.left_says == "about 2 minutes left"


@pytest.mark.parametrize(("seconds", "says"), [(5, "less than a minute left"), (61, "about 2 minutes left")])
def test_waiting_is_rounded_up(seconds, says):
    assert Progress("", 0, left=timedelta(seconds=seconds)).left_says == says


def test_the_page_shows_stage_percent_place_and_asks_again(inas, pats_walk, measured_before):
    first, second = run_of(pats_walk), run_of(pats_walk)
    runs.advance(runs.claim(first.pk), "track", 37)
    page = inas.get(reverse("processing")).content.decode()
    assert "Following the person" in page
    assert 'value="37"' in page
    assert "ahead" in page
    assert 'hx-trigger="every 2s"' in page
    assert reverse("cancel_analysis", args=[second.pk]) in page


def test_it_stops_asking_once_nothing_is_under_way(inas, pats_walk):
    run_of(pats_walk, status=Status.FAILED, error_message="Nobody is in the picture.")
    page = inas.get(reverse("processing")).content.decode()
    assert "hx-get" not in page
    assert "Nobody is in the picture." in page
    assert "Nothing is being measured" in page


def test_everything_that_failed_is_tried_again_and_audited(inas, pats_walk, ines):
    failed = [run_of(pats_walk, status=status) for status in (Status.FAILED, Status.CANCELLED)]
    inas.post(reverse("processing_retry_all"))
    assert {run.recording.analyses.latest("created_at").status for run in failed} == {"queued"}
    assert AuditEvent.objects.filter(action="changed", actor=ines).count() == 2
    inas.post(reverse("processing_retry_all"))
    assert Analysis.objects.filter(status=Status.QUEUED).count() == 2


def test_another_clinics_runs_are_neither_shown_nor_touched(client, omar, pats_walk):
    run_of(pats_walk, status=Status.FAILED, error_message="Nobody is in the picture.")
    client.force_login(omar)
    assert "Nobody" not in client.get(reverse("processing")).content.decode()
    client.post(reverse("processing_retry_all"))
    assert Analysis.objects.count() == 1


def test_a_long_queue_hides_no_clip_that_is_measured(ines, pat, monkeypatch):
    monkeypatch.setattr(processing, "MAX_ROWS", 2)
    for _ in range(3):
        filmed.run_of(filmed.assessment(pat, ines), started_at=timezone.now())
    running = filmed.run_of(
        filmed.assessment(pat, ines), status=Analysis.Status.RUNNING, started_at=timezone.now() - timedelta(minutes=5)
    )
    under_way = processing.processing_of(ines, None).under_way
    assert next(run for run, _ in under_way) == running
    assert len(under_way) == 2
