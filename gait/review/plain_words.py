"""What was measured in the patient's words: short sentences, no jargon, in the language that is active.

Written for a reader of twelve; tests measure it in English and in Spanish.
"""

from dataclasses import dataclass
from math import isnan

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from gait.result.conventions import Grade, Side, Verdict
from gait.result.result import Asymmetry, SideResult

SIDE_WORDS = {Side.LEFT: gettext_lazy("left"), Side.RIGHT: gettext_lazy("right")}
GRADE_WORDS = {
    Grade.NONE: gettext_lazy("That is a usual amount."),
    Grade.MILD: gettext_lazy("That is a little more than most people show."),
    Grade.MODERATE: gettext_lazy("That is more than most people show."),
    Grade.MARKED: gettext_lazy("That is much more than most people show."),
}


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


def side_in_words(side: Side, own: SideResult) -> SideInWords:
    words = {"standing": SIDE_WORDS[side], "free": SIDE_WORDS[side.other]}
    verdict, interval = own.verdict, own.ci95_deg
    if verdict is Verdict.CANNOT_TELL or interval is None or own.pelvic_drop_deg is None:
        text = _("When you stand on your %(standing)s leg: this film does not show it well enough to say.")
        return SideInWords(side.value, Verdict.CANNOT_TELL.value, text % words)
    numbers = {"drop": f"{own.pelvic_drop_deg:.0f}", "low": f"{interval[0]:.0f}", "high": f"{interval[1]:.0f}"}
    if verdict is Verdict.DROP:
        text = _(
            "When you stand on your %(standing)s leg, the %(free)s side of your pelvis dips by about %(drop)s degrees. "
            "The true number is most likely between %(low)s and %(high)s."
        )
    else:
        text = _("When you stand on your %(standing)s leg, your pelvis stays close to level.")
    return SideInWords(
        side.value,
        verdict.value,
        text % (words | numbers),
        grade_says=str(GRADE_WORDS[own.grade]) if own.grade is not None and verdict is Verdict.DROP else "",
        figure=_("%(drop)s degrees") % numbers,
        between=_("%(low)s to %(high)s degrees") % numbers,
        steps=own.stances_used,
    )


def difference_in_words(asymmetry: Asymmetry | None) -> str:
    """Only a difference that is larger than its error is named."""
    if asymmetry is None or isnan(asymmetry.value_deg):
        return ""
    if not asymmetry.detectable:
        return _("Both sides are much the same.")
    side = SIDE_WORDS[asymmetry.larger]
    return _("The dip is bigger when you stand on your %(side)s leg.") % {"side": side}
