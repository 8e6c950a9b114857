from dataclasses import replace
from types import SimpleNamespace

import numpy as np
import pytest

from gait.analysis.pelvis import choose
from gait.analysis.pelvis.blend import blend, compare
from gait.analysis.terms.types import Click, PelvicLine
from gait.analysis.terms.uncertainty import LEVEL_DOUBTED
from gait.result.conventions import Source

TIME_S = np.arange(240) / 60.0
NOTHING_SEEN = SimpleNamespace(timeline=None, pose=None, torso_px=None)
TRUTH = 5.0 * np.sin(2 * np.pi * 0.9 * TIME_S) + 1.0


def line(source: Source, angle, *, trusted=True, sigma=0.4, bias=0.6, gain=0.07, reason=None) -> PelvicLine:
    n = len(TIME_S)
    return PelvicLine(
        source, np.array(angle), np.full(n, sigma), bias, gain, np.zeros((n, 2)), np.ones(n), trusted, reason
    )


def sources(markers=None, waistband=None, surface=None) -> dict[Source, PelvicLine]:
    unknown = np.full(len(TIME_S), np.nan)
    return {
        Source.MARKERS: markers or line(Source.MARKERS, unknown, trusted=False, reason="W_MARKERS_NOT_FOUND"),
        Source.WAISTBAND: waistband or line(Source.WAISTBAND, unknown, trusted=False, reason="W_WAISTBAND_LOOSE"),
        Source.SURFACE: surface or line(Source.SURFACE, unknown, trusted=False, reason="W_SURFACE_UNSURE"),
        Source.LANDMARKS: line(Source.LANDMARKS, 0.2 * TRUTH, trusted=False, reason="W_LANDMARKS_ONLY"),
    }


def test_waistband_and_reader_that_agree_are_blended_and_trusted():
    choice = choose.choose_among(
        sources(waistband=line(Source.WAISTBAND, TRUTH + 0.4), surface=line(Source.SURFACE, TRUTH - 0.4))
    )
    assert choice.line.trusted
    assert choice.line.source is Source.WAISTBAND
    assert np.abs(choice.line.angle_deg - TRUTH).max() < 0.3
    assert choice.line.bias_sigma_deg < 0.6


@pytest.mark.provokes("W_SOURCES_DISAGREE")
def test_waistband_and_reader_that_disagree_are_withheld():
    choice = choose.choose_among(sources(waistband=line(Source.WAISTBAND, TRUTH), surface=line(Source.SURFACE, -TRUTH)))
    assert not choice.line.trusted
    assert choice.line.reason == "W_SOURCES_DISAGREE"
    assert choice.codes == ("W_SOURCES_DISAGREE",)


def test_a_small_disagreement_only_widens_the_interval():
    band = line(Source.WAISTBAND, TRUTH)
    choice = choose.choose_among(sources(waistband=band, surface=line(Source.SURFACE, TRUTH + 2.4)))
    assert choice.line.trusted
    assert np.allclose(choice.line.angle_deg, TRUTH)
    assert choice.line.bias_sigma_deg > band.bias_sigma_deg + 0.4
    assert choice.codes == ("W_SOURCES_DISAGREE",)


def test_a_waistband_alone_claims_with_a_wider_band():
    band = line(Source.WAISTBAND, TRUTH)
    choice = choose.choose_among(sources(waistband=band))
    assert choice.line.trusted
    assert choice.line.bias_sigma_deg > band.bias_sigma_deg
    assert choice.line.gain_sigma > band.gain_sigma


@pytest.mark.parametrize(
    ("sigma_deg", "spread_deg", "is_widened"), [(1.85, 0.6, False), (2.6, 0.6, True), (1.85, 1.0, True)]
)
def test_a_reader_alone_claims_with_a_wider_band_before_its_alarms_ring(sigma_deg, spread_deg, is_widened):
    checks = {"sigma_deg": sigma_deg, "spread_deg": spread_deg}
    reader = replace(line(Source.SURFACE, TRUTH), checks=checks)
    choice = choose.choose_among(sources(surface=reader))
    assert choice.line.trusted
    assert (choice.line.gain_sigma > reader.gain_sigma) is is_widened
    confirmed = choose.choose_among(sources(waistband=line(Source.WAISTBAND, TRUTH), surface=reader))
    assert confirmed.line.gain_sigma <= reader.gain_sigma


