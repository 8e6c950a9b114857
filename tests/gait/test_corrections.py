"""Corrections of a finished run, worked out by the real child from real readings."""

import re
import shutil
from dataclasses import replace
from pathlib import Path
from uuid import uuid4

import filmed
import pytest
from django.template.loader import render_to_string
from django.urls import reverse
from synthetic import Walker, walk

from gait import storage
from gait.analysis.conclude import conclude
from gait.analysis.terms.readings import save_readings
from gait.analysis.terms.types import Hints
from gait.analysis.written.overlay import overlay_json
from gait.analysis.written.report import as_json
from gait.child.answer import HIDDEN, write_json
from gait.models import Analysis, Assessment
from gait.queue import runs
from gait.result.conventions import Side
from gait.result.result import Note
from gait.review import corrections
from gait.review.change_log import Kind, changes_in
from gait.review.changes import changes_of
from gait.review.correction_forms import FilmingForm
from gait.review.norm import norm_of

pytestmark = pytest.mark.long
READINGS = walk(Walker(seconds=12.0, angle_noise_deg=0.3))


MACHINES = HIDDEN + b"machine"
"""A key frame as the engine leaves it."""


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
    for side in Side:
        (folder / f"keyframe_{side}.jpg").write_bytes(MACHINES)
    result = conclude(READINGS, Hints())
    write_json(folder / "overlay.json", overlay_json(result))
    return runs.add_finished(run, recording, {"view": "posterior"}, as_json(result, pipeline_version="test"))


def first_stance(analysis: Analysis, side: Side) -> dict:
    return next(each for each in analysis.result["stances"] if each["side"] == side and each["used"])


def middle_s(stance: dict) -> float:
    return (stance["initial_contact_s"] + stance["toe_off_s"]) / 2


def used(analysis: Analysis, side: Side) -> int:
    return analysis.result["sides"][side]["stances_used"]


def drop(analysis: Analysis, side: Side) -> float:
    return analysis.result["sides"][side]["pelvic_drop_deg"]


def first_left_out(walked: Analysis, ines, side: Side = Side.RIGHT) -> Analysis:
    at_s = middle_s(first_stance(walked, side))
    return corrections.leave_out(walked, ines, side=side, at_s=at_s, reason="stumble")


def last_change(analysis: Analysis) -> str:
    return changes_in(analysis.hints)[-1].id


def test_a_left_out_stance_no_longer_counts_and_the_old_run_stays(walked, ines):
    before = walked.result
    after = first_left_out(walked, ines)
    assert used(after, Side.RIGHT) == used(walked, Side.RIGHT) - 1
    assert used(after, Side.LEFT) == used(walked, Side.LEFT)
    assert Analysis.objects.get(pk=walked.pk).result == before
    assert corrections.machine_run(after) == walked


def test_a_walking_aid_said_later_takes_the_grade_away_and_gives_it_back(walked, ines):
    aided = corrections.say_how_filmed(walked, ines, {Kind.WALKING_AID: True})
    assert (walked.result["confidence"], aided.result["confidence"]) == ("B", "C")
    assert drop(aided, Side.RIGHT) == drop(walked, Side.RIGHT)
    assert aided.result["sides"]["right"]["grade"] is None
    assert norm_of(walked.found, walked.hints)
    assert norm_of(aided.found, aided.hints) is None
    again = corrections.undo(aided, ines, last_change(aided))
    assert again.result["sides"] == walked.result["sides"]


def test_another_view_of_somebody_who_turns_round_is_another_part_of_the_clip(walked, ines):
    """The readings hold the way away from the camera only; read otherwise they would exchange left and right."""
    turned = replace(walked.found, quality=(*walked.found.quality, Note("W_TURNED", "…")))
    Analysis.objects.filter(pk=walked.pk).update(result=turned.as_json())
    walked.refresh_from_db()
    same = corrections.say_how_filmed(walked, ines, {Kind.ACTIVITY: "running"})
    assert same.status == Analysis.Status.DONE
    other = corrections.say_how_filmed(walked, ines, {Kind.VIEW: "anterior"})
    assert (other.status, other.hints["view"]) == (Analysis.Status.QUEUED, "anterior")
    assert other.hints["read_with"] == {"view": "anterior"}


def test_the_new_run_has_all_that_its_page_shows(walked, ines):
    after = first_left_out(walked, ines)
    made = {each.name for each in storage.results_of(after).iterdir()}
    assert {"proxy.mp4", "thumbs", "overlay.json", "series.json", "keyframe_left.jpg", "keyframe_right.jpg"} <= made
    assert after.measurements.filter(code="pelvic_drop").count() == 2


