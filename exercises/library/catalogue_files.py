"""The exercise library as files: read, checked, and laid into the database.

catalogue/<slug>.toml speaks English; catalogue/<language>/<slug>.toml holds the same words in another language.
"""

import tomllib
from pathlib import Path
from typing import Any, cast

from exercises.models.content import Content

FOLDER = Path(__file__).resolve().parents[1] / "catalogue"
LEVELS = 5
WORDS = {"name", "purpose", "equipment", "side_cue", "phases", "steps", "cues", "faults", "fault_alt", "levels"}
KEYS = WORDS | {"slug", "position", "fault_picture"}


class Entry(Content):
    slug: str
    position: int


class CatalogueError(ValueError):
    """A file of the catalogue says something that the library cannot show."""


def read_catalogue(folder: Path = FOLDER) -> list[Entry]:
    """Every exercise of the folder. Raises CatalogueError for an unknown key, a missing or a silent level."""
    return [read_exercise(path) for path in sorted(folder.glob("*.toml"))]


def read_exercise(path: Path) -> Entry:
    """With its words in every other language, by language code."""
    others = sorted(path.parent.glob(f"*/{path.name}"))
    translations = {other.parent.name: read_checked(other, WORDS) for other in others}
    return cast("Entry", {"fault_picture": "", **read_checked(path, KEYS), "translations": translations})


def read_checked(path: Path, keys: set[str]) -> Any:
    entry = tomllib.loads(path.read_text(encoding="utf-8"))
    if unknown := entry.keys() - keys:
        raise CatalogueError(f"{path.name}: unknown {', '.join(sorted(unknown))}.")
    if len(entry["levels"]) != LEVELS:
        raise CatalogueError(f"{path.name}: {len(entry['levels'])} levels instead of {LEVELS}.")
    for number, level in enumerate(entry["levels"]):
        if not level.get("alt", "").strip():
            raise CatalogueError(f"{path.name}: level {number} says nothing about its picture to who cannot see it.")
    return entry


def lay_in(exercise_model: Any, *, using: str = "default") -> int:
    """Create or refresh every exercise; running it twice changes nothing. Returns how many there are."""
    entries = read_catalogue()
    for entry in entries:
        exercise_model.objects.using(using).update_or_create(slug=entry["slug"], defaults=entry)
    return len(entries)
