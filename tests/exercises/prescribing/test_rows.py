"""The decision table as the clinical notes print it, copied here by hand and compared cell by cell."""

import pytest

from exercises.prescribing.draft import draft_plan
from exercises.prescribing.inputs import Inputs, SideInputs
from exercises.prescribing.rows import LBW, ROWS, SC, SD, SLB, pick_row
from exercises.prescribing.types import Pattern, Wait
from gait.result.conventions import Confidence, Side

#  row: SC, SLB, LBW, SD, days, weeks to review
TABLE = {
    "D0": (None, None, None, None, (0, 0), 12),
    "D1": (2, 2, None, 1, (3, 3), 6),
    "D2": (2, 2, 1, None, (3, 3), 6),
    "D3": (1, 1, 1, None, (3, 3), 4),
    "D4": (1, 2, 1, 1, (3, 3), 4),
    "D5": (1, 1, 0, None, (3, 3), 4),
    "D6": (1, 1, 1, 0, (3, 3), 3),
    "D7": (0, 1, 0, None, (3, 5), 2),
    "D8": (1, 1, None, None, (3, 3), 3),
    "D9": (0, 0, None, None, (3, 5), 1),
    "D10": (1, 1, 1, 0, (3, 3), 4),
    "D11": (2, 2, None, 1, (3, 3), 6),
    "D12": (2, 2, 1, None, (3, 3), 6),
    "D13": (1, 1, 1, None, (3, 3), 4),
    "D14": (1, 1, 1, None, (3, 3), 4),
}
ADDED_LATER = {
    "D1": [(LBW, 2, 3, Wait.NOTHING)],
    "D2": [(SD, 1, 3, Wait.NOTHING)],
    "D3": [(SD, 0, 2, Wait.SETTLED_PAIN)],
    "D5": [(SD, 0, 2, Wait.SETTLED_PAIN)],
    "D8": [(LBW, 0, 2, Wait.NOTHING), (SD, 0, 3, Wait.NOTHING)],
    "D12": [(SD, 1, 3, Wait.NOTHING)],
    "D13": [(SD, 0, 2, Wait.SETTLED_PAIN)],
    "D14": [(SD, 0, 2, Wait.SETTLED_PAIN)],
}
U, P, C, X = Pattern.UNCOMPENSATED, Pattern.PARTIAL, Pattern.COMPENSATED, Pattern.AWAY


def given(left: SideInputs, right: SideInputs, **changes: object) -> Inputs:
    return Inputs(left=left, right=right, **{"confidence": Confidence.A, **changes})


LEVEL_SIDE, MILD, MODERATE, MARKED = SideInputs(0), SideInputs(1, U), SideInputs(2, U), SideInputs(3, U)


@pytest.mark.parametrize("row", ROWS, ids=lambda row: row.id)
def test_every_row_reads_as_printed(row):
    assert (*row.levels, row.days, row.review_in_weeks) == TABLE[row.id]
    later = [(item.exercise, item.level, item.week, item.waits_for) for item in row.later]
    assert later == ADDED_LATER.get(row.id, [])


def test_no_row_is_missing():
    assert [row.id for row in ROWS] == list(TABLE)


@pytest.mark.parametrize(
    ("inputs", "row", "sides"),
    [
        (given(LEVEL_SIDE, LEVEL_SIDE), "D0", ()),
        (given(LEVEL_SIDE, MILD), "D1", (Side.RIGHT,)),
        (given(MILD, MILD, nprs=2), "D2", (Side.LEFT, Side.RIGHT)),
        (given(MILD, MILD, nprs=3), "D3", (Side.LEFT, Side.RIGHT)),
        (given(MILD, LEVEL_SIDE, nprs=5), "D3", (Side.LEFT,)),
        (given(MODERATE, MILD), "D4", (Side.LEFT,)),
        (given(MODERATE, MILD, nprs=4), "D5", (Side.LEFT,)),
        (given(MODERATE, MARKED), "D6", (Side.RIGHT,)),
        (given(MODERATE, MARKED, nprs=3), "D7", (Side.RIGHT,)),
        (given(LEVEL_SIDE, LEVEL_SIDE, nprs=3), "D14", ()),
        (given(SideInputs(0, C), LEVEL_SIDE), "D8", (Side.LEFT,)),
        (given(SideInputs(0, C), MILD), "D8", (Side.LEFT,)),
        (given(SideInputs(0, C), SideInputs(1, X)), "D8", (Side.LEFT,)),
        (given(SideInputs(0, C), MARKED), "D6", (Side.RIGHT,)),
        (given(SideInputs(0, C), SideInputs(2, X)), "D10", (Side.RIGHT,)),
        (given(SideInputs(1, X), MILD), "D10", (Side.LEFT,)),
        (given(SideInputs(1, X), MARKED), "D6", (Side.RIGHT,)),
        (given(SideInputs(1, X), MARKED, nprs=4), "D7", (Side.RIGHT,)),
        (given(MARKED, SideInputs(0, C), nprs=6), "D9", (Side.LEFT,)),
        (given(LEVEL_SIDE, MILD, has_night_pain=True), "D9", (Side.RIGHT,)),
        (given(LEVEL_SIDE, MILD, settles_within_24_h=False), "D9", (Side.RIGHT,)),
        (given(SideInputs(0, drop_deg=1.0), SideInputs(0, drop_deg=4.6), is_asymmetric=True), "D11", (Side.RIGHT,)),
        (given(SideInputs(None), MILD), "D1", (Side.RIGHT,)),
    ],
)
def test_the_first_row_that_fits_wins(inputs, row, sides):
    choice = pick_row(inputs)
    assert (choice.row.id, choice.target_sides) == (row, sides)


