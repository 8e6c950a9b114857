"""Texts that stood in a column for each language move into rows, and back when the migration is taken back."""

from collections.abc import Callable, Iterator

import pytest
from django.apps.registry import Apps
from django.db import connection
from django.db.migrations.executor import MigrationExecutor

COLUMNS, ROWS = "0006_original_days", "0009_drop_text_columns"

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.long]


@pytest.fixture
def at() -> Iterator[Callable[[str], Apps]]:
    """The database as a migration of clinics leaves it, and the models of then."""

    def migrate(name: str) -> Apps:
        executor = MigrationExecutor(connection)
        return executor.migrate([("clinics", name)]).apps

    yield migrate
    executor = MigrationExecutor(connection)
    executor.migrate(executor.loader.graph.leaf_nodes())


def clinic(apps: Apps, slug: str, **reminders: str) -> object:
    return apps.get_model("clinics", "Clinic").objects.create(practice="P", name=slug, slug=slug, **reminders)


def photo(apps: Apps, owner: object, **words: str) -> object:
    facts = {"kind": "photo", "content": b"", "sha256": "0", "width_px": 1, "height_px": 1}
    return apps.get_model("clinics", "Picture").objects.create(clinic=owner, **facts, **words)


def texts(apps: Apps, model: str, owner: str) -> set[tuple[str, str, str]]:
    return set(apps.get_model("clinics", model).objects.values_list(f"{owner}__slug", "language", "text"))


def test_every_text_goes_into_a_row_of_its_language(at):
    before = at(COLUMNS)
    photo(before, clinic(before, "both", reminder_en="Ten", reminder_es="Diez"), description="A door")
    clinic(before, "silent")
    photo(before, clinic(before, "half", reminder_es="Diez"), description="A door", description_es="Una puerta")
    after = at(ROWS)
    assert texts(after, "ReminderWords", "clinic") == {
        ("both", "en", "Ten"),
        ("both", "es", "Diez"),
        ("half", "es", "Diez"),
    }
    assert texts(after, "PictureWords", "picture__clinic") == {
        ("both", "en", "A door"), ("half", "en", "A door"), ("half", "es", "Una puerta"),
    }  # fmt: skip


def test_every_text_finds_its_column_again(at):
    after = at(ROWS)
    north = clinic(after, "north")
    for language, text in (("en", "Ten"), ("es", "Diez"), ("fr", "Dix")):
        after.get_model("clinics", "ReminderWords").objects.create(clinic=north, language=language, text=text)
    entrance = photo(after, north)
    after.get_model("clinics", "PictureWords").objects.create(picture=entrance, language="es", text="Una puerta")
    before = at(COLUMNS)
    told = before.get_model("clinics", "Clinic").objects.values_list("reminder_en", "reminder_es")
    shown = before.get_model("clinics", "Picture").objects.values_list("description", "description_es")
    assert (told.get(), shown.get()) == (("Ten", "Diez"), ("", "Una puerta"))
    again = at(ROWS)
    assert {text for _, _, text in texts(again, "ReminderWords", "clinic")} == {"Ten", "Diez"}
