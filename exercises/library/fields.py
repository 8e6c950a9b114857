"""Form fields that the library's pages share."""

import string
from typing import Any

from django import forms

MAX_LINES, MAX_LINE_LENGTH = 12, 300


class LinesField(forms.CharField):
    """A list of sentences, one a line."""

    widget = forms.Textarea(attrs={"rows": 5})

    def prepare_value(self, value: Any) -> Any:
        return "\n".join(value) if isinstance(value, list) else value

    def clean(self, value: str) -> list[str]:
        lines = [line.strip() for line in super().clean(value).splitlines() if line.strip()]
        if len(lines) > MAX_LINES or any(len(line) > MAX_LINE_LENGTH for line in lines):
            raise forms.ValidationError(f"At most {MAX_LINES} lines of {MAX_LINE_LENGTH} letters.")
        return lines


class SideCueField(forms.CharField):
    """A sentence in which {side} and {other} stand for the working leg and the other one."""

    def clean(self, value: str) -> str:
        cue = super().clean(value)
        try:
            names = {name for _text, name, _format, _conversion in string.Formatter().parse(cue) if name is not None}
        except ValueError:
            names = {""}
        if names - {"side", "other"}:
            raise forms.ValidationError("Only {side} and {other} may stand in braces.")
        return cue


class PictureField(forms.FileField):
    """A file to be checked by pictures.py once the form stands; empty keeps the picture there is."""

    def __init__(self, *, label: str, accept: str, help_text: str = "") -> None:
        super().__init__(label=label, required=False, help_text=help_text)
        self.widget.attrs["accept"] = accept
