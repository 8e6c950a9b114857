"""Marked pictures -> drops with an interval that holds: against simulated hands and walks whose answer is known."""

from dataclasses import replace

import numpy as np
import pytest
from by_hand import at_peaks, points
from synthetic import Walker, walk

from gait.analysis.conclude import conclude
from gait.analysis.corrections.by_hand import bare_readings
from gait.analysis.corrections.edits import StanceEdit
from gait.analysis.terms.types import AnalysisResult, CameraMotion, Hints
from gait.analysis.walk.hand_frames import HandFrame, HandMeasured, measure_hand_frames
from gait.analysis.written.overlay import overlay_json
from gait.analysis.written.report import as_json
from gait.result.conventions import Activity, Confidence, Side, Source, View, ZeroReference
from gait.result.result import Zero

LEVEL = Zero(0.0, 0.0, ZeroReference.BONE, standing_obliquity_deg=None)
RATE_HZ, STRIDE_S, STANCE_S = 60.0, 1.1, 0.65


def simulated(
    random: np.random.Generator, click_sigma_deg: float, a_side: int
) -> tuple[HandMeasured, dict[Side, float]]:
    """Both legs of a person whose strides differ by 0.6 degrees, marked 40 ms beside the peak; one a side again."""
    true_deg = {side: float(random.uniform(1.0, 11.0)) for side in Side}
    frames = []
    for number, side in enumerate(Side):
        for k in range(a_side):
            beside_s = 0.04 * random.standard_normal()
            seen_share = np.cos(np.clip(np.pi * beside_s / STANCE_S, -np.pi / 2, np.pi / 2)) ** 2
            drop_deg = (true_deg[side] + 0.6 * random.standard_normal()) * seen_share
            frame = round(RATE_HZ * STRIDE_S * (k + 0.5 * number + 0.2))
            for _ in range(2 if k == 0 else 1):
                angle_deg = side.drop_sign * drop_deg + click_sigma_deg * random.standard_normal()
                frames.append(HandFrame(frame, side, angle_deg))
    time_s = np.arange(0, (a_side + 1) * STRIDE_S, 1 / RATE_HZ)
    return measure_hand_frames(frames, (), time_s, LEVEL, Activity.WALKING, reach_share=0.1), true_deg


@pytest.mark.parametrize(("apart_px", "half_deg"), [(112, 1.35), (46, 2.8)])
def test_the_interval_holds_as_often_as_it_says(apart_px: int, half_deg: float) -> None:
    """Five peaks a side, points off by 1.5 px: on a wide line, and on the back dimples of a small person."""
    random = np.random.default_rng(7)
    held, halves = [], []
    for _ in range(500):
        measured, true_deg = simulated(random, float(np.degrees(np.sqrt(2) * 1.5 / apart_px)), a_side=5)
        for side, drop in measured.drops.items():
            half = drop.errors.half_width_deg(drop.drop_deg)
            held.append(abs(drop.drop_deg - true_deg[side]) <= half)
            halves.append(half)
    assert 0.95 <= np.mean(held) <= 0.99
    assert np.median(halves) == pytest.approx(half_deg, rel=0.2)


def test_two_and_three_a_side_are_enough_and_told_wider() -> None:
    random = np.random.default_rng(8)
    held, widths = [], {2: [], 3: [], 5: []}
    for a_side in widths:
        for _ in range(300):
            measured, true_deg = simulated(random, 1.1, a_side)
            for side, drop in measured.drops.items():
                widths[a_side].append(drop.errors.half_width_deg(drop.drop_deg))
                held.append(abs(drop.drop_deg - true_deg[side]) <= widths[a_side][-1])
    assert np.mean(held) >= 0.94
    assert np.median(widths[3]) > 1.3 * np.median(widths[5])
    assert np.median(widths[2]) > 1.5 * np.median(widths[3])


