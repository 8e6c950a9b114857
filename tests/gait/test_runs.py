"""Who holds a run, and what happens to it when they do not."""

from datetime import timedelta

import pytest
from django.utils import timezone
from filmed import REPORT, run_of

from gait.models import Analysis, AnalysisAttempt
from gait.models.runs import NoResult
from gait.queue import runs
from gait.queue.leases import LeaseLost
from gait.queue.sweep import unheard
from gait.result.json_form import NotReadable

Status = Analysis.Status
pytestmark = pytest.mark.django_db


@pytest.fixture
def analysis(pats_walk) -> Analysis:
    return run_of(pats_walk)


def expire_lease(analysis: Analysis) -> None:
    Analysis.objects.filter(pk=analysis.pk).update(lease_until=timezone.now() - timedelta(seconds=1))


def test_a_run_without_a_result_says_so_to_whoever_reads_it(analysis):
    assert not analysis.has_result
    with pytest.raises(NoResult, match=f"{analysis.pk} is waiting: there is no result"):
        _ = analysis.found


def test_only_one_worker_gets_the_run(analysis):
    assert runs.claim(analysis.pk) is not None
    assert runs.claim(analysis.pk) is None


def test_a_run_that_is_not_due_is_left_alone(analysis):
    Analysis.objects.filter(pk=analysis.pk).update(run_after=timezone.now() + timedelta(minutes=1))
    assert runs.claim(analysis.pk) is None


def test_a_finished_run_has_rows_for_every_number(analysis):
    runs.finish(runs.claim(analysis.pk), REPORT)
    analysis.refresh_from_db()
    assert (analysis.status, analysis.percent, analysis.result) == (Status.DONE, 100, REPORT)
    drop = analysis.measurements.get(code="pelvic_drop", side="right")
    assert (drop.value, drop.ci95_low, drop.ci95_high, drop.grade) == (9.0, 7.8, 10.2, "moderate")
    assert analysis.measurements.get(code="trunk_lean", side="right").value is None
    assert analysis.measurements.get(code="cadence").value == 112.0
    assert list(analysis.findings.values_list("side", "rule")) == [("right", "drop-1")]
    assert analysis.attempts.get().outcome == "done"


def test_a_worker_that_lost_its_run_writes_nothing(analysis, bell):
    late = runs.claim(analysis.pk)
    expire_lease(analysis)
    runs.expire(late)
    winner = runs.claim(analysis.pk)
    for deed in (
        lambda: runs.advance(late, "track", 50),
        lambda: runs.finish(late, REPORT),
        lambda: runs.fail(late, "E_NO_PERSON"),
        lambda: runs.crashed(late, "E_CRASHED"),
        lambda: runs.release(late),
        lambda: runs.postpone(late, "E_STORAGE"),
    ):
        with pytest.raises(LeaseLost):
            deed()
    analysis.refresh_from_db()
    assert (analysis.status, analysis.token, analysis.percent) == (Status.RUNNING, winner.token, 0)
    assert not analysis.measurements.exists()


def test_a_finish_that_breaks_half_way_leaves_the_run_as_it_was(analysis):
    run = runs.claim(analysis.pk)
    with pytest.raises(NotReadable):
        runs.finish(run, {**REPORT, "findings": [{"code": "no text"}]})
    analysis.refresh_from_db()
    assert (analysis.status, analysis.result) == (Status.RUNNING, None)
    assert not analysis.measurements.exists()


def test_a_heartbeat_renews_the_lease(analysis):
    run = runs.claim(analysis.pk)
    expire_lease(analysis)
    runs.advance(run, "track", 42)
    with pytest.raises(LeaseLost):
        runs.expire(run)
    analysis.refresh_from_db()
    assert (analysis.stage, analysis.percent, analysis.crashes) == ("track", 42, 0)
    assert analysis.lease_until > timezone.now()


