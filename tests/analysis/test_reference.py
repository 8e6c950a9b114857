import re
from pathlib import Path

import pytest

from gait.result.reference import TABLE, step_width_category

ROOT = Path(__file__).resolve().parents[2]
SECTIONS = [table for group in TABLE.values() if isinstance(group, dict) for table in (
    group.values() if all(isinstance(v, dict) for v in group.values()) else [group]
)]  # fmt: skip


@pytest.mark.parametrize("section", SECTIONS)
def test_every_threshold_has_a_note_and_a_source_that_is_listed(section: dict[str, object]) -> None:
    listed = set(re.findall(r"^\| `(\w+)` \|", (ROOT / "docs" / "references.md").read_text(), re.MULTILINE))
    assert section["citation"] in listed
    assert section["note"]
    assert section["basis"] in {"published", "derived", "proposal"}
    assert section["citation"] != "proposal" or section["basis"] == "proposal"


def test_the_file_has_a_version() -> None:
    assert re.fullmatch(r"\d{4}-\d{2}(\.\d+)?", TABLE["version"])


def test_step_width_is_a_category() -> None:
    assert [step_width_category(r) for r in (-0.1, 0.1, 0.6, 1.3)] == ["crossing", "narrow", "usual", "wide"]