def test_nothing_to_trust_leaves_landmarks_without_degrees():
    choice = choose.choose_among(sources())
    assert choice.line.source is Source.LANDMARKS
    assert not choice.line.trusted
    assert choice.line.reason == "E_NO_SOURCE"


def test_marks_that_a_lone_waistband_contradicts_are_withheld():
    choice = choose.choose_among(
        sources(markers=line(Source.MARKERS, 5.0 - TRUTH), waistband=line(Source.WAISTBAND, TRUTH))
    )
    assert not choice.line.trusted
    assert choice.codes == ("W_SOURCES_DISAGREE",)


def test_marks_that_one_witness_bears_out_against_another_are_measured_with_a_wider_interval():
    marks = line(Source.MARKERS, TRUTH)
    unsure = line(Source.SURFACE, TRUTH + 1.0, trusted=False, reason="W_SURFACE_UNSURE")
    choice = choose.choose_among(
        sources(markers=marks, waistband=line(Source.WAISTBAND, 0.2 * TRUTH + 4), surface=unsure)
    )
    assert choice.line.source is Source.MARKERS
    assert choice.line.trusted
    assert np.allclose(choice.line.angle_deg, TRUTH)
    assert choice.line.bias_sigma_deg > marks.bias_sigma_deg + 0.5
    assert choice.codes == ("W_SOURCES_DISAGREE",)


@pytest.mark.parametrize("is_sure", [True, False])
def test_the_hem_of_the_shirt_that_dots_stick_on_is_no_proof_against_the_reader(is_sure):
    trunk = 0.2 * TRUTH + 4
    reader = line(Source.SURFACE, TRUTH, trusted=is_sure)
    choice = choose.choose_among(
        sources(markers=line(Source.MARKERS, trunk), waistband=line(Source.WAISTBAND, trunk), surface=reader)
    )
    assert choice.line.trusted is not is_sure
    assert choice.codes == ("W_SOURCES_DISAGREE",)


@pytest.mark.parametrize("source", [Source.WAISTBAND, Source.MARKERS])
@pytest.mark.parametrize(
    ("cloth", "is_withheld"),
    [
        (TRUTH + 2.4, False),
        (0.3 * (TRUTH - 1.0) + 4.5, True),
        (0.3 * (TRUTH - 1.0) + 1.0, True),
        (1.0 - 0.2 * (TRUTH - 1.0), True),
    ],
    ids=["nearly", "hangs askew and follows a third", "follows a third", "sways the other way"],
)
def test_a_reader_that_is_unsure_may_contradict_cloth(source, cloth, is_withheld):
    unsure = line(Source.SURFACE, TRUTH, trusted=False, reason="W_SURFACE_UNSURE")
    name = "markers" if source is Source.MARKERS else "waistband"
    choice = choose.choose_among(sources(surface=unsure, **{name: line(source, cloth)}))
    assert choice.line.source is source
    assert choice.line.trusted is not is_withheld
    assert choice.line.reason == ("W_SOURCES_DISAGREE" if is_withheld else None)


@pytest.mark.parametrize("is_sure", [True, False])
@pytest.mark.parametrize("source", [Source.WAISTBAND, Source.MARKERS])
def test_what_hangs_askew_and_moves_with_the_pelvis_keeps_its_motion_and_shows_no_zero(source, is_sure):
    reader = line(Source.SURFACE, TRUTH, trusted=is_sure)
    name = "markers" if source is Source.MARKERS else "waistband"
    choice = choose.choose_among(sources(surface=reader, **{name: line(source, TRUTH + 4.0)}))
    assert choice.line.trusted
    assert choice.codes == ("W_SOURCES_DISAGREE",)
    assert LEVEL_DOUBTED in choice.line.checks


@pytest.mark.parametrize("delay_s", [0.15, 0.25])
def test_cloth_that_follows_late_shows_no_motion_either(delay_s):
    late = 5.0 * np.sin(2 * np.pi * 0.9 * (TIME_S - delay_s)) + 5.0
    unsure = line(Source.SURFACE, TRUTH, trusted=False, reason="W_SURFACE_UNSURE")
    choice = choose.choose_among(sources(waistband=line(Source.WAISTBAND, late), surface=unsure))
    assert choice.line.reason == "W_SOURCES_DISAGREE"


