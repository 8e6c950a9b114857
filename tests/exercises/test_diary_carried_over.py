"""A diary that was kept by version of the plan, through the migration that gives it to the person."""

from collections.abc import Iterator
from datetime import date
from typing import Any

import pytest
from django.db import connection
from django.db.migrations.executor import MigrationExecutor

BEFORE, AFTER = "0012_days_typed", "0014_one_entry_of_the_person"
TOLD = ("is_done", "skip_reason", "pain_nprs", "effort_rpe", "morning_nprs", "stayed_level", "limped_afterwards")


def models_at(name: str) -> Any:
    loader = MigrationExecutor(connection).loader
    others = [leaf for leaf in loader.graph.leaf_nodes() if leaf[0] != "exercises"]
    return loader.project_state([*others, ("exercises", name)]).apps


@pytest.fixture
def older(transactional_db: None) -> Iterator[Any]:
    """The schema as it was; today's comes back afterwards."""
    MigrationExecutor(connection).migrate([("exercises", BEFORE)])
    yield models_at(BEFORE)
    executor = MigrationExecutor(connection)
    executor.migrate(executor.loader.graph.leaf_nodes())


@pytest.fixture
def versions(older: Any) -> list[Any]:
    """The same exercise in a plan and in its revision, one level harder."""
    clinic = older.get_model("clinics", "Clinic").objects.create(practice="P", name="North", slug="north")
    user = older.get_model("clinics", "User").objects.create(email="ines@clinic.test")
    patient = older.get_model("patients", "Patient").objects.create(clinic=clinic, birth_date="1990-01-01")
    consent = older.get_model("patients", "Consent").objects.create(patient=patient, confirmed_by=user)
    visit = older.get_model("gait", "Assessment").objects.create(
        patient=patient, consent=consent, created_by=user, pain_nprs=0
    )
    film = older.get_model("gait", "Recording").objects.create(assessment=visit, uploaded_by=user, size_bytes=1)
    run = older.get_model("gait", "Analysis").objects.create(recording=film)
    report = older.get_model("gait", "SignedReport").objects.create(
        analysis=run, recording=film, signed_by=user, content={}
    )
    exercise, _ = older.get_model("exercises", "Exercise").objects.get_or_create(slug="step-down")
    items = []
    for level, status in ((1, "replaced"), (2, "active")):
        plan = older.get_model("exercises", "Plan").objects.create(
            patient=patient, report=report, status=status, drafted_by=user, revises=items[-1].plan if items else None
        )
        items.append(
            older.get_model("exercises", "PlanItem").objects.create(
                plan=plan, exercise=exercise, position=1, level=level, target_side="left", sets=2, reps=10,
                rule="R1", reason="x",
            )
        )  # fmt: skip
    return items


@pytest.mark.long
def test_entries_and_holds_are_the_persons_afterwards_and_none_is_lost(older: Any, versions: list[Any]) -> None:
    first, second = versions
    entries = older.get_model("exercises", "DiaryEntry").objects
    lone = entries.create(item=first, day=date(2026, 11, 20), pain_nprs=1, effort_rpe=4, stayed_level=True)
    skipped = entries.create(item=first, day=date(2026, 11, 21), is_done=False, skip_reason="hurts", pain_nprs=7)
    done = entries.create(item=second, day=date(2026, 11, 21), pain_nprs=2, effort_rpe=6)
    holds = older.get_model("exercises", "ItemHold").objects
    lifted = holds.create(item=first, because="pain", pain_nprs=8, lifted_at="2026-11-22T10:00Z")
    resting = holds.create(item=second, because="therapist", since="2026-11-20T10:00Z")
    later = holds.create(item=first, because="pain", pain_nprs=7, since="2026-11-21T10:00Z")

    MigrationExecutor(connection).migrate([("exercises", AFTER)])
    newer = models_at(AFTER)
    kept = {entry.pk: entry for entry in newer.get_model("exercises", "DiaryEntry").objects.all()}
    assert set(kept) == {lone.pk, done.pk}
    assert {(entry.patient_id, entry.exercise_id) for entry in kept.values()} == {(first.plan.patient_id, "step-down")}
    assert {name: getattr(kept[lone.pk], name) for name in TOLD} == {name: getattr(lone, name) for name in TOLD}
    assert (kept[lone.pk].item_id, kept[lone.pk].logged_at) == (first.pk, lone.logged_at)
    assert (kept[done.pk].is_done, kept[done.pk].pain_nprs, kept[done.pk].effort_rpe) == (True, 7, 6)
    assert kept[done.pk].skip_reason == "hurts"
    (other,) = newer.get_model("exercises", "UnplacedNote").objects.all()
    assert (other.pk, other.why, other.patient_id) == (skipped.pk, "double", first.plan.patient_id)
    assert (other.told["skip_reason"], other.told["pain_nprs"], other.told["day"]) == ("hurts", 7, "2026-11-21")
    after = {hold.pk: hold for hold in newer.get_model("exercises", "ExerciseHold").objects.all()}
    assert set(after) == {lifted.pk, resting.pk, later.pk}
    assert {hold.exercise_id for hold in after.values()} == {"step-down"}
    assert [after[pk].lifted_at is None for pk in (lifted.pk, resting.pk, later.pk)] == [False, True, False]
    assert (after[resting.pk].because, after[resting.pk].pain_nprs, after[resting.pk].level) == ("therapist", 7, 1)
