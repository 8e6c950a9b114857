"""Points given for a carried line: when they are read by hand instead, and what no point mends."""

import dataclasses

import pytest
from by_hand import at_peaks
from synthetic import Walker, true_stances, walk

from gait.analysis.conclude import conclude
from gait.analysis.corrections.by_hand import bare_readings
from gait.analysis.corrections.edits import StanceEdit
from gait.analysis.corrections.revise import revise
from gait.analysis.corrections.settle import settle
from gait.analysis.curves.rhythm import find_rhythm
from gait.analysis.terms.readings import Readings
from gait.analysis.terms.types import AnalysisResult, Click, Evidence, Hints, PelvicLine, Rhythm
from gait.analysis.terms.uncertainty import UNCONFIRMED
from gait.result.conventions import Activity, Confidence, Side, Source, View

WALKER = Walker(drop_deg=(4.0, 9.0), seconds=14.0)
MARKS = at_peaks(WALKER, says_side=False)


def not_carried(
    *reasons: str, walker: Walker = WALKER, rhythm: Rhythm | None = None, said: View = View.POSTERIOR
) -> Readings:
    """A walk whose marked points nothing could carry, with what the pictures hold against it."""
    readings = walk(walker)
    seen = rhythm or find_rhythm(readings.time_s, readings.pose.landmarks_px, readings.subject.torso_px)
    line = line_of(readings, source=Source.CLICKS, trusted=False, reason="W_CLICKS_NOT_CARRIED")
    subject = dataclasses.replace(readings.subject, evidence=Evidence(said, False, seen, reasons))
    return dataclasses.replace(readings, line=line, sources={Source.CLICKS: line}, subject=subject)


def line_of(readings: Readings, **changes: object) -> PelvicLine:
    assert readings.line is not None
    return dataclasses.replace(readings.line, **changes)


def hints(**changes: object) -> Hints:
    return dataclasses.replace(Hints(view=View.POSTERIOR, activity=Activity.WALKING, clicks=MARKS), **changes)


def told(result: AnalysisResult) -> list[float]:
    return [own.pelvic_drop_deg for own in result.sides.values() if own.pelvic_drop_deg is not None]


def codes(result: AnalysisResult) -> set[str]:
    return {note.code for note in result.notes}


def test_points_that_nothing_carried_are_read_by_hand() -> None:
    result = conclude(not_carried(), hints())
    assert result.line is not None and result.line.source is Source.BY_HAND
    assert told(result) == pytest.approx([4.0, 9.0], abs=0.8)


@pytest.mark.parametrize("lasting", ["E_FEET_HIDDEN", "E_SIDE_VIEW"])
@pytest.mark.parametrize("before", [(), ("E_PERSON_SMALL",)])
def test_what_no_point_mends_is_not_read_by_hand_either(lasting: str, before: tuple[str, ...]) -> None:
    result = conclude(not_carried(*before, lasting), hints())
    assert told(result) == []
    assert result.excursion.value_deg is None


def test_a_view_that_is_a_guess_is_not_settled_by_points_that_were_named_after_it() -> None:
    """A front that was taken for a back: points named by that guess would exchange the sides and their signs."""
    front = dataclasses.replace(WALKER, view=View.ANTERIOR)
    readings = not_carried("E_VIEW_UNCLEAR", walker=front, said=View.ANTERIOR)
    guessed = revise(readings, settle(readings.info, hints(view=View.POSTERIOR, clicks=())))
    evidence = dataclasses.replace(readings.subject.evidence, view=View.POSTERIOR)  # type: ignore[type-var]
    guessed = dataclasses.replace(guessed, subject=dataclasses.replace(guessed.subject, evidence=evidence))
    marks = tuple(exchanged(click) for click in at_peaks(front, says_side=False))
    result = conclude(guessed, hints(view=None, clicks=marks))
    assert {own.reason for own in result.sides.values()} == {"E_VIEW_UNCLEAR"}


def exchanged(click: Click) -> Click:
    return dataclasses.replace(click, left_xy_px=click.right_xy_px, right_xy_px=click.left_xy_px)


def test_a_film_in_reverse_is_not_read_by_hand_and_draws_no_curve() -> None:
    for reasons in ((), ("E_FEET_HIDDEN",)):
        readings = not_carried(*reasons)
        evidence = dataclasses.replace(readings.subject.evidence, view_by_motion=View.ANTERIOR)  # type: ignore[type-var]
        line = line_of(readings, source=Source.WAISTBAND, trusted=True, reason=None)
        subject = dataclasses.replace(readings.subject, evidence=evidence)
        backwards = dataclasses.replace(readings, line=line, subject=subject)
        for asked in (hints(), hints(clicks=())):
            result = conclude(backwards, asked)
            assert told(result) == []
            assert not (result.obliquity_deg == result.obliquity_deg).any()
            assert {stance.peak_drop_deg for stance in result.stances} == {None}
            assert result.standing is None


def test_a_statue_and_a_pace_that_nobody_walks_at_stay_what_they_are() -> None:
    still = conclude(not_carried(rhythm=Rhythm(lift=0.02, cadence_spm=None, regularity=0.0)), hints())
    assert told(still) == []
    fast = conclude(not_carried(rhythm=Rhythm(lift=0.4, cadence_spm=260.0, regularity=0.9)), hints())
    assert told(fast) == []


def test_another_source_that_was_asked_for_is_not_replaced() -> None:
    readings = not_carried()
    line = line_of(readings, source=Source.WAISTBAND, trusted=False, reason="E_NO_SOURCE")
    result = conclude(dataclasses.replace(readings, line=line), hints(source=Source.WAISTBAND))
    assert told(result) == []
    assert result.line is not None and result.line.source is Source.WAISTBAND