def test_a_key_frame_that_moves_is_cut_out_anew_and_the_old_run_keeps_its_own(walked, ines):
    worst_s = walked.result["key_frames"]["right"]
    worst = next(each for each in walked.result["stances"] if each["peak_s"] == worst_s)
    after = corrections.leave_out(walked, ines, side=Side.RIGHT, at_s=middle_s(worst), reason="line")
    pictures = {run: storage.results_of(run) for run in (walked, after)}
    assert (pictures[after] / "keyframe_left.jpg").read_bytes() == MACHINES
    assert (pictures[after] / "keyframe_right.jpg").read_bytes()[:2] == b"\xff\xd8"
    assert (pictures[walked] / "keyframe_right.jpg").read_bytes() == MACHINES


def test_it_says_who_changed_what_and_how_the_number_moved(walked, ines):
    after = first_left_out(walked, ines)
    changes = changes_of(after)
    assert changes.summary == "Ines Tester, PT changed 1 stance."
    assert changes.deeds[0].says.endswith("left out (stumble, turn or glance aside)")
    assert changes.deeds[0].by == "Ines Tester, PT"
    assert changes.machine_id == walked.pk
    assert [line.side for line in changes.compared] == ["left", "right"]
    assert changes.compared[0].is_same
    [moved] = [change.moved for change in changes_in(after.hints)]
    assert moved["right"] == [drop(walked, Side.RIGHT), drop(after, Side.RIGHT)]


def test_taking_it_in_again_takes_the_change_back(walked, ines):
    changed = first_left_out(walked, ines)
    back = corrections.take_in(changed, ines, side=Side.RIGHT, at_s=middle_s(first_stance(walked, Side.RIGHT)))
    assert back.result["sides"] == walked.result["sides"]
    assert back.hints["edits"] == []
    assert changes_of(back).summary.startswith("Every change was taken back")


def test_one_of_two_changes_is_taken_back_and_stands_again(walked, ines):
    one = first_left_out(walked, ines)
    both = corrections.set_level(one, ines, line_px=[[100.0, 300.0], [300.0, 307.0]])
    without = corrections.undo(both, ines, changes_in(both.hints)[0].id)
    assert used(without, Side.RIGHT) == used(walked, Side.RIGHT)
    assert without.result["camera_roll_deg"] == both.result["camera_roll_deg"]
    assert [deed.undone_by for deed in changes_of(without).deeds] == ["Ines Tester, PT", ""]
    again = corrections.redo(without, ines, changes_in(without.hints)[0].id)
    assert again.result["sides"] == both.result["sides"]


def test_a_drawn_level_moves_both_sides_apart(walked, ines):
    after = corrections.set_level(walked, ines, line_px=[[100.0, 300.0], [300.0, 307.0]])
    assert drop(after, Side.LEFT) == pytest.approx(drop(walked, Side.LEFT) - 2.0, abs=0.05)
    assert drop(after, Side.RIGHT) == pytest.approx(drop(walked, Side.RIGHT) + 2.0, abs=0.05)
    assert after.result["camera_roll_deg"]["from"] == "clicks"
    machine, now = changes_of(after).rolls
    assert machine.startswith("0.0° ±")
    assert now.startswith("2.0° ±")
    assert now.endswith("a therapist marked as level; edges in the picture read 0.0° ± 0.6°")


def test_a_contact_is_moved_and_the_move_of_the_move_goes_with_it(walked, ines):
    contact_s = first_stance(walked, Side.LEFT)["initial_contact_s"]
    event = {"side": Side.LEFT, "kind": "contact"}
    once = corrections.set_event(walked, ines, **event, at_s=contact_s, to_s=round(contact_s + 0.05, 3))
    twice = corrections.set_event(once, ines, **event, at_s=round(contact_s + 0.05, 3), to_s=round(contact_s + 0.1, 3))
    contacts_s = [each["initial_contact_s"] for each in twice.result["stances"]]
    assert round(contact_s + 0.1, 3) in contacts_s
    back = corrections.undo(twice, ines, changes_in(twice.hints)[0].id)
    assert back.result["stances"] == walked.result["stances"]


def test_a_stance_is_added_by_its_contact_and_toe_off_and_deleted(walked, ines):
    stance = first_stance(walked, Side.RIGHT)
    event = {"side": Side.RIGHT, "kind": "contact"}
    gone = corrections.set_event(walked, ines, **event, at_s=stance["initial_contact_s"], to_s=None)
    assert len(gone.result["stances"]) == len(walked.result["stances"]) - 1
    there = corrections.set_event(gone, ines, **event, at_s=None, to_s=stance["initial_contact_s"] + 0.02)
    assert len(there.result["stances"]) == len(walked.result["stances"])
    assert [deed.says.split()[2] for deed in changes_of(there).deeds] == ["at", "added"]