def test_an_unsteady_hand_widens_the_interval_of_marks_that_happen_to_agree() -> None:
    """The same picture, marked 3 degrees apart, says more about the hand than five equal angles do."""
    frames = [HandFrame(60 * k, Side.LEFT, 5.0) for k in range(1, 6)]
    time_s = np.arange(0, 7, 1 / 60)

    def half_deg(*again: HandFrame) -> float:
        measured = measure_hand_frames([*frames, *again], (), time_s, LEVEL, Activity.WALKING, reach_share=0.1)
        drop = measured.drops[Side.LEFT]
        assert drop.used == 5
        return float(drop.errors.half_width_deg(drop.drop_deg))

    assert half_deg(HandFrame(60, Side.LEFT, 5.0)) == pytest.approx(1.96 * 0.3, abs=0.01)
    assert half_deg(HandFrame(60, Side.LEFT, 8.0)) > 2.0


def by_hand(walker: Walker, **hints: object) -> AnalysisResult:
    return conclude(walk(walker), Hints(**{"source": Source.BY_HAND, "clicks": at_peaks(walker)} | hints))


@pytest.mark.parametrize("view", [View.POSTERIOR, View.ANTERIOR])
@pytest.mark.parametrize("says_side", [True, False], ids=["leg said", "leg from the steps"])
def test_marked_peaks_are_the_drops(view: View, says_side: bool) -> None:
    walker = Walker(drop_deg=(4.0, 9.0), view=view, roll_deg=2.0)
    result = by_hand(walker, clicks=at_peaks(walker, says_side=says_side, noise_deg=0.5))
    for side in Side:
        own = result.sides[side]
        assert own.pelvic_drop_deg == pytest.approx(walker.drop_of(side), abs=0.7)
        assert own.ci95_deg[0] < walker.drop_of(side) < own.ci95_deg[1]
        assert (own.stances_used, own.stances_rejected) == (5, 0)
    assert result.line.source is Source.BY_HAND
    assert result.excursion.value_deg == pytest.approx(13.0, abs=1.0)


def test_a_mirrored_clip_gives_the_same_drops() -> None:
    plain, mirrored = (Walker(drop_deg=(4.0, 9.0), mirrored=is_so) for is_so in (False, True))
    one, other = by_hand(plain), by_hand(mirrored, mirrored=True)
    for side in Side:
        assert other.sides[side].pelvic_drop_deg == pytest.approx(one.sides[side].pelvic_drop_deg, abs=0.01)
        assert other.sides[side].ci95_deg == pytest.approx(one.sides[side].ci95_deg, abs=0.01)


def test_the_deepest_of_several_pictures_of_a_stance_counts() -> None:
    walker = Walker(drop_deg=(4.0, 9.0))
    shallow = [replace(click, time_s=click.time_s + 0.1) for click in at_peaks(walker)]
    higher = [points(click.time_s, click.side.drop_sign * 1.0, click.side) for click in shallow]
    result = by_hand(walker, clicks=(*at_peaks(walker), *higher))
    assert [result.sides[side].pelvic_drop_deg for side in Side] == pytest.approx([4.0, 9.0], abs=0.01)


def test_no_number_of_stances_makes_it_the_best_confidence() -> None:
    walker = Walker(seconds=14.0)
    result = by_hand(walker, clicks=at_peaks(walker, a_side=9), view=View.POSTERIOR)
    assert {side.stances_used for side in result.sides.values()} == {9}
    assert result.confidence is Confidence.B


@pytest.mark.provokes("E_HAND_FEW")
def test_one_stance_of_a_leg_is_too_few_and_two_need_the_other_leg_to_show_their_scatter() -> None:
    walker = Walker()
    left, right = ([c for c in at_peaks(walker) if c.side is side] for side in Side)
    for marks, few in (
        ((*left, *right[:1]), {Side.RIGHT}),
        ((*left[:2], *right[:1]), set(Side)),
        (right[:2], set(Side)),
    ):
        result = by_hand(walker, clicks=tuple(marks))
        assert {side for side in Side if result.sides[side].reason == "E_HAND_FEW"} == few
    two = by_hand(walker, clicks=(*left[:2], *right[:2]))
    for side in Side:
        assert two.sides[side].stances_used == 2
        assert two.sides[side].pelvic_drop_deg == pytest.approx(walker.drop_of(side), abs=0.8)
        assert two.sides[side].grade is None
    assert two.confidence is Confidence.C