@pytest.mark.parametrize("is_sure", [True, False])
@pytest.mark.parametrize("source", [Source.WAISTBAND, Source.MARKERS])
@pytest.mark.parametrize(("late_s", "is_withheld"), [(0.13, True), (0.02, False), (-0.04, False)])
def test_a_small_swing_that_comes_late_is_no_pelvis(source, late_s, is_withheld, is_sure):
    """Too small a motion for the two to be far apart: only the phase tells."""
    motion = 2.5 * np.sin(2 * np.pi * 0.9 * TIME_S)
    late = 2.5 * np.sin(2 * np.pi * 0.9 * (TIME_S - late_s))
    name = "markers" if source is Source.MARKERS else "waistband"
    choice = choose.choose_among(
        sources(surface=line(Source.SURFACE, motion, trusted=is_sure), **{name: line(source, late)})
    )
    assert choice.line.trusted is not is_withheld


@pytest.mark.parametrize("is_sure", [True, False])
def test_dots_on_a_shirt_that_hardly_swing_are_contradicted_by_a_reader_that_is_sure_too(is_sure):
    reader = line(Source.SURFACE, 0.55 * (TRUTH - 1.0), trusted=is_sure)
    choice = choose.choose_among(sources(markers=line(Source.MARKERS, 0.05 * (TRUTH - 1.0)), surface=reader))
    assert choice.line.reason == "W_SOURCES_DISAGREE"


def test_cloth_that_hardly_moves_shows_nothing_by_agreeing():
    """A sweatshirt's hem: 9 degrees askew, one degree of swing, and a reader that sees little more."""
    still = 0.2 * (TRUTH - 1.0)
    unsure = line(Source.SURFACE, still + 1.0, trusted=False, reason="W_SURFACE_UNSURE")
    choice = choose.choose_among(sources(waistband=line(Source.WAISTBAND, still + 10.0), surface=unsure))
    assert choice.line.reason == "W_SOURCES_DISAGREE"


def test_an_unsure_reader_that_sees_less_motion_does_not_contradict():
    unsure = line(Source.SURFACE, 0.6 * (TRUTH - 1.0) + 1.0, trusted=False, reason="W_SURFACE_UNSURE")
    assert choose.choose_among(sources(waistband=line(Source.WAISTBAND, TRUTH), surface=unsure)).line.trusted


def test_how_askew_cloth_hangs_is_no_contradiction_where_standing_will_be_zero():
    standing = TIME_S < 0.8
    angle = np.where(standing, 1.0, TRUTH)
    unsure = line(Source.SURFACE, angle, trusted=False, reason="W_SURFACE_UNSURE")
    given = sources(waistband=line(Source.WAISTBAND, angle + 5.0), surface=unsure)
    assert LEVEL_DOUBTED not in choose.choose_among(given, standing).line.checks
    assert LEVEL_DOUBTED in choose.choose_among(given).line.checks


def clicked(angle) -> PelvicLine:
    return replace(line(Source.CLICKS, angle), checks={"clicks": 4.0})


def test_points_on_a_belt_need_a_witness_and_points_on_bone_are_only_doubted():
    off = clicked(TRUTH + 5.0)
    unsure = sources(surface=line(Source.SURFACE, TRUTH, trusted=False))
    assert LEVEL_DOUBTED in choose.judge_clicks(off, unsure, marks_bone=False).line.checks
    assert choose.judge_clicks(off, unsure, marks_bone=True).codes == ()
    sure = sources(surface=line(Source.SURFACE, TRUTH))
    doubted = choose.judge_clicks(off, sure, marks_bone=True)
    assert doubted.line.trusted
    assert doubted.line.bias_sigma_deg > off.bias_sigma_deg + 1.0
    assert doubted.codes == ("W_SOURCES_DISAGREE",)


@pytest.mark.parametrize("other", [TRUTH + 4.0, -TRUTH, 2.5 * TRUTH])
def test_a_reader_that_may_err_further_than_it_runs_off_does_not_silence_a_marked_hem(other):
    hem = line(Source.CLICKS, TRUTH, bias=0.3, gain=0.05)
    lost, steady = (line(Source.SURFACE, other, trusted=False, sigma=s, bias=1.0) for s in (5.0, 0.8))
    kept = choose.judge_clicks(hem, sources(surface=lost), marks_bone=False)
    assert kept.line.trusted
    assert LEVEL_DOUBTED not in kept.line.checks
    assert np.array_equal(kept.line.angle_deg, hem.angle_deg)
    assert kept.line.bias_sigma_deg > hem.bias_sigma_deg + 0.7
    assert kept.line.gain_sigma == 0.25
    assert kept.codes == ("W_SOURCES_DISAGREE",)
    contradicted = choose.judge_clicks(hem, sources(surface=steady), marks_bone=False).line
    assert not contradicted.trusted or LEVEL_DOUBTED in contradicted.checks


