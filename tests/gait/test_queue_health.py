"""What the watchdog says."""

from datetime import timedelta

import pytest
from django.core.management import call_command
from django.utils import timezone
from filmed import run_of

from gait.models import Analysis
from gait.queue import runs

pytestmark = pytest.mark.django_db


def age(analysis: Analysis, **moments: timedelta) -> None:
    ages = {field: timezone.now() - ago for field, ago in moments.items()}
    Analysis.objects.filter(pk=analysis.pk).update(**ages)


def test_a_moving_queue_is_fine(pats_walk, capsys):
    runs.claim(run_of(pats_walk).pk)
    age(run_of(pats_walk), run_after=timedelta(minutes=20))
    call_command("check_queue")
    told = capsys.readouterr()
    assert "waiting   1, the oldest for 1200 s" in told.out
    assert not told.err


def test_nobody_works(pats_walk, capsys):
    age(run_of(pats_walk), run_after=timedelta(minutes=11))
    with pytest.raises(SystemExit, match="1"):
        call_command("check_queue")
    assert "is a worker running?" in capsys.readouterr().err


def test_nobody_sweeps(pats_walk, capsys):
    analysis = run_of(pats_walk)
    runs.claim(analysis.pk)
    age(analysis, lease_until=timedelta(minutes=3))
    with pytest.raises(SystemExit, match="1"):
        call_command("check_queue")
    assert "is the sweeper running?" in capsys.readouterr().err
