"""Notes for the therapist, from the codes that apply."""

from collections.abc import Mapping

from gait.result.codes import CODES
from gait.result.result import Note


def notes_where(applies: Mapping[str, bool]) -> tuple[Note, ...]:
    """code -> does it apply? The notes of those that do, in order."""
    return tuple(Note(code, CODES[code].message) for code, is_so in applies.items() if is_so)
