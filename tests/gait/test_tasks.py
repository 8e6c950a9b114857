"""What the task makes of each way a child can end. The child and the engine are the real ones."""

from pathlib import Path

import filmed
import pytest
import sabotage

from gait import storage, tasks
from gait.models import Analysis
from gait.queue import at_work, runs

pytestmark = [pytest.mark.django_db, pytest.mark.long]


@pytest.fixture
def analysis(pats_walk, tmp_path) -> Analysis:
    """A clip in which nobody is seen."""
    nobody = filmed.clip(tmp_path / "nobody.mp4", seconds=2.5, size_px=(320, 480)).read_bytes()
    return Analysis.objects.create(recording=filmed.recording(pats_walk, nobody))


def after_the_task(analysis: Analysis) -> Analysis:
    tasks.analyse_recording(str(analysis.pk))
    analysis.refresh_from_db()
    return analysis


def test_a_refused_clip_fails_with_its_sentence_and_still_plays(analysis):
    assert after_the_task(analysis).status == "failed"
    assert analysis.error_code == "E_NO_PERSON"
    assert (storage.results_of(analysis) / "proxy.mp4").exists()
    assert (storage.results_of(analysis) / "thumbs" / "0000.jpg").exists()


@pytest.mark.provokes("E_MODEL_MISSING")
def test_a_missing_model_is_not_the_clips_fault(analysis, settings, tmp_path):
    settings.POSE_MODEL = tmp_path / "nowhere.task"
    assert after_the_task(analysis).error_code == "E_MODEL_MISSING"


def test_a_missing_original_is_tried_again_later(analysis):
    storage.original(analysis.recording_id).unlink()
    assert after_the_task(analysis).status == "queued"
    assert (analysis.errors, analysis.crashes) == (1, 0)


@pytest.mark.provokes("E_STORAGE_FULL")
def test_a_full_disk_is_waited_for(analysis):
    """What the child leaves last goes to a device that really takes no byte."""
    run = runs.claim(analysis.pk)
    folder = storage.attempt_folder(analysis.recording_id, analysis.pk, run.token)
    with sabotage.full_for("refusal.json", folder):
        tasks.attempt(run)
    analysis.refresh_from_db()
    assert (analysis.status, analysis.attempts.get().error_code) == ("queued", "E_STORAGE_FULL")


def test_an_error_of_our_own_is_said_to_be_ours_and_logged(analysis, caplog):
    Analysis.objects.filter(pk=analysis.pk).update(hints={"view": "upside down"})
    assert after_the_task(analysis).error_code == "E_CRASHED"
    assert "upside down" in caplog.text
    assert "Example" not in caplog.text


@pytest.fixture
def stopping_worker() -> None:
    at_work.note_that_the_worker_stops()
    yield
    at_work.worker_stops.clear()


def test_a_stopping_worker_takes_nothing_new(analysis, stopping_worker):
    assert after_the_task(analysis).status == "queued"
    assert not analysis.attempts.exists()


def test_a_stopping_worker_gives_back_what_it_has(analysis, stopping_worker):
    run = runs.claim(analysis.pk)
    tasks.attempt(run)
    analysis.refresh_from_db()
    assert (analysis.status, analysis.attempts.get().outcome) == ("queued", "released")
    attempt = Path(storage.attempt_folder(analysis.recording_id, analysis.pk, run.token))
    assert not (attempt / "result.json").exists()


def test_a_second_bell_for_a_finished_run_changes_nothing(analysis):
    runs.finish(runs.claim(analysis.pk), filmed.REPORT)
    assert after_the_task(analysis).status == "done"
    assert analysis.attempts.count() == 1
