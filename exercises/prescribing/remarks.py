"""What the therapist should know of each side beside the row: doubts, the other side's finding, the weaker leg."""

from exercises.prescribing.inputs import Inputs, SideInputs
from exercises.prescribing.rows import ROW_BY_ID, Choice, is_low_strength
from exercises.prescribing.types import Pattern
from gait.result.conventions import Side

GRADE_WORDS = ("within reference", "mild", "moderate", "marked")
SHORT_GRADES = ("none", *GRADE_WORDS[1:])
SIDE_LYING = "side_lying"
ROW_OF_PATTERN = {Pattern.COMPENSATED: "D8", Pattern.AWAY: "D10"}


def grade_words(side: SideInputs) -> str:
    """'moderate', 'borderline none/mild', or 'not graded'."""
    lower, higher = side.dose_grade, side.review_grade
    if side.grade is None or lower is None or higher is None:
        return "not graded"
    if side.is_borderline:
        return f"borderline {SHORT_GRADES[lower]}/{SHORT_GRADES[higher]}"
    return GRADE_WORDS[side.grade]


def headline_of(inputs: Inputs) -> str:
    """Row D0 in one sentence; "both sides" only where nothing is in doubt."""
    sides = (inputs.left, inputs.right)
    if all(side.is_sure_none for side in sides):
        return "Both sides lie within the reference range"
    if any(side.is_borderline for side in sides):
        return "No drop is clearly above the first limit, so the lower grade counts: no gait-based plan"
    return "Neither drop reaches the first limit, but the trunk lean is not known on at least one side"


def side_remarks(inputs: Inputs, choice: Choice) -> tuple[str, ...]:
    return tuple(remark for side in Side for remark in remarks_on(inputs, choice, side))


def strength_remarks(inputs: Inputs, side: Side) -> list[str]:
    """What the share of body weight says in the position it was tested in."""
    share_pct = inputs.of(side).hhd_body_weight_pct
    if share_pct is None:
        return []
    read = f"{side.capitalize()} hip abduction reads {share_pct:.0f} % of body weight"
    if not inputs.strength_position:
        return [f"{read}; not judged, because the position of the test is not told."]
    if inputs.strength_position == SIDE_LYING:
        return [f"{read} lying on the side, where it reads 27 to 30 % above lying on the back or standing."]
    return []


def remarks_on(inputs: Inputs, choice: Choice, side: Side) -> list[str]:
    own, stance = inputs.of(side), f"{side.capitalize()} stance"
    remarks = strength_remarks(inputs, side)
    if own.grade is not None and own.is_borderline:
        remarks.append(f"{stance} is {grade_words(own)}: the lower grade doses, the higher one sets the review (R2).")
    if own.grade is not None and own.pattern is Pattern.UNKNOWN:
        remarks.append(f"{stance}: the trunk lean is not known, so a compensated pattern is not excluded (R3).")
    row_id = ROW_OF_PATTERN.get(own.pattern, "")
    if row_id and row_id != choice.row.id:
        told = " ".join(ROW_BY_ID[row_id].remarks)
        remarks.append(f"{stance} shows class {own.pattern.value}, which this row does not follow (R1). {told}")
    if choice.target_sides and side not in choice.target_sides and is_low_strength(inputs, side):
        remarks.append(
            f"The {side} hip tested weak, but the extra sets follow the finding in {choice.target_sides[0]} stance. "
            f"Give the {side} leg its own extra set if you want the weakness trained first."
        )
    return remarks
