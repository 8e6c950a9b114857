"""Answers that were given to questions in our own words, through the migration that renames them."""

from collections.abc import Iterator
from typing import Any

import pytest
from django.db import connection
from django.db.migrations.executor import MigrationExecutor

BEFORE, AFTER = "0005_emergency_access_and_transfer", "0006_own_words_are_no_instrument"


def models_at(name: str) -> Any:
    """The patients' models as that migration leaves them, beside today's clinics."""
    loader = MigrationExecutor(connection).loader
    return loader.project_state([*loader.graph.leaf_nodes("clinics"), ("patients", name)]).apps


@pytest.fixture
def older(transactional_db: None) -> Iterator[Any]:
    """The schema as it was; today's comes back afterwards."""
    MigrationExecutor(connection).migrate([("patients", BEFORE)])
    yield models_at(BEFORE)
    executor = MigrationExecutor(connection)
    executor.migrate(executor.loader.graph.leaf_nodes())


@pytest.mark.long
def test_nothing_is_lost_and_nothing_stands_under_a_name_it_has_not_earned(older: Any) -> None:
    clinic = older.get_model("clinics", "Clinic").objects.create(practice="P", name="North", slug="north")
    user = older.get_model("clinics", "User").objects.create(email="ines@clinic.test")
    patient = older.get_model("patients", "Patient").objects.create(clinic=clinic, birth_date="1990-01-01")
    scores = older.get_model("patients", "OutcomeScore").objects
    told = [("uwri", "paper", 20), ("uwri", "stance-1", 26), ("lefs", "stance-1", 61), ("nprs", "stance-1", 4)]
    for instrument, wording, total in told:
        scores.create(patient=patient, instrument=instrument, wording=wording, total=total, answers=[1, 2])
    for instrument in ("lefs", "nprs"):
        older.get_model("patients", "ScoreRequest").objects.create(
            patient=patient, instrument=instrument, asked_by=user
        )

    MigrationExecutor(connection).migrate([("patients", AFTER)])
    newer = models_at(AFTER)
    kept = newer.get_model("patients", "OutcomeScore").objects.order_by("total")
    assert [(score.instrument, score.wording, score.total, score.answers) for score in kept] == [
        ("nprs", "stance-1", 4, [1, 2]),
        ("uwri", "paper", 20, [1, 2]),
        ("own_running", "stance-1", 26, [1, 2]),
        ("own_leg", "stance-1", 61, [1, 2]),
    ]
    still_open = newer.get_model("patients", "ScoreRequest").objects.filter(withdrawn_at=None)
    assert [asked.instrument for asked in still_open] == ["nprs"]
