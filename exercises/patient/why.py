"""The signed report in plain words. Nothing here that a therapist did not sign."""

from dataclasses import dataclass

from gait.models import SignedReport
from gait.review.plain import plain_of
from gait.review.plain_words import SideInWords


@dataclass(frozen=True, slots=True)
class Why:
    sides: tuple[SideInWords, ...]
    excursion: str
    signed_name: str
    signed_at: str
    activity: str


def why_of(report: SignedReport) -> Why:
    plain = plain_of(report)
    return Why(
        sides=plain.sides,
        excursion=plain.excursion,
        signed_name=plain.signed_name,
        signed_at=plain.signed_at,
        activity=report.content.get("activity", ""),
    )
