"""What to press where a clip cannot tell: for every code that withholds an answer the one way out that fits its cause.

Marks help only where the pelvis itself can be seen and the steps are there; where they cannot help, filming again is
said at once, before anybody spends two minutes on marking.
"""

from dataclasses import dataclass
from enum import StrEnum

from gait.result.reference import MIN_MARKED_STANCES
from gait.result.result import Result, SideResult

NOT_CARRIED = "W_CLICKS_NOT_CARRIED"


class WayOut(StrEnum):
    """Named by what is pressed."""

    MARK = "mark_pelvis"
    BY_HAND = "by_hand"
    PERSON = "choose_person"
    FILMED = "say_how_filmed"
    KIND = "change_kind"
    FILM_AGAIN = "film_again"
    MEASURE_AGAIN = "measure_again"


@dataclass(frozen=True, slots=True)
class WayOutWords:
    """label: of the button. before: what to expect of it, said beside it."""

    label: str
    before: str


WORDS = {
    WayOut.MARK: WayOutWords(
        "Mark the pelvis",
        "Marks can help here: two points in four enlarged pictures or more, about two minutes.",
    ),
    WayOut.BY_HAND: WayOutWords(
        "Measure by hand",
        "Mark the lowest moment of five steps of each leg, about four minutes. It needs pictures that show the pelvis.",
    ),
    WayOut.PERSON: WayOutWords("Choose the person", "Point at the patient once; the clip is measured again."),
    WayOut.FILMED: WayOutWords(
        "Say how it was filmed", "View, activity and camera rate. Nothing has to be marked or filmed again."
    ),
    WayOut.KIND: WayOutWords(
        "Change kind", "Say what this clip shows; it is measured again as that. Nothing has to be uploaded again."
    ),
    WayOut.FILM_AGAIN: WayOutWords(
        "Film again like this",
        "Marks would not help here. Patient, activity, view, speed and shoes are filled in.",
    ),
    WayOut.MEASURE_AGAIN: WayOutWords("Measure again", "Nothing is wrong with the clip."),
}

WAYS_OUT: dict[str, WayOut] = {
    "E_NO_PERSON": WayOut.FILM_AGAIN,
    "E_PERSON_SMALL": WayOut.MARK,
    "E_OUT_OF_FRAME": WayOut.MARK,
    "E_SIDE_VIEW": WayOut.FILM_AGAIN,
    "E_OBLIQUE_VIEW": WayOut.FILM_AGAIN,
    "E_VIEW_UNCLEAR": WayOut.FILMED,
    "E_BACKWARDS": WayOut.FILMED,
    "E_TOO_FAST": WayOut.FILMED,
    "E_HIPS_HIDDEN": WayOut.FILM_AGAIN,
    "E_WAIST_DOWN": WayOut.MARK,
    "E_FEET_HIDDEN": WayOut.FILM_AGAIN,
    "E_SHORT_WALK": WayOut.FILM_AGAIN,
    "E_NOT_MOVING": WayOut.FILMED,
    "E_NOT_A_WALK": WayOut.KIND,
    "E_NO_STANDING": WayOut.KIND,
    "E_NOT_A_PERSON": WayOut.MARK,
    "E_TWO_PERSONS": WayOut.PERSON,
    "E_CAMERA_MOVING": WayOut.MARK,
    "E_QUALITY": WayOut.FILM_AGAIN,
    "E_NO_SOURCE": WayOut.MARK,
    "E_ZERO_UNKNOWN": WayOut.MARK,
    "E_ZERO_WIDE": WayOut.MARK,
    "E_NO_ANSWER": WayOut.FILM_AGAIN,
    "E_CLICKS_BAD": WayOut.MARK,
    "E_HAND_FEW": WayOut.BY_HAND,
    "E_SIDE_UNMARKED": WayOut.MARK,
    "E_MODEL_MISSING": WayOut.MEASURE_AGAIN,
    "E_INSTALLATION": WayOut.MEASURE_AGAIN,
    "E_DECODER_CRASH": WayOut.FILM_AGAIN,
    "E_CRASHED": WayOut.MEASURE_AGAIN,
    "E_TIMEOUT": WayOut.FILM_AGAIN,
    "E_CANCELLED": WayOut.MEASURE_AGAIN,
    "E_MEMORY": WayOut.MEASURE_AGAIN,
    "E_STORAGE": WayOut.MEASURE_AGAIN,
    "E_STORAGE_FULL": WayOut.MEASURE_AGAIN,
    "E_WORKER_LOST": WayOut.MEASURE_AGAIN,
}
"""Every E_ code of codes.toml. A file that is refused (R_) was never taken in: its form stands beside the words."""


def way_out_of_side(found: Result, own: SideResult) -> WayOut | None:
    """Where this side is withheld; None where it is told."""
    if own.reason is None:
        return None
    way = WAYS_OUT.get(own.reason, WayOut.FILM_AGAIN)
    if own.reason == "E_SHORT_WALK" and own.stances_used + own.stances_rejected >= MIN_MARKED_STANCES:
        way = WayOut.MARK
    return WayOut.BY_HAND if way is WayOut.MARK and found.has_note(NOT_CARRIED) else way


def way_out_of_failure(code: str, *, is_walk: bool) -> WayOut:
    """Of a run that ended without a result: it has no curve to mark beside, and standing has no view to say."""
    way = WAYS_OUT.get(code, WayOut.FILM_AGAIN)
    if way in (WayOut.MARK, WayOut.BY_HAND):
        return WayOut.BY_HAND if is_walk else WayOut.FILM_AGAIN
    return WayOut.FILM_AGAIN if way is WayOut.FILMED else way
