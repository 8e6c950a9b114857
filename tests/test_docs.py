"""Documents that would go stale are compared with the code they describe."""

import re
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parent.parent


def test_every_setting_from_the_environment_is_documented() -> None:
    code = (ROOT / "config" / "settings.py").read_text()
    read = set(re.findall(r'env\.\w+\(\s*"([A-Z_]+)"', code))
    documented = set(re.findall(r"^\| `([A-Z_]+)` \|", (ROOT / "docs" / "settings.md").read_text(), re.MULTILINE))
    assert read == documented


def test_readme_names_only_targets_that_exist() -> None:
    targets = set(re.findall(r"^([a-z-]+):", (ROOT / "Makefile").read_text(), re.MULTILINE))
    named = set(re.findall(r"`make ([a-z-]+)", (ROOT / "README.md").read_text()))
    assert named <= targets


def test_links_between_documents_lead_somewhere() -> None:
    pages = [*ROOT.glob("*.md"), *ROOT.glob("gait/**/*.md"), *ROOT.glob("*/README.md"), *ROOT.glob("docs/**/*.md")]
    for page in pages:
        for link in re.findall(r"\]\(([^)#]+?)(?:#[^)]*)?\)", page.read_text()):
            if "://" not in link and not link.startswith("mailto:"):
                assert (page.parent / link).exists(), f"{page.name}: {link}"


@pytest.mark.parametrize("room", ["gait", "exercises", "patients", "clinics"])
def test_a_map_names_only_files_that_exist(room: str) -> None:
    named = re.findall(r"`([\w/]+\.(?:py|js|toml))`", (ROOT / room / "README.md").read_text())
    gone = [name for name in named if not any((place / name).exists() for place in (ROOT, ROOT / room))]
    assert named and not gone, f"{room}/README.md names files that are gone: {', '.join(gone)}"


def test_the_page_on_security_names_only_tests_that_exist() -> None:
    named = re.findall(r"`(tests/[\w/]+\.py)`", (ROOT / "docs" / "security.md").read_text())
    assert named and not [name for name in named if not (ROOT / name).exists()]


def test_the_glossary_names_only_code_that_exists() -> None:
    rows = re.findall(r"^\|.*\|$", (ROOT / "docs" / "glossary.md").read_text(), re.MULTILINE)
    named = set(re.findall(r"`([A-Za-z_][\w.]*)`", "\n".join(rows)))
    code = "\n".join(
        f"{path.relative_to(ROOT).with_suffix('')}\n{path.read_text()}"
        for app in ("clinics", "exercises", "gait", "patients")
        for path in (ROOT / app).rglob("*.py")
    )
    words = set(re.findall(r"\w+", code))
    gone = {name for name in named if not set(name.removesuffix(".py").split(".")) <= words}
    assert named and not gone, f"the glossary names code that is gone: {', '.join(sorted(gone))}"