def test_a_stance_that_a_therapist_left_out_stays_out() -> None:
    walker = Walker()
    first = next(c for c in at_peaks(walker) if c.side is Side.LEFT)
    edit = StanceEdit(Side.LEFT, first.time_s, used=False)
    result = conclude(walk(walker), Hints(source=Source.BY_HAND, clicks=at_peaks(walker)), (edit,))
    assert result.sides[Side.LEFT].stances_used == 4
    assert result.sides[Side.RIGHT].stances_used == 5


@pytest.mark.provokes("W_HAND_DESPITE")
def test_what_the_machine_holds_against_the_clip_is_said_and_does_not_silence() -> None:
    walker = Walker()
    readings = walk(walker)
    subject = replace(readings.subject, measurable=False, reason="E_CAMERA_MOVING")
    result = conclude(replace(readings, subject=subject), Hints(source=Source.BY_HAND, clicks=at_peaks(walker)))
    assert result.sides[Side.LEFT].pelvic_drop_deg == pytest.approx(4.0, abs=0.01)
    assert "W_HAND_DESPITE" in {note.code for note in result.notes}
    assert result.companions.trunk_lean_deg == dict.fromkeys(Side)


@pytest.mark.provokes("W_POINTS_UNUSED")
def test_a_clip_in_which_nobody_was_followed_is_measured_by_legs_that_were_said() -> None:
    walker = Walker(drop_deg=(4.0, 9.0))
    readings = bare_readings(walk(walker).info, walk(walker).time_s, "E_NO_PERSON")
    level_px = ((0.0, 50.0), (700.0, 50.0))
    said = Hints(source=Source.BY_HAND, activity=Activity.WALKING, clicks=at_peaks(walker), level_line_px=level_px)
    result = conclude(readings, said)
    assert [result.sides[side].pelvic_drop_deg for side in Side] == pytest.approx([4.0, 9.0], abs=0.01)
    assert result.companions.cadence_spm is None
    assert all(stance.initial_contact_s == stance.toe_off_s == stance.peak_s for stance in result.stances)
    assert as_json(result, pipeline_version="test", series=True)["source"] == "by_hand"

    untouched = conclude(readings, Hints())
    assert {own.reason for own in untouched.sides.values()} == {"E_NO_PERSON"}
    unsided = conclude(readings, replace(said, clicks=at_peaks(walker, says_side=False)))
    assert {own.reason for own in unsided.sides.values()} == {"E_HAND_FEW"}
    assert "W_POINTS_UNUSED" in {note.code for note in unsided.notes}


@pytest.mark.provokes("W_ACTIVITY_ASSUMED")
def test_nobody_said_whether_they_walk_or_run() -> None:
    walker = Walker()
    readings = bare_readings(walk(walker).info, walk(walker).time_s, "E_NO_PERSON")
    for said, is_assumed in ((None, True), (Activity.RUNNING, False)):
        result = conclude(readings, Hints(source=Source.BY_HAND, activity=said, clicks=at_peaks(walker)))
        assert ("W_ACTIVITY_ASSUMED" in {note.code for note in result.notes}) is is_assumed


@pytest.mark.provokes("S_NOT_MARKED")
def test_stances_without_points_are_kept_and_do_not_count() -> None:
    result = by_hand(Walker())
    others = [stance for stance in result.stances if not stance.used]
    assert others
    assert {(stance.reason, stance.peak_drop_deg) for stance in others} == {("S_NOT_MARKED", None)}


def test_without_a_level_no_side_of_a_doubtful_size_is_claimed() -> None:
    walker = Walker(drop_deg=(4.0, 5.0))
    readings = bare_readings(walk(walker).info, walk(walker).time_s, "E_NO_PERSON")
    result = conclude(readings, Hints(source=Source.BY_HAND, activity=Activity.WALKING, clicks=at_peaks(walker)))
    assert {own.reason for own in result.sides.values()} == {"E_ZERO_WIDE"}
    assert "W_ROLL_ASSUMED" in {note.code for note in result.notes}
    assert result.excursion.value_deg == pytest.approx(9.0, abs=0.01)


def test_between_the_pictures_nothing_is_drawn() -> None:
    walker = Walker()
    result = by_hand(walker)
    known = np.flatnonzero(np.isfinite(result.obliquity_deg))
    assert len(known) == 10
    assert overlay_json(result)["chosen"] == "by_hand"
    drawn = overlay_json(result)["lines"]["by_hand"]["from_xy"][::2]
    assert [index for index, x in enumerate(drawn) if x is not None] == known.tolist()


