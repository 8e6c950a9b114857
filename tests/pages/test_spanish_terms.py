"""One word for one thing in Spanish, in the catalogue of pages and in that of the exercises."""

import ast
import re
import tomllib
from collections.abc import Iterator
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
SPANISH = ROOT / "templates" / "locale" / "es" / "LC_MESSAGES" / "django.po"
EXERCISES = ROOT / "exercises" / "catalogue"
ENTRY = re.compile(
    r'(?:^msgctxt (?P<context>(?:".*"\n)+))?^msgid (?P<id>(?:".*"\n)+)'
    r"(?:^msgid_plural (?:\".*\"\n)+)?(?P<text>(?:^msgstr(?:\[\d\])? (?:\".*\"\n?)+)+)",
    re.MULTILINE,
)
TRANSLATED = re.compile(r"""\{% translate (?P<quote>["'])(?P<text>.*?)(?P=quote)(?: context "(?P<context>[^"]+)")?""")
TERMS = {
    r"therapists?": r"fisioterapeuta",
    r"pelvi[sc]": r"pelvis|pélvic[oa]",
    r"bands?": r"banda|cintilla",
    r"knees?": r"rodilla|pinzamiento",
    r"hips?": r"cadera",
    r"ankles?": r"tobillo",
    r"(?<!\()clinic": r"clínica",
    r"metronome": r"metrónomo",
    r"treadmill": r"caminadora",
    r"level %\(level\)s": r"nivel",
    r"pain": r"dolor|duel[ea]|dolió",
    r"injur(?:y|ed)": r"lesi[oó]n|lesionad",
}
"""What is said on every second page, and its one translation."""
NOT_OURS = re.compile(
    r"\b(?:coche|pata coja|ordenador|móvil|encimera|conducir|zumo|vale\b(?! para)|vosotr\w+|vuestr\w+|tú|tus?|te|ti"
    r"|(?<!fisio)terapeutas?|regular|cinta|(?<!la )bienvenid[oa]|acostado|sentado|cansado|listo|seguros|cómo de)\b",
    re.IGNORECASE,
)
"""Words of one country, a second register, or one gender only; and what a term above replaced."""


def joined(lines: str | None) -> str:
    return "".join(ast.literal_eval(found) for found in re.findall(r'".*"', lines or ""))


def pages() -> dict[tuple[str, str], str]:
    entries = ENTRY.finditer(SPANISH.read_text())
    return {(joined(e["context"]), joined(e["id"])): joined(e["text"]) for e in entries if joined(e["id"])}


def strings(value: object) -> Iterator[str]:
    if isinstance(value, str):
        yield value
    elif isinstance(value, dict):
        for each in value.values():
            yield from strings(each)
    elif isinstance(value, list):
        for each in value:
            yield from strings(each)


def words_of(name: str) -> dict[str, object]:
    return tomllib.loads((EXERCISES / name).read_text())


@pytest.mark.parametrize(("english", "spanish"), TERMS.items())
def test_each_term_has_one_translation(english: str, spanish: str) -> None:
    said = re.compile(rf"\b(?:{english})(?!\w)", re.IGNORECASE)
    using = {message: text for (_, message), text in pages().items() if said.search(message) and "*" not in message}
    assert using
    others = {message: text for message, text in using.items() if not re.search(spanish, text, re.IGNORECASE)}
    assert others == {}


def test_no_word_of_one_country_one_gender_or_another_register() -> None:
    catalogue = [text for path in EXERCISES.glob("es/*.toml") for text in strings(tomllib.loads(path.read_text()))]
    found = [(hit.group(), text) for text in [*pages().values(), *catalogue] for hit in NOT_OURS.finditer(text)]
    assert found == []


def test_effort_and_pain_do_not_share_a_word() -> None:
    assert pages()["effort", "Moderate"] == "Moderado"
    assert ("", "Moderate") not in pages()


@pytest.mark.parametrize("path", sorted(EXERCISES.glob("*.toml")), ids=lambda path: path.stem)
def test_an_exercise_has_one_name_on_the_public_page_and_in_the_plan(path: Path) -> None:
    public = (ROOT / "templates" / "public" / "_exercises.html").read_text()
    name = words_of(path.name)["name"]
    assert f'<h3>{{% translate "{name}" %}}</h3>' in public
    assert pages()["", str(name)] == words_of(f"es/{path.name}")["name"]


def test_every_text_of_a_translated_page_has_its_spanish() -> None:
    known = pages()
    asked = {
        (found["context"] or "", found["text"])
        for folder in ("public", "patient")
        for path in (ROOT / "templates" / folder).rglob("*.html")
        for found in TRANSLATED.finditer(path.read_text())
    }
    assert len(asked) > 150
    assert sorted(asked - set(known)) == []
