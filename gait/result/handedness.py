"""Which way the patient's right lies in the picture: one rule for engine and web."""

from collections.abc import Iterable

from gait.result.conventions import View


def rightward_of(view: View, *, mirrored: bool) -> int:
    """+1 where the patient's right is image right: seen from behind, or from the front in a mirror; otherwise -1."""
    return 1 if (view is not View.ANTERIOR) != mirrored else -1


def is_measured_mirrored(codes: Iterable[str], *, said: bool) -> bool:
    """said: somebody called the clip mirrored, by what a player shows; codes: of the notes on its file.

    Where the file itself asks players to mirror it, it is measured as it was filmed.
    Source: docs/methods/following.md (The file).
    """
    return said and "W_SHOWN_MIRRORED" not in codes