@pytest.mark.provokes("W_CLICKS_DIFFER")
@pytest.mark.parametrize("off_deg", [-7.0, 3.5, 7.0])
def test_points_that_two_sure_readings_contradict_reach_over_both(off_deg):
    wide = line(Source.SURFACE, TRUTH + 0.3, bias=1.4, gain=0.2)
    given = sources(waistband=line(Source.WAISTBAND, TRUTH - 0.3), surface=wide)
    points = line(Source.CLICKS, TRUTH + off_deg, bias=0.3, gain=0.05)
    choice = choose.judge_clicks(points, given, marks_bone=True)
    assert choice.codes == ("W_CLICKS_DIFFER",)
    assert np.array_equal(choice.line.angle_deg, points.angle_deg)
    assert 1.96 * choice.line.bias_sigma_deg > abs(off_deg) + 0.3
    assert choice.line.gain_sigma == wide.gain_sigma
    assert choice.line.checks["points_doubted_deg"] == pytest.approx(abs(off_deg) + 0.3, abs=0.01)


def test_points_near_the_other_readings_are_taken_as_they_are():
    given = sources(waistband=line(Source.WAISTBAND, TRUTH - 0.3), surface=line(Source.SURFACE, TRUTH + 0.3))
    points = line(Source.CLICKS, TRUTH + 2.0, bias=0.3)
    assert choose.judge_clicks(points, given, marks_bone=True).line is points


def test_marks_that_two_agreeing_witnesses_contradict_are_withheld():
    choice = choose.choose_among(
        sources(
            markers=line(Source.MARKERS, 12.0 - TRUTH),
            waistband=line(Source.WAISTBAND, TRUTH),
            surface=line(Source.SURFACE, TRUTH + 0.5),
        )
    )
    assert not choice.line.trusted
    assert choice.line.reason == "W_SOURCES_DISAGREE"


def test_marks_that_wave_with_loose_cloth_are_withheld_when_the_reader_sees_it():
    choice = choose.choose_among(
        sources(markers=line(Source.MARKERS, TRUTH + 6.0 * np.cos(9.0 * TIME_S)), surface=line(Source.SURFACE, TRUTH))
    )
    assert not choice.line.trusted
    assert choice.line.reason == "W_SOURCES_DISAGREE"


def test_blending_mends_the_amplitude_of_a_slipping_band_part_of_the_way():
    slipping = line(Source.WAISTBAND, 1.0 + 0.7 * (TRUTH - 1.0), gain=0.1)
    blended = blend(slipping, line(Source.SURFACE, TRUTH, gain=0.1))
    amplitude = np.ptp(blended.angle_deg) / np.ptp(TRUTH)
    assert 0.8 < amplitude < 0.95
    assert blended.gain_sigma < 0.1


def test_blending_bridges_a_gap_of_the_lead_with_the_second():
    angle = TRUTH.copy()
    angle[100:140] = np.nan
    blended = blend(line(Source.MARKERS, angle), line(Source.WAISTBAND, TRUTH))
    assert np.isfinite(blended.angle_deg).all()
    assert np.abs(blended.angle_deg - TRUTH).max() < 0.1


def test_lines_that_share_no_frame_are_infinitely_apart():
    first, second = TRUTH.copy(), TRUTH.copy()
    first[:120], second[120:] = np.nan, np.nan
    assert compare(line(Source.MARKERS, first), line(Source.SURFACE, second)).rms_deg == np.inf


def test_a_motionless_clip_leaves_both_gains_as_they_are():
    still = np.full(len(TIME_S), 2.0)
    blended = blend(line(Source.WAISTBAND, still), line(Source.SURFACE, still + 0.3))
    assert blended.gain_sigma == pytest.approx(0.07)
    assert np.ptp(blended.angle_deg) < 1e-9


