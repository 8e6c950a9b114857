"""What the sweeper finds and what it leaves alone."""

import os
import time
from datetime import timedelta
from pathlib import Path
from uuid import uuid4

import pytest
from django.utils import timezone
from filmed import run_of

from gait import storage
from gait.models import Analysis
from gait.queue import runs
from gait.queue.sweep import sweep, tidy, unheard

pytestmark = pytest.mark.django_db
LONG_AGO_S = 2 * 24 * 60 * 60


def age(path: Path) -> Path:
    os.utime(path, (time.time() - LONG_AGO_S,) * 2)
    return path


def lose_worker(analysis: Analysis) -> None:
    Analysis.objects.filter(pk=analysis.pk).update(lease_until=timezone.now() - timedelta(seconds=1))


@pytest.mark.provokes("E_WORKER_LOST")
def test_it_frees_the_run_of_a_dead_worker_and_gives_up_after_three(pats_walk, bell):
    analysis = run_of(pats_walk)
    for losses in (1, 2):
        runs.claim(analysis.pk)
        lose_worker(analysis)
        sweep()
        analysis.refresh_from_db()
        assert (analysis.status, analysis.crashes) == ("queued", losses)
    runs.claim(analysis.pk)
    lose_worker(analysis)
    sweep()
    analysis.refresh_from_db()
    assert (analysis.status, analysis.error_code) == ("failed", "E_WORKER_LOST")


def test_it_leaves_a_living_run_alone(pats_walk):
    analysis = run_of(pats_walk)
    run = runs.claim(analysis.pk)
    sweep()
    sweep()
    runs.advance(run, "track", 10)


def test_it_rings_for_a_run_that_nobody_heard_of_but_not_at_every_sweep(pats_walk, bell):
    analysis = run_of(pats_walk)
    sweep()
    sweep()
    assert bell.get(timeout=1).payload[0] == [str(analysis.pk)]
    with pytest.raises(bell.Empty):
        bell.get_nowait()


@pytest.mark.parametrize(
    ("rings", "minutes", "is_due"), [(1, 1, True), (2, 1, False), (2, 3, True), (9, 29, False), (9, 31, True)]
)
def test_each_ring_waits_longer_than_the_one_before(pats_walk, rings, minutes, is_due):
    run_of(pats_walk, rings=rings, rung_at=timezone.now() - timedelta(minutes=minutes))
    assert bool(unheard()) is is_due


def test_it_removes_what_no_row_points_at_and_nothing_else(pats_walk, settings):
    analysis = run_of(pats_walk)
    run = runs.claim(analysis.pk)
    kept = storage.attempt_folder(analysis.recording_id, analysis.pk, run.token)
    old_attempt = storage.attempt_folder(analysis.recording_id, analysis.pk, uuid4())
    orphan, fresh = storage.recording_folder(uuid4()), storage.recording_folder(uuid4())
    for folder in (kept, old_attempt, orphan, fresh):
        folder.mkdir(parents=True)
    abandoned, arriving = (Path(settings.FILE_UPLOAD_TEMP_DIR) / name for name in ("old.part", "new.part"))
    for upload in (abandoned, arriving):
        upload.write_bytes(b"half a video")
    for old in (kept, old_attempt, orphan, abandoned, storage.recording_folder(analysis.recording_id)):
        age(old)
    tidy()
    assert [path.exists() for path in (old_attempt, orphan, abandoned)] == [False, False, False]
    assert [path.exists() for path in (kept, fresh, arriving, storage.original(analysis.recording_id))] == [True] * 4
