"""The decision table: which pattern starts which exercises at which level.

The worse side picks the row (CHOICE has the rules); "-" of the printed table is a missing level here.
"""

from dataclasses import dataclass

from exercises.prescribing.inputs import Inputs
from exercises.prescribing.types import ExerciseCode, Pattern, Wait
from gait.result.conventions import Side
from gait.result.reference import MIN_ASYMMETRY_DEG

SC, SLB = ExerciseCode.STANDING_CLAMSHELL, ExerciseCode.SINGLE_LEG_BRIDGE
LBW, SD = ExerciseCode.LATERAL_BANDED_WALK, ExerciseCode.STEP_DOWN
LOW_LSI_PCT, LOW_BODY_WEIGHT_PCT, LOW_MMT = 90, 33, 3
CONVENTION = f"{LOW_BODY_WEIGHT_PCT} % of body weight is a convention from patients after knee-ligament surgery."
PAINFUL_NPRS = 3

CHOICE = (
    (
        "R1",
        "The worse side picks the row: the higher grade, where class C or X counts as mild at least. Between equal "
        "sides D8 comes before D10, and D10 before the grades. D9 comes first whatever the sides show. What the other "
        "side shows stays as a remark.",
    ),
    (
        "R2",
        "A borderline grade (closer to a limit than its error) doses by the lower grade and sets the review by the "
        "higher one.",
    ),
    (
        "R3",
        "The class is the one of the signed report. It is found anew, by the same rule, only where a typed grade moves "
        "the side across none. A drop or a lean that is not known leaves the class unknown.",
    ),
    ("R4", "D0 and D14 need a grade on both sides: a side that cannot be told is not a level one."),
    (
        "R5",
        "A weak leg is the target where no stance side stands out. Where one does, the extra sets follow that side and "
        "a remark names the weak leg.",
    ),
)


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
        "both sides told, no grade on either, class N",
        (0, 2),
        (None, None, None, None),
        (0, 0),
        12,
        remarks=(
            f"No gait-based plan; hip abduction of {LOW_MMT}/5 or less by hand, below {LOW_LSI_PCT} % LSI, or "
            f"below {LOW_BODY_WEIGHT_PCT} % of body weight in a position that is told: D12 (pain 0-2) or D13 (3-5). "
            "Pain 3-5: D14.",
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
        f"sides differ by {MIN_ASYMMETRY_DEG:g} degrees or more, no grade on either",
        (0, 5),
        (2, 2, None, 1),
        (3, 3),
        6,
        remarks=("Check leg length and camera roll first.", "Pain 3-5: all levels -1."),
        citations=("dingenen2018", "loudon2012", "mckay2020"),
    ),
    Row(
        "D12",
        "low hip strength, no gait finding",
        (0, 2),
        (2, 2, 1, None),
        (3, 3),
        6,
        (Later(SD, 1, 3),),
        (f"Because of the strength test, not because of the pelvis. {CONVENTION}",),
        ("mckay2020", "bachmann2018"),
    ),
    Row(
        "D13",
        "low hip strength, no gait finding",
        (3, 5),
        (1, 1, 1, None),
        (3, 3),
        4,
        (Later(SD, 0, 2, SETTLED),),
        (f"Because of strength test and pain, not because of the pelvis. {CONVENTION}",),
        ("ferber2015", "mckay2020", "bachmann2018"),
    ),
    Row(
        "D14",
        "pain with no gait finding, both sides told",
        (3, 5),
        (1, 1, 1, None),
        (3, 3),
        4,
        (Later(SD, 0, 2, SETTLED),),
        (
            "Because of the pain, not because of the pelvis. The evidence is for pain at the front of the knee; "
            "for pain elsewhere decide for yourself.",
        ),
        ("ferber2015", "bachmann2018"),
    ),
)
ROW_BY_ID = {row.id: row for row in ROWS}


@dataclass(frozen=True, slots=True)
class Choice:
    """The row, the ids that led to it, and the stance sides that get one set more."""

    row: Row
    rules: tuple[str, ...]
    target_sides: tuple[Side, ...]


def pick_row(inputs: Inputs) -> Choice | None:
    """The row by the rules of CHOICE; None where a side that is not told leaves only rows that need both."""
    low = tuple(side for side in Side if is_low_strength(inputs, side))
    if inputs.is_irritable:
        return choose("D9", inputs.worse_sides or low)
    if inputs.worse_sides:
        return choose_by_finding(inputs, inputs.worse_sides)
    if inputs.is_asymmetric:
        return choose("D11", side_with_more_drop(inputs) or low)
    is_painful = inputs.nprs >= PAINFUL_NPRS
    if low:
        return choose("D13" if is_painful else "D12", low)
    if not inputs.is_told:
        return None
    return choose("D14" if is_painful else "D0", ())


def choose(row_id: str, sides: tuple[Side, ...], *led_by: str) -> Choice:
    return Choice(ROW_BY_ID[row_id], (*led_by, row_id), sides)


def choose_by_finding(inputs: Inputs, worse: tuple[Side, ...]) -> Choice:
    """worse: one side, or both of equal concern; the more cautious class among them goes first."""
    for pattern, row_id in ((Pattern.COMPENSATED, "D8"), (Pattern.AWAY, "D10")):
        if sides := tuple(side for side in worse if inputs.of(side).pattern is pattern):
            return choose(row_id, sides)
    led_by = ("R2",) if any(inputs.of(side).is_borderline for side in worse) else ()
    return choose(row_by_grade(inputs, worse), worse, *led_by)


def row_by_grade(inputs: Inputs, worse: tuple[Side, ...]) -> str:
    grade = inputs.of(worse[0]).dose_grade
    is_painful = inputs.nprs >= PAINFUL_NPRS
    if grade == 3:
        return "D7" if is_painful else "D6"
    if grade == 2:
        return "D5" if is_painful else "D4"
    if is_painful:
        return "D3"
    return "D2" if len(worse) == 2 else "D1"


def side_with_more_drop(inputs: Inputs) -> tuple[Side, ...]:
    left_deg, right_deg = inputs.left.drop_deg, inputs.right.drop_deg
    if left_deg is None or right_deg is None or left_deg == right_deg:
        return ()
    return (Side.LEFT,) if left_deg > right_deg else (Side.RIGHT,)


def is_low_strength(inputs: Inputs, side: Side) -> bool:
    """By hand 3 or less; by dynamometer against the other leg; against body weight only in a position that is told."""
    own = inputs.of(side)
    return (
        (own.mmt is not None and own.mmt <= LOW_MMT)
        or (own.hhd_lsi_pct is not None and own.hhd_lsi_pct < LOW_LSI_PCT)
        or (
            own.hhd_body_weight_pct is not None
            and bool(inputs.strength_position)
            and own.hhd_body_weight_pct < LOW_BODY_WEIGHT_PCT
        )
    )
