"""The signed report in plain words. Nothing here that a therapist did not sign."""

from dataclasses import dataclass

from django.utils import timezone

from gait.analysis.conventions import Side
from gait.models import SignedReport
from gait.review.plain import SideInWords, side_in_words


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
        signed_on=timezone.localdate(report.signed_at),
        activity=content.get("activity", ""),
    )
