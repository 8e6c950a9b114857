"""The languages of the site. settings.LANGUAGES is the one list of them."""

from collections.abc import Mapping
from typing import Any

from django.conf import settings
from django.db.models import Manager
from django.utils.translation import get_language, get_language_info, get_supported_language_variant

SOURCE = "en"
"""What code and templates are written in; what another language lacks is said in it."""


def spoken() -> list[tuple[str, str]]:
    """Codes and names. As the choices of a model's field it keeps a new language from needing a migration."""
    return list(settings.LANGUAGES)


def is_spoken(code: object) -> bool:
    return code in dict(settings.LANGUAGES)


def namespace_of(code: str) -> str:
    """Of the public pages, which have an address in each language."""
    return "public" if code == SOURCE else f"public-{code}"


def others(than: str = SOURCE) -> list[tuple[str, str]]:
    return [(code, name) for code, name in settings.LANGUAGES if code != than]


def current() -> str:
    """The language of our list that speaks now, also where a country stands behind it."""
    return get_supported_language_variant(get_language() or settings.LANGUAGE_CODE)


def name_in_english(code: str) -> str:
    return get_language_info(code)["name"]


def texts_of(words: Manager[Any]) -> dict[str, str]:
    """What the rows of one owner say, by language."""
    return dict(words.values_list("language", "text"))


def keep_texts(words: Manager[Any], told: Mapping[str, str]) -> None:
    """Write one row for each language that says something, and none for those that say nothing."""
    words.filter(language__in=[code for code, text in told.items() if not text]).delete()
    for code in told:
        if told[code]:
            words.update_or_create(language=code, defaults={"text": told[code]})
