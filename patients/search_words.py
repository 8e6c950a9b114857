"""What a patient is found by: the beginnings of names, of the record number, and the birth date.

Kept as rows of their own with an index, because a page of a hundred thousand patients must answer while one types.
"""

import re
import unicodedata
from collections.abc import Iterable
from datetime import date
from typing import Protocol

from django.db.backends.base.base import BaseDatabaseWrapper
from django.db.models.lookups import Lookup, StartsWith
from django.db.models.sql.compiler import SQLCompiler

MAX_WORD_LENGTH = 80
PARTS_OF_A_NAME = re.compile(r"[\s\-'’]+")
PARTS_OF_LINE = re.compile(r"[\s,]+")
LAST_SIGN = chr(0x10FFFF)


class Named(Protocol):
    first_name: str
    last_name: str
    record_number: str
    birth_date: date


class Begins(Lookup):
    """word__begins="gar": a prefix that an index answers, on every database we run on."""

    lookup_name = "begins"

    def as_sql(self, compiler: SQLCompiler, connection: BaseDatabaseWrapper) -> tuple[str, tuple[str | int, ...]]:
        return StartsWith(self.lhs, self.rhs).as_sql(compiler, connection)

    def as_sqlite(self, compiler: SQLCompiler, connection: BaseDatabaseWrapper) -> tuple[str, list[str]]:
        """SQLite's LIKE minds no case and so no index either; two comparisons do."""
        column, params = compiler.compile(self.lhs)
        return f"({column} >= %s AND {column} < %s)", [*params, self.rhs, *params, self.rhs + LAST_SIGN]


def folded(text: str) -> str:
    """García, GARCIA and garcia are one word."""
    plain = "".join(sign for sign in unicodedata.normalize("NFKD", text) if not unicodedata.combining(sign))
    return plain.casefold()[:MAX_WORD_LENGTH]


def words_of(person: Named) -> set[str]:
    """Every word that finds this person by its beginning, and the birth date as it is written in full."""
    whole = [*person.first_name.split(), *person.last_name.split(), person.record_number]
    parts = [part for name in whole[:-1] for part in PARTS_OF_A_NAME.split(name)]
    return {folded(word) for word in [*whole, *parts] if word} | {person.birth_date.isoformat()}


def typed_words(line: str) -> Iterable[str]:
    return (folded(word) for word in PARTS_OF_LINE.split(line) if word)
