"""Results of static tests, leg by leg."""

from typing import Any

import results

from gait.result.conventions import Activity, Side
from gait.result.static_result import Hold, StaticSide, StaticTest

STANDING = {"line_deg": 1.0, "sigma_deg": 0.3, "roll_deg": 0.1, "roll_sigma_deg": 0.4, "source": "markers"}


def leg(drop_deg: float | None, half_deg: float = 1.0, count: int = 1) -> StaticSide:
    interval = None if drop_deg is None else (drop_deg - half_deg, drop_deg + half_deg)
    return StaticSide(count, 30.0, drop_deg, None if drop_deg is None else drop_deg + 0.5, interval)


def hold(side: Side, hold_s: float, *, until_end: bool = False) -> Hold:
    return Hold(side, 2.0, 2.0 + hold_s, hold_s, until_end, 5.0, 6.0, (4.0, 6.0), 1.0)


def static(
    test: Activity = Activity.SINGLE_LEG_STANCE,
    *holds: Hold,
    left: StaticSide | None = None,
    right: StaticSide | None = None,
) -> StaticTest:
    return StaticTest(test, holds, (), {Side.LEFT: left, Side.RIGHT: right})


def static_result(test: str = "single_leg_stance", *holds: Hold, **legs: Any) -> dict[str, Any]:
    """As a run keeps it: no walk, so no side is told."""
    sides = dict.fromkeys(Side, results.withheld("E_NOT_A_WALK"))
    kind = Activity(test)
    return results.found(activity=kind, sides=sides, static=static(kind, *holds, **legs), standing=None).as_json()
