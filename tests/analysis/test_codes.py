"""The sentences people read when a clip cannot be measured, or only with caution."""

import re
from pathlib import Path

import pytest

from gait.analysis.terms.errors import VideoRefused
from gait.result.codes import CODES, FAMILIES, codes_page

ROOT = Path(__file__).parents[2]
USED_CODE = re.compile(r"[\"']([REWS]_[A-Z][A-Z_]+)[\"']")


def test_the_codes_page_is_up_to_date():
    assert (ROOT / "docs/codes.md").read_text(encoding="utf-8") == codes_page()


def test_every_code_named_in_the_analysis_has_sentences():
    used = {
        code
        for path in (ROOT / "gait").rglob("*.py")
        for code in USED_CODE.findall(path.read_text(encoding="utf-8"))
        if not code.endswith("_")
    }
    assert used, "the search itself must find something"
    assert used <= CODES.keys(), f"without sentences: {sorted(used - CODES.keys())}"


@pytest.mark.parametrize("name", CODES)
def test_each_code_speaks_in_whole_short_sentences(name):
    code = CODES[name]
    assert name.startswith(tuple(FAMILIES))
    for sentence in (code.message, code.advice, code.patient):
        assert sentence[0].isupper()
        assert sentence.endswith(".")
        assert len(sentence) < 180


def test_a_refusal_carries_its_sentences():
    refused = VideoRefused("R_EMPTY")
    assert refused.code == "R_EMPTY"
    assert refused.message == CODES["R_EMPTY"].message
    assert refused.advice == CODES["R_EMPTY"].advice
