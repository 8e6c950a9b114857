"""The rule sheet as Markdown, made from the very tables that decide."""

from collections.abc import Iterable

from exercises.prescribing.gates import FLAGS
from exercises.prescribing.ladders import LADDERS
from exercises.prescribing.modifiers import MODIFIERS
from exercises.prescribing.progression import RULES as PROGRESSION
from exercises.prescribing.rows import CHOICE, ROWS, Row
from exercises.prescribing.running import RULES as RUNNING
from exercises.prescribing.sessions import MAX_SESSION_MINUTES, SHARED_DAYS
from exercises.prescribing.types import SHEET_VERSION, Band, Dose, ExerciseCode, Support

SHORT = {
    ExerciseCode.STANDING_CLAMSHELL: "SC",
    ExerciseCode.SINGLE_LEG_BRIDGE: "SLB",
    ExerciseCode.LATERAL_BANDED_WALK: "LBW",
    ExerciseCode.STEP_DOWN: "SD",
}


TURNS = (
    "M11",
    f"Last: a session holds {MAX_SESSION_MINUTES} minutes at most. Exercises that do not fit together take turns, "
    f"each on {SHARED_DAYS} days a week from the week in which they no longer fit; one that does not fit alone loses "
    "its extra set.",
)


def printed_sheet() -> str:
    parts = [
        f"# Rule sheet {SHEET_VERSION}",
        "## Decision table",
        table(("row", "pattern", "NPRS", *SHORT.values(), "days/wk", "review, weeks", "remarks"), map(row_cells, ROWS)),
        "## How a row is picked",
        table(("rule", "what it says"), CHOICE),
        "## Modifiers, in this order",
        table(("rule", "what it does"), [*((modifier.id, modifier.text) for modifier in MODIFIERS), TURNS]),
        "## Ladders",
        table(("level", *SHORT.values()), (level_cells(level) for level in range(5))),
        "## Harder, same, easier",
        table(("rule", "what it says"), PROGRESSION),
        "## Running",
        table(("rule", "what it says"), RUNNING),
        "## Red-flag screen",
        table(("code", "question", "a yes means"), ((f.code, f.question, f.kind.value) for f in FLAGS)),
    ]
    return "\n\n".join(parts) + "\n"


def table(head: Iterable[str], rows: Iterable[Iterable[str]]) -> str:
    names = tuple(head)
    lines = [names, ("---",) * len(names), *rows]
    return "\n".join(f"| {' | '.join(cells)} |" for cells in lines)


def row_cells(row: Row) -> tuple[str, ...]:
    levels = tuple("-" if level is None else str(level) for level in row.levels)
    later = [
        f"add {SHORT[item.exercise]} {item.level} "
        f"{'when pain is 2 or less for 7 days' if item.waits_for else f'in week {item.week}'}."
        for item in row.later
    ]
    remarks = " ".join([*row.remarks, *later])
    days = "-" if row.days == (0, 0) else span(row.days)
    return (row.id, row.pattern, span(row.nprs), *levels, days, str(row.review_in_weeks), remarks)


def span(ends: tuple[int, int]) -> str:
    return str(ends[0]) if ends[0] == ends[1] else f"{ends[0]}-{ends[1]}"


def level_cells(level: int) -> tuple[str, ...]:
    return (str(level), *(dose_text(LADDERS[code][level]) for code in SHORT))


def dose_text(dose: Dose) -> str:
    parts = [f"{dose.sets}x{dose.reps} {dose.counts}"]
    if dose.hold_s:
        parts.append(f"hold {dose.hold_s} s")
    parts.append(f"{dose.up_s} s up, {dose.down_s} s down")
    parts.append(f"rest {dose.rest_s} s")
    if dose.band is not Band.NONE:
        parts.append(f"{dose.band} band {dose.band_position}")
    if dose.step_height_cm:
        parts.append(f"{dose.step_height_cm} cm step")
    if dose.support is not Support.NONE:
        parts.append(f"{dose.support} support")
    return ", ".join([*parts, dose.variant] if dose.variant else parts)
