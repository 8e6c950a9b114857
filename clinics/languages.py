"""The languages of the site. settings.LANGUAGES is the one list of them."""

from django.conf import settings
from django.utils.translation import get_language, get_language_info, get_supported_language_variant

SOURCE = "en"
"""What code and templates are written in; what another language lacks is said in it."""
NAMESPACES = {code: "public" if code == SOURCE else f"public-{code}" for code, _name in settings.LANGUAGES}
"""Of the public pages, which have an address in each language."""


def spoken() -> list[tuple[str, str]]:
    """Codes and names. As the choices of a model's field it keeps a new language from needing a migration."""
    return list(settings.LANGUAGES)


def is_spoken(code: object) -> bool:
    return code in dict(settings.LANGUAGES)


def others(than: str = SOURCE) -> list[tuple[str, str]]:
    return [(code, name) for code, name in settings.LANGUAGES if code != than]


def current() -> str:
    """The language of our list that speaks now, also where a country stands behind it."""
    return get_supported_language_variant(get_language() or settings.LANGUAGE_CODE)


def name_in_english(code: str) -> str:
    return get_language_info(code)["name"]
