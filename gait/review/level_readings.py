"""What else a run knows of level, to hold a drawn line against."""

from typing import TypedDict

from gait.result.conventions import RollOrigin
from gait.result.result import Result

STANDING_SIGMA_DEG = 1.9
"""How far a pelvis is off level in quiet standing, one standard deviation: legs differ by 5.2 mm in the mean with a
standard deviation of 4.1 (knutson2005), over 20 cm between the hip joints."""


class LevelReading(TypedDict):
    """deg: what level reads in the picture by it, + = patient's right side lower; sigmaDeg one standard deviation."""

    name: str
    deg: float
    sigmaDeg: float


def level_readings(found: Result) -> list[LevelReading]:
    """Of the picture itself, whatever a person said since; nothing where nothing shows level."""
    roll, standing = found.camera_roll, found.standing
    by_edges = [(roll.value_deg, roll.sigma_deg)] if roll.origin is RollOrigin.EDGES else []
    if roll.read_deg is not None and roll.read_sigma_deg is not None:
        by_edges = [(roll.read_deg, roll.read_sigma_deg)]
    read: list[LevelReading] = [
        {"name": "edges of the room", "deg": deg, "sigmaDeg": sigma_deg} for deg, sigma_deg in by_edges
    ]
    if standing is not None:
        read.append({"name": "quiet standing", "deg": standing.line_deg, "sigmaDeg": STANDING_SIGMA_DEG})
    return read
