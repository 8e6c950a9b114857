"""View, activity and who cannot be measured, told on figures whose answer is known."""

import dataclasses

import numpy as np
import pytest
from synthetic import Walker, walk

from gait.analysis.corrections.revise import said_about
from gait.analysis.corrections.settle import settle
from gait.analysis.curves.sides import PAIRS, exchange
from gait.analysis.film.recognise import recognise_subject
from gait.analysis.terms.landmarks import ANKLE, HEEL, HIP, KNEE, SHOULDER, TOE, Landmark
from gait.analysis.terms.notes import notes_where
from gait.analysis.terms.timeline import Timeline
from gait.analysis.terms.types import Footage, Hints, PelvisPatches, Pose, Subject
from gait.result.conventions import Activity, Side, View
from gait.result.result import VideoInfo

TORSO_PX = 220.0
RATE_HZ = 60.0
OUTWARD = {Side.LEFT: -1.0, Side.RIGHT: 1.0}
"""Where the sides lie in the picture, seen from behind."""


def subject_of(footage: Footage, hints: Hints) -> Subject:
    """As the pipeline has it: what the pictures show, and then what people said."""
    return said_about(recognise_subject(footage), settle(footage.info, hints))


def figure(
    *,
    seconds: float = 6.0,
    cadence_spm: float = 110.0,
    lift: float = 0.45,
    faces_camera: bool = False,
    yaw_deg: float = 0.0,
    scale: float = 1.0,
    shift_px: tuple[float, float] = (360.0, 640.0),
    trembling: float = 0.004,
) -> Footage:
    """A stick figure that walks on the spot. lift is how high the feet rise in turn, in torso lengths."""
    time_s = np.arange(0, seconds, 1 / RATE_HZ)
    phase = 2 * np.pi * time_s * cadence_spm / 120
    points = np.zeros((len(time_s), 33, 2))
    narrow = np.cos(np.radians(yaw_deg))
    points[:, Landmark.NOSE] = 0, -1.4
    for side, out in OUTWARD.items():
        raised = lift / 2 * np.maximum(0, np.sin(phase + (np.pi if side is Side.LEFT else 0)))
        points[:, SHOULDER[side]] = 0.34 * out * narrow, -1
        points[:, HIP[side]] = 0.18 * out * narrow, 0
        points[:, KNEE[side], 0] = points[:, ANKLE[side], 0] = 0.15 * out * narrow
        points[:, HEEL[side], 0] = points[:, TOE[side], 0] = 0.15 * out * narrow
        points[:, KNEE[side], 1] = 0.78 - 0.2 * raised
        points[:, ANKLE[side], 1] = 1.5 - raised
        points[:, HEEL[side], 1] = points[:, ANKLE[side], 1] + 0.06
        points[:, TOE[side], 1] = points[:, ANKLE[side], 1] + (0.28 if faces_camera else 0.0)
    points += np.random.default_rng(5).normal(0, trembling, points.shape)
    landmarks_px = points * TORSO_PX * scale + shift_px
    if faces_camera:
        landmarks_px = exchange(landmarks_px, np.ones(len(time_s), dtype=bool), PAIRS)
    return footage(time_s, landmarks_px)


def footage(time_s: np.ndarray, landmarks_px: np.ndarray, grey: int = 120) -> Footage:
    n = len(time_s)
    info = VideoInfo("0" * 64, "mp4", "h264", 720, 1280, 0, RATE_HZ, False, n / RATE_HZ, n)
    patches = PelvisPatches(
        np.broadcast_to(np.uint8(grey), (n, 8, 8, 3)), np.zeros((n, 2)), np.ones(n), np.ones(n, dtype=bool)
    )
    return Footage(info, Timeline.of(time_s), Pose(landmarks_px, np.ones((n, 33))), patches, (), ())


def codes(subject) -> set[str]:
    return {note.code for note in subject.notes}


@pytest.mark.parametrize(("faces_camera", "view"), [(False, View.POSTERIOR), (True, View.ANTERIOR)])
@pytest.mark.parametrize(
    ("cadence_spm", "lift", "activity"),
    [
        (110, 0.45, Activity.WALKING),
        (85, 0.3, Activity.WALKING),
        (136, 0.6, Activity.WALKING),
        (165, 1.4, Activity.RUNNING),
    ],
)
def test_it_tells_view_and_activity(faces_camera, view, cadence_spm, lift, activity):
    subject = subject_of(figure(faces_camera=faces_camera, cadence_spm=cadence_spm, lift=lift), Hints())
    assert (subject.view, subject.activity) == (view, activity)
    assert (subject.measurable, subject.reason, subject.notes) == (True, None, ())
    assert subject.torso_px == pytest.approx(TORSO_PX, rel=0.02)


