"""Several therapists sign runs of one clip at the same moment, on both databases: exactly one report is valid after."""

import subprocess
import sys

import cast
import filmed
import walks
from django.utils import timezone
from station import ROOT

from clinics.models import Role
from gait.models import Analysis, SignedReport
from gait.review import seal

SIGNERS = 4
SIGN = """
import os, sys, django
os.environ["DJANGO_SETTINGS_MODULE"] = "config.settings"
django.setup()
from clinics.models import User
from gait.models import Analysis
from gait.review import signing
run, user = Analysis.objects.get(pk=sys.argv[1]), User.objects.get(pk=sys.argv[2])
print("ready", flush=True)
sys.stdin.readline()
try:
    signing.sign(run, user, summary="Mine.", kept=[])
    print("signed")
except signing.CannotSign as refusal:
    print(refusal)
"""


def test_exactly_one_report_of_a_clip_is_valid(station, settings):
    settings.MEDIA_ROOT = station.home / "media"
    clinic = cast.clinic("Sign race")
    ines = cast.member("Ines", clinic, Role.THERAPIST)
    first = walks.done_run(filmed.assessment(cast.patient("Pat", clinic), ines))
    now = timezone.now()
    runs = [
        first,
        *(
            Analysis.objects.create(recording=first.recording, status="done", result=first.result)
            for _ in range(SIGNERS - 1)
        ),
    ]
    Analysis.objects.filter(recording=first.recording).update(created_at=now)
    pipes = {"stdin": subprocess.PIPE, "stdout": subprocess.PIPE, "text": True}
    signers = [
        subprocess.Popen(
            [sys.executable, "-c", SIGN, str(run.pk), str(ines.pk)], cwd=ROOT, env=station.environment, **pipes
        )
        for run in runs
    ]
    for signer in signers:
        assert signer.stdout.readline() == "ready\n"
    for signer in signers:
        signer.stdin.write("go\n")
        signer.stdin.flush()
    answers = [signer.communicate(timeout=60)[0].strip() for signer in signers]
    assert all(signer.returncode == 0 for signer in signers)
    reports = SignedReport.objects.filter(recording=first.recording)
    assert reports.count() == answers.count("signed") >= 1
    assert reports.valid().count() == 1
    assert all(seal.is_intact(report) for report in reports)
    assert all("Load the page again" in answer for answer in answers if answer != "signed")
