"""Strength and scores in the words of a page: the newest first, each against what it can be compared with."""

from dataclasses import dataclass, replace
from datetime import date, datetime

from patients.models import Patient
from patients.outcomes.instruments import SHIPPED, Questionnaire
from patients.outcomes.models import Instrument, OutcomeQuerySet, OutcomeScore, StrengthTest
from patients.outcomes.scoring import Change, Direction, change_between, change_in_words, rating_in_words
from patients.outcomes.strength import (
    NBSP,
    change_pct,
    difference_in_words,
    grades_in_words,
    side_difference,
    torque_nm,
)

MIN_ACTIVITIES_JUDGED = 3
"""The published 2 points hold for a mean of three activities; one alone needs 3 (Stratford 1995)."""


@dataclass(frozen=True, slots=True)
class ScoreReading:
    """The newest score of one instrument. since and change are against the first one it can be compared with."""

    questionnaire: Questionnaire
    score: OutcomeScore
    since: OutcomeScore | None
    change: Change | None
    change_says: str

    @property
    def figure(self) -> str:
        return figure(self.score)

    @property
    def since_figure(self) -> str:
        return figure(self.since) if self.since else ""

    @property
    def says(self) -> str:
        return self.change_says or "First score."

    @property
    def is_worse(self) -> bool:
        """By more than the smallest change that matters. A rating of change below zero is the patient's own word."""
        if self.questionnaire.code == Instrument.GROC:
            return self.score.total < 0
        return self.change is not None and self.change.direction is Direction.WORSE

    @property
    def activities(self) -> str:
        """What the patient named, each with its points; empty for other instruments."""
        if not self.questionnaire.has_activities:
            return ""
        return ", ".join(f"{each['activity']} {each['points']}" for each in self.score.answers)


def figure(score: OutcomeScore) -> str:
    """A total with the end of its scale: 41/80, 6.3/10, +3 (−5 to +5)."""
    asked = SHIPPED[score.instrument]
    if asked.smallest < 0:
        return f"{score.total:+g} ({asked.smallest:+d} to {asked.largest:+d})".replace("-", "−").replace("+0", "0")
    return f"{score.total:g}/{asked.largest}"


@dataclass(frozen=True, slots=True)
class StrengthReading:
    """The newest test of one movement."""

    test: StrengthTest
    left: str
    right: str
    difference_says: str
    change_says: str


def score_readings(
    patient: Patient, until: date | None = None, entered_until: datetime | None = None
) -> list[ScoreReading]:
    """One per instrument that was ever answered, on a day up to until; entered_until: as the record stood then."""
    scores = standing_at(patient.outcome_scores.all(), entered_until).select_related("entered_by")
    if until is not None:
        scores = scores.filter(answered_on__lte=until)
    by_instrument: dict[str, list[OutcomeScore]] = {}
    for score in scores:
        by_instrument.setdefault(score.instrument, []).append(score)
    return [read_scores(by_instrument[each]) for each in Instrument if each in by_instrument]


def standing_at(entered: OutcomeQuerySet, moment: datetime | None) -> OutcomeQuerySet:
    """What stands now, or stood at a moment: entered by then, and struck out only later if at all."""
    return entered.standing() if moment is None else entered.standing_at(moment)


def read_scores(newest_first: list[OutcomeScore]) -> ScoreReading:
    newest = newest_first[0]
    asked = SHIPPED[newest.instrument]
    if asked.code == Instrument.GROC:
        return ScoreReading(asked, newest, None, None, rating_in_words(newest.total))
    alike = [score for score in newest_first[1:] if is_comparable(newest, score)]
    if not alike:
        says = "" if len(newest_first) == 1 else "Other activities than before: not compared."
        return ScoreReading(asked, newest, None, None, says)
    first = alike[-1]
    if asked.has_activities and len(newest.answers) < MIN_ACTIVITIES_JUDGED:
        asked = replace(asked, thresholds=())
    change = change_between(asked, first.total, newest.total)
    return ScoreReading(asked, newest, first, change, change_in_words(asked, change))


def is_comparable(one: OutcomeScore, other: OutcomeScore) -> bool:
    """The same instrument, which is verbatim on paper and on the screen; own activities must be the same ones."""
    return one.instrument == other.instrument and activities_of(one) == activities_of(other)


def activities_of(score: OutcomeScore) -> list[str]:
    return [each["activity"] for each in score.answers] if score.instrument == Instrument.PSFS else []


def strength_readings(
    patient: Patient, until: date | None = None, entered_until: datetime | None = None
) -> list[StrengthReading]:
    """The newest test of each movement up to a day, in the order of the entry form; entered_until as above."""
    tests = standing_at(patient.strength_tests.all(), entered_until)
    if until is not None:
        tests = tests.filter(tested_on__lte=until)
    by_motion: dict[str, list[StrengthTest]] = {}
    for test in tests:
        by_motion.setdefault(test.motion, []).append(test)
    return [read_strength(by_motion[motion]) for motion in StrengthTest.Motion if motion in by_motion]


def read_strength(newest_first: list[StrengthTest]) -> StrengthReading:
    newest = newest_first[0]
    is_graded = newest.unit == StrengthTest.Unit.GRADE
    in_words = (
        grades_in_words(newest.left, newest.right)
        if is_graded
        else difference_in_words(side_difference(newest.left, newest.right))
    )
    alike = [test for test in newest_first[1:] if (test.position, test.unit) == (newest.position, newest.unit)]
    return StrengthReading(
        test=newest,
        left=amount_in_words(newest, newest.left),
        right=amount_in_words(newest, newest.right),
        difference_says=in_words,
        change_says=strength_change_in_words(alike[-1], newest) if alike and not is_graded else "",
    )


def amount_in_words(test: StrengthTest, value: float | None) -> str:
    if value is None:
        return "–"
    if test.unit == StrengthTest.Unit.GRADE:
        return f"{value:g}/5"
    torque = torque_nm(value, test.unit, test.lever_arm_cm)
    return f"{value:g} {test.unit}" + (f" ({torque:.0f} Nm)" if torque else "")


def strength_change_in_words(first: StrengthTest, newest: StrengthTest) -> str:
    """For example: Since Sep 3: left +12 %, right −4 %. Says nothing of a leg that has no start to count from."""
    changes = {leg: change_pct(getattr(first, leg), getattr(newest, leg)) for leg in ("left", "right")}
    told = [f"{leg} {pct:+.0f}{NBSP}%".replace("-", "−") for leg, pct in changes.items() if pct is not None]
    return f"Since {first.tested_on:%b %-d}: {', '.join(told)}." if told else ""
