"""Every number of the rule sheet, whether a paper holds it or not.

published: the paper named has this number, for the people it names. derived: arithmetic on a paper's numbers. proposal:
a choice of ours; a paper that is named beside it says something like it, not this number.
"""

from dataclasses import dataclass
from enum import StrEnum

from exercises.prescribing.gates import MIN_ONE_LEG_STANCE_S, YOUNGEST_FOR_A_DRAFT_YEARS
from exercises.prescribing.progression import (
    AMBER_NPRS,
    DAYS_AT_LEVEL,
    GREEN_NPRS,
    LAST_FREE_LEVEL,
    LOW_SHARE,
    MAX_EFFORT_RPE,
    MAX_PROGRESSED_PER_WEEK,
    REGRESSION_WINDOW,
    RISE_OVERNIGHT_NPRS,
    SESSIONS_AT_LEVEL,
)
from exercises.prescribing.restrictions import MIN_STEADY_STANCE_S, OLDEST_WITHOUT_A_LOOK_YEARS
from exercises.prescribing.rows import LOW_BODY_WEIGHT_PCT, LOW_LSI_PCT, LOW_MMT
from exercises.prescribing.running import (
    CALM_RUNS_FOR_A_STEP,
    DAYS_BETWEEN_SCREENS,
    MAX_RISE,
    MAX_WEEKLY_RISE,
    MIN_RISE,
    SESSIONS,
    SETTLES_WITHIN_MIN,
    STEPS,
)
from exercises.prescribing.sessions import MAX_SESSION_MINUTES, SHARED_DAYS


class Basis(StrEnum):
    PUBLISHED = "published"
    DERIVED = "derived"
    PROPOSAL = "proposal"


@dataclass(frozen=True, slots=True)
class Number:
    """rules: where it decides. source: the paper that holds it, or what a proposal was chosen from."""

    what: str
    value: str
    rules: tuple[str, ...]
    basis: Basis
    source: str


def percent(ratio: float) -> str:
    return f"{100 * (ratio - 1):.0f}"


