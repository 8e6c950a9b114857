"""Several workers reach for the same runs at the same moment, on both databases."""

import json
import subprocess
import sys
from collections import Counter

import cast
import filmed
from station import ROOT

from clinics.models import Role
from gait.models import Analysis, AnalysisAttempt

WORKERS, RUNS = 4, 25
GREEDY = """
import json, os, sys, django
os.environ["DJANGO_SETTINGS_MODULE"] = "config.settings"
django.setup()
from uuid import UUID
from gait.queue import runs
print("ready", flush=True)
sys.stdin.readline()
print(json.dumps([each for each in sys.argv[1:] if runs.claim(UUID(each))]))
"""


def test_every_run_goes_to_exactly_one(station, settings):
    settings.MEDIA_ROOT = station.home / "media"
    clinic = cast.clinic("Race")
    assessment = filmed.assessment(cast.patient("Pat", clinic), cast.member("Ines", clinic, Role.THERAPIST))
    analyses = [str(filmed.run_of(assessment).pk) for _ in range(RUNS)]
    command = [sys.executable, "-c", GREEDY, *analyses]
    pipes = {"stdin": subprocess.PIPE, "stdout": subprocess.PIPE, "text": True}
    workers = [subprocess.Popen(command, cwd=ROOT, env=station.environment, **pipes) for _ in range(WORKERS)]
    for worker in workers:
        assert worker.stdout.readline() == "ready\n"
    for worker in workers:
        worker.stdin.write("go\n")
        worker.stdin.flush()
    claimed = Counter(each for worker in workers for each in json.loads(worker.communicate(timeout=60)[0]))
    assert claimed == Counter(analyses)
    assert Analysis.objects.filter(status="running").count() == RUNS
    assert AnalysisAttempt.objects.count() == RUNS
