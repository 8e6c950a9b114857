"""Every refusal (R_), stop (E_), note (W_) and left-out stance (S_) with its sentences.

The sentences are in codes.toml; docs/codes.md is made from it: python -m gait.result.codes > docs/codes.md
"""

import sys
import tomllib
from dataclasses import dataclass
from pathlib import Path

SENTENCES_PATH = Path(__file__).with_name("codes.toml")

FAMILIES = {
    "R_": "The file is refused before anything is measured.",
    "E_": "The clip was read but ends without an answer, or the machine was in trouble.",
    "W_": "Measured, but the reader must know.",
    "S_": "This stance is left out; the others count.",
}


@dataclass(frozen=True, slots=True)
class Code:
    """message: what happened. advice: what to do next. patient: the same in plain words."""

    message: str
    advice: str
    patient: str


def _read_sentences() -> dict[str, Code]:
    tables = tomllib.loads(SENTENCES_PATH.read_text(encoding="utf-8"))
    return {name: Code(**sentences) for name, sentences in tables.items()}


CODES: dict[str, Code] = _read_sentences()
NAMES_ITS_DETAIL = frozenset({"E_INSTALLATION", "W_CLICKS_UNUSED", "W_READER_CALIBRATED"})
MAX_DETAIL = 240


def message_of(code: str, detail: str = "") -> str:
    """The code's message, with the part that is missing where the code is about one."""
    message = CODES[code].message
    if not detail or code not in NAMES_ITS_DETAIL:
        return message
    return f"{message.removesuffix('.')}: {detail[:MAX_DETAIL]}."


def codes_page() -> str:
    """docs/codes.md: one table a family."""
    lines = ["# Codes", "", "Made by `python -m gait.result.codes` from `gait/result/codes.toml`."]
    for prefix, title in FAMILIES.items():
        lines += [
            "",
            f"## `{prefix}…` {title}",
            "",
            "| code | what happened | what to do | the patient reads |",
            "|---|---|---|---|",
        ]
        lines += [
            f"| `{name}` | {code.message} | {code.advice} | {code.patient} |"
            for name, code in CODES.items()
            if name.startswith(prefix)
        ]
    return "\n".join(lines) + "\n"


if __name__ == "__main__":
    sys.stdout.write(codes_page())
