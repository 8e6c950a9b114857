"""What changes a row: M1 to M10 in their order, then the two exclusions of the contraindications.

Each modifier says when it acts and what it does; a rule that acts leaves its id on every line it touched.
"""

from collections.abc import Callable
from dataclasses import dataclass, replace

from exercises.prescribing.block import FIRST_WEEK, Block, Entry
from exercises.prescribing.gates import MIN_ONE_LEG_STANCE_S
from exercises.prescribing.inputs import Inputs
from exercises.prescribing.restrictions import (
    MIN_STEADY_STANCE_S,
    OLDEST_WITHOUT_A_LOOK_YEARS,
    UNSTEADY_MAX_LEVEL,
    is_unsteady,
)
from exercises.prescribing.rows import LOW_MMT, PAINFUL_NPRS
from exercises.prescribing.types import ExerciseCode, Stage, Wait
from gait.result.conventions import Side

SC, SLB = ExerciseCode.STANDING_CLAMSHELL, ExerciseCode.SINGLE_LEG_BRIDGE
LBW, SD = ExerciseCode.LATERAL_BANDED_WALK, ExerciseCode.STEP_DOWN
STANDING = (SC, LBW, SD)
MAX_EXERCISES_AT_FIRST = 3
ADDED_IN_WEEK = 3
LOW_ADHERENCE_PCT = 80
MAX_PAIN_TO_BRING_FORWARD_NPRS = 2


@dataclass(frozen=True, slots=True)
class Modifier:
    """id, the sentence of the printed table, when it acts, and what it does."""

    id: str
    text: str
    acts: Callable[[Inputs, Block], bool]
    apply: Callable[[Inputs, Block], Block]


def modify(inputs: Inputs, block: Block) -> Block:
    for modifier in MODIFIERS:
        if block.entries and modifier.acts(inputs, block):
            block = modifier.apply(inputs, block)
    return block


def is_weak(inputs: Inputs, block: Block) -> bool:
    return any(is_weak_side(inputs, side) for side in block.target_sides or tuple(Side))


def is_weak_side(inputs: Inputs, side: Side) -> bool:
    strength = inputs.of(side)
    by_hand = strength.mmt is not None and strength.mmt <= LOW_MMT
    return by_hand or (strength.hhd_lsi_pct is not None and strength.hhd_lsi_pct < 80)


def m1_weak(_inputs: Inputs, block: Block) -> Block:
    return block.change(lambda e: e.at(e.level - 1).because("M1", "One level easier: low hip strength test."))


def m2_knee_in(_inputs: Inputs, block: Block) -> Block:
    """One level lower, and now rather than in week 3, unless the row holds the step-down back for pain."""
    is_pain_free_row = block.choice.row.nprs[1] <= MAX_PAIN_TO_BRING_FORWARD_NPRS

    def lower(entry: Entry) -> Entry:
        week = FIRST_WEEK if is_pain_free_row and not entry.waits_for else entry.week
        return replace(entry.at(entry.level - 1), week=week).told("In front of a mirror: knee over the second toe.")

    if block.find(SD) is None:
        block = block.remark("Knee falls in (M2), but this row leaves the step-down out for now.")
    block = block.change(lambda e: lower(e).because("M2", "One level easier with a mirror: knee-in."), SD)
    return block.change(lambda e: replace(e, is_band_above_knee=True).because("M2", "Band above the knees only."), LBW)


def m3_step_pain(inputs: Inputs, block: Block) -> Block:
    if inputs.step_pain_nprs == 3:
        return block.change(lambda e: e.capped(0).because("M3", "Lowest level: front knee pain on steps."), SD)
    later = block.find(SD)
    week = max(later.week, 2) if later else 2
    return block.change(
        lambda e: replace(e.capped(0), week=week, waits_for=Wait.SETTLED_PAIN).because(
            "M3", "Starts after 7 days with pain at 2 or below."
        ),
        SD,
    )


def m4_lateral_hip_pain(_inputs: Inputs, block: Block) -> Block:
    return block.change(lambda e: e.capped(1).because("M4", "Level 1 at most for 2 weeks: lateral hip pain."), LBW, SC)


def m5_back_pain(_inputs: Inputs, block: Block) -> Block:
    return block.change(lambda e: e.capped(0).because("M5", "Lowest level: back pain in the bridge."), SLB)


def m6_equipment(inputs: Inputs, block: Block) -> Block:
    if not inputs.has_step:
        block = keep_three(block.without(SD).remark("No step at home: the step-down is left out."))
    if not inputs.has_band:
        block = block.change(
            lambda e: replace(e.capped(0), is_without_band=True).because("M6", "Lowest level until a band is there."),
            SC,
            LBW,
        ).remark("Order a light and a medium band.")
    return block


def keep_three(block: Block) -> Block:
    """Bring the row's next exercise forward when the missing step leaves fewer than three."""
    waiting = [e for e in block.entries if not e.is_in_first_block and not e.waits_for]
    if block.choice.row.levels[3] is None or len(block.first_block) >= MAX_EXERCISES_AT_FIRST or not waiting:
        return block
    return block.change(
        lambda e: replace(e, week=FIRST_WEEK).because("M6", "Starts now, in place of the step-down."),
        waiting[0].exercise,
    )


def m7_balance(_inputs: Inputs, block: Block) -> Block:
    return block.change(
        lambda e: replace(e.capped(UNSTEADY_MAX_LEVEL), is_supported=True).because(
            "M7", "With support, level 1 at most until cleared."
        ),
        *STANDING,
    )


