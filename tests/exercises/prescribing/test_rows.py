"""The decision table as the clinical notes print it, copied here by hand and compared cell by cell."""

import pytest

from exercises.prescribing.draft import draft_plan
from exercises.prescribing.rows import LBW, ROWS, SC, SD, SLB, pick_row
from exercises.prescribing.types import Inputs, Pattern, SideInputs, Wait
from gait.analysis.conventions import Confidence, Side

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
}
ADDED_LATER = {
    "D1": [(LBW, 2, 3, Wait.NOTHING)],
    "D2": [(SD, 1, 3, Wait.NOTHING)],
    "D3": [(SD, 0, 2, Wait.SETTLED_PAIN)],
    "D5": [(SD, 0, 2, Wait.SETTLED_PAIN)],
    "D8": [(LBW, 0, 2, Wait.NOTHING), (SD, 0, 3, Wait.NOTHING)],
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
        (given(SideInputs(0, C), MARKED), "D8", (Side.LEFT,)),
        (given(SideInputs(0, C), SideInputs(2, X)), "D8", (Side.LEFT,)),
        (given(SideInputs(1, X), MARKED), "D10", (Side.LEFT,)),
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


@pytest.mark.parametrize(("nprs", "row"), [(0, "D2"), (2, "D2"), (3, "D3"), (5, "D3")])
@pytest.mark.parametrize("low", [{"hhd_lsi_pct": 89.0}, {"hhd_body_weight_pct": 32.0}])
def test_low_strength_without_a_grade_borrows_d2_or_d3(nprs, row, low):
    choice = pick_row(given(LEVEL_SIDE, SideInputs(0, **low), nprs=nprs))
    assert (choice.rules, choice.target_sides) == (("D0", row), (Side.RIGHT,))


def test_d0_has_no_lines_and_no_refusal():
    draft = draft_plan(given(LEVEL_SIDE, LEVEL_SIDE))
    assert (draft.row, draft.lines, draft.refusals) == ("D0", (), ())


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
