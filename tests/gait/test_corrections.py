import shutil
from pathlib import Path
from uuid import uuid4

import filmed
import pytest

from gait import storage
from gait.analysis.conclude import conclude
from gait.analysis.conventions import Side
from gait.analysis.readings import save_readings
from gait.analysis.report import as_json
from gait.analysis.synthetic import Walker, walk
from gait.analysis.types import Hints
from gait.models import Analysis, Assessment
from gait.queue import runs
from gait.review import corrections
from gait.review.changes import changes_of

READINGS = walk(Walker(seconds=12.0, angle_noise_deg=0.3))


@pytest.fixture(scope="module")
def clip(tmp_path_factory: pytest.TempPathFactory) -> bytes:
    return filmed.clip(tmp_path_factory.mktemp("clip") / "walk.mp4", seconds=12).read_bytes()


@pytest.fixture
def walked(pats_walk: Assessment, clip: bytes) -> Analysis:
    """A run as a worker leaves it, with the readings of a walker whose drops are 4 and 7 degrees."""
    recording = filmed.recording(pats_walk, clip)
    run = runs.Run(uuid4(), uuid4())
    folder = storage.attempt_folder(recording.pk, run.analysis_id, run.token)
    folder.mkdir(parents=True)
    save_readings(READINGS, folder / "readings.npz")
    (folder / "proxy.mp4").write_bytes(clip)
    (folder / "thumbs").mkdir()
    (folder / "thumbs" / "0000.jpg").write_bytes(b"thumbnail")
    report = as_json(conclude(READINGS, Hints()), pipeline_version="test")
    return runs.add_finished(run, recording, {"view": "posterior"}, report)


def first_stance(analysis: Analysis, side: Side) -> dict:
    return next(each for each in analysis.result["stances"] if each["side"] == side and each["used"])


def middle_s(stance: dict) -> float:
    return (stance["initial_contact_s"] + stance["toe_off_s"]) / 2


def used(analysis: Analysis, side: Side) -> int:
    return analysis.result["sides"][side]["stances_used"]


def test_a_left_out_stance_no_longer_counts_and_the_old_run_stays(walked, ines):
    stance = first_stance(walked, Side.RIGHT)
    before = walked.result
    after = corrections.leave_out(walked, ines, side=Side.RIGHT, at_s=middle_s(stance), reason="stumble")
    assert used(after, Side.RIGHT) == used(walked, Side.RIGHT) - 1
    assert used(after, Side.LEFT) == used(walked, Side.LEFT)
    assert Analysis.objects.get(pk=walked.pk).result == before
    assert corrections.machine_run(after) == walked


def test_the_new_run_has_all_that_its_page_shows(walked, ines):
    stance = first_stance(walked, Side.LEFT)
    after = corrections.leave_out(walked, ines, side=Side.LEFT, at_s=middle_s(stance), reason="rail")
    made = {each.name for each in storage.results_of(after).iterdir()}
    assert {"proxy.mp4", "thumbs", "overlay.json", "series.json", "keyframe_left.jpg", "keyframe_right.jpg"} <= made
    assert after.measurements.filter(code="pelvic_drop").count() == 2


def test_it_says_who_changed_what_and_how_the_number_moved(walked, ines):
    stance = first_stance(walked, Side.RIGHT)
    after = corrections.leave_out(walked, ines, side=Side.RIGHT, at_s=middle_s(stance), reason="stumble")
    changes = changes_of(after)
    assert "left out (stumble, turn or glance aside) by Ines Tester, PT" in changes.deeds[0]
    assert changes.machine_id == walked.pk
    assert [line.side for line in changes.compared] == ["left", "right"]
    assert changes.compared[0].machine == changes.compared[0].now


def test_taking_it_in_again_leads_back_to_the_machines_answer(walked, ines):
    stance = {"side": Side.RIGHT, "at_s": middle_s(first_stance(walked, Side.RIGHT))}
    changed = corrections.leave_out(walked, ines, **stance, reason="line")
    back = corrections.take_in(changed, ines, **stance)
    assert back.result["sides"] == walked.result["sides"]
    assert back.hints["edits"] == []
    assert changes_of(back) is None


def test_a_drawn_level_moves_both_sides_apart(walked, ines):
    after = corrections.set_level(walked, ines, roll_deg=2.0)
    drop = {side: after.result["sides"][side]["pelvic_drop_deg"] for side in Side}
    machine = {side: walked.result["sides"][side]["pelvic_drop_deg"] for side in Side}
    assert drop[Side.LEFT] == pytest.approx(machine[Side.LEFT] - 2.0, abs=0.05)
    assert drop[Side.RIGHT] == pytest.approx(machine[Side.RIGHT] + 2.0, abs=0.05)
    assert after.result["camera_roll_deg"]["from"] == "clicks"


def test_without_readings_it_says_what_to_do(walked, ines):
    shutil.rmtree(storage.results_of(walked))
    with pytest.raises(corrections.CannotCorrect, match="Measure the clip again"):
        corrections.set_level(walked, ines, roll_deg=1.0)
    assert Analysis.objects.count() == 1


def test_a_failed_correction_leaves_nothing_behind(walked, ines):
    Path(storage.results_of(walked) / "readings.npz").write_bytes(b"not readings")
    folders = set(storage.results_of(walked).parent.parent.iterdir())
    with pytest.raises(corrections.CannotCorrect, match="cannot be used"):
        corrections.set_level(walked, ines, roll_deg=1.0)
    assert set(storage.results_of(walked).parent.parent.iterdir()) == folders
    assert Analysis.objects.count() == 1


CLICKS = [{"time_s": 2.0, "left_xy_px": [100.0, 200.0], "right_xy_px": [140.0, 203.0]}]


def test_own_points_wait_in_the_queue_with_what_was_said_before(walked, ines, bell):
    queued = corrections.measure_with_clicks(walked, ines, clicks=CLICKS, segment="psis")
    assert queued.status == Analysis.Status.QUEUED
    assert queued.hints["clicks"] == CLICKS
    assert queued.hints["source"] == "clicks"
    assert queued.hints["view"] == "posterior"


def test_own_points_wait_for_a_run_under_way(walked, ines, bell):
    corrections.measure_with_clicks(walked, ines, clicks=CLICKS, segment="psis")
    with pytest.raises(corrections.CannotCorrect, match="right now"):
        corrections.measure_with_clicks(walked, ines, clicks=CLICKS, segment="psis")