def test_exchanged_sides_take_earlier_words_about_steps_along(walked, ines):
    changed = first_left_out(walked, ines, Side.RIGHT)
    swapped = corrections.say_how_filmed(changed, ines, {Kind.MIRRORED: True})
    assert swapped.hints["edits"][0]["side"] == "left"
    assert used(swapped, Side.LEFT) == used(changed, Side.RIGHT)
    assert drop(swapped, Side.LEFT) == pytest.approx(drop(changed, Side.RIGHT), abs=0.3)


def test_view_and_true_rate_are_one_change_each(walked, ines):
    after = corrections.say_how_filmed(walked, ines, {Kind.VIEW: "anterior", Kind.TRUE_RATE: 120.0})
    assert after.result["view"] == "anterior"
    assert after.result["companions"]["cadence_spm"] > 1.9 * walked.result["companions"]["cadence_spm"]
    back = corrections.undo(after, ines, last_change(after))
    assert back.result["companions"]["cadence_spm"] == pytest.approx(walked.result["companions"]["cadence_spm"])
    assert back.result["view"] == "anterior"


def test_one_press_says_that_a_doubted_film_plays_at_its_true_speed(walked):
    """Slow walkers are graded once somebody has said so; nobody has to look up a rate."""
    press = re.compile(r'name="true_rate_hz" value="([0-9.]+)">\s*<span>')
    assert not press.search(render_to_string("gait/_correct_filming.html", {"analysis": walked}))
    walked.result["quality"].append({"code": "W_SLOWMO", "message": "", "advice": ""})
    doubted = Analysis(pk=walked.pk, recording=walked.recording, hints=walked.hints, result=walked.result)
    (rate,) = press.findall(render_to_string("gait/_correct_filming.html", {"analysis": doubted}))
    form = FilmingForm({"true_rate_hz": rate})
    assert form.is_valid()
    assert form.facts(doubted) == {Kind.TRUE_RATE: pytest.approx(walked.found.video.frame_rate_hz, abs=0.001)}


def test_without_readings_the_clip_is_measured_again_with_the_change(walked, ines, bell):
    shutil.rmtree(storage.results_of(walked))
    after = first_left_out(walked, ines)
    assert after.status == Analysis.Status.QUEUED
    assert after.hints["edits"][0]["used"] is False


def test_a_failed_correction_leaves_nothing_behind(walked, ines):
    Path(storage.results_of(walked) / "readings.npz").write_bytes(b"not readings")
    folders = set(storage.results_of(walked).parent.parent.iterdir())
    with pytest.raises(corrections.CannotCorrect, match="cannot be used"):
        corrections.set_level(walked, ines, line_px=[[0.0, 0.0], [100.0, 1.0]])
    assert set(storage.results_of(walked).parent.parent.iterdir()) == folders
    assert Analysis.objects.count() == 1


@pytest.mark.parametrize("has_readings", [True, False], ids=["at once", "in the queue"])
def test_a_run_whose_event_cannot_be_written_is_not_kept(walked, ines, client, monkeypatch, bell, has_readings):
    if not has_readings:
        shutil.rmtree(storage.results_of(walked))

    def broken(*args: object, **kwargs: object) -> None:
        raise RuntimeError("the audit trail is full")

    monkeypatch.setattr("gait.views.corrections.record_event", broken)
    client.force_login(ines)
    client.raise_request_exception = False
    stance = first_stance(walked, Side.RIGHT)
    answers = {"side": "right", "at_s": str(middle_s(stance)), "is_used": "no", "reason": "stumble"}
    assert client.post(reverse("stance_edit", args=[walked.pk]), answers).status_code == 500
    assert list(Analysis.objects.all()) == [walked]


def test_a_change_that_is_not_in_the_list_cannot_be_taken_back(walked, ines):
    with pytest.raises(corrections.CannotCorrect, match="no longer in the list"):
        corrections.undo(walked, ines, "nothing")


def test_a_key_frame_from_before_heads_were_hidden_is_made_anew(walked, ines):
    picture = storage.results_of(walked) / "keyframe_left.jpg"
    picture.write_bytes(b"with a head")
    after = corrections.leave_out(
        walked, ines, side=Side.RIGHT, at_s=middle_s(first_stance(walked, Side.RIGHT)), reason="line"
    )
    assert (storage.results_of(after) / "keyframe_left.jpg").read_bytes().startswith(HIDDEN)