def test_what_a_moving_camera_did_is_taken_out() -> None:
    walker = Walker(drop_deg=(4.0, 9.0))
    readings = walk(walker)
    turn_deg = 3.0 * np.sin(readings.time_s)
    moving = replace(readings, camera=CameraMotion(turn_deg, np.zeros((len(turn_deg), 2)), 0.0))
    turned = tuple(
        points(c.time_s, angle(c) + float(np.interp(c.time_s, readings.time_s, turn_deg)), c.side)
        for c in at_peaks(walker)
    )
    result = conclude(moving, Hints(source=Source.BY_HAND, clicks=turned))
    assert [result.sides[side].pelvic_drop_deg for side in Side] == pytest.approx([4.0, 9.0], abs=0.1)


def angle(click) -> float:
    across, down = np.subtract(click.right_xy_px, click.left_xy_px)
    return float(np.degrees(np.arctan2(down, abs(across))))


def test_slow_motion_is_measured_at_the_times_of_the_clip() -> None:
    walker = Walker(rate_hz=240.0, seconds=8.0)
    fast = walk(walker)
    slowed = replace(
        fast,
        info=replace(fast.info, frame_rate_hz=60.0, duration_s=32.0),
        timeline=type(fast.timeline).of(fast.time_s * 4),
    )
    clicks = tuple(replace(click, time_s=click.time_s * 4) for click in at_peaks(walker))
    result = conclude(slowed, Hints(source=Source.BY_HAND, clicks=clicks, true_rate_hz=240.0))
    assert result.sides[Side.LEFT].stances_used == 5
    peaks_s = sorted(stance.peak_s for stance in result.stances if stance.used)
    assert peaks_s == pytest.approx([click.time_s for click in clicks])


class TestPointsThatNothingCarries:
    """--points without a source: by hand where nothing carries them and they lie at the peaks."""

    WALKER = Walker(drop_deg=(4.0, 9.0))

    def uncarried(self, clicks, *, offset_s: float = 0.0) -> AnalysisResult:
        readings = walk(self.WALKER)
        line = replace(readings.line, source=Source.CLICKS, trusted=False, reason="W_CLICKS_UNSTEADY")
        moved = tuple(replace(click, time_s=click.time_s + offset_s, side=None) for click in clicks)
        return conclude(replace(readings, line=line, sources={Source.CLICKS: line}), Hints(clicks=moved))

    def test_are_read_by_hand_at_the_peaks(self) -> None:
        for a_side in (2, 3):
            result = self.uncarried(at_peaks(self.WALKER, a_side=a_side))
            assert result.line.source is Source.BY_HAND
            assert [result.sides[side].pelvic_drop_deg for side in Side] == pytest.approx([4.0, 9.0], abs=0.1)

    @pytest.mark.parametrize(("a_side", "offset_s"), [(1, 0.0), (5, 0.2)], ids=["too few", "beside the peaks"])
    def test_are_not_elsewhere(self, a_side: int, offset_s: float) -> None:
        result = self.uncarried(at_peaks(self.WALKER, a_side=a_side), offset_s=offset_s)
        assert result.line.source is Source.CLICKS
        assert {own.reason for own in result.sides.values()} == {"W_CLICKS_UNSTEADY"}

    def test_a_line_that_is_trusted_goes_first(self) -> None:
        readings = walk(self.WALKER)
        line = replace(readings.line, source=Source.CLICKS)
        result = conclude(replace(readings, line=line), Hints(clicks=at_peaks(self.WALKER)))
        assert result.line.source is Source.CLICKS


def test_a_standing_test_is_no_walk_to_be_measured_by_hand() -> None:
    walker, activity = Walker(), Activity.SINGLE_LEG_STANCE
    readings = walk(walker)
    standing = replace(readings, subject=replace(readings.subject, activity=activity))
    result = conclude(standing, Hints(source=Source.BY_HAND, activity=activity, clicks=at_peaks(walker)))
    assert result.line.source is Source.MARKERS
    assert {own.reason for own in result.sides.values()} == {"E_NOT_A_WALK"}