@pytest.mark.parametrize(
    ("made", "reason"),
    [
        ({"yaw_deg": 85}, "E_SIDE_VIEW"),
        ({"yaw_deg": 58}, "E_OBLIQUE_VIEW"),
        ({"lift": 0.0}, "E_NOT_MOVING"),
        ({"scale": 0.15}, "E_PERSON_SMALL"),
        ({"shift_px": (360.0, 200.0)}, "E_WAIST_DOWN"),
        ({"shift_px": (10.0, 640.0)}, "E_OUT_OF_FRAME"),
        ({"shift_px": (360.0, 1000.0)}, "E_FEET_HIDDEN"),
        ({"trembling": 0.5}, "E_WAIST_DOWN"),
        ({"trembling": 0.5, "scale": 0.12}, "E_PERSON_SMALL"),
    ],
)
def test_it_says_why_somebody_cannot_be_measured(made, reason):
    subject = subject_of(figure(**made), Hints())
    assert (subject.measurable, subject.reason) == (False, reason)


def test_a_figure_squeezed_into_the_legs_is_not_believed():
    squeezed = figure()
    landmarks_px = squeezed.pose.landmarks_px.copy()
    landmarks_px[:, :25, 1] = 640 + 0.35 * (landmarks_px[:, :25, 1] - 640)
    subject = subject_of(footage(squeezed.time_s, landmarks_px), Hints())
    assert subject.reason == "E_WAIST_DOWN"


def test_legs_that_fill_the_picture_are_not_called_a_small_person():
    close = figure()
    landmarks_px = close.pose.landmarks_px.copy()
    landmarks_px[:, :25, 1] = 640 + 0.15 * (landmarks_px[:, :25, 1] - 640)
    landmarks_px[:, :25, 0] = 360 + 0.15 * (landmarks_px[:, :25, 0] - 360)
    assert subject_of(footage(close.time_s, landmarks_px), Hints()).reason == "E_WAIST_DOWN"


def test_a_statue_stays_a_statue_whatever_the_camera_and_the_hint_do():
    statue = figure(lift=0.0)
    sway_px = 60 * np.sin(2 * np.pi * 1.8 * statue.time_s)
    swaying = statue.pose.landmarks_px + np.stack([sway_px, 2 * sway_px], axis=-1)[:, None]
    subject = subject_of(footage(statue.time_s, swaying), Hints(activity=Activity.WALKING))
    assert (subject.activity, subject.measurable, subject.reason) == (Activity.STANDING, False, "E_NOT_MOVING")


def test_quiet_standing_is_measurable_when_it_was_asked_for():
    subject = subject_of(figure(lift=0.0), Hints(activity=Activity.STANDING))
    assert (subject.activity, subject.measurable) == (Activity.STANDING, True)


def test_movement_without_a_rhythm_is_no_walk():
    restless = figure()
    wander = np.cumsum(np.random.default_rng(6).normal(0, 6, len(restless.time_s)))
    landmarks_px = figure(lift=0.0).pose.landmarks_px
    landmarks_px[:, Landmark.LEFT_ANKLE, 1] += wander
    assert subject_of(footage(restless.time_s, landmarks_px), Hints()).reason == "E_NOT_MOVING"


@pytest.mark.parametrize(
    ("cadence_spm", "lift", "is_slow"),
    [(110 / 4, 0.45, True), (165 / 4, 1.4, True), (165 / 2, 1.4, True), (60, 0.3, True), (85, 0.3, False)],
)
def test_stretched_time_is_noted(cadence_spm, lift, is_slow):
    subject = subject_of(figure(seconds=14, cadence_spm=cadence_spm, lift=lift), Hints())
    assert subject.measurable
    assert ("W_SLOWMO" in codes(subject)) is is_slow


@pytest.mark.provokes("W_VIEW", "W_ACTIVITY")
def test_what_the_therapist_said_is_used_and_a_contradiction_noted():
    subject = subject_of(figure(), Hints(view=View.ANTERIOR, activity=Activity.RUNNING))
    assert (subject.view, subject.activity) == (View.ANTERIOR, Activity.RUNNING)
    assert codes(subject) == {"W_VIEW", "W_ACTIVITY"}


def test_no_hint_makes_a_side_view_measurable():
    subject = subject_of(figure(yaw_deg=85), Hints(view=View.POSTERIOR))
    assert (subject.view, subject.reason) == (View.SIDE, "E_SIDE_VIEW")
    assert "W_VIEW" in codes(subject)


@pytest.mark.provokes("W_VIEW_ASSUMED")
def test_feet_that_contradict_the_shoulders_leave_the_view_to_be_confirmed():
    turned = figure()
    back_to_front = exchange(turned.pose.landmarks_px, np.ones(len(turned.time_s), dtype=bool), PAIRS)
    subject = subject_of(footage(turned.time_s, back_to_front), Hints())
    assert "W_VIEW_ASSUMED" in codes(subject)
    assert subject.reason == "E_VIEW_UNCLEAR"


