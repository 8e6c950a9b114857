"""A language more in the settings, and every page that speaks in several offers it."""

import io
from importlib import import_module

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.core.management import call_command
from django.test import Client
from django.urls import reverse
from django.utils import translation
from PIL import Image

from clinics import languages
from clinics.models import Clinic


@pytest.fixture(autouse=True)
def french(settings: object) -> None:
    import_module(settings.ROOT_URLCONF)  # addresses are made once, and no other test is to find French ones
    settings.LANGUAGES = [*settings.LANGUAGES, ("fr", "Français")]


@pytest.fixture
def danas(client: Client, dana, north) -> Client:
    client.force_login(dana)
    return client


@pytest.mark.parametrize(("active", "ours"), [("en-us", "en"), ("es-mx", "es"), ("fr", "fr"), (None, "en")])
def test_a_country_behind_a_language_changes_nothing(active: str | None, ours: str):
    with translation.override(active):
        assert languages.current() == ours


@pytest.mark.django_db
def test_it_needs_no_migration():
    call_command("makemigrations", check_changes=True, dry_run=True, verbosity=0)


def test_the_practice_may_write_its_own_texts_in_it(danas):
    page = danas.get(reverse("clinic_texts", args=["north"])).text
    assert 'data-label="Français"' in page and reverse("clinic_text", args=["north", "lead", "fr"]) in page


def test_a_reminder_may_be_in_it(danas, north):
    address = reverse("clinic_rules", args=["north"])
    assert "Reminder in French" in danas.get(address).text
    danas.post(address, {"retention_years": 7, "original_days": 60, "reminder_fr": "Dix minutes"})
    assert [north.reminder_in(language) for language in ("en", "es", "fr")] == ["", "", "Dix minutes"]
    assert "Dix minutes" in danas.get(address).text
    danas.post(address, {"retention_years": 7, "original_days": 60})
    assert not north.reminder_words.exists()


def test_a_photo_is_described_in_it_and_in_english_where_nobody_did(danas, north):
    hang_photo(danas, north, photo_in_en="The entrance", photo_in_fr="L’entrée")
    photo = north.pictures.get()
    told = [photo.described_in(language) for language in ("en", "es", "fr")]
    assert told == ["The entrance", "The entrance", "L’entrée"]


@pytest.mark.parametrize(("prefix", "alt"), [("", "The entrance"), ("/es", "La entrada")])
def test_visitors_hear_of_the_photo_in_the_language_of_the_page(danas, north, prefix: str, alt: str):
    Clinic.objects.update(is_published=True)
    hang_photo(danas, north, photo_in_en="The entrance", photo_in_es="La entrada")
    assert f'alt="{alt}"' in Client().get(f"{prefix}/locations/north/").text


def hang_photo(client: Client, clinic: Clinic, **words: str) -> None:
    content = io.BytesIO()
    Image.new("RGB", (160, 90)).save(content, "PNG")
    file = SimpleUploadedFile("x.png", content.getvalue())
    looks = {"practice_name": clinic.practice, "brand_colour": "#0a6b5f", "photo": file}
    assert client.post(reverse("clinic_looks", args=[clinic.slug]), looks | words).status_code == 302
