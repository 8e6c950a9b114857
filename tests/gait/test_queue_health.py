"""What the watchdog says."""

from datetime import timedelta

import pytest
from django.core.management import call_command
from django.utils import timezone
from filmed import run_of

from gait.models import Analysis, OverlayVideo, ServiceBeat
from gait.queue import beats, pulse, runs, sweep

pytestmark = pytest.mark.django_db
WORKER, SWEEPER = ServiceBeat.Service


def age(analysis: Analysis, **moments: timedelta) -> None:
    ages = {field: timezone.now() - ago for field, ago in moments.items()}
    Analysis.objects.filter(pk=analysis.pk).update(**ages)


@pytest.fixture
def at_work(db) -> None:
    beats.beat(WORKER)
    beats.beat(SWEEPER)


def complaint(capsys) -> str:
    with pytest.raises(SystemExit, match="1"):
        call_command("check_queue")
    return capsys.readouterr().err


def test_a_moving_queue_is_fine(pats_walk, at_work, capsys):
    runs.claim(run_of(pats_walk).pk)
    age(run_of(pats_walk), run_after=timedelta(minutes=20))
    call_command("check_queue")
    told = capsys.readouterr()
    assert "waiting   1, the oldest for 1200 s" in told.out
    assert not told.err


def test_what_really_works_is_seen_to_work(bell, capsys):
    pulse.look()
    sweep.sweep()
    call_command("check_queue")
    assert not capsys.readouterr().err


def test_where_nobody_ever_worked_both_are_missed(capsys):
    told = complaint(capsys)
    assert "No worker is at work (never seen)" in told
    assert "No sweeper is at work (never seen)" in told


@pytest.mark.parametrize("dead", [WORKER, SWEEPER])
def test_whoever_died_is_named_even_while_nothing_waits(at_work, dead, capsys):
    ServiceBeat.objects.filter(service=dead).update(at=timezone.now() - timedelta(minutes=10))
    told = complaint(capsys)
    assert f"No {dead} is at work (last seen 600 s ago)" in told
    assert told.count("at work") == 1


def test_one_living_worker_is_enough(at_work, capsys):
    ServiceBeat.objects.create(service=WORKER, name="gone", at=timezone.now() - timedelta(hours=3))
    call_command("check_queue")


def test_nobody_works(pats_walk, at_work, capsys):
    age(run_of(pats_walk), run_after=timedelta(minutes=11))
    assert "is a worker running?" in complaint(capsys)


def test_a_film_waits_for_nobody_either(pats_walk, ines, at_work, capsys):
    since = timezone.now() - timedelta(minutes=11)
    OverlayVideo.objects.create(analysis=run_of(pats_walk, status="failed"), requested_by=ines, requested_at=since)
    assert "is a worker running?" in complaint(capsys)


def test_a_queue_that_is_too_long_is_told_although_somebody_works(pats_walk, at_work, capsys):
    runs.claim(run_of(pats_walk).pk)
    age(run_of(pats_walk), run_after=timedelta(hours=3))
    assert "cannot keep up" in complaint(capsys)


def test_nobody_sweeps(pats_walk, at_work, capsys):
    analysis = run_of(pats_walk)
    runs.claim(analysis.pk)
    age(analysis, lease_until=timedelta(minutes=3))
    assert "is the sweeper running?" in complaint(capsys)


def test_signs_of_life_of_processes_long_gone_are_removed():
    ServiceBeat.objects.create(service=WORKER, name="gone", at=timezone.now() - timedelta(days=2))
    beats.beat(WORKER)
    sweep.tidy()
    assert ServiceBeat.objects.count() == 1
