"""The sources together, on rendered clips whose true pelvic obliquity is known in every frame."""

import numpy as np
import pytest
from drawn_pelvis import mirrored
from rendered_clips import Clip

from gait.analysis.curves.filtering import low_pass
from gait.analysis.pelvis.choose import Choice, choose_line
from gait.analysis.pelvis.roll import estimate_camera_roll
from gait.analysis.terms.types import PelvicLine
from gait.result.conventions import Source

pytestmark = pytest.mark.long
CLIPS = ("walk", "walk_with_stickers", "run")


@pytest.fixture(scope="module")
def choices(request: pytest.FixtureRequest) -> dict[str, Choice]:
    clips = {name: request.getfixturevalue(name) for name in CLIPS}
    return {name: choose_line(clip.footage, clip.subject, rightward=1) for name, clip in clips.items()}


def errors(clip: Clip, line: PelvicLine):
    return low_pass(line.angle_deg, clip.footage.timeline.rate_hz, 8.0) - clip.truth_deg


@pytest.mark.parametrize(
    ("name", "source"),
    [("walk", Source.WAISTBAND), ("walk_with_stickers", Source.MARKERS), ("run", Source.WAISTBAND)],
)
def test_it_chooses_the_best_source_and_reads_the_truth(name, source, choices, request):
    clip, line = request.getfixturevalue(name), choices[name].line
    assert line.trusted
    assert line.source is source
    error = errors(clip, line)
    assert np.sqrt(np.nanmean(error**2)) < 0.7
    slope = np.polyfit(clip.truth_deg, clip.truth_deg + error, 1)[0]
    assert 0.9 < slope < 1.1


@pytest.mark.parametrize("name", CLIPS)
def test_what_it_says_of_its_errors_holds(name, choices, request):
    clip, line = request.getfixturevalue(name), choices[name].line
    error = errors(clip, line)
    assert abs(np.nanmean(error)) < 2 * line.bias_sigma_deg
    motion = clip.truth_deg - clip.truth_deg.mean()
    assert abs(np.polyfit(motion, error, 1)[0]) < 2 * line.gain_sigma


@pytest.mark.parametrize("name", ["walk", "walk_with_stickers"])
def test_the_tilt_reader_stays_within_its_card(name, choices, request):
    line = choices[name].sources[Source.SURFACE]
    assert line.trusted
    assert np.sqrt(np.nanmean(errors(request.getfixturevalue(name), line) ** 2)) < 2.0


def test_the_tilt_reader_doubts_a_bare_trunk_that_it_reads_wrongly(choices, run):
    line = choices["run"].sources[Source.SURFACE]
    assert (line.trusted, line.reason) == (False, "W_SURFACE_UNSURE")
    assert np.sqrt(np.nanmean(errors(run, line) ** 2)) > 1.5


def test_landmarks_are_never_trusted(choices):
    assert not any(choice.sources[Source.LANDMARKS].trusted for choice in choices.values())


@pytest.mark.provokes("W_MARKERS_NOT_FOUND")
def test_clothes_without_stickers_show_none(choices):
    for name in ("walk", "run"):
        assert choices[name].sources[Source.MARKERS].reason == "W_MARKERS_NOT_FOUND"


def test_a_mirrored_film_gives_the_same_curve_once_it_is_said_to_be_mirrored(walk_with_stickers, choices):
    flipped = mirrored(walk_with_stickers.footage)
    straight = choices["walk_with_stickers"].line.angle_deg
    as_filmed = choose_line(flipped, walk_with_stickers.subject, rightward=1).line.angle_deg
    corrected = choose_line(flipped, walk_with_stickers.subject, rightward=-1).line.angle_deg
    assert np.nanmax(np.abs(as_filmed + straight)) < 0.2
    assert np.allclose(corrected, -as_filmed, equal_nan=True)


def test_a_source_can_be_asked_for(walk_with_stickers):
    choice = choose_line(walk_with_stickers.footage, walk_with_stickers.subject, 1, asked_for=Source.SURFACE)
    assert choice.line.source is Source.SURFACE


@pytest.mark.parametrize("name", CLIPS)
def test_an_upright_camera_is_found_upright(name, request):
    clip = request.getfixturevalue(name)
    roll = estimate_camera_roll(clip.footage, rightward=1)
    assert abs(roll.value_deg) < 0.4
