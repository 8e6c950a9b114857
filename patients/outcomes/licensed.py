"""Items of an instrument that a clinic holds a licence for, read verbatim from its own files.

docs/methods/outcomes.md says how they look. One TOML file per instrument in the folder STANCE_QUESTIONNAIRES. A file
that does not fit its instrument stops the start with a sentence (system check patients.E001): a form with a question
missing has another score.
"""

import tomllib
from collections.abc import Mapping
from dataclasses import replace
from functools import cache
from pathlib import Path

from django.conf import settings
from django.core.exceptions import ImproperlyConfigured
from django.utils.functional import lazy
from django.utils.translation import get_language

from patients.outcomes.instruments import SHIPPED, Item, Questionnaire, Text
from patients.outcomes.models import Instrument

SHAPES: dict[str, tuple[int, int]] = {Instrument.UWRI: (9, 5), Instrument.LEFS: (20, 5)}
"""Items, and answers to each (Nelson 2019, doi:10.2519/jospt.2019.8868; Binkley 1999, doi:10.1093/ptj/79.4.371)."""
FACTS = {"instrument", "license"}


def questionnaires() -> dict[str, Questionnaire]:
    """All instruments by code, with the items of the licensed ones where this installation has them."""
    return in_folder(settings.QUESTIONNAIRES)


@cache
def in_folder(folder: Path | None) -> dict[str, Questionnaire]:
    """Raises ImproperlyConfigured with the file and what is wrong with it. Read once per process."""
    if folder is None:
        return SHIPPED
    if not folder.is_dir():
        raise ImproperlyConfigured(f"STANCE_QUESTIONNAIRES: there is no folder {folder}.")
    loaded = [with_items_of(path) for path in sorted(folder.glob("*.toml"))]
    return SHIPPED | {each.code: each for each in loaded}


def with_items_of(path: Path) -> Questionnaire:
    try:
        told = tomllib.loads(path.read_text(encoding="utf-8"))
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        raise ImproperlyConfigured(f"{path.name} is no TOML file: {error}") from error
    code, licence = told.get("instrument"), told.get("license")
    if code not in SHAPES:
        raise ImproperlyConfigured(f"{path.name}: instrument must be one of {', '.join(SHAPES)}.")
    if not isinstance(licence, str) or not licence.strip():
        raise ImproperlyConfigured(f"{path.name}: license must say who granted it, to whom and when.")
    spoken = {name: part for name, part in told.items() if name not in FACTS}
    languages = {name for name, _ in settings.LANGUAGES}
    if not spoken or not set(spoken) <= languages:
        raise ImproperlyConfigured(f"{path.name}: the other parts are languages: {', '.join(sorted(languages))}.")
    by_language = {name: words_of(part, code, f"{path.name}, {name}") for name, part in spoken.items()}
    return replace(SHIPPED[code], items=items_of(by_language), intro=intro_of(by_language), licence=licence.strip())


Words = tuple[str, list[tuple[str, list[str]]]]
"""The introduction, and each question with its answers."""


def words_of(part: object, code: str, where: str) -> Words:
    number, answers = SHAPES[code]
    items = part.get("items") if isinstance(part, Mapping) else None
    if not isinstance(part, Mapping) or not isinstance(items, list) or len(items) != number:
        raise ImproperlyConfigured(f"{where}: {Instrument(code).label} has {number} items.")
    return text_in(part, "intro", where), [item_in(item, part, answers, where) for item in items]


def item_in(item: object, part: Mapping[str, object], number: int, where: str) -> tuple[str, list[str]]:
    """An item may leave its answers to those of its language."""
    if not isinstance(item, Mapping):
        raise ImproperlyConfigured(f"{where}: an item has a question.")
    question = text_in(item, "question", where)
    answers = item.get("answers", part.get("answers"))
    if not isinstance(answers, list) or len(answers) != number or not all(is_text(each) for each in answers):
        raise ImproperlyConfigured(f"{where}: “{question}” needs {number} answers, in the order of their points.")
    return question, answers


def text_in(part: Mapping[str, object], name: str, where: str) -> str:
    value = part.get(name)
    if not isinstance(value, str) or not value.strip():
        raise ImproperlyConfigured(f"{where}: {name} is missing.")
    return value


def is_text(value: object) -> bool:
    return isinstance(value, str) and bool(value.strip())


def items_of(by_language: dict[str, Words]) -> tuple[Item, ...]:
    forms = [items for _, items in by_language.values()]
    return tuple(
        Item(
            spoken({name: items[place][0] for name, (_, items) in by_language.items()}),
            tuple(
                spoken({name: items[place][1][points] for name, (_, items) in by_language.items()})
                for points in range(len(forms[0][place][1]))
            ),
        )
        for place in range(len(forms[0]))
    )


def intro_of(by_language: dict[str, Words]) -> Text:
    return spoken({name: intro for name, (intro, _) in by_language.items()})


def in_readers_language(texts: dict[str, str]) -> str:
    """A licensed translation, or the language that the clinic has: never a translation of ours."""
    return texts.get((get_language() or "").split("-")[0]) or next(iter(texts.values()))


spoken = lazy(in_readers_language, str)
