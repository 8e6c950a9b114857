"""Where the pelvic line was read, each source once: its words for the page, the table of two visits and the shell."""

from dataclasses import dataclass

from gait.result.conventions import Source


@dataclass(frozen=True, slots=True)
class SourceWords:
    """says: a sentence for the result and the report. name: in a table. is_measured: its degrees are the pelvis's.

    is_marked: a person or a sticker vouches for its points. is_followed: it is read in every picture; a result of
    single pictures has no curve, and never confidence A.
    """

    name: str
    says: str
    is_measured: bool = True
    is_marked: bool = False
    is_followed: bool = True


SOURCES: dict[Source, SourceWords] = {
    Source.MARKERS: SourceWords("stickers", "Stickers on the pelvis, found in the picture.", is_marked=True),
    Source.CLICKS: SourceWords("marked points", "Points that a therapist marked in the picture.", is_marked=True),
    Source.BY_HAND: SourceWords(
        "by hand",
        "Measured by hand: points that a therapist marked in single pictures, at the deepest instant of some stances.",
        is_marked=True,
        is_followed=False,
    ),
    Source.WAISTBAND: SourceWords("waistband", "The edge of the shorts or waistband, followed through the clip."),
    Source.SURFACE: SourceWords(
        "tilt reader", "The tilt reader: a network that reads the slope of the pelvis from the picture itself."
    ),
    Source.LANDMARKS: SourceWords(
        "body landmarks",
        "Body landmarks only. They do not follow the tilt of the pelvis: the curve is not a measurement.",
        is_measured=False,
    ),
}
"""In order of trust, as Source."""
NO_SOURCE = SourceWords("nothing", "No line of the pelvis could be read.", is_measured=False)


def words_of(source: Source | None) -> SourceWords:
    return NO_SOURCE if source is None else SOURCES[source]
