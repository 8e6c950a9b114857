"""Every code has a test that brings it about and says so: @pytest.mark.provokes("E_NO_PERSON").

Whether the test does what its mark says is for its reader to judge; here it is only seen to that there is one, and that
it speaks of the code.
"""

import ast
import re
from collections.abc import Iterator
from pathlib import Path

import pytest

from gait.result.codes import CODES

TESTS = Path(__file__).resolve().parents[1]


def provoking_tests() -> Iterator[tuple[str, str, str]]:
    """The code, the test, and the test as text without the mark itself."""
    for path in sorted(TESTS.rglob("test_*.py")):
        for test in ast.parse(path.read_text(encoding="utf-8")).body:
            if isinstance(test, ast.FunctionDef):
                yield from provoked_by(test, f"{path.relative_to(TESTS)}::{test.name}")


def provoked_by(test: ast.FunctionDef, name: str) -> Iterator[tuple[str, str, str]]:
    marks = [mark for mark in test.decorator_list if is_mark(mark)]
    test.decorator_list = [other for other in test.decorator_list if other not in marks]
    for mark in marks:
        for code in mark.args:
            yield ast.literal_eval(code), name, ast.unparse(test)


def is_mark(decorator: ast.expr) -> bool:
    return isinstance(decorator, ast.Call) and ast.unparse(decorator.func) == "pytest.mark.provokes"


FOUND = list(provoking_tests())


def test_every_code_is_provoked_and_no_other() -> None:
    assert {code for code, _, _ in FOUND} == set(CODES)


@pytest.mark.parametrize(
    ("code", "text"), [pytest.param(code, text, id=f"{code} {name}") for code, name, text in FOUND]
)
def test_what_is_said_to_provoke_a_code_speaks_of_it(code: str, text: str) -> None:
    assert re.search(rf"\b{code}\b", text)
