"""The rule sheet as Markdown, made from the very tables that decide."""

from collections.abc import Iterable

from exercises.prescribing.gates import FLAGS, REFUSED
from exercises.prescribing.ladders import LADDERS
from exercises.prescribing.modifiers import MODIFIERS
from exercises.prescribing.numbers import NUMBERS, Number
from exercises.prescribing.progression import RULES as PROGRESSION
from exercises.prescribing.rows import CHOICE, ROWS, Row
from exercises.prescribing.running import RULES as RUNNING
from exercises.prescribing.running import SESSIONS, STEPS, Interval
from exercises.prescribing.sessions import MAX_SESSION_MINUTES, SHARED_DAYS
from exercises.prescribing.types import SHEET_VERSION, Band, Dose, ExerciseCode, Support
from gait.result.conventions import Activity, Sex
from gait.result.reference import GRADE_FROM_Z, TABLE, drop_band

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


HOW_TO_READ = (
    "This sheet drafts; a therapist edits and signs, and answers for the plan. It is no diagnosis, and a drop on film "
    "does not measure strength.\n\n"
    "SC standing clamshell, SLB single-leg bridge, LBW lateral banded walk, SD step-down; the figure is the level to "
    "start with (0 to 4, see Ladders), - means not in the first weeks. NPRS: worst pain of the last 7 days, 0 to 10. "
    "Class: U the free side of the pelvis drops and the trunk stays upright, P it drops and the trunk leans some way "
    "over the standing leg, C the trunk leans far over and hardly anything drops, X the trunk leans away, N neither. "
    "Irritable: pain of 6 or more, pain at night, or pain that needs more than 24 hours to settle. Side: the standing "
    "leg, whose hip works; it gets one set more. LSI: weaker leg in per cent of the stronger one."
)
BANDS = (
    ("running", Activity.RUNNING, None),
    ("walking, men", Activity.WALKING, Sex.MALE),
    ("walking, women", Activity.WALKING, Sex.FEMALE),
)


def printed_sheet() -> str:
    parts = [
        f"# Rule sheet {SHEET_VERSION}",
        HOW_TO_READ,
        "## Grades",
        "Peak drop in stance, in degrees. A description against healthy people measured in another way, not a scale of "
        "severity: it sets no urgency. Pain, weakness and warning signs do.",
        table(("people", "none", "mild", "moderate", "marked", "basis", "source"), grade_cells()),
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
        f"Walk-run steps: {'; '.join(map(step_text, STEPS))}.",
        f"Sessions to the beat, minutes in all and with sound: {sessions_text()}.",
        "## Red-flag screen",
        "A yes stops the draft. refer: no plan until somebody has written what was examined and by whom. by_hand: a "
        "plan that the therapist builds alone.",
        table(("code", "question", "a yes means"), ((f.code, f.question, f.kind.value) for f in FLAGS)),
        "## When there is no draft",
        table(("rule", "when"), REFUSED),
        "## Where the numbers come from",
        "published: the paper holds this number, for the people it names. derived: arithmetic on a paper's numbers. "
        "proposal: a choice of ours; what stands beside it says something like it, not this number.",
        table(("what", "number", "where", "basis", "source"), map(number_cells, NUMBERS)),
    ]
    return "\n\n".join(parts) + "\n"


def table(head: Iterable[str], rows: Iterable[Iterable[str]]) -> str:
    names = tuple(head)
    lines = [names, ("---",) * len(names), *rows]
    return "\n".join(f"| {' | '.join(cells)} |" for cells in lines)


def grade_cells() -> Iterable[tuple[str, ...]]:
    for people, activity, sex in BANDS:
        band = drop_band(activity, sex)
        mild, moderate, marked = (f"{band.at_z(z):.1f}" for _, z in reversed(GRADE_FROM_Z))
        basis = f"{band.basis} mean and SD, limits {TABLE['grade']['basis']}"
        ranges = (f"below {mild}", f"{mild} to {moderate}", f"{moderate} to {marked}", f"from {marked}")
        yield people, *ranges, basis, f"{band.citation}, {band.mean_deg} ± {band.sd_deg}"


def step_text(step: Interval) -> str:
    walk = f", walk {step.walk_min} min" if step.walk_min else ""
    return f"run {step.run_min} min{walk}, {step.times} {'time' if step.times == 1 else 'times'}"


def sessions_text() -> str:
    return ", ".join(f"{session.run_min}/{session.sound_min}" for session in SESSIONS)


def number_cells(number: Number) -> tuple[str, ...]:
    return (number.what, number.value, ", ".join(number.rules), number.basis.value, number.source)


def row_cells(row: Row) -> tuple[str, ...]:
    levels = tuple("-" if level is None else str(level) for level in row.levels)
    later = [
        f"Add {SHORT[item.exercise]} at level {item.level} "
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
    if dose.support is not Support.NONE and "support" not in dose.variant:
        parts.append(f"{dose.support} support")
    said = ", ".join(parts)
    return f"{dose.variant}: {said}" if dose.variant else said
