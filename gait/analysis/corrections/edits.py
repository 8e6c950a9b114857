"""What a therapist changed in the review, laid over the stances that were found."""

from dataclasses import dataclass, replace

from gait.analysis.curves.clock import Clock
from gait.result.conventions import Side
from gait.result.result import Stance

SAME_STANCE_S = 0.25
"""An edit names a stance by a time this near its middle: less than half a stride at 170 steps a minute, 0.35 s, so that
it names only one."""


@dataclass(frozen=True, slots=True)
class StanceEdit:
    """Names a stance by its side and a time near its middle, seconds.

    used True takes a rejected stance back in, False leaves one out (S_EXCLUDED).
    """

    side: Side
    at_s: float
    used: bool

    def on(self, clock: Clock) -> "StanceEdit":
        """Said about the clip's clock, applied on the true one."""
        return replace(self, at_s=self.at_s / clock.stretch)


def apply_edits(stances: tuple[Stance, ...], edits: tuple[StanceEdit, ...]) -> tuple[Stance, ...]:
    """The stances with used and reason as people said; times on one clock.

    Edits that match no stance change nothing: the clip may have been measured anew since.
    Source: docs/methods/events.md (Corrections).
    """
    return tuple(_edited(stance, [e for e in edits if _matches(e, stance)]) for stance in stances)


def _matches(edit: StanceEdit, stance: Stance) -> bool:
    middle_s = (stance.initial_contact_s + stance.toe_off_s) / 2
    return edit.side is stance.side and abs(edit.at_s - middle_s) < SAME_STANCE_S


def _edited(stance: Stance, edits: list[StanceEdit]) -> Stance:
    """The last word about a stance counts."""
    if not edits:
        return stance
    used = edits[-1].used
    return replace(stance, used=used, reason=None if used else "S_EXCLUDED")
