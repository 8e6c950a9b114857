"""Strength and scores in the words of a page: the newest first, each against what it can be compared with."""

from dataclasses import dataclass
from datetime import date, datetime

from patients.models import Patient
from patients.outcomes.instruments import QUESTIONNAIRES, Questionnaire
from patients.outcomes.models import Instrument, OutcomeQuerySet, OutcomeScore, StrengthTest
from patients.outcomes.scoring import Change, change_between, change_in_words
from patients.outcomes.strength import (
    NBSP,
    change_pct,
    difference_in_words,
    grades_in_words,
    side_difference,
    torque_nm,
)


@dataclass(frozen=True, slots=True)
class ScoreReading:
    """The newest score of one instrument. since and change are against the first one with the same wording."""

    questionnaire: Questionnaire
    score: OutcomeScore
    since: OutcomeScore | None
    change: Change | None
    change_says: str
    totals: tuple[OutcomeScore, ...]


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
    questionnaire = QUESTIONNAIRES[Instrument(newest.instrument)]
    alike = [score for score in newest_first[1:] if is_comparable(newest, score)]
    if not alike:
        says = "" if len(newest_first) == 1 else "The earlier totals are from other wording and are not compared."
        return ScoreReading(questionnaire, newest, None, None, says, tuple(newest_first))
    first = alike[-1]
    change = change_between(questionnaire, first.total, newest.total)
    return ScoreReading(
        questionnaire, newest, first, change, change_in_words(questionnaire, change), tuple(newest_first)
    )


def is_comparable(one: OutcomeScore, other: OutcomeScore) -> bool:
    """A number from 0 to 10 is the same on paper; longer instruments must have used the same words."""
    return one.instrument == other.instrument and (one.instrument == Instrument.NPRS or one.wording == other.wording)


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
