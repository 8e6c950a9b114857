"""One row of a table is enough for a measure or a source to be shown wherever it must be."""

from dataclasses import fields, replace
from uuid import uuid4

import pytest
import results

from gait import reported
from gait.result.conventions import Side, Source
from gait.result.measures import MEASURES, Measure
from gait.result.result import Companions
from gait.result.sources import SOURCES, words_of
from gait.review.reading import read
from gait.terminal import readable_table


def test_each_measure_is_a_field_of_its_own() -> None:
    assert {measure.field for measure in MEASURES} <= {field.name for field in fields(Companions)}
    assert len({measure.code for measure in MEASURES}) == len(MEASURES)


@pytest.mark.parametrize("measure", MEASURES, ids=lambda measure: measure.code)
def test_a_measure_stands_on_the_page_in_the_rows_and_in_the_shell(measure: Measure) -> None:
    value = {Side.LEFT: 3.0, Side.RIGHT: None} if measure.per_side else 3.0
    found = replace(results.found(), companions=Companions(**{measure.field: value}))
    assert [row.name for row in read(found).companions] == [measure.label]
    known = [row for row in reported.measurements(uuid4(), found) if row.code == measure.code and row.value is not None]
    assert [(row.value, row.unit) for row in known] == [(3.0, measure.unit)]
    assert measure.terminal in readable_table(found)


def test_the_excursion_stands_in_the_rows_with_its_interval_and_in_the_shell() -> None:
    found = results.found()
    (row,) = [row for row in reported.measurements(uuid4(), found) if row.code == "excursion"]
    assert (row.side, row.value, row.ci95_low, row.ci95_high, row.stances_used) == ("", 13.0, 11.2, 14.8, 18)
    assert "13.0° ± 1.8°" in readable_table(found)


def test_every_source_has_its_words_in_the_order_of_trust() -> None:
    assert list(SOURCES) == list(Source)
    assert len({words.name for words in SOURCES.values()}) == len(SOURCES)


def test_no_source_measures_nothing() -> None:
    assert not words_of(None).is_measured
    assert not read(results.found(source=None)).is_measured
