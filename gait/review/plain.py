"""A signed report as its patient reads it: the words that were sealed at signing, in the language that is active."""

from dataclasses import dataclass

from django.utils import translation

from gait.models import Addendum, SignedReport
from gait.result.conventions import Activity
from gait.review.plain_words import SideInWords
from gait.review.snapshot import shown


@dataclass(frozen=True, slots=True)
class Plain:
    """One page for the patient. is_running: the film shows running, else walking. Days are in words."""

    report: SignedReport
    sides: tuple[SideInWords, ...]
    difference: str
    excursion: str
    change: tuple[str, ...]
    is_running: bool
    filmed_on: str
    signed_name: str
    signed_at: str
    retest_on: str
    addenda: tuple[Addendum, ...]

    @property
    def has_answer(self) -> bool:
        return any(side.figure for side in self.sides)


def plain_of(report: SignedReport) -> Plain:
    sealed = shown(report)
    told = sealed["plain"].get(translation.get_language()) or sealed["plain"]["en"]
    return Plain(
        report=report,
        sides=tuple(SideInWords(**side) for side in told["sides"]),
        is_running=sealed["content"].get("activity") == Activity.RUNNING,
        signed_name=sealed["report"]["signed_name"],
        addenda=tuple(addendum for addendum in report.addenda.all() if addendum.for_patient),
        excursion=told.get("excursion", ""),
        change=tuple(told.get("change", ())),
        difference=told["difference"],
        filmed_on=told["filmed_on"],
        signed_at=told["signed_at"],
        retest_on=told["retest_on"],
    )
