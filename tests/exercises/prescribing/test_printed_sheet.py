import re
from io import StringIO
from pathlib import Path

from django.core.management import call_command

from exercises.prescribing.citations import CITATIONS, EXERCISE_CITATIONS
from exercises.prescribing.ladders import LADDERS
from exercises.prescribing.modifiers import MODIFIERS
from exercises.prescribing.numbers import NUMBERS, Basis
from exercises.prescribing.printed import TURNS, printed_sheet
from exercises.prescribing.progression import RULES as PROGRESSION
from exercises.prescribing.rows import ROWS
from exercises.prescribing.running import LOAD_CITATIONS, RETRAINING_CITATIONS
from exercises.prescribing.running import RULES as RUNNING

#  level: SC, SLB, LBW, SD as sets x reps, copied from the clinical notes
LADDER_TABLE = [
    ("2x10", "2x10", "2x8", "2x8"),
    ("2x10", "3x8", "2x10", "2x8"),
    ("3x10", "2x8", "3x10", "3x8"),
    ("3x12", "3x10", "3x12", "3x10"),
    ("3x15", "3x12", "3x15", "3x12"),
]


def test_the_command_prints_every_row_and_rule():
    out = StringIO()
    call_command("rules", stdout=out)
    lines = out.getvalue().splitlines()
    assert "| D4 | moderate, class U or P | 0-2 | 1 | 2 | 1 | 1 | 3 | 4 |" in next(
        line for line in lines if line.startswith("| D4 |")
    )
    first_cells = {line.split("|")[1].strip() for line in lines if line.startswith("|")}
    assert {row.id for row in ROWS} | {modifier.id for modifier in MODIFIERS} <= first_cells


def test_the_ladders_hold_the_doses_of_the_notes():
    for level, cells in enumerate(LADDER_TABLE):
        assert tuple(f"{ladder[level].sets}x{ladder[level].reps}" for ladder in LADDERS.values()) == cells


def test_rest_grows_with_the_level():
    for ladder in LADDERS.values():
        assert [dose.rest_s for dose in ladder] == [60, 60, 60, 90, 90]


def test_every_citation_is_known():
    cited = {key for row in ROWS for key in row.citations} | {
        key for keys in EXERCISE_CITATIONS.values() for key in keys
    }
    cited |= {*RETRAINING_CITATIONS, *LOAD_CITATIONS}
    assert cited == set(CITATIONS)


def test_the_page_about_the_rules_is_the_printed_sheet():
    page = Path(__file__).resolve().parents[3] / "docs" / "methods" / "plan.md"
    assert page.read_text() == printed_sheet(), "Run: manage.py rules > docs/methods/plan.md"


A_NUMBER = re.compile(r"(?<![A-Za-z0-9.])[0-9]+(?:\.[0-9]+)?")


def test_every_number_of_a_rule_is_labelled_where_it_decides():
    texts = dict([*PROGRESSION, *RUNNING, *((modifier.id, modifier.text) for modifier in MODIFIERS), TURNS])
    assert len(texts) > 15
    for rule, text in texts.items():
        known = {number for each in NUMBERS if rule in each.rules for number in A_NUMBER.findall(each.value)}
        assert set(A_NUMBER.findall(text)) <= known, rule


def test_what_is_called_published_or_derived_names_its_paper():
    for number in NUMBERS:
        if number.basis is not Basis.PROPOSAL:
            assert re.search(r"[A-Z][a-z]+ (19|20)[0-9]{2}", number.source), number.what


def test_every_number_says_where_it_decides():
    rules = {rule for number in NUMBERS for rule in number.rules}
    known = {rule for rule, _ in (*PROGRESSION, *RUNNING, TURNS)} | {modifier.id for modifier in MODIFIERS}
    assert rules <= known | {"rows", "ladders", "gates"}
