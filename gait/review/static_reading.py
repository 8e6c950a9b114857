"""A static test in words, and whether it agrees with the walk or run of the same visit. No database.

No reference band was confirmed for these tests, so nothing is graded. Standing on one leg: the other side of the pelvis
is expected to stay level or rise for 30 s (Hardcastle & Nade 1985); a drop is told only where its whole 95 % interval
lies below level. Stepping down: every pelvis moves, so only the difference between the legs is compared.
"""

from dataclasses import dataclass
from math import hypot

from gait.result.conventions import Activity, Side, Verdict
from gait.result.intervals import half_width_deg
from gait.result.result import Result
from gait.result.static_result import StaticSide, StaticTest
from gait.review.figures import degrees

WANTED_HOLD_S = 30.0


@dataclass(frozen=True, slots=True)
class StaticSideReading:
    """One standing leg. agrees: None where the test or the gait does not tell."""

    side: Side
    sentence: str
    hold_says: str
    agreement: str
    agrees: bool | None


@dataclass(frozen=True, slots=True)
class StaticReading:
    """sides: those legs that stood. agreement: of the test as a whole, where it is not told per leg."""

    sides: tuple[StaticSideReading, ...]
    agreement: str
    agrees: bool | None


def read_static(static: StaticTest, gait: Result | None) -> StaticReading:
    """gait is the result of the walk or run filmed at the same visit, None before there is one."""
    is_stance = static.activity is Activity.SINGLE_LEG_STANCE
    sides = tuple(
        read_leg(side, own, static, gait if is_stance else None)
        for side in Side
        if (own := static.sides.get(side)) is not None
    )
    if is_stance or gait is None:
        return StaticReading(sides, "", None)
    return StaticReading(sides, *compare_legs(static, gait))


def read_leg(side: Side, own: StaticSide, static: StaticTest, gait: Result | None) -> StaticSideReading:
    agreement, agrees = agreement_of_leg(side, own, gait) if gait else ("", None)
    return StaticSideReading(side, leg_in_words(side, own, static), hold_in_words(side, static), agreement, agrees)


def leg_in_words(side: Side, own: StaticSide, static: StaticTest) -> str:
    """For example: On the right leg: left side of the pelvis drops 7.1° ± 1.2° on average, 8.0° at worst."""
    drop_deg, interval = own.mean_drop_deg, own.ci95_deg
    times = f", {own.count} times" if static.activity is Activity.STEP_DOWN else ""
    if drop_deg is None or interval is None:
        return f"On the {side} leg{times}: the clip does not tell how the {side.other} side of the pelvis moves."
    moves = "drops" if round(drop_deg, 1) >= 0 else "rises"
    size = f"{degrees(abs(drop_deg))} ± {degrees(half_width_deg(interval))}"
    worst = f", {degrees(own.worst_drop_deg)} at worst" if own.worst_drop_deg is not None else ""
    return f"On the {side} leg{times}: {side.other} side of the pelvis {moves} {size} on average{worst}."


def hold_in_words(side: Side, static: StaticTest) -> str:
    """The longest hold against the 30 s of the test; nothing for step-downs."""
    holds = [hold for hold in static.holds if hold.side is side]
    if not holds:
        return ""
    longest = max(holds, key=lambda hold: hold.hold_s)
    seconds = f"{longest.hold_s:.0f} s"
    if longest.hold_s >= WANTED_HOLD_S:
        return f"Held {seconds}."
    if longest.until_end:
        return f"Held at least {seconds}; the clip ends before {WANTED_HOLD_S:.0f} s are over."
    return f"Held {seconds} of {WANTED_HOLD_S:.0f} s."


def agreement_of_leg(side: Side, own: StaticSide, gait: Result) -> tuple[str, bool | None]:
    """Drop or level in gait against drop or level on that leg."""
    verdict, interval = gait.sides[side].verdict, own.ci95_deg
    if verdict is Verdict.CANNOT_TELL or interval is None:
        return "Not compared with the gait: one of the two does not tell.", None
    is_drop, is_level = interval[0] > 0, interval[1] <= 0
    if not is_drop and not is_level:
        return "Neither for nor against the gait finding: level lies within the error of the test.", None
    drops_in_gait = verdict is Verdict.DROP
    in_gait = f"in {gait.activity} {side} stance {'drops' if drops_in_gait else 'is level'}"
    in_test = "the pelvis drops on that leg too" if is_drop else "the pelvis stays level or rises on that leg too"
    if is_drop == drops_in_gait:
        return f"Agrees with the gait finding: {in_gait}, {in_test}.", True
    other = "drops" if is_drop else "stays level or rises"
    return f"Disagrees with the gait finding: {in_gait}, standing on that leg the pelvis {other}.", False


def compare_legs(static: StaticTest, gait: Result) -> tuple[str, bool | None]:
    """Which leg lets the pelvis drop further, in the test and in the gait, each beyond its error."""
    left, right = (static.sides.get(side) for side in (Side.LEFT, Side.RIGHT))
    if left is None or right is None:
        return "Not compared with the gait: only one leg was tested.", None
    in_test, in_gait = larger_in_test(left, right), larger_in_gait(gait)
    if in_test is None or in_gait is None:
        where = "step-down" if in_test is None else "gait"
        return f"Not compared with the gait: no detectable difference between the legs in the {where}.", None
    if in_test is in_gait:
        return f"Agrees with the gait finding: the drop is larger on the {in_test} leg in both.", True
    return (
        f"Disagrees with the gait finding: the drop is larger on the {in_test} leg in the step-down, "
        f"on the {in_gait} leg in {gait.activity}.",
        False,
    )


def larger_in_test(left: StaticSide, right: StaticSide) -> Side | None:
    if left.mean_drop_deg is None or right.mean_drop_deg is None or left.ci95_deg is None or right.ci95_deg is None:
        return None
    difference_deg = right.mean_drop_deg - left.mean_drop_deg
    error_deg = hypot(half_width_deg(left.ci95_deg), half_width_deg(right.ci95_deg))
    return None if abs(difference_deg) <= error_deg else Side.RIGHT if difference_deg > 0 else Side.LEFT


def larger_in_gait(gait: Result) -> Side | None:
    return gait.asymmetry.larger if gait.asymmetry is not None and gait.asymmetry.detectable else None
