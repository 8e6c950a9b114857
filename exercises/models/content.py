"""What a reader sees of an exercise: one level of its words and pictures, in one language."""

from typing import Any

from clinics.languages import current

Content = dict[str, Any]


def rung_of(content: Content, level: int) -> Content:
    """One level in the reader's language. What the level lacks the exercise says; what the language lacks, English."""
    level = min(level, top_level(content))
    told = content["translations"].get(current(), {})
    told_levels = told.get("levels", [])
    told_level = told_levels[level] if level < len(told_levels) else {}
    shared = {**content, "fault": content["fault_picture"], **said(told)}
    return {**shared, **content["levels"][level], **said(told_level)}


def said(words: Content) -> Content:
    """Only what is not empty: half a translation hides nothing."""
    return {name: value for name, value in words.items() if value}


def top_level(content: Content) -> int:
    return len(content["levels"]) - 1
