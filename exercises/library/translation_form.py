"""The words of an exercise in another language, each beside its English."""

from typing import Any, cast

from django import forms

from exercises.library.fields import LinesField, SideCueField
from exercises.models.content import Content, Translation

LONG = 300
WORDS = {
    "name": "Name",
    "purpose": "Purpose",
    "equipment": "Equipment",
    "side_cue": "Which leg does what",
    "steps": "Steps",
    "cues": "Keep in mind",
    "faults": "Common faults",
    "fault_alt": "The fault picture in words",
}
LEVEL_WORDS = {
    "name": "Name",
    "alt": "The picture in words",
    "caption": "Caption",
    "equipment": "Equipment",
    "steps": "Steps",
}


class TranslationForm(forms.Form):
    """A field for all that the English says; what stays empty is shown in English."""

    def __init__(self, content: Content, language: str, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.content = content
        self.english: dict[str, list[str]] = {}
        told: Translation = content["translations"].get(language, {})
        told_levels = told.get("levels", [])
        for name, label in WORDS.items():
            self.add(name, label, content.get(name), told.get(name))
        for number, (part, word) in enumerate(content["phases"]):
            told_words = dict(told.get("phases", []))
            self.add(f"phase-{number}", f"Word for “{word}”", word, told_words.get(part))
        for number, level in enumerate(content["levels"]):
            told_level = told_levels[number] if number < len(told_levels) else {}
            for name, label in LEVEL_WORDS.items():
                self.add(f"level-{number}-{name}", f"Level {number}: {label}", level.get(name), told_level.get(name))

    def add(self, key: str, label: str, english: Any, told: Any) -> None:
        if not english:
            return
        kind: type[forms.CharField] = (
            LinesField if isinstance(english, list) else SideCueField if key == "side_cue" else forms.CharField
        )
        field = kind(label=label, required=False, max_length=LONG if kind is not LinesField else None, initial=told)
        self.english[key] = english if isinstance(english, list) else [english]
        field.english = self.english[key]  # type: ignore[attr-defined]  # for the page
        self.fields[key] = field

    def clean(self) -> None:
        for key in self.fields:
            lines = self.cleaned_data.get(key)
            if isinstance(lines, list) and lines and len(lines) != len(self.english[key]):
                self.add_error(key, f"The English has {len(self.english[key])} lines, this has {len(lines)}.")

    def told(self) -> Translation:
        """The translation as an edition keeps it. Call after is_valid()."""
        said = {key: value for key, value in self.cleaned_data.items() if value}
        phases = [
            [part, said.get(f"phase-{number}", word)] for number, (part, word) in enumerate(self.content["phases"])
        ]
        levels = [
            {name: said[key] for name in LEVEL_WORDS if (key := f"level-{number}-{name}") in said}
            for number, _level in enumerate(self.content["levels"])
        ]
        words = {name: said[name] for name in WORDS if name in said}
        return cast("Translation", {**words, "phases": phases, "levels": levels})
