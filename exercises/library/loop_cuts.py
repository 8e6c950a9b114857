"""Where the parts of a repetition lie in the house's loops, so that the player's clock can drive the picture.

Seconds from the start of the loop, as the scene was timed that drew it. A loop with several repetitions has one cut
for each; where steps go both ways, the first half of them is the one way.
"""

from collections.abc import Mapping

from exercises.models.content import LevelPictures

Cuts = Mapping[str, list[list[float]]]
"""By part of a repetition (up, hold, down): from and to."""

CLAMSHELL: Cuts = {"up": [[0.25, 1.60]], "hold": [[1.60, 2.15]], "down": [[2.15, 3.80]]}
BRIDGE: Cuts = {"up": [[0.35, 1.80]], "hold": [[1.80, 2.80]], "down": [[2.80, 4.80]]}
WALK: Cuts = {
    "up": [[0.10, 0.75], [1.60, 2.25], [3.10, 3.75], [4.60, 5.25]],
    "down": [[0.75, 1.60], [2.25, 3.10], [3.75, 4.60], [5.25, 5.98]],
}
LONG_HOLD: Cuts = {"up": [[0.35, 1.80]], "hold": [[1.80, 6.80]], "down": [[6.80, 8.80]]}
MARCH: Cuts = {
    "up": [[2.00, 2.60], [4.00, 4.60]],
    "hold": [[2.60, 3.15], [4.60, 5.15]],
    "down": [[3.15, 3.75], [5.15, 5.75]],
}
"""The hips stay up: one way lifts the left foot, the other the right."""
STEP_DOWN: Cuts = {"down": [[0.30, 2.30]], "up": [[2.30, 3.75]]}

CUTS: Mapping[str, Cuts] = {
    "standing-clamshell-support": CLAMSHELL,
    "standing-clamshell-fingertips": CLAMSHELL,
    "standing-clamshell": CLAMSHELL,
    "double-leg-bridge": BRIDGE,
    "bridge-march": MARCH,
    "single-leg-bridge": BRIDGE,
    "single-leg-bridge-hold": LONG_HOLD,
    "lateral-walk-free": WALK,
    "lateral-banded-walk": WALK,
    "lateral-banded-walk-ankles": WALK,
    "step-down-5": STEP_DOWN,
    "step-down-10": STEP_DOWN,
    "step-down": STEP_DOWN,
    "step-down-20": STEP_DOWN,
    "step-down-easy": STEP_DOWN,  # no level of ours any more; a clinic's own copy of an earlier one may show it
}


def cuts_of(level: LevelPictures) -> Cuts:
    """Empty for a clinic's own pictures: nobody has said where their parts lie."""
    is_ours = "still" not in level and "loop" not in level
    return CUTS.get(level.get("media", ""), {}) if is_ours else {}
