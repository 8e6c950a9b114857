"""The signed report in plain words. Nothing here that a therapist did not sign."""

from dataclasses import dataclass

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from gait.analysis.conventions import Side
from gait.models import SignedReport

SIDE_WORDS = {Side.LEFT: gettext_lazy("left"), Side.RIGHT: gettext_lazy("right")}


@dataclass(frozen=True, slots=True)
class SideInWords:
    """One standing leg: what was seen, and how sure the number is."""

    side: str
    verdict: str
    sentence: str


@dataclass(frozen=True, slots=True)
class Why:
    sides: tuple[SideInWords, ...]
    signed_name: str
    signed_on: object
    activity: str


def why_of(report: SignedReport) -> Why:
    content = report.content
    return Why(
        sides=tuple(side_in_words(side, content["sides"][side]) for side in Side if side in content["sides"]),
        signed_name=report.signed_name,
        signed_on=report.signed_at.date(),
        activity=content.get("activity", ""),
    )


def side_in_words(side: Side, seen: dict[str, object]) -> SideInWords:
    words = {"standing": SIDE_WORDS[side], "free": SIDE_WORDS[side.other]}
    verdict, interval = str(seen["verdict"]), seen.get("ci95_deg")
    if verdict == "cannot_tell" or not interval:
        text = _("When you stand on your %(standing)s leg: this film does not show it well enough to say.")
    elif verdict == "drop":
        words |= {"drop": f"{seen['pelvic_drop_deg']:.0f}", "low": f"{interval[0]:.0f}", "high": f"{interval[1]:.0f}"}
        text = _(
            "When you stand on your %(standing)s leg, the %(free)s side of your pelvis dips by about %(drop)s degrees. "
            "The true number is most likely between %(low)s and %(high)s."
        )
    else:
        text = _("When you stand on your %(standing)s leg, your pelvis stays close to level.")
    return SideInWords(side.value, verdict, text % words)