PUBLISHED, PROPOSAL = Basis.PUBLISHED, Basis.PROPOSAL
NUMBERS = (
    Number(
        "pain that goes on, that holds, that stops",
        f"0 to {GREEN_NPRS}, {GREEN_NPRS + 1} to {AMBER_NPRS}, {AMBER_NPRS + 1} to 10 of 10",
        ("rows", "M3", "M9", "P1", "P2", "P3", "P4", "L1"),
        PROPOSAL,
        "pain-monitoring model (Thomee), which lets pain go to 5; read in secondary texts only",
    ),
    Number(
        "worse on the morning after",
        f"{RISE_OVERNIGHT_NPRS} points",
        ("P3",),
        PROPOSAL,
        "Smith 2019, no rise of more than 2 points; read in a secondary text only",
    ),
    Number(
        "time at a level before a harder one",
        f"{SESSIONS_AT_LEVEL} sessions, the last 2 of them complete, {DAYS_AT_LEVEL} days",
        ("P1",),
        PROPOSAL,
        "a week and a training rhythm of 3 days",
    ),
    Number(
        "effort that leaves room",
        f"{MAX_EFFORT_RPE} of 10",
        ("P1",),
        PROPOSAL,
        "2 to 4 repetitions in reserve",
    ),
    Number(
        "harder without the therapist",
        f"{MAX_PROGRESSED_PER_WEEK} exercises a week, up to level {LAST_FREE_LEVEL}",
        ("P1",),
        PROPOSAL,
        "our choice: no more than two new loads to tell apart if pain comes",
    ),
    Number(
        "too few sessions",
        f"{100 * LOW_SHARE:.0f} %",
        ("P2",),
        PROPOSAL,
        "our choice: with fewer sessions the week says little of the level",
    ),
    Number(
        "a second step back",
        f"within {REGRESSION_WINDOW.days} days",
        ("P4",),
        PROPOSAL,
        "our choice: two steps back so close together call for a person, not a rule",
    ),
    Number(
        "pain that has settled",
        f"{GREEN_NPRS} or less for {DAYS_AT_LEVEL} days",
        ("rows", "M3"),
        PROPOSAL,
        "our choice: the time at a level, used again",
    ),
    Number(
        "pain on steps that leaves level 0", "3 of 10", ("M3",), PROPOSAL, "our choice: the lowest pain above green"
    ),
    Number(
        "levels and steps down",
        "0 and 1, one level, for 2 weeks",
        ("M1", "M3", "M4", "M5", "M6", "M7", "M9"),
        PROPOSAL,
        "our choice: the smallest step a level allows; no trial compares others",
    ),
    Number(
        "days, levels and weeks of the rows",
        "2 to 5 days a week, levels 0 to 2 at the start, review after 1 to 12 weeks",
        ("rows", "M8", "M9", "M11"),
        PROPOSAL,
        "McKay 2020 trained 3 days a week over 8 weeks; its groups did not differ at the end",
    ),
    Number(
        "sets and repetitions",
        "2x10 rising to 3x15",
        ("ladders",),
        PROPOSAL,
        "McKay 2020 for the range; level by level a choice of ours",
    ),
    Number(
        "exercises at first",
        "fewer than 4",
        ("M8",),
        PUBLISHED,
        "Bachmann 2018, review of 14 studies: fewer than four go with better adherence",
    ),
    Number(
        "kept to the plan before, and the later exercise",
        "80 %, week 3",
        ("M8",),
        PROPOSAL,
        "our choice: enough of a habit to carry a fourth exercise",
    ),
    Number(
        "weak by hand, and too weak for a plan",
        f"{LOW_MMT}/5 and 2/5",
        ("M1", "rows"),
        PROPOSAL,
        "grades by hand tell little from 4 upwards",
    ),
    Number(
        "weaker leg in per cent of the stronger (LSI)",
        f"{LOW_LSI_PCT} %, and 80 % for a lower level",
        ("M1", "rows"),
        PROPOSAL,
        "custom in return to sport; one's own other leg is no norm",
    ),
    Number(
        "hip abduction in per cent of body weight",
        f"{LOW_BODY_WEIGHT_PCT} %",
        ("rows",),
        PROPOSAL,
        "used after knee-ligament surgery (PMC8486405); not tried in people with a pelvic drop",
    ),
    Number(
        "old enough to be looked at, and young enough for a plan by hand",
        f"{OLDEST_WITHOUT_A_LOOK_YEARS + 1} years, under {YOUNGEST_FOR_A_DRAFT_YEARS} years",
        ("M7", "gates"),
        PROPOSAL,
        "our choice: whom a therapist looks at first, since a fall costs more than a slow start",
    ),
    Number(
        "one-leg stance that is unsteady, and too short for a draft",
        f"{MIN_STEADY_STANCE_S} s, {MIN_ONE_LEG_STANCE_S} s",
        ("M7", "gates"),
        PROPOSAL,
        "our choice: a low bar, since a fall costs more than a slow start",
    ),
    Number(
        "one session",
        f"{MAX_SESSION_MINUTES} minutes, else {SHARED_DAYS} days a week each",
        ("M11",),
        PROPOSAL,
        "shorter programs are kept better; no paper has this limit",
    ),
    Number(
        "quicker steps",
        f"{percent(MIN_RISE)} to {percent(MAX_RISE)} %",
        ("G1", "rows"),
        PUBLISHED,
        "Heiderscheit 2011 (5 and 10 %, 45 runners) and Bramah 2019 (10 %, 12 runners with knee pain, no control)",
    ),
    Number(
        "sessions to the beat, and when not to begin",
        f"{len(SESSIONS)} sessions, not in the first 2 weeks",
        ("G1",),
        PROPOSAL,
        "Willy 2012 used eight sessions before a mirror; minutes and fading are a choice of ours",
    ),
    Number(
        "a calm run",
        f"pain {GREEN_NPRS} or less, settled in {SETTLES_WITHIN_MIN} minutes",
        ("L1",),
        PROPOSAL,
        "like the load advice in Esculier 2018, from memory",
    ),
    Number(
        "walk-run steps",
        f"{CALM_RUNS_FOR_A_STEP} calm runs a step, {len(STEPS)} steps",
        ("L1",),
        PROPOSAL,
        "custom of return-to-run programs",
    ),
    Number(
        "more in a week",
        f"{percent(MAX_WEEKLY_RISE)} %",
        ("L1",),
        PROPOSAL,
        "a custom among runners; trials have not shown that it prevents injury",
    ),
    Number(
        "warning signs again",
        f"every {DAYS_BETWEEN_SCREENS} days",
        ("L1",),
        PROPOSAL,
        "our choice: as often as the week's plan is looked at",
    ),
    Number("surgery", "12 weeks", ("gates",), PROPOSAL, "custom; the surgeon's protocol goes first"),
    Number("holds in place of repetitions", "5 of 20-30 s", ("rows",), PROPOSAL, "custom in painful tendons"),
    Number("Trendelenburg test", "30 s", ("rows",), PUBLISHED, "Hardcastle & Nade 1985"),
)
