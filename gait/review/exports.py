"""A run as a table for a spreadsheet: the curve, row by row, with who stands when."""

import csv
import io
from collections.abc import Iterable, Iterator
from dataclasses import fields
from typing import Any

from gait.result.beside import Series
from gait.result.conventions import Side
from gait.result.json_form import as_json
from gait.result.result import Result, Stance

PELVIS = ("time_s", "pelvic_obliquity_deg", "sigma_deg")
STANCES = ("left_stance", "right_stance")
FORMULA_STARTS = ("=", "+", "-", "@", "\t", "\r")


def series_csv(found: Result, series: Series) -> str:
    """One line a frame; empty where unknown; the stance columns are 1 while that foot is on the ground.

    What else the run keeps a curve of stands behind them.
    """
    table = io.StringIO()
    writer = csv.writer(table)
    others = [name for name in series if name not in PELVIS]
    writer.writerow((*PELVIS, *STANCES, *others))
    writer.writerows(_rows(found.stances, series, others))
    return table.getvalue()


def harmless(text: str) -> str:
    """A text that no spreadsheet takes for a formula."""
    return f"'{text}" if text.startswith(FORMULA_STARTS) else text


def stances_csv(found: Result) -> str:
    """One line a stance, in the order of the walk."""
    table = io.StringIO()
    writer = csv.DictWriter(table, [field.name for field in fields(Stance)])
    writer.writeheader()
    for stance in found.stances_in_order:
        writer.writerow({**as_json(stance), "used": int(stance.used), "reason": harmless(stance.reason or "")})
    return table.getvalue()


def _rows(stances: Iterable[Stance], series: Series, others: list[str]) -> Iterator[tuple[Any, ...]]:
    columns = [series[name] for name in (*PELVIS, *others)]
    for time_s, obliquity_deg, sigma_deg, *values in zip(*columns, strict=True):
        standing = {stance.side for stance in stances if stance.initial_contact_s <= time_s < stance.toe_off_s}
        yield time_s, obliquity_deg, sigma_deg, *(int(side in standing) for side in Side), *values
