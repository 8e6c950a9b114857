"""Runs measured by hand, worked out by the real child: over readings, and over a clip in which nobody was followed."""

from dataclasses import asdict, replace
from pathlib import Path
from uuid import uuid4

import filmed
import pytest
from by_hand import at_peaks
from PIL import Image
from synthetic import Walker
from walked import finished_run

from gait import storage
from gait.analysis.film.probe import frame_times_s, probe_video
from gait.child.answer import write_json
from gait.models import Analysis, Assessment
from gait.result.conventions import Side, Source
from gait.result.result import Note
from gait.review import corrections
from gait.review.change_log import Kind
from gait.review.changes import changes_of
from gait.review.reading import read

pytestmark = pytest.mark.long
WALKER = Walker(drop_deg=(4.0, 9.0), rate_hz=30.0)
LEVEL = [[10.0, 100.0], [200.0, 100.0]]


@pytest.fixture(scope="module")
def clip(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("clip") / "walk.mp4"
    return filmed.clip(path, seconds=WALKER.seconds, size_px=(720, 1280))


@pytest.fixture
def walked(pats_walk: Assessment, clip: Path) -> Analysis:
    return finished_run(pats_walk, clip.read_bytes(), drop_deg=(4.0, 9.0), rate_hz=30.0)


@pytest.fixture
def failed(pats_walk: Assessment, clip: Path) -> Analysis:
    """As a worker leaves a clip in which it found nobody."""
    recording = filmed.recording(pats_walk, clip.read_bytes())
    recording.video = asdict(probe_video(clip))
    recording.save()
    run = Analysis.objects.create(
        recording=recording,
        status=Analysis.Status.FAILED,
        token=uuid4(),
        error_code="E_NO_PERSON",
        hints={"activity": "walking"},
    )
    folder = storage.results_of(run)
    (folder / "thumbs").mkdir(parents=True)
    (folder / "proxy.mp4").write_bytes(clip.read_bytes())
    write_json(folder / "frames.json", {"time_s": frame_times_s(clip).round(4).tolist()})
    return run


def clicks(*again: int, rightward: int = 1) -> list[dict]:
    """Five peaks a side, and those with these numbers once more."""
    marked = [asdict(each) for each in at_peaks(WALKER)]
    if rightward < 0:
        flip = {"left_xy_px": "right_xy_px", "right_xy_px": "left_xy_px"}
        marked = [{flip.get(key, key): value for key, value in each.items()} for each in marked]
        marked = [{**each, "side": each["side"].other} for each in marked]
    return [*marked, *(marked[number] for number in again)]


def measured(run: Analysis, therapist: object, **how: object) -> Analysis:
    usual = {"clicks": clicks(), "segment": "psis", "facts": {}}
    return corrections.measure_by_hand(run, therapist, **(usual | how))


def drops(run: Analysis) -> list[float | None]:
    return [run.found.sides[side].pelvic_drop_deg for side in Side]


def test_a_finished_run_is_measured_by_hand_at_once_and_taken_back(walked, ines):
    new = measured(walked, ines, clicks=clicks(0, 1))
    assert new.status == Analysis.Status.DONE
    assert new.found.source is Source.BY_HAND
    assert drops(new) == pytest.approx([4.0, 9.0], abs=0.05)
    assert (new.found.hand.frames, new.found.hand.repeated, new.found.hand.own_error_deg) == (10, 2, 0.0)
    assert "10 pictures; 2 marked again" in read(new.found).source_says
    assert [deed.says for deed in changes_of(new).deeds] == ["Measured by hand: back dimples (PSIS), 12 pictures"]

    back = corrections.undo(new, ines, new.hints["changes"][0]["id"])
    assert back.found.source is Source.MARKERS


def test_points_to_carry_and_points_by_hand_stand_in_each_others_place(walked, ines):
    by_hand = measured(walked, ines)
    frames = [{key: value for key, value in each.items() if key != "side"} for each in clicks()[:4]]
    carried = corrections.mark_points(by_hand, ines, clicks=frames, segment="psis")
    assert carried.found.source is Source.CLICKS
    again = measured(carried, ines)
    assert again.found.source is Source.BY_HAND
    assert [change["kind"] for change in again.hints["changes"] if not change["undone_at"]] == ["by_hand"]


def test_a_clip_in_which_nobody_was_followed_is_measured_signed_for_and_taken_back(failed, ines):
    new = measured(failed, ines, facts={Kind.VIEW: "posterior"}, level_line_px=LEVEL)
    assert drops(new) == pytest.approx([4.0, 9.0], abs=0.05)
    assert "W_HAND_DESPITE" in {note.code for note in new.found.quality}
    folder = storage.results_of(new)
    assert {path.name for path in folder.iterdir()} >= {
        "proxy.mp4",
        "overlay.json",
        "keyframe_left.jpg",
        "readings.npz",
    }

    by_hand = next(change["id"] for change in new.hints["changes"] if change["kind"] == "by_hand")
    back = corrections.undo(new, ines, by_hand)
    assert {own.reason for own in back.found.sides.values()} == {"E_NO_PERSON"}


def test_by_hand_in_the_other_view_of_a_turned_clip_takes_nothing_from_the_part_that_was_read(walked, ines, clip):
    turned = replace(walked.found, quality=(*walked.found.quality, Note("W_TURNED", "Turns round.")))
    Analysis.objects.filter(pk=walked.pk).update(result=turned.as_json())
    walked.recording.video = asdict(probe_video(clip))
    walked.recording.save()
    walked.refresh_from_db()
    part = (storage.results_of(walked) / "readings.npz").read_bytes()
    marked = {"clicks": clicks(rightward=-1), "facts": {Kind.VIEW: "anterior"}}
    unlevel = measured(walked, ines, **marked)
    assert {own.reason for own in unlevel.found.sides.values()} == {"E_ZERO_WIDE"}
    new = measured(walked, ines, **marked, level_line_px=LEVEL)
    assert new.found.source is Source.BY_HAND
    assert drops(new) == pytest.approx([9.0, 4.0], abs=0.05)
    assert (storage.results_of(new) / "readings.npz").read_bytes() != part
    assert (storage.results_of(walked) / "readings.npz").read_bytes() == part
    levelled = corrections.set_level(new, ines, line_px=LEVEL)
    assert (levelled.status, levelled.found.source) == (Analysis.Status.DONE, Source.BY_HAND)

    by_hand = next(change["id"] for change in new.hints["changes"] if change["kind"] == "by_hand")
    back = corrections.undo(new, ines, by_hand)
    assert (back.status, back.hints["read_with"]) == (Analysis.Status.QUEUED, {"view": "anterior"})


def test_once_the_original_is_gone_the_key_frame_comes_from_the_copy_that_plays(walked, ines, clip, tmp_path):
    """As large as the film was, for lines are drawn on it in its pixels."""
    small = filmed.clip(tmp_path / "small.mp4", seconds=WALKER.seconds, size_px=(360, 640))
    (storage.results_of(walked) / "proxy.mp4").write_bytes(small.read_bytes())
    storage.original(walked.recording_id).unlink()
    new = measured(walked, ines)
    assert drops(new) == pytest.approx([4.0, 9.0], abs=0.05)
    with Image.open(storage.results_of(new) / "keyframe_left.jpg") as picture:
        assert picture.size == (new.found.video.width_px, new.found.video.height_px)


def test_another_view_said_along_with_the_points_names_them(walked, ines):
    """The machine saw the walk from behind; the therapist says from the front, and marks left and right as there."""
    new = measured(walked, ines, clicks=clicks(rightward=-1), facts={Kind.VIEW: "anterior"})
    assert drops(new) == pytest.approx([9.0, 4.0], abs=0.05)
    later = corrections.say_how_filmed(new, ines, {Kind.VIEW: "posterior"})
    assert drops(later) == pytest.approx([4.0, 9.0], abs=0.05)


def test_a_standing_test_or_a_clip_that_is_gone_is_refused_in_words(failed, ines):
    (storage.results_of(failed) / "proxy.mp4").unlink()
    with pytest.raises(corrections.CannotCorrect, match="left no pictures"):
        measured(failed, ines)
    failed.recording.kind = "standing"
    with pytest.raises(corrections.CannotCorrect, match="Only a walk or a run"):
        measured(failed, ines)
