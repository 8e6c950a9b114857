"""What the watchdog says."""

import re
from datetime import timedelta

import pytest
from django.core.management import call_command
from django.utils import timezone
from filmed import run_of

from gait.models import Analysis, OverlayVideo, ServiceBeat
from gait.queue import beats, pulse, runs, sweep

pytestmark = pytest.mark.django_db
ANALYSE, QUICK, SWEEPER = ServiceBeat.Service
SAYS = {ANALYSE: "No analyse worker", QUICK: "No quick worker", SWEEPER: "No sweeper"}


def age(analysis: Analysis, **moments: timedelta) -> None:
    ages = {field: timezone.now() - ago for field, ago in moments.items()}
    Analysis.objects.filter(pk=analysis.pk).update(**ages)


@pytest.fixture
def at_work(db) -> None:
    for service in ServiceBeat.Service:
        beats.beat(service)


def complaint(capsys) -> str:
    with pytest.raises(SystemExit, match="1"):
        call_command("check_queue")
    return capsys.readouterr().err


def test_a_moving_queue_is_fine(pats_walk, at_work, capsys):
    runs.claim(run_of(pats_walk).pk)
    age(run_of(pats_walk), run_after=timedelta(minutes=20))
    call_command("check_queue")
    told = capsys.readouterr()
    assert re.search(
        r"analyse +waiting 1, the oldest for 12\d\d s; running 1, silent 0; worker last seen \d+ s", told.out
    )
    assert not told.err


def test_every_queue_has_workers_that_are_known(settings):
    queues = {settings.CELERY_TASK_DEFAULT_QUEUE, *(to["queue"] for to in settings.CELERY_TASK_ROUTES.values())}
    assert queues == {str(service) for service in pulse.RING_FOR_THE_OLDEST} == {ANALYSE, QUICK}


def test_what_really_works_is_seen_to_work(capsys):
    pulse.look(["analyse", "quick"])
    sweep.sweep()
    call_command("check_queue")
    assert not capsys.readouterr().err


def test_where_nobody_ever_worked_all_are_missed(capsys):
    told = complaint(capsys)
    assert all(f"{says} is at work (never seen)" in told for says in SAYS.values())


def test_a_worker_speaks_only_for_its_own_queue(capsys):
    pulse.look(["quick"])
    told = complaint(capsys)
    assert SAYS[ANALYSE] in told
    assert SAYS[QUICK] not in told


@pytest.mark.parametrize("dead", list(SAYS))
def test_whoever_died_is_named_even_while_nothing_waits(at_work, dead, capsys):
    ServiceBeat.objects.filter(service=dead).update(at=timezone.now() - timedelta(minutes=10))
    told = complaint(capsys)
    assert f"{SAYS[dead]} is at work (last seen 600 s ago)" in told
    assert told.count("at work") == 1


def test_one_living_worker_is_enough(at_work, capsys):
    ServiceBeat.objects.create(service=QUICK, name="gone", at=timezone.now() - timedelta(hours=3))
    call_command("check_queue")


def test_nobody_works(pats_walk, at_work, capsys):
    age(run_of(pats_walk), run_after=timedelta(minutes=11))
    assert "is a worker running?" in complaint(capsys)


@pytest.mark.parametrize("measures", [False, True])
def test_a_film_waits_for_nobody_either_whether_or_not_somebody_measures(pats_walk, ines, at_work, capsys, measures):
    if measures:
        runs.claim(run_of(pats_walk).pk)
    since = timezone.now() - timedelta(minutes=11)
    OverlayVideo.objects.create(analysis=run_of(pats_walk, status="failed"), requested_by=ines, requested_at=since)
    assert "quick: jobs are waiting and none is worked on" in complaint(capsys)


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
    ServiceBeat.objects.create(service=QUICK, name="gone", at=timezone.now() - timedelta(days=2))
    beats.beat(QUICK)
    sweep.tidy()
    assert ServiceBeat.objects.count() == 1
