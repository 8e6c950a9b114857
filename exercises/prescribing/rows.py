"""The decision table: which pattern starts which exercises at which level.

Rows are tried in the order of pick_row, by the worse side; "-" of the printed table is a missing level here.
"""

from dataclasses import dataclass

from exercises.prescribing.types import ExerciseCode, Inputs, Pattern, Wait
from gait.analysis.conventions import Side

SC, SLB = ExerciseCode.STANDING_CLAMSHELL, ExerciseCode.SINGLE_LEG_BRIDGE
LBW, SD = ExerciseCode.LATERAL_BANDED_WALK, ExerciseCode.STEP_DOWN


@dataclass(frozen=True, slots=True)
class Later:
    """An exercise the row brings in after the first block."""

    exercise: ExerciseCode
    level: int
    week: int
    waits_for: Wait = Wait.NOTHING


@dataclass(frozen=True, slots=True)
class Row:
    """levels: start level of SC, SLB, LBW, SD, None for not in the first block. days: fewest and most per week."""

    id: str
    pattern: str
    nprs: tuple[int, int]
    levels: tuple[int | None, int | None, int | None, int | None]
    days: tuple[int, int]
    review_in_weeks: int
    later: tuple[Later, ...] = ()
    remarks: tuple[str, ...] = ()
    citations: tuple[str, ...] = ("bramah2018", "mckay2020", "bachmann2018")

    def starts(self) -> tuple[tuple[ExerciseCode, int], ...]:
        pairs = zip((SC, SLB, LBW, SD), self.levels, strict=True)
        return tuple((exercise, level) for exercise, level in pairs if level is not None)


SETTLED = Wait.SETTLED_PAIN
ROWS: tuple[Row, ...] = (
    Row(
        "D0",
        "no grade on either side, class N",
        (0, 5),
        (None, None, None, None),
        (0, 0),
        12,
        remarks=(
            "No gait-based plan; hip abduction below 90 % LSI or 33 % of body weight: D2 (pain 0-2) or D3 (3-5).",
        ),
        citations=("bramah2018",),
    ),
    Row("D1", "mild on one side, class U or P", (0, 2), (2, 2, None, 1), (3, 3), 6, (Later(LBW, 2, 3),)),
    Row("D2", "mild on both sides, class U or P", (0, 2), (2, 2, 1, None), (3, 3), 6, (Later(SD, 1, 3),)),
    Row("D3", "mild on any side", (3, 5), (1, 1, 1, None), (3, 3), 4, (Later(SD, 0, 2, SETTLED),)),
    Row(
        "D4",
        "moderate, class U or P",
        (0, 2),
        (1, 2, 1, 1),
        (3, 3),
        4,
        remarks=("Step-down: mirror, pelvis level.", "Consider a cadence 5-10 % higher if the patient runs."),
        citations=("bramah2018", "bramah2019", "mckay2020", "bachmann2018"),
    ),
    Row("D5", "moderate, class U or P", (3, 5), (1, 1, 0, None), (3, 3), 4, (Later(SD, 0, 2, SETTLED),)),
    Row(
        "D6",
        "marked, class U or P",
        (0, 2),
        (1, 1, 1, 0),
        (3, 3),
        3,
        remarks=("Confirm with hand-held dynamometry and the 30 s Trendelenburg test; ask about neurological signs.",),
    ),
    Row(
        "D7",
        "marked, any class",
        (3, 5),
        (0, 1, 0, None),
        (3, 5),
        2,
        remarks=("Re-check in the clinic before adding the step-down.",),
    ),
    Row(
        "D8",
        "class C: trunk leans over the stance leg, little drop",
        (0, 5),
        (1, 1, None, None),
        (3, 3),
        3,
        (Later(LBW, 0, 2), Later(SD, 0, 3)),
        ("First rule out hip-joint pain.", "Cue: trunk upright."),
    ),
    Row(
        "D9",
        "irritable, or pain 6 and above",
        (6, 10),
        (0, 0, None, None),
        (3, 5),
        1,
        remarks=(
            "Isometric holds, 5 of 20-30 s, may replace repetitions.",
            "Night pain passes the red-flag screen first.",
            "Advise on running load; speak with the patient within 7 days.",
        ),
    ),
    Row(
        "D10",
        "class X: trunk leans away from the stance leg, with drop",
        (0, 5),
        (1, 1, 1, 0),
        (3, 3),
        4,
        remarks=("Screen for gluteal tendinopathy.",),
        citations=("allison2016", "mckay2020", "bachmann2018"),
    ),
    Row(
        "D11",
        "sides differ by 3 degrees or more, no grade on either",
        (0, 5),
        (2, 2, None, 1),
        (3, 3),
        6,
        remarks=("Check leg length and camera roll first.", "Pain 3-5: all levels -1."),
        citations=("dingenen2018", "loudon2012", "mckay2020"),
    ),
)
ROW_BY_ID = {row.id: row for row in ROWS}


@dataclass(frozen=True, slots=True)
class Choice:
    """The row, the ids that led to it, and the stance sides that get one set more."""

    row: Row
    rules: tuple[str, ...]
    target_sides: tuple[Side, ...]


def pick_row(inputs: Inputs) -> Choice:
    """The first row that fits, tried in the order D9, D8, D10, D7/D6, D5/D4, D3/D2/D1, D11, D0."""
    if inputs.is_irritable:
        return choose("D9", inputs.worst_sides)
    if compensated := inputs.sides_with(Pattern.COMPENSATED):
        return choose("D8", compensated)
    if away := inputs.sides_with(Pattern.AWAY):
        return choose("D10", away)
    if inputs.worst_sides:
        return choose(row_by_grade(inputs), inputs.worst_sides)
    if inputs.is_asymmetric:
        return choose("D11", side_with_more_drop(inputs))
    return choose_by_strength(inputs)


def choose(row_id: str, sides: tuple[Side, ...], *led_by: str) -> Choice:
    return Choice(ROW_BY_ID[row_id], (*led_by, row_id), sides)


def row_by_grade(inputs: Inputs) -> str:
    grade = inputs.of(inputs.worst_sides[0]).grade
    is_painful = inputs.nprs >= 3
    if grade == 3:
        return "D7" if is_painful else "D6"
    if grade == 2:
        return "D5" if is_painful else "D4"
    if is_painful:
        return "D3"
    return "D2" if len(inputs.worst_sides) == 2 else "D1"


def side_with_more_drop(inputs: Inputs) -> tuple[Side, ...]:
    left_deg, right_deg = inputs.left.drop_deg, inputs.right.drop_deg
    if left_deg is None or right_deg is None or left_deg == right_deg:
        return ()
    return (Side.LEFT,) if left_deg > right_deg else (Side.RIGHT,)


def choose_by_strength(inputs: Inputs) -> Choice:
    """D0, or by its remark D2 / D3 where dynamometry is low although the gait is not graded."""
    low = tuple(side for side in Side if is_low_strength(inputs, side))
    if not low:
        return choose("D0", ())
    return choose("D3" if inputs.nprs >= 3 else "D2", low, "D0")


def is_low_strength(inputs: Inputs, side: Side) -> bool:
    lsi_pct, body_weight_pct = inputs.of(side).hhd_lsi_pct, inputs.of(side).hhd_body_weight_pct
    return (lsi_pct is not None and lsi_pct < 90) or (body_weight_pct is not None and body_weight_pct < 33)
