"""The straight line of the rule sheet: gates, row, modifiers, doses, reasons."""

from dataclasses import replace

from exercises.prescribing.answer import Draft, Line
from exercises.prescribing.block import Block, Entry, start_block
from exercises.prescribing.citations import EXERCISE_CITATIONS
from exercises.prescribing.gates import cleared_question, doubt_refusal, refusals
from exercises.prescribing.inputs import Inputs
from exercises.prescribing.ladders import dose_at
from exercises.prescribing.modifiers import modify
from exercises.prescribing.remarks import grade_words, headline_of, side_remarks
from exercises.prescribing.rows import PAINFUL_NPRS, Choice, pick_row
from exercises.prescribing.running import running_of
from exercises.prescribing.sessions import (
    MAX_SESSION_MINUTES,
    SHARED_DAYS,
    exercise_seconds,
    fits,
    longest_session_s,
    minutes,
    week_that_overflows,
)
from exercises.prescribing.types import ExerciseCode
from gait.result.conventions import Side


def draft_plan(inputs: Inputs) -> Draft:
    """Draft the home programme that a therapist edits and activates.

    The same inputs give the same draft. A refused draft has reasons and no lines; row D0 has no lines and no reasons.
    """
    if stops := refusals(inputs):
        return Draft(refusals=stops)
    choice = pick_row(inputs)
    if choice is None:
        return Draft(refusals=(doubt_refusal(inputs),))
    block = modify(inputs, ease_painful_asymmetry(inputs, start_block(choice)))
    lines = share_week(tuple(build_line(inputs, block, entry) for entry in block.entries))
    return Draft(
        row=choice.row.id,
        headline=headline_of(inputs) if choice.row.id == "D0" else "",
        lines=lines,
        remarks=(*block.remarks, *side_remarks(inputs, choice), *standing_remarks(inputs, block), *turns_remark(lines)),
        review_in_weeks=review_weeks(inputs, choice),
        running=running_of(inputs),
        session_minutes=minutes(longest_session_s([seconds_of(line) for line in lines])),
    )


def review_weeks(inputs: Inputs, choice: Choice) -> int:
    """The row's, or the sooner one of the row that the higher grade of a borderline side would have picked (R2)."""
    left, right = (replace(side, lower_grade=side.higher_grade) for side in (inputs.left, inputs.right))
    by_higher = pick_row(replace(inputs, left=left, right=right)) or choice
    return min(choice.row.review_in_weeks, by_higher.row.review_in_weeks)


def ease_painful_asymmetry(inputs: Inputs, block: Block) -> Block:
    """Row D11 itself asks for one level less with pain 3 to 5."""
    if block.choice.row.id != "D11" or inputs.nprs < PAINFUL_NPRS:
        return block
    return block.change(lambda e: replace(e.at(e.level - 1), notes=(*e.notes, "One level easier: pain 3 to 5.")))


def build_line(inputs: Inputs, block: Block, entry: Entry) -> Line:
    dose = entry.restrictions.fit(dose_at(entry.exercise, entry.level))
    sides = block.target_sides if dose.is_one_sided else ()
    extra = 1 if sides and fits(exercise_seconds(dose, 2 * dose.sets + len(sides))) else 0
    return Line(
        exercise=entry.exercise,
        level=entry.level,
        dose=dose,
        target_sides=sides,
        extra_sets=extra,
        days_per_week=block.days[0],
        starts_in_week=entry.week,
        waits_for=entry.waits_for,
        rules=entry.rules,
        reason=reason_of(inputs, block.choice, entry),
        notes=entry.notes,
        cues=entry.cues,
        citations=(*block.choice.row.citations, *EXERCISE_CITATIONS[entry.exercise]),
    )


def seconds_of(line: Line) -> int:
    """Of one exercise of the session, with both legs' sets."""
    sets = 2 * line.dose.sets + line.extra_sets * len(line.target_sides) if line.dose.is_one_sided else line.dose.sets
    return exercise_seconds(line.dose, sets)


def share_week(lines: tuple[Line, ...]) -> tuple[Line, ...]:
    """M11: what does not fit into one session takes turns, each exercise on fewer days.

    Lines that begin before the week in which it no longer fits keep their days till then; from that week on they are
    read with the fewer days too.
    """
    week = overflowing_week(lines)
    if week is None:
        return lines
    return tuple(
        replace(line, days_per_week=min(line.days_per_week, SHARED_DAYS), rules=(*line.rules, "M11"))
        if line.starts_in_week >= week
        else line
        for line in lines
    )


def overflowing_week(lines: tuple[Line, ...]) -> int | None:
    return week_that_overflows([seconds_of(line) for line in lines], [line.starts_in_week for line in lines])


def turns_remark(lines: tuple[Line, ...]) -> tuple[str, ...]:
    seconds, week = [seconds_of(line) for line in lines], overflowing_week(lines)
    if week is None:
        return ()
    return (
        f"All exercises together take {minutes(sum(seconds))} minutes, above the {MAX_SESSION_MINUTES} of a session: "
        f"{f'from week {week} on ' if week > 1 else ''}they take turns, each on {SHARED_DAYS} days a week, "
        f"{minutes(longest_session_s(seconds))} minutes at most (M11).",
    )


def reason_of(inputs: Inputs, choice: Choice, entry: Entry) -> str:
    """One sentence a therapist can check: what was seen, which row, what the modifiers did."""
    seen = "; ".join(seen_on(inputs, side) for side in choice.target_sides) or "No stance side stands out"
    parts = [f"{seen}.", f"Row {choice.row.id} ({choice.row.pattern}), worst pain {inputs.nprs}/10."]
    if not entry.is_in_first_block and not entry.notes:
        parts.append(f"Joins in week {entry.week}{' once pain has settled' if entry.waits_for else ''}.")
    return " ".join([*parts, *entry.notes])


def seen_on(inputs: Inputs, side: Side) -> str:
    seen = inputs.of(side)
    grade = grade_words(seen)
    if seen.drop_deg is None:
        return f"{side.capitalize()} stance: {grade}"
    band = f" ± {seen.half_width_deg:.1f}°" if seen.half_width_deg is not None else ""
    moves = "drops" if seen.drop_deg >= 0 else "rises"
    return (
        f"{side.capitalize()} stance: {side.other} side of the pelvis {moves} {abs(seen.drop_deg):.1f}°{band} ({grade})"
    )


def standing_remarks(inputs: Inputs, block: Block) -> tuple[str, ...]:
    """What the therapist should know whatever the row."""
    remarks = [
        f"Cleared by {clearance.by}: {cleared_question(clearance.code)}. Examined: {clearance.examined}."
        for clearance in sorted(inputs.clearances, key=lambda clearance: clearance.code)
    ]
    remarks += [
        f"{side.capitalize()} stance was not graded; its dose is the base dose."
        for side in Side
        if inputs.of(side).grade is None
    ]
    if block.days[0] != block.days[1]:
        remarks.append(f"{block.days[0]} to {block.days[1]} days a week; the draft writes {block.days[0]}.")
    if block.find(ExerciseCode.STANDING_CLAMSHELL):
        remarks.append("Standing clamshell: evidence by analogy, no electromyography study of its own.")
    return tuple(remarks)
