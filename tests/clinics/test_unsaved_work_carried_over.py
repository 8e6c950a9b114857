"""Words that were kept by page are kept by form, and by page again when the migration is taken back."""

from collections.abc import Callable, Iterator

import pytest
from django.apps.registry import Apps
from django.db import connection
from django.db.migrations.executor import MigrationExecutor

BY_PAGE, BY_FORM = "0011_keyed_audit_seals", "0012_unsaved_work_by_form"
PAGE = "/assessments/1/"
WORDS = {" summary": ["A drop"], "/analyses/1/filming/ view": ["posterior"], "/analyses/1/filming/ view 2": ["side"]}

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


def test_no_word_is_lost_on_the_way_there_and_back(at):
    before = at(BY_PAGE)
    user = before.get_model("clinics", "User").objects.create(email="ines@north.test")
    before.get_model("clinics", "UnsavedWork").objects.create(user=user, path=PAGE, fields=WORDS)
    rows = at(BY_FORM).get_model("clinics", "UnsavedWork").objects.values_list("page", "form", "fields")
    assert {(page, form): fields for page, form, fields in rows} == {
        (PAGE, PAGE): {"summary": {"typed": ["A drop"]}},
        (PAGE, "/analyses/1/filming/"): {"view": {"typed": ["posterior"]}},
        (PAGE, "/analyses/1/filming/ 2"): {"view": {"typed": ["side"]}},
    }
    assert at(BY_PAGE).get_model("clinics", "UnsavedWork").objects.get().fields == WORDS
