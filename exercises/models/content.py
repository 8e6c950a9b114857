"""What a reader sees of an exercise: one level of its words and pictures, in one language.

The shapes are those of the JSON in Exercise and ExerciseEdition. total=False: what is not told is left out.
"""

from collections.abc import Mapping
from typing import NotRequired, TypedDict, cast

from clinics.languages import current

Phases = list[list[str]]
"""Parts of a repetition in order: [up, hold or down; its word]."""


class DoseRecord(TypedDict):
    """The dose of a level of a clinic's own exercise, by the fields of prescribing's Dose."""

    sets: int
    reps: int
    hold_s: int
    up_s: int
    down_s: int
    rest_s: int
    band: str
    band_position: str
    support: str
    step_height_cm: int | None
    counts: str
    is_one_sided: bool


class LevelWords(TypedDict, total=False):
    name: str
    alt: str
    caption: str
    equipment: str
    steps: list[str]


class LevelPictures(TypedDict, total=False):
    """media: the house's, by the beginning of their names. still and loop: a clinic's own. fault: of this level."""

    media: str
    still: str
    loop: str
    fault: str


class Level(LevelWords, LevelPictures, total=False):
    """dose: only where no rule sheet knows the exercise."""

    dose: DoseRecord


class Words(TypedDict, total=False):
    """What the exercise says at every level; all of it, but in a translation."""

    name: str
    purpose: str
    equipment: str
    side_cue: str
    phases: Phases
    steps: list[str]
    cues: list[str]
    faults: list[str]
    fault_alt: str


class Translation(Words, total=False):
    levels: list[LevelWords]


class WordsAndPicture(Words):
    """fault_picture: a file of ours that shows the common fault; "" where there is none."""

    fault_picture: str


class Content(WordsAndPicture):
    """translations: by language code."""

    levels: list[Level]
    translations: dict[str, Translation]


class Rung(WordsAndPicture, LevelPictures):
    """One level, with what the exercise says at every level."""

    alt: str
    caption: NotRequired[str]


def rung_of(content: Content, level: int) -> Rung:
    """One level in the reader's language. What the level lacks the exercise says; what the language lacks, English."""
    level = min(level, top_level(content))
    told: Translation = content["translations"].get(current(), {})
    told_levels = told.get("levels", [])
    told_level: LevelWords = told_levels[level] if level < len(told_levels) else {}
    shared = {**content, "fault": content["fault_picture"], **said(told)}
    return cast("Rung", {**shared, **content["levels"][level], **said(told_level)})


def said(words: Mapping[str, object]) -> dict[str, object]:
    """Only what is not empty: half a translation hides nothing."""
    return {name: value for name, value in words.items() if value}


def top_level(content: Content) -> int:
    return len(content["levels"]) - 1