def walker(*, taken_for_front=False, backwards=False, toes_down_torsos=0.0, swapped_share=0.0) -> Footage:
    """Somebody from behind, as the pose model may draw them."""
    readings = walk(Walker(seconds=6.0))
    points_px = readings.pose.landmarks_px.copy()
    points_px[:, [*TOE.values()], 1] += toes_down_torsos * readings.subject.torso_px[0]
    swapped = np.arange(len(points_px)) < swapped_share * len(points_px)
    points_px = exchange(points_px, swapped != taken_for_front, PAIRS)
    return footage(readings.time_s, points_px[::-1] if backwards else points_px)


def test_a_walker_whose_feet_and_motion_agree_needs_no_word():
    assert codes(subject_of(walker(), Hints())) == set()
    mostly = subject_of(walker(swapped_share=0.12), Hints())
    assert (mostly.reason, codes(mostly)) == (None, {"W_SIDES_SWAPPED"})


@pytest.mark.parametrize(
    "seen",
    [
        {"taken_for_front": True},
        {"taken_for_front": True, "toes_down_torsos": 0.5},
        {"swapped_share": 0.25},
        {"toes_down_torsos": 0.5},
    ],
)
def test_a_view_that_is_not_certain_is_asked_for_and_then_believed(seen):
    """A back that the model takes for a front, feet drawn to match or not; sides that swap."""
    doubtful = walker(**seen)
    asked = subject_of(doubtful, Hints())
    assert (asked.measurable, asked.reason) == (False, "E_VIEW_UNCLEAR")
    assert "W_VIEW_ASSUMED" in codes(asked)
    assert subject_of(walker(backwards=True), Hints()).reason == "E_VIEW_UNCLEAR"
    said = subject_of(doubtful, Hints(view=View.POSTERIOR))
    assert (said.measurable, said.view) == (True, View.POSTERIOR)
    assert "W_VIEW_ASSUMED" not in codes(said)


@pytest.mark.provokes("E_BACKWARDS")
def test_steps_that_go_backwards_for_the_view_that_was_said_are_not_measured():
    """A word settles who is seen from where; it does not make a film in reverse measurable."""
    said = Hints(view=View.POSTERIOR)
    assert subject_of(walker(backwards=True), said).reason == "E_BACKWARDS"
    assert subject_of(walker(), said).reason is None
    assert subject_of(walker(taken_for_front=True), said).reason is None
    stepping_up_again = Hints(view=View.POSTERIOR, activity=Activity.STEP_DOWN)
    assert subject_of(walker(backwards=True), stepping_up_again).reason != "E_BACKWARDS"


@pytest.mark.provokes("E_VIEW_UNCLEAR")
def test_somebody_who_turns_round_half_way_has_no_clear_view():
    away, back = figure().pose.landmarks_px, figure(faces_camera=True).pose.landmarks_px
    half = len(away) // 2
    there_and_back = footage(np.arange(2 * half) / RATE_HZ, np.concatenate([away[:half], back[:half]]))
    assert subject_of(there_and_back, Hints()).reason == "E_VIEW_UNCLEAR"


@pytest.mark.provokes("W_SIDES_SWAPPED")
def test_moments_in_which_the_sides_are_swapped_are_noted():
    steady = figure()
    swapped = np.zeros(len(steady.time_s), dtype=bool)
    swapped[40:75] = True
    crossed = footage(steady.time_s, exchange(steady.pose.landmarks_px, swapped, PAIRS))
    subject = subject_of(crossed, Hints(view=View.POSTERIOR))
    assert subject.measurable
    assert codes(subject) == {"W_SIDES_SWAPPED"}


def test_gaps_are_bridged_in_the_scale():
    whole = figure()
    landmarks_px = whole.pose.landmarks_px.copy()
    landmarks_px[100:160] = np.nan
    subject = subject_of(footage(whole.time_s, landmarks_px), Hints())
    assert subject.measurable
    assert np.isfinite(subject.torso_px).all()


def test_notes_of_the_file_are_kept():
    plain = figure()
    subject = subject_of(dataclasses.replace(plain, notes=notes_where({"W_VFR": True})), Hints(mirrored=True))
    assert [note.code for note in subject.notes] == ["W_VFR", "W_MIRRORED"]


@pytest.mark.provokes("W_DARK")
def test_a_dark_picture_is_noted():
    bright = figure()
    dark = footage(bright.time_s, bright.pose.landmarks_px, grey=20)
    assert codes(subject_of(dark, Hints())) == {"W_DARK"}


@pytest.mark.provokes("W_PERSON_SMALL")
def test_a_small_person_is_noted():
    assert codes(subject_of(figure(scale=0.3), Hints())) == {"W_PERSON_SMALL"}


@pytest.mark.provokes("W_FEET_HIDDEN")
def test_feet_that_leave_the_picture_now_and_then_are_noted():
    steady = figure()
    landmarks_px = steady.pose.landmarks_px.copy()
    landmarks_px[: len(landmarks_px) // 3, [*ANKLE.values()], 1] += 2000.0
    assert "W_FEET_HIDDEN" in codes(subject_of(footage(steady.time_s, landmarks_px), Hints()))