def is_too_much(inputs: Inputs, block: Block) -> bool:
    is_used_to_it = inputs.adherence_pct is not None and inputs.adherence_pct >= LOW_ADHERENCE_PCT
    may_hold_four = block.choice.row.id in {"D4", "D6"} and is_used_to_it
    return len(block.first_block) > MAX_EXERCISES_AT_FIRST and not may_hold_four


def m8_three_at_first(_inputs: Inputs, block: Block) -> Block:
    return block.change(
        lambda e: replace(e, week=ADDED_IN_WEEK).because("M8", "Joins in week 3: three exercises are enough at first."),
        LBW,
    )


def m9_stage(inputs: Inputs, block: Block) -> Block:
    if inputs.stage is Stage.EARLY:
        return block.change(lambda e: e.capped(1).because("M9", "Level 1 at most in the first 2 weeks."))
    block = replace(block, days=(2, 2))
    if inputs.stage is Stage.RETURN_TO_RUN:
        return block.change(
            lambda e: e.told("Not on the day before your most important run.").because("M9", "Two days a week.")
        )
    if inputs.is_irritable:
        return block.change(lambda e: e.because("M9", "Two days a week; the last level waits until pain is calm."))
    last = dict(inputs.last_levels)

    def go_on(entry: Entry) -> Entry:
        level = last.get(entry.exercise, entry.level)
        is_lowered = "M1" in entry.rules or (entry.exercise is SD and "M2" in entry.rules)
        if level > entry.level and (inputs.nprs >= PAINFUL_NPRS or is_lowered):
            return entry.because("M9", "Two days a week; not back at the last level: pain, weakness or knee-in.")
        return entry.at(level).because("M9", "Two days a week at the last level.")

    return block.change(go_on)


def m10_crossover(_inputs: Inputs, block: Block) -> Block:
    return block.remark("Feet cross the midline: consider a step-width cue. No change of exercise.")


def hamstring(_inputs: Inputs, block: Block) -> Block:
    return block.without(SLB).remark("Acute hamstring strain: no single-leg bridge (K1).")


def forefoot(_inputs: Inputs, block: Block) -> Block:
    return block.change(
        lambda e: replace(e, is_band_above_knee=True).because("K2", "Band not below the knee: ankle or forefoot pain."),
        LBW,
    )


def has_knee_in(inputs: Inputs, _block: Block) -> bool:
    return inputs.left.has_knee_in or inputs.right.has_knee_in


MODIFIERS: tuple[Modifier, ...] = (
    Modifier(
        "M1",
        "Hip abduction of 3/5 or less by hand, or below 80 % of the other leg (LSI), on the target side: all levels "
        "-1; 2/5 or less: no draft, refer.",
        is_weak,
        m1_weak,
    ),
    Modifier(
        "M2", "Knee falls in: step-down one level lower, with mirror; band above the knees.", has_knee_in, m2_knee_in
    ),
    Modifier(
        "M3",
        "Pain at the front of the knee on steps: at 3 of 10 step-down level 0; above 3 it waits until pain is 2 or "
        "less for 7 days.",
        lambda inputs, block: inputs.step_pain_nprs >= 3 and block.find(SD) is not None,
        m3_step_pain,
    ),
    Modifier(
        "M4",
        "Lateral hip pain: banded walk and clamshell level 1 at most for 2 weeks.",
        lambda inputs, _: inputs.has_lateral_hip_pain,
        m4_lateral_hip_pain,
    ),
    Modifier(
        "M5",
        "Low-back pain in the bridge: bridge level 0.",
        lambda inputs, _: inputs.has_back_pain_in_bridge,
        m5_back_pain,
    ),
    Modifier(
        "M6",
        "No step at home: no step-down, the other three stay. No band: clamshell and walk level 0.",
        lambda inputs, _: not (inputs.has_step and inputs.has_band),
        m6_equipment,
    ),
    Modifier(
        "M7",
        f"Balance risk, {OLDEST_WITHOUT_A_LOOK_YEARS + 1} or older, or one-leg stance under {MIN_STEADY_STANCE_S} s: "
        f"support, level {UNSTEADY_MAX_LEVEL} at most in every standing exercise, added by hand too, until cleared. "
        f"Under {MIN_ONE_LEG_STANCE_S} s the plan is built by hand.",
        lambda inputs, _: is_unsteady(inputs),
        m7_balance,
    ),
    Modifier(
        "M8",
        "Three exercises at first, unless D4 or D6 with 80 % adherence before; the other joins in week 3.",
        is_too_much,
        m8_three_at_first,
    ),
    Modifier(
        "M9",
        "Stage: early caps at level 1; return to run and maintain mean 2 days a week. Maintain goes on at the last "
        f"level, never a harder one than the row's with pain of {PAINFUL_NPRS} or more or where M1 or M2 "
        "made it easier.",
        lambda inputs, _: inputs.stage is not Stage.BUILD,
        m9_stage,
    ),
    Modifier(
        "M10",
        "Feet cross the midline in running: note on step width, no change of exercise.",
        lambda inputs, _: inputs.has_crossover_sign,
        m10_crossover,
    ),
    Modifier(
        "K1", "Acute hamstring strain: no single-leg bridge.", lambda inputs, _: inputs.has_hamstring_strain, hamstring
    ),
    Modifier(
        "K2",
        "Ankle or forefoot pain: band not below the knee.",
        lambda inputs, _: inputs.has_ankle_or_forefoot_pain,
        forefoot,
    ),
)
