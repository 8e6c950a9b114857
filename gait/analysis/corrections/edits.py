"""What a therapist changed in the review, laid over the stances that were found."""

from dataclasses import dataclass, replace

from gait.analysis.curves.clock import Clock
from gait.result.conventions import Side
from gait.result.result import Stance

SAME_STANCE_S = 0.25


@dataclass(frozen=True, slots=True)
class StanceEdit:
    """Names a stance by its side and a time inside it. None leaves a thing as it is.

    used True takes a rejected stance back in, False leaves one out.
    """

    side: Side
    at_s: float
    used: bool | None = None
    initial_contact_s: float | None = None
    toe_off_s: float | None = None

    def on(self, clock: Clock) -> "StanceEdit":
        """Said about the clip's clock, applied on the true one."""
        times_s = {name: getattr(self, name) for name in ("at_s", "initial_contact_s", "toe_off_s")}
        return replace(self, **{name: at_s / clock.stretch for name, at_s in times_s.items() if at_s is not None})


def apply_edits(stances: tuple[Stance, ...], edits: tuple[StanceEdit, ...]) -> tuple[Stance, ...]:
    """Edits that match no stance change nothing: the clip may have been measured anew since."""
    return tuple(_edited(stance, [e for e in edits if _matches(e, stance)]) for stance in stances)


def _matches(edit: StanceEdit, stance: Stance) -> bool:
    middle_s = (stance.initial_contact_s + stance.toe_off_s) / 2
    return edit.side is stance.side and abs(edit.at_s - middle_s) < SAME_STANCE_S


def _edited(stance: Stance, edits: list[StanceEdit]) -> Stance:
    for edit in edits:
        if edit.initial_contact_s is not None:
            stance = replace(stance, initial_contact_s=edit.initial_contact_s)
        if edit.toe_off_s is not None:
            stance = replace(stance, toe_off_s=edit.toe_off_s)
        if edit.used is not None:
            stance = replace(stance, used=edit.used, reason=None if edit.used else "S_EXCLUDED")
    return stance
