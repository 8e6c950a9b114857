"""What was measured in the patient's words: short sentences, no jargon, in the language that is active.

Written for a reader of twelve; tests measure it in English and in Spanish.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from gait.result.conventions import Side, Verdict

SIDE_WORDS = {Side.LEFT: gettext_lazy("left"), Side.RIGHT: gettext_lazy("right")}
GRADE_WORDS = {
    "none": gettext_lazy("That is a usual amount."),
    "mild": gettext_lazy("That is a little more than most people show."),
    "moderate": gettext_lazy("That is more than most people show."),
    "marked": gettext_lazy("That is much more than most people show."),
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


def side_in_words(side: Side, seen: Mapping[str, Any]) -> SideInWords:
    words = {"standing": SIDE_WORDS[side], "free": SIDE_WORDS[side.other]}
    verdict, interval = str(seen["verdict"]), seen.get("ci95_deg")
    if verdict == Verdict.CANNOT_TELL or not interval:
        text = _("When you stand on your %(standing)s leg: this film does not show it well enough to say.")
        return SideInWords(side.value, Verdict.CANNOT_TELL.value, text % words)
    numbers = {"drop": f"{seen['pelvic_drop_deg']:.0f}", "low": f"{interval[0]:.0f}", "high": f"{interval[1]:.0f}"}
    if verdict == Verdict.DROP:
        text = _(
            "When you stand on your %(standing)s leg, the %(free)s side of your pelvis dips by about %(drop)s degrees. "
            "The true number is most likely between %(low)s and %(high)s."
        )
    else:
        text = _("When you stand on your %(standing)s leg, your pelvis stays close to level.")
    return SideInWords(
        side.value,
        verdict,
        text % (words | numbers),
        grade_says=str(GRADE_WORDS.get(seen.get("grade") or "", "")) if verdict == Verdict.DROP else "",
        figure=_("%(drop)s degrees") % numbers,
        between=_("%(low)s to %(high)s degrees") % numbers,
        steps=seen["stances_used"],
    )


def difference_in_words(asymmetry: Mapping[str, Any] | None) -> str:
    """Only a difference that is larger than its error is named."""
    if not asymmetry or asymmetry.get("value") is None:
        return ""
    if not asymmetry["detectable"]:
        return _("Both sides are much the same.")
    larger = Side.RIGHT if asymmetry["value"] > 0 else Side.LEFT
    return _("The dip is bigger when you stand on your %(side)s leg.") % {"side": SIDE_WORDS[larger]}
