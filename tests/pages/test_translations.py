"""The compiled catalogue that is kept beside its source, because not every machine has gettext's tools."""

import ast
import gettext
import re
from pathlib import Path

import pytest

LOCALE = Path(__file__).resolve().parents[2] / "templates" / "locale"
CATALOGUES = sorted(LOCALE.glob("*/LC_MESSAGES/django.po"))
ENTRY = re.compile(
    r'(?:^msgctxt (?P<context>(?:".*"\n)+))?^msgid (?P<id>(?:".*"\n)+)'
    r'(?:^msgid_plural (?P<plural>(?:".*"\n)+))?^msgstr(?:\[0\])? (?P<text>(?:".*"\n?)+)',
    re.MULTILINE,
)


def joined(lines: str | None) -> str:
    return "".join(ast.literal_eval(line) for line in (lines or "").split("\n") if line)


@pytest.mark.parametrize("source", CATALOGUES, ids=lambda path: path.parts[-3])
def test_the_compiled_catalogue_says_what_its_source_says(source: Path) -> None:
    with source.with_suffix(".mo").open("rb") as file:
        compiled = gettext.GNUTranslations(file)
    entries = [entry for entry in ENTRY.finditer(source.read_text()) if joined(entry["id"])]
    assert len(entries) > 100
    for entry in entries:
        context, message, text = joined(entry["context"]), joined(entry["id"]), joined(entry["text"])
        if entry["plural"]:
            assert compiled.ngettext(message, joined(entry["plural"]), 1) == text
        else:
            assert (compiled.pgettext(context, message) if context else compiled.gettext(message)) == text, message


@pytest.mark.parametrize("source", CATALOGUES, ids=lambda path: path.parts[-3])
def test_nothing_waits_for_its_translation(source: Path) -> None:
    text = source.read_text()
    assert "#, fuzzy" not in text
    assert not [joined(entry["id"]) for entry in ENTRY.finditer(text) if not joined(entry["text"])]
