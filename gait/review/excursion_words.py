"""The excursion in words: how far the pelvis swings in all, and what that leaves open."""

from dataclasses import dataclass

from gait.result.codes import CODES
from gait.result.conventions import ZeroReference
from gait.result.reference import excursion_band
from gait.result.result import Excursion, Measured
from gait.review.figures import count, degrees


@dataclass(frozen=True, slots=True)
class ExcursionReading:
    """figure, says (without its error), interval and reference are empty where they are not known, sentence where the
    sides have said it already. is_all: neither side is told, so that this is all the clip tells.
    """

    figure: str = ""
    says: str = ""
    interval: str = ""
    stances_used: int = 0
    sentence: str = ""
    reference: str = ""
    is_all: bool = False


def read_excursion(found: Measured) -> ExcursionReading:
    own = found.excursion
    is_all = all(side.pelvic_drop_deg is None for side in found.sides.values())
    if own.value_deg is None or own.ci95_deg is None:
        return ExcursionReading(stances_used=own.stances_used, sentence=_why_not(own, is_all=is_all))
    low_deg, high_deg = own.ci95_deg
    figure = f"{degrees(abs(own.value_deg))} ± {degrees(own.half_width_deg)}"
    return ExcursionReading(
        figure=figure,
        says=degrees(own.value_deg),
        interval=f"{degrees(low_deg)} to {degrees(high_deg)}",
        stances_used=own.stances_used,
        sentence=_sentence(found, figure),
        reference=_reference(found),
        is_all=is_all,
    )


def _sentence(found: Measured, figure: str) -> str:
    """Which side falls more is open wherever left is not held against right."""
    own = found.excursion
    rises = own.value_deg is not None and round(own.value_deg, 1) < 0
    swings = (
        f"On both sides together the free side of the pelvis rises by {figure}"
        if rises
        else (f"The pelvis swings {figure} in all")
    )
    strides = count(own.stances_used, "stride")
    if all(side.pelvic_drop_deg is not None for side in found.sides.values()):
        return f"{swings} ({strides}): both sides together, whatever zero is."
    open_question = f"{swings} ({strides}); which side falls more cannot be told from this clip"
    if found.zero_reference is ZeroReference.STANDING:
        return f"{open_question}."
    return f"{open_question}: film two quiet seconds of standing."


def _why_not(own: Excursion, *, is_all: bool) -> str:
    """The sides have said it already where they are not told either."""
    code = CODES.get(own.reason or "")
    if code is None or is_all:
        return ""
    return f"How far the pelvis swings in all cannot be told: {code.message}"


def _reference(found: Measured) -> str:
    band = excursion_band(found.activity, None)
    if band is None or found.has_walking_aid:
        return ""
    return f"healthy adults walking {degrees(band.mean_deg)} ± {degrees(band.sd_deg)}"
