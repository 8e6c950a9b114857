"""What a child is told, job by job. Paths are those of the parent."""

from typing import Any, TypedDict

from gait.result.said import Said


class Check(TypedDict):
    video: str


class Analyse(TypedDict):
    video: str
    hints: Said
    pose_model: str


class KnownPicture(TypedDict):
    """A key frame of another run over the same clip."""

    time_s: float | None
    path: str


class BareClip(TypedDict):
    """A clip in which nobody was followed, and why not. info: VideoInfo as a row holds it; time_s: of its frames."""

    info: dict[str, Any]
    time_s: list[float]
    reason: str


class Conclude(TypedDict):
    """carries_clicks: the marked points are new to the readings. pictures: by side. bare: where there are no readings,
    which are then made.
    """

    video: str
    readings: str
    bare: BareClip | None
    hints: Said
    carries_clicks: bool
    pictures: dict[str, KnownPicture]


class Picture(TypedDict):
    """overlay: the file that knows where the head is; "" where there is none."""

    video: str
    overlay: str
    at_s: float


class Person(TypedDict):
    """A point in a picture that is width_px wide; the video may be smaller."""

    video: str
    time_s: float
    xy_px: tuple[float, float]
    width_px: int
    pose_model: str


class Draw(TypedDict):
    """zero_deg: what a pelvis at zero reads in the picture, positive where lower on the patient's right."""

    video: str
    overlay: str
    zero_deg: float


class Pdf(TypedDict):
    """by_address, static_url and static_folders as PageFiles has them. paper_size: "letter" or "A4"."""

    html: str
    by_address: dict[str, str]
    static_url: str
    static_folders: list[tuple[str, str]]
    site_url: str
    paper_size: str