def test_a_released_run_is_not_charged_and_waits_for_the_next_ring(analysis):
    runs.release(runs.claim(analysis.pk))
    analysis.refresh_from_db()
    assert (analysis.status, analysis.crashes, analysis.errors, analysis.token) == (Status.QUEUED, 0, 0, None)
    assert unheard() == [analysis.pk]
    assert runs.claim(analysis.pk) is not None


def test_the_second_crash_is_the_last(analysis, bell):
    runs.crashed(runs.claim(analysis.pk), "E_CRASHED")
    analysis.refresh_from_db()
    assert (analysis.status, analysis.crashes) == (Status.QUEUED, 1)
    runs.crashed(runs.claim(analysis.pk), "E_MEMORY")
    analysis.refresh_from_db()
    assert (analysis.status, analysis.error_code) == (Status.FAILED, "E_MEMORY")
    assert "memory" in analysis.error_message
    assert list(analysis.attempts.values_list("outcome", "error_code")) == [
        ("crashed", "E_CRASHED"),
        ("crashed", "E_MEMORY"),
    ]


def test_trouble_of_the_machine_is_tried_again_later_and_not_for_ever(analysis):
    for tries in range(1, runs.ERRORS_ALLOWED):
        runs.postpone(runs.claim(analysis.pk), "E_STORAGE")
        analysis.refresh_from_db()
        assert (analysis.status, analysis.errors, analysis.crashes) == (Status.QUEUED, tries, 0)
        assert runs.claim(analysis.pk) is None
        Analysis.objects.filter(pk=analysis.pk).update(run_after=timezone.now() - timedelta(seconds=1))
    runs.postpone(runs.claim(analysis.pk), "E_STORAGE")
    analysis.refresh_from_db()
    assert (analysis.status, analysis.error_code) == (Status.FAILED, "E_STORAGE")


def test_a_full_disk_is_never_given_up(analysis):
    for tries in range(1, runs.ERRORS_ALLOWED + 3):
        runs.postpone(runs.claim(analysis.pk), "E_STORAGE_FULL")
        analysis.refresh_from_db()
        assert (analysis.status, analysis.errors) == (Status.QUEUED, tries)
        assert analysis.run_after <= timezone.now() + timedelta(seconds=runs.MAX_DELAY_S)
        Analysis.objects.filter(pk=analysis.pk).update(run_after=timezone.now() - timedelta(seconds=1))


@pytest.mark.parametrize("is_running", [False, True])
def test_a_cancelled_run_is_over_for_its_worker_too(analysis, is_running):
    run = runs.claim(analysis.pk) if is_running else None
    assert runs.cancel(analysis)
    assert not runs.cancel(analysis)
    analysis.refresh_from_db()
    assert (analysis.status, analysis.error_code) == (Status.CANCELLED, "E_CANCELLED")
    assert "Start it again" in analysis.error_advice
    assert runs.claim(analysis.pk) is None
    if run:
        with pytest.raises(LeaseLost):
            runs.finish(run, REPORT)
        assert (analysis.attempts.get().outcome, analysis.attempts.get().error_code) == ("cancelled", "E_CANCELLED")


def test_a_finished_run_cannot_be_cancelled(analysis):
    runs.finish(runs.claim(analysis.pk), REPORT)
    assert not runs.cancel(analysis)
    analysis.refresh_from_db()
    assert analysis.status == Status.DONE


def test_a_retry_is_a_new_row_and_only_one(analysis):
    runs.fail(runs.claim(analysis.pk), "E_NO_PERSON")
    again = runs.retry(analysis)
    assert again.pk != analysis.pk
    assert runs.retry(analysis).pk == again.pk
    analysis.refresh_from_db()
    assert analysis.status == Status.FAILED


def test_a_run_that_was_erased_writes_nothing(analysis):
    run = runs.claim(analysis.pk)
    analysis.recording.delete()
    with pytest.raises(LeaseLost):
        runs.finish(run, REPORT)
    assert not AnalysisAttempt.objects.exists()