def test_order_of_sources_does_not_depend_on_their_names():
    given = sources(waistband=line(Source.WAISTBAND, TRUTH), surface=line(Source.SURFACE, TRUTH))
    given = {source: replace(value) for source, value in reversed(given.items())}
    assert choose.choose_among(given).line.source is Source.WAISTBAND


@pytest.mark.parametrize(("cloth", "is_withheld"), [(TRUTH + 1.0, False), (12.0 - TRUTH, True)])
def test_a_source_that_a_therapist_insists_on_is_contradicted_all_the_same(monkeypatch, cloth, is_withheld):
    unsure = line(Source.SURFACE, TRUTH, trusted=False, reason="W_SURFACE_UNSURE")
    choice = chosen_from(monkeypatch, sources(waistband=line(Source.WAISTBAND, cloth), surface=unsure))(
        Source.WAISTBAND
    )
    assert choice.line.source is Source.WAISTBAND
    assert choice.line.trusted is not is_withheld


@pytest.mark.parametrize("reader_off_deg", [0.0, 2.5])
@pytest.mark.parametrize("is_sure", [True, False])
def test_to_be_asked_for_makes_no_waistband_surer(monkeypatch, reader_off_deg, is_sure):
    """Where the reader confirms it, the automatic choice blends the two; in all other cases it is the band alone."""
    reader = line(Source.SURFACE, TRUTH + reader_off_deg, trusted=is_sure)
    choose_by = chosen_from(monkeypatch, sources(waistband=line(Source.WAISTBAND, TRUTH), surface=reader))
    asked, automatic = choose_by(Source.WAISTBAND), choose_by(None)
    if is_sure and reader_off_deg == 0.0:
        assert asked.line.bias_sigma_deg >= automatic.line.bias_sigma_deg
        return
    for part in ("bias_sigma_deg", "gain_sigma", "checks"):
        assert getattr(asked.line, part) == getattr(automatic.line, part)
    assert asked.codes == automatic.codes


def test_to_be_asked_for_makes_no_reader_surer(monkeypatch):
    near = {"sigma_deg": 2.8, "spread_deg": 1.0}
    reader = replace(line(Source.SURFACE, TRUTH), checks=near)
    choose_by = chosen_from(monkeypatch, sources(surface=reader))
    assert choose_by(Source.SURFACE).line.gain_sigma == choose_by(None).line.gain_sigma > 0.2


def chosen_from(monkeypatch, found):
    """choose_line over lines that are given."""
    monkeypatch.setattr(choose, "SOURCES", {source: lambda *_, line=line: line for source, line in found.items()})
    monkeypatch.setattr(choose, "quiet_frames", lambda *_: np.zeros(len(TIME_S), np.bool_))
    return lambda asked_for: choose.choose_line(NOTHING_SEEN, NOTHING_SEEN, 1, asked_for=asked_for)


@pytest.mark.provokes("W_MARKERS_LOST")
def test_stickers_that_were_seen_and_lost_are_worth_a_word(monkeypatch):
    lost = sources(markers=line(Source.MARKERS, TRUTH, trusted=False, reason="W_MARKERS_LOST"))
    assert "W_MARKERS_LOST" in chosen_from(monkeypatch, lost)(None).codes


@pytest.mark.provokes("W_CLICKS_ASIDE")
@pytest.mark.parametrize("asked_for", [None, Source.WAISTBAND])
def test_points_that_do_not_make_the_line_are_never_passed_over_in_silence(monkeypatch, asked_for):
    """They contradict each other where a waistband was found, or another source was asked for."""
    is_bad = asked_for is None
    clicked = line(Source.CLICKS, TRUTH, trusted=not is_bad, reason="W_CLICKS_UNSTEADY" if is_bad else None)
    found = sources(waistband=line(Source.WAISTBAND, TRUTH), surface=line(Source.SURFACE, TRUTH))
    monkeypatch.setattr(choose.clicked_line, "locate_pelvic_line", lambda *_, **__: clicked)
    chosen_from(monkeypatch, found)
    clicks = (Click(1.0, (340.0, 620.0), (380.0, 620.0)),)
    choice = choose.choose_line(NOTHING_SEEN, NOTHING_SEEN, 1, clicks=clicks, asked_for=asked_for)
    assert choice.line.source is Source.WAISTBAND
    assert "W_CLICKS_ASIDE" in choice.codes
    assert ("W_CLICKS_UNSTEADY" in choice.codes) is is_bad
