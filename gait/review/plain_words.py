"""What was measured in the patient's words: short sentences, no jargon, in the language that is active.

Written for a reader of twelve; tests measure it in English and in Spanish.
"""

from dataclasses import dataclass
from math import ceil, floor, isnan

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from gait.result.conventions import Activity, Grade, Side, Verdict
from gait.result.result import Measured, SideResult

LEAST_TO_NAME_DEG = 2.0
"""Proposal: a dip below this reads as level to the eye, and is hardly more than the error of the line."""
MEANT_DIGITS = 6
"""Beyond these a sum of floats is off: 4.000000001 degrees are 4."""
SIDE_WORDS = {Side.LEFT: gettext_lazy("left"), Side.RIGHT: gettext_lazy("right")}
GRADE_WORDS = {
    Grade.NONE: gettext_lazy("That is a usual amount."),
    Grade.MILD: gettext_lazy("That is a little more than %(whom)s."),
    Grade.MODERATE: gettext_lazy("That is more than %(whom)s."),
    Grade.MARKED: gettext_lazy("That is much more than %(whom)s."),
}
COMPARED_WITH = {
    Activity.RUNNING: gettext_lazy("the 36 runners we compare with"),
    Activity.WALKING: gettext_lazy("the 120 adults we compare with"),
}
"""Whom the bands of reference.toml come from (bramah2018, smith2002)."""


@dataclass(frozen=True, slots=True)
class SideInWords:
    """One standing leg: what was seen, how much that is, and how sure the number is. figure is empty if unknown."""

    side: str
    verdict: str
    sentence: str
    grade_says: str = ""
    figure: str = ""
    between: str = ""
    steps: int = 0


def side_in_words(side: Side, own: SideResult, activity: Activity) -> SideInWords:
    words = {"standing": SIDE_WORDS[side], "free": SIDE_WORDS[side.other]}
    verdict, interval = own.verdict, own.ci95_deg
    if verdict is Verdict.CANNOT_TELL or interval is None or own.pelvic_drop_deg is None:
        text = _("When you stand on your %(standing)s leg: this film does not show it well enough to say.")
        return SideInWords(side.value, Verdict.CANNOT_TELL.value, text % words)
    is_rise = own.pelvic_drop_deg <= -LEAST_TO_NAME_DEG
    low_deg, high_deg = outward((-interval[1], -interval[0]) if is_rise else interval)
    numbers = {"drop": whole(abs(own.pelvic_drop_deg)), "low": low_deg, "high": high_deg}
    is_to_name = own.pelvic_drop_deg >= LEAST_TO_NAME_DEG
    if verdict is Verdict.DROP or (is_to_name and own.grade is None):
        text = _(
            "When you stand on your %(standing)s leg, the %(free)s side of your pelvis dips by about %(drop)s degrees. "
            "The true number is most likely between %(low)s and %(high)s."
        )
    elif is_to_name:
        text = _(
            "When you stand on your %(standing)s leg, the %(free)s side of your pelvis dips by a usual amount, about "
            "%(drop)s degrees."
        )
    elif is_rise:
        text = _(
            "When you stand on your %(standing)s leg, the %(free)s side of your pelvis goes up by about %(drop)s "
            "degrees."
        )
    else:
        text = _("When you stand on your %(standing)s leg, your pelvis stays close to level.")
    return SideInWords(
        side.value,
        verdict.value,
        text % (words | numbers),
        grade_says=grade_in_words(own.grade, activity) if own.grade is not None and verdict is Verdict.DROP else "",
        figure=_("%(drop)s degrees") % numbers,
        between=_("%(low)s to %(high)s degrees") % numbers,
        steps=own.stances_used,
    )


def outward(interval: tuple[float, float]) -> tuple[int, int]:
    """In whole degrees and never narrower than it is: 3.7 to 6.5 is 3 to 7."""
    low_deg, high_deg = (round(each, MEANT_DIGITS) for each in interval)
    return floor(low_deg), ceil(high_deg)


def whole(value_deg: float) -> int:
    """To the nearest whole degree, halves up."""
    return floor(value_deg + 0.5)


def grade_in_words(grade: Grade, activity: Activity) -> str:
    """How much that is, and compared with whom; "" for an activity without a reference."""
    if activity not in COMPARED_WITH:
        return ""
    return str(GRADE_WORDS[grade]) % {"whom": COMPARED_WITH[activity]}


def difference_in_words(found: Measured) -> str:
    """Only a difference that is larger than its error is named. Beside a rise a level side, or a smaller rise, is no
    bigger dip.
    """
    asymmetry = found.asymmetry
    if asymmetry is None or isnan(asymmetry.value_deg):
        return ""
    if not asymmetry.detectable:
        return _("Both sides are much the same.")
    larger, other = (found.sides[side].pelvic_drop_deg or 0.0 for side in (asymmetry.larger, asymmetry.larger.other))
    if larger < LEAST_TO_NAME_DEG and other <= -LEAST_TO_NAME_DEG:
        side = SIDE_WORDS[asymmetry.larger.other]
        return _("Your pelvis goes up more when you stand on your %(side)s leg.") % {"side": side}
    side = SIDE_WORDS[asymmetry.larger]
    return _("The dip is bigger when you stand on your %(side)s leg.") % {"side": side}


def excursion_in_words(found: Measured) -> str:
    """What can be told where no leg can be told apart; empty where a leg is, or nothing is."""
    value_deg, interval = found.excursion.value_deg, found.excursion.ci95_deg
    is_told = any(own.pelvic_drop_deg is not None for own in found.sides.values())
    if is_told or value_deg is None or interval is None or whole(value_deg) < 1:
        return ""
    low_deg, high_deg = outward(interval)
    return _(
        "Your pelvis tips by about %(swing)s degrees from one side to the other as you go. The true number is most "
        "likely between %(low)s and %(high)s. Which side dips more, this film does not show."
    ) % {"swing": whole(value_deg), "low": max(low_deg, 0), "high": high_deg}
