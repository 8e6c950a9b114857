"""A language more in the settings, and every page that speaks in several offers it."""

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import translation

from clinics import languages


@pytest.fixture(autouse=True)
def french(settings: object) -> None:
    settings.LANGUAGES = [*settings.LANGUAGES, ("fr", "Français")]


@pytest.fixture
def danas(client: Client, dana, north) -> Client:
    client.force_login(dana)
    return client


@pytest.mark.parametrize(("active", "ours"), [("en-us", "en"), ("es-mx", "es"), ("fr", "fr"), (None, "en")])
def test_a_country_behind_a_language_changes_nothing(active: str | None, ours: str):
    with translation.override(active):
        assert languages.current() == ours


def test_the_practice_may_write_its_own_texts_in_it(danas):
    page = danas.get(reverse("clinic_texts", args=["north"])).text
    assert 'data-label="Français"' in page and reverse("clinic_text", args=["north", "lead", "fr"]) in page
