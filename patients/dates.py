"""Dates as people type them: what stands there, and what can be told of the order of day and month.

Year first is always clear. Dots are day first, as everywhere where they are written. With slashes or dashes the order
is told by a whole column at once, and asked about where even that does not tell: 03/04/1985 has two readings, and the
wrong one is a birth date that looks right.
"""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

YEAR_FIRST = re.compile(r"(\d{4})([-/.])(\d{1,2})\2(\d{1,2})(?:[T ]\d{2}:\d{2}\S*)?")
COMPACT = re.compile(r"(\d{4})(\d{2})(\d{2})")
YEAR_LAST = re.compile(r"(\d{1,2})\s?([-/.])\s?(\d{1,2})\s?\2\s?(\d{4}|\d{2})")
PARTIAL = re.compile(r"\d{4}(?:[-/.]\d{1,2})?|\d{1,2}[-/.]\d{4}")
SUCH_AS = "Write the year first, such as 1990-04-02."


class Order(StrEnum):
    """Which of the two short numbers of a date comes first."""

    DAY_FIRST = "day_first"
    MONTH_FIRST = "month_first"


class NoDate(Exception):
    """The message says what is wrong with it and how to write it, in a sentence."""


class TwoReadings(NoDate):
    """Day and month may be either way round."""


@dataclass(frozen=True, slots=True)
class Column:
    """What a column of dates tells of its order.

    order: told by a day above 12; None where nothing tells it, or where it is told both ways.
    either_way: the first date that can be read both ways. against: one date of each order, where both occur.
    """

    order: Order | None
    either_way: str = ""
    against: tuple[str, ...] = ()

    @property
    def is_asked(self) -> bool:
        """Somebody has to say the order before anything is read."""
        return bool(self.either_way) and self.order is None and not self.against


def judge_column(words: Iterable[str]) -> Column:
    told: dict[Order, str] = {}
    either_way = ""
    for word in (each.strip() for each in words):
        orders = possible_orders(word)
        if len(orders) == 1:
            told.setdefault(orders[0], word)
        elif len(orders) == 2:
            either_way = either_way or word
    if len(told) == 2:
        return Column(None, either_way, tuple(told[order] for order in Order))
    return Column(next(iter(told), None), either_way)


def possible_orders(word: str) -> list[Order]:
    """The orders in which a date with slashes or dashes is a real one and not the same; none for all other words."""
    found = YEAR_LAST.fullmatch(word)
    if not found or found[2] == ".":
        return []
    year = int(found[4]) if len(found[4]) == 4 else 2000
    days = {order: real_date(*in_order(found, order, year)) for order in Order}
    if days[Order.DAY_FIRST] == days[Order.MONTH_FIRST]:
        return []
    return [order for order, day in days.items() if day]


def read_date(word: str, order: Order | None = None) -> date:
    """The date that is written there. Raises NoDate; TwoReadings where only an order would tell."""
    word = word.strip()
    if not word:
        raise NoDate(f"The birth date is missing. {SUCH_AS}")
    if found := YEAR_FIRST.fullmatch(word):
        return checked(word, int(found[1]), int(found[3]), int(found[4]))
    if found := COMPACT.fullmatch(word):
        year, month, day = (int(part) for part in found.groups())
        return checked(word, year, month, day)
    if found := YEAR_LAST.fullmatch(word):
        return read_year_last(word, found, order)
    if PARTIAL.fullmatch(word):
        raise NoDate(f"{word} is only a part of a date. {SUCH_AS}")
    raise NoDate("That is not a date. Write it as 1990-04-02, 2.4.1990 or 4/2/1990.")


def read_year_last(word: str, found: re.Match[str], order: Order | None) -> date:
    if len(found[4]) == 2:
        raise NoDate(f"The year in {word} has two digits, so its century is not told. {SUCH_AS}")
    year = int(found[4])
    if found[2] == ".":
        return checked(word, *in_order(found, Order.DAY_FIRST, year), as_read=" (dots are read day first)")
    if order is None:
        orders = possible_orders(word)
        if len(orders) == 2:
            one, other = (checked(word, *in_order(found, each, year)) for each in orders)
            raise TwoReadings(f"{word} can be {in_words(one)} or {in_words(other)}. {SUCH_AS}")
        order = orders[0] if orders else Order.DAY_FIRST
    return checked(word, *in_order(found, order, year), as_read=f" {order.replace('_', ' ')}")


def in_order(found: re.Match[str], order: Order, year: int) -> tuple[int, int, int]:
    first, second = int(found[1]), int(found[3])
    return (year, second, first) if order is Order.DAY_FIRST else (year, first, second)


def checked(word: str, year: int, month: int, day: int, as_read: str = "") -> date:
    found = real_date(year, month, day)
    if found is None:
        raise NoDate(f"There is no such day as {word}{as_read}. {SUCH_AS}")
    return found


def real_date(year: int, month: int, day: int) -> date | None:
    try:
        return date(year, month, day)
    except ValueError:
        return None


def in_words(day: date) -> str:
    """With the month's name, so that nothing can be mistaken: April 3, 1985."""
    return f"{day:%B} {day.day}, {day.year}"
