"""A change and the event that tells of it are kept together, also when eight people work at the same moment."""

import json
import os
import shutil
import subprocess
import sys
from contextlib import ExitStack
from pathlib import Path

import pytest
from django.db import transaction
from django.test import Client
from django.urls import reverse
from servers import postgres_server
from station import ROOT

from clinics.audit import chain, one_change, record_event
from clinics.audit.chain import first_trouble
from clinics.models import AuditEvent
from patients.models import Patient
from patients.views import patients as patient_views

WRITERS, EACH = 8, 4
BUSY_DAY = """
import collections, json, logging, os, sys, threading
os.environ["DJANGO_SETTINGS_MODULE"] = "config.settings"
sys.path[:0] = [os.getcwd(), os.path.join(os.getcwd(), "tests", "support")]
import django
django.setup()
from django.conf import settings
settings.ALLOWED_HOSTS = ["*"]
settings.STORAGES["staticfiles"]["BACKEND"] = "django.contrib.staticfiles.storage.StaticFilesStorage"
logging.disable(logging.ERROR)
import cast
from django.db import connection
from django.test import Client
from clinics.audit.chain import first_trouble
from clinics.models import AuditEvent, Role
from patients.models import Patient

writers, each = int(sys.argv[1]), int(sys.argv[2])
clinic = cast.clinic("North")
answers, lost, lock = collections.Counter(), [], threading.Lock()
ready = threading.Barrier(writers)
desks = []
for number in range(writers):
    desk = Client(raise_request_exception=False)
    desk.force_login(cast.member(f"Therapist{number}", clinic, Role.THERAPIST))
    desks.append((desk, cast.patient(f"Patient{number}", clinic)))

def work(desk, patient):
    ready.wait()
    for turn in range(each):
        phone = f"404-{turn:04d}"
        page = desk.get(f"/patients/{patient.pk}/").status_code
        saved = desk.post(f"/patients/{patient.pk}/edit/", {
            "first_name": "A", "last_name": "B", "birth_date": "1990-01-01", "sex": "unstated", "phone": phone,
        }).status_code
        events = AuditEvent.objects.filter(patient_id=str(patient.pk), action="changed").count()
        with lock:
            answers.update([page, saved])
            if events != turn + 1 or Patient.objects.get(pk=patient.pk).phone != phone:
                lost.append((str(patient.pk), turn))
    connection.close()

threads = [threading.Thread(target=work, args=each_desk) for each_desk in desks]
[thread.start() for thread in threads]
[thread.join() for thread in threads]
broken = first_trouble()
print(json.dumps({"answers": answers, "lost": lost, "broken": broken and broken.number}))
"""


@pytest.mark.long
@pytest.mark.parametrize("database", ["sqlite", "postgresql"])
def test_eight_people_at_once_lose_nothing(database: str, tmp_path: Path, migrated: Path, migrated_postgres: Path):
    shutil.copy(migrated, tmp_path)
    with ExitStack() as stack:
        address = stack.enter_context(postgres_server(like=migrated_postgres)) if database == "postgresql" else ""
        env = {**os.environ, "STANCE_HOME": str(tmp_path), "DATABASE_URL": address}
        command = [sys.executable, "-c", BUSY_DAY, str(WRITERS), str(EACH)]
        done = subprocess.run(command, cwd=ROOT, env=env, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    told = json.loads(done.stdout.splitlines()[-1])
    assert told == {"answers": {"200": WRITERS * EACH, "302": WRITERS * EACH}, "lost": [], "broken": None}


@pytest.fixture
def desk(ines) -> Client:
    client = Client(raise_request_exception=False)
    client.force_login(ines)
    return client


def rename(desk: Client, pat: Patient):
    told = {"first_name": "Renamed", "last_name": "Example", "birth_date": "1990-04-02", "sex": "female"}
    return desk.post(reverse("patient_edit", args=[pat.pk]), told)


def changes() -> int:
    return AuditEvent.objects.filter(action="changed").count()


def broken(*_args: object, **_kwargs: object) -> None:
    raise RuntimeError


def test_a_change_and_its_event_are_both_there(desk, pat):
    assert rename(desk, pat).status_code == 302
    pat.refresh_from_db()
    assert (pat.first_name, changes(), first_trouble()) == ("Renamed", 1, None)


def test_a_change_whose_event_cannot_be_written_is_not_kept(desk, pat, monkeypatch):
    monkeypatch.setattr(chain, "seal_of", broken)
    assert rename(desk, pat).status_code == 500
    pat.refresh_from_db()
    assert pat.first_name == "Pat"


def test_an_event_whose_change_fails_is_not_kept(desk, pat, monkeypatch):
    monkeypatch.setattr(patient_views.messages, "success", broken)
    assert rename(desk, pat).status_code == 500
    pat.refresh_from_db()
    assert (pat.first_name, changes()) == ("Pat", 0)


def test_a_request_after_a_failed_one_starts_afresh(desk, pat, monkeypatch):
    with monkeypatch.context() as patch:
        patch.setattr(patient_views.messages, "success", broken)
        rename(desk, pat)
    rename(desk, pat)
    assert (changes(), first_trouble()) == (1, None)


def test_what_is_not_found_is_still_answered_in_words(desk, pat):
    answer = desk.post(reverse("patient_edit", args=["00000000-0000-0000-0000-000000000000"]))
    assert answer.status_code == 404
    assert "<h1" in answer.text


def test_part_of_a_change_that_is_taken_back_takes_its_event_along(north, pat):
    with one_change():
        record_event("viewed", pat, clinic=north)
        with pytest.raises(RuntimeError), transaction.atomic():
            record_event("changed", pat, clinic=north)
            raise RuntimeError
        assert not AuditEvent.objects.exists(), "events join the chain last"
    assert list(AuditEvent.objects.values_list("action", flat=True)) == ["viewed"]


def test_what_is_noted_on_commit_is_not_lost(north, pat, transactional_db):
    with one_change():
        transaction.on_commit(lambda: record_event("changed", pat, clinic=north))
    assert AuditEvent.objects.get().action == "changed"
