"""A person's usual pain on a morning or at rest: what the pain after a session is compared with.

Not the worst pain of a week: against that, a flare of 5/10 on three mornings reads as nothing new.
"""

from collections.abc import Sequence
from statistics import median_low

MORNINGS_FOR_A_BASELINE = 3


def usual_morning(asked_nprs: int | None, mornings_nprs: Sequence[int]) -> int | None:
    """What the therapist asked for at drafting; else the middle one of the first three mornings the person told.

    mornings_nprs: oldest first, one for each day. None while neither is known.
    """
    if asked_nprs is not None:
        return asked_nprs
    first = mornings_nprs[:MORNINGS_FOR_A_BASELINE]
    return median_low(first) if len(first) == MORNINGS_FOR_A_BASELINE else None
