"""Messages are lost, all at once: what is due is measured all the same, and soon."""

import shutil
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import timedelta

import cast
import filmed
import pytest
import redis
from django.utils import timezone
from servers import redis_server
from station import ROOT, Station, wait_until

from clinics.models import Role
from gait.models import Analysis, ServiceBeat
from gait.queue import pulse, runs

RUNS = 2
PATIENCE_S = 60
"""Without looking at the rows, the first of them would be claimed after half an hour."""
WORKER = ["-m", "celery", "-A", "config", "--quiet", "worker", "--pool", "solo", "--queues", "analyse"]


@pytest.fixture
def station(tmp_path, migrated, django_db_setup, django_db_blocker) -> Iterator[Station]:
    shutil.copy(migrated, tmp_path)
    with redis_server(tmp_path) as broker, django_db_blocker.unblock():
        station = Station(tmp_path, broker_url=broker)
        with station.database():
            yield station


@contextmanager
def worker(station: Station) -> Iterator[None]:
    with (station.home / "serve.log").open("ab") as log:
        command = [sys.executable, *WORKER]
        process = subprocess.Popen(command, cwd=ROOT, env=station.environment, stdout=log, stderr=log)
    try:
        yield
    finally:
        process.kill()
        process.wait()


def test_an_idle_worker_finds_what_is_due_after_redis_was_emptied_and_without_a_sweeper(station, settings):
    settings.MEDIA_ROOT = station.home / "media"
    clinic = cast.clinic("North")
    assessment = filmed.assessment(cast.patient("Pat", clinic), cast.member("Ines", clinic, Role.THERAPIST))
    with worker(station):
        wait_until(ServiceBeat.objects.exists, else_show=lambda: station.log)
        rung = {"rings": 4, "rung_at": timezone.now()}
        waiting = [filmed.run_of(assessment, **rung).pk for _ in range(RUNS)]
        redis.Redis.from_url(station.broker_url).flushall()
        ours = Analysis.objects.filter(pk__in=waiting)
        wait_until(ours.exclude(status="queued").exists, patience_s=PATIENCE_S, else_show=lambda: station.log)
        wait_until(lambda: not ours.filter(status="queued").exists(), patience_s=300, else_show=lambda: station.log)


@pytest.mark.django_db
def test_only_an_idle_worker_rings_and_for_the_oldest(pats_walk, bell):
    for minutes in (1, 3, 2):
        oldest = timezone.now() - timedelta(minutes=minutes)
        filmed.run_of(pats_walk, run_after=oldest)
    not_yet = filmed.run_of(pats_walk, run_after=timezone.now() + timedelta(hours=1))
    pulse.note_work()
    pulse.look(["analyse"])
    with pytest.raises(bell.Empty):
        bell.get_nowait()
    pulse.note_rest()
    pulse.look(["analyse"])
    rung_for = bell.get(timeout=1).payload[0]
    assert rung_for == [str(Analysis.objects.due().order_by("run_after")[0].pk)]
    assert rung_for != [str(not_yet.pk)]


@pytest.mark.django_db
def test_a_bell_for_a_run_that_is_taken_brings_the_next_one(pats_walk):
    taken, due, later = (filmed.run_of(pats_walk) for _ in range(3))
    Analysis.objects.filter(pk=later.pk).update(run_after=timezone.now() + timedelta(hours=1))
    runs.claim(taken.pk)
    assert runs.claim(taken.pk) is None
    assert runs.claim_any().analysis_id == due.pk
    assert runs.claim_any() is None
