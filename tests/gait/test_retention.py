"""Original videos go when their time is over, and only then."""

from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone
from filmed import run_of

from clinics.models import AuditEvent
from config.integrity import originals
from gait import storage
from gait.models import Analysis
from gait.queue.retention import let_originals_go

pytestmark = pytest.mark.django_db


@pytest.fixture
def old_run(pats_walk) -> Analysis:
    run = run_of(pats_walk, status=Analysis.Status.FAILED)
    Analysis.objects.filter(pk=run.pk).update(finished_at=timezone.now() - timedelta(days=31))
    return run


def has_original(run: Analysis) -> bool:
    return storage.original(run.recording_id).exists()


def test_an_original_goes_after_the_locations_days_and_leaves_a_trace(old_run):
    let_originals_go()
    old_run.recording.refresh_from_db()
    assert not has_original(old_run)
    assert old_run.recording.original_removed_at is not None
    event = AuditEvent.objects.get(action=AuditEvent.Action.DELETED)
    assert (event.record_id, event.actor_kind) == (str(old_run.recording_id), "system")
    let_originals_go()
    assert AuditEvent.objects.filter(action=AuditEvent.Action.DELETED).count() == 1


def test_verify_does_not_miss_what_was_let_go(old_run):
    let_originals_go()
    assert not [each.trouble for each in originals() if each.trouble]


def test_a_location_may_keep_them_longer(old_run, north):
    north.original_days = 90
    north.save()
    let_originals_go()
    assert has_original(old_run)


def test_a_later_run_starts_the_days_anew(old_run):
    later = Analysis.objects.create(recording=old_run.recording, status=Analysis.Status.FAILED)
    Analysis.objects.filter(pk=later.pk).update(finished_at=timezone.now())
    let_originals_go()
    assert has_original(old_run)


def test_a_waiting_run_keeps_its_video(old_run):
    Analysis.objects.create(recording=old_run.recording)
    let_originals_go()
    assert has_original(old_run)


def test_what_is_gone_is_not_measured_again_and_says_so(client, ines, old_run):
    let_originals_go()
    client.force_login(ines)
    page = client.post(reverse("retry_analysis", args=[old_run.pk]), follow=True).content.decode()
    assert "Film a new clip" in page
    assert Analysis.objects.count() == 1