@pytest.mark.parametrize(("nprs", "row"), [(0, "D12"), (2, "D12"), (3, "D13"), (5, "D13")])
@pytest.mark.parametrize("low", [{"hhd_lsi_pct": 89.0}, {"hhd_body_weight_pct": 32.0}, {"mmt": 3}])
def test_low_strength_without_a_gait_finding_has_rows_of_its_own(nprs, row, low):
    choice = pick_row(given(LEVEL_SIDE, SideInputs(0, **low), nprs=nprs, strength_position="supine"))
    assert (choice.rules, choice.target_sides) == ((row,), (Side.RIGHT,))


def test_d0_has_no_lines_and_no_refusal():
    draft = draft_plan(given(LEVEL_SIDE, LEVEL_SIDE))
    assert (draft.row, draft.lines, draft.refusals) == ("D0", (), ())


def test_both_sides_within_is_only_said_without_a_doubt():
    sure, leaning_unknown = SideInputs(0, Pattern.NONE), SideInputs(0, Pattern.UNKNOWN)
    near = SideInputs(0, Pattern.NONE, lower_grade=0, higher_grade=1)
    without_a_doubt = draft_plan(given(sure, sure))
    assert without_a_doubt.row == "D0"
    for doubt in (leaning_unknown, near):
        draft = draft_plan(given(sure, doubt))
        assert draft.row == "D0" and draft.headline != without_a_doubt.headline


@pytest.mark.parametrize("nprs", [0, 2, 5])
def test_a_side_that_cannot_be_told_is_not_a_level_one(nprs):
    draft = draft_plan(given(SideInputs(0, Pattern.NONE), SideInputs(None), nprs=nprs))
    assert (draft.row, draft.lines) == ("", ())
    assert [refusal.rule for refusal in draft.refusals] == ["R4"]


def test_an_untold_side_still_lets_a_finding_or_a_weakness_be_treated():
    assert pick_row(given(SideInputs(None), SideInputs(0, hhd_lsi_pct=70.0))).row.id == "D12"
    assert pick_row(given(SideInputs(None), MODERATE)).row.id == "D4"


def between(lower: int, higher: int, grade: int, pattern: Pattern = U) -> SideInputs:
    return SideInputs(grade, pattern, lower_grade=lower, higher_grade=higher)


@pytest.mark.parametrize(
    ("side", "nprs", "row", "weeks"),
    [
        (between(0, 1, 1), 0, "D0", 6),
        (between(0, 1, 0, Pattern.NONE), 0, "D0", 6),
        (between(0, 1, 1), 4, "D14", 4),
        (between(1, 2, 2), 0, "D1", 4),
        (between(1, 2, 1), 0, "D1", 4),
        (between(2, 3, 3), 0, "D4", 3),
        (between(2, 3, 3), 4, "D5", 2),
    ],
)
def test_a_borderline_grade_doses_by_the_lower_and_reviews_by_the_higher(side, nprs, row, weeks):
    draft = draft_plan(given(LEVEL_SIDE, side, nprs=nprs))
    assert (draft.row, draft.review_in_weeks) == (row, weeks)
    assert any("(R2)" in remark for remark in draft.remarks)


def test_what_the_other_side_shows_stays_as_a_remark():
    draft = draft_plan(given(SideInputs(1, X), MARKED))
    assert {side for line in draft.lines for side in line.target_sides} == {Side.RIGHT}
    assert any("class X" in remark for remark in draft.remarks)


def test_a_weaker_leg_that_gets_no_extra_set_is_named():
    draft = draft_plan(given(MILD, SideInputs(0, hhd_lsi_pct=70.0)))
    assert draft.row == "D1"
    assert any(remark.startswith("The right hip tested weak") for remark in draft.remarks)


def test_a_share_of_body_weight_says_nothing_without_the_position_of_the_test():
    weak = SideInputs(0, Pattern.NONE, hhd_body_weight_pct=20.0)
    untold = draft_plan(given(SideInputs(0, Pattern.NONE), weak))
    assert untold.row == "D0" and any("position of the test is not told" in remark for remark in untold.remarks)
    lying = draft_plan(given(SideInputs(0, Pattern.NONE), weak, strength_position="side_lying"))
    assert lying.row == "D12" and any("27 to 30 %" in remark for remark in lying.remarks)


@pytest.mark.parametrize("changes", [{"is_asymmetric": True}, {"nprs": 7}])
def test_a_weak_leg_is_the_target_where_no_side_stands_out(changes):
    choice = pick_row(given(LEVEL_SIDE, SideInputs(0, mmt=3), **changes))
    assert choice.target_sides == (Side.RIGHT,)


def test_d11_is_one_level_easier_with_pain_3_to_5():
    sides = SideInputs(0, drop_deg=1.0), SideInputs(0, drop_deg=4.6)
    painless = draft_plan(given(*sides, is_asymmetric=True, nprs=2))
    painful = draft_plan(given(*sides, is_asymmetric=True, nprs=3))
    assert [line.level for line in painless.lines] == [2, 2, 1]
    assert [line.level for line in painful.lines] == [1, 1, 0]


def test_both_equal_sides_get_one_set_more():
    clamshell = draft_plan(given(MILD, MILD)).lines[0]
    assert clamshell.exercise is SC
    assert (clamshell.target_sides, clamshell.extra_sets) == ((Side.LEFT, Side.RIGHT), 1)


def test_a_bridge_on_both_legs_has_no_side():
    bridge = next(line for line in draft_plan(given(LEVEL_SIDE, MARKED)).lines if line.exercise is SLB)
    assert (bridge.level, bridge.target_sides, bridge.extra_sets) == (1, (), 0)