def test_by_hand_from_the_side_or_at_a_doubted_pace_is_not_graded() -> None:
    seen = not_carried("E_SIDE_VIEW")
    aside = dataclasses.replace(
        seen,
        subject=dataclasses.replace(
            seen.subject,
            view=View.SIDE,
            evidence=dataclasses.replace(seen.subject.evidence, view=View.SIDE),  # type: ignore[type-var]
        ),
    )
    fast = not_carried(rhythm=Rhythm(lift=0.4, cadence_spm=260.0, regularity=0.9))
    for readings in (aside, fast):
        result = conclude(readings, hints(source=Source.BY_HAND))
        assert told(result) != []
        assert {own.grade for own in result.sides.values()} == {None}
        assert result.confidence is Confidence.C
    assert conclude(aside, hints(source=Source.BY_HAND)).subject.view is View.SIDE


def test_points_that_are_never_read_are_named() -> None:
    readings = walk(WALKER)
    bare = bare_readings(readings.info, readings.time_s, "E_NO_PERSON")
    assert "W_POINTS_UNUSED" in codes(conclude(bare, hints(source=Source.CLICKS)))
    static = hints(source=Source.BY_HAND, activity=Activity.SINGLE_LEG_STANCE)
    assert "W_POINTS_UNUSED" in codes(conclude(readings, static))


def test_the_swing_of_points_on_a_clip_in_which_nobody_was_followed_is_kept() -> None:
    walker = Walker(drop_deg=(4.0, 5.0))
    readings = walk(walker)
    bare = bare_readings(readings.info, readings.time_s, "E_NO_PERSON")
    result = conclude(bare, hints(clicks=at_peaks(walker)))
    assert told(result) == []
    assert result.excursion.value_deg == pytest.approx(9.0, abs=0.5)


def test_a_stance_that_only_the_hand_knows_can_be_left_out() -> None:
    readings = walk(WALKER)
    bare = bare_readings(readings.info, readings.time_s, "E_NO_PERSON")
    asked = hints(source=Source.BY_HAND, clicks=at_peaks(WALKER))
    all_of_them = conclude(bare, asked)
    first = next(stance for stance in all_of_them.stances if stance.side is Side.RIGHT)
    left_out = conclude(bare, asked, (StanceEdit(Side.RIGHT, first.initial_contact_s, used=False),))
    assert left_out.sides[Side.RIGHT].stances_used == all_of_them.sides[Side.RIGHT].stances_used - 1


def carried(marks: tuple[Click, ...], **changes: object) -> AnalysisResult:
    """By the picture, which is what CARRIED_BY_PICTURE among the checks says."""
    readings = walk(WALKER)
    facts = {"source": Source.CLICKS, "checks": {"clicks": float(len(marks)), "carried_by_picture": 1.0}} | changes
    line = line_of(readings, **facts)
    return conclude(dataclasses.replace(readings, line=line, sources={Source.CLICKS: line}), hints(clicks=marks))


def test_points_the_wrong_way_round_vouch_for_no_side() -> None:
    left = [s for s in true_stances(WALKER) if s.side is Side.LEFT]
    marks = [c for c in MARKS if any(s.initial_contact_s < c.time_s < s.toe_off_s for s in left)]
    others = [exchanged(click) for click in MARKS if click not in marks]
    result = carried((*marks, *others))
    assert result.sides[Side.LEFT].pelvic_drop_deg is not None
    assert result.sides[Side.RIGHT].reason == "E_SIDE_UNMARKED"
    assert result.excursion.value_deg is None


def test_the_error_of_carried_peaks_is_in_the_interval_of_side_and_swing() -> None:
    sure, unsure = (carried(MARKS, peak_sigma_deg=sigma_deg) for sigma_deg in (0.0, 1.5))
    for side in Side:
        assert (unsure.sides[side].half_width_deg or 0) > (sure.sides[side].half_width_deg or 0) + 0.3
        assert unsure.sides[side].error_parts_deg is not None
        assert unsure.sides[side].error_parts_deg["peak"] == 1.5
    assert (unsure.excursion.half_width_deg or 0) > (sure.excursion.half_width_deg or 0) + 0.5


@pytest.mark.parametrize(("clicks", "letter"), [(1, Confidence.B), (4, Confidence.A)])
def test_a_few_marked_pictures_never_earn_an_a(clicks: int, letter: Confidence) -> None:
    readings = walk(dataclasses.replace(WALKER, seconds=20.0))
    line = line_of(readings, source=Source.CLICKS, checks={"clicks": float(clicks)})
    result = conclude(dataclasses.replace(readings, line=line), hints())
    assert result.confidence is letter


def test_points_that_others_contradict_never_earn_an_a() -> None:
    readings = walk(dataclasses.replace(WALKER, seconds=20.0))
    line = line_of(readings, source=Source.CLICKS, checks={"clicks": 8.0, "points_doubted_deg": 5.0})
    assert conclude(dataclasses.replace(readings, line=line), hints()).confidence is Confidence.B


def test_one_click_does_not_vouch_for_loose_cloth() -> None:
    from gait.analysis.pelvis.clicks import _calibrate

    readings = walk(WALKER)
    alone = line_of(readings, gain_sigma=0.12, checks={UNCONFIRMED: 1.0})
    frames = [100]
    fit = _calibrate(alone, frames, alone.angle_deg[frames], alone.sigma_deg[frames] + 1.0)  # type: ignore[arg-type]
    assert fit.gain_sigma > 0.15
