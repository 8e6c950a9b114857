"""Where it hurts: the places of the body chart, each once for the left and once for the right."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Place:
    """One place as the chart names it. view: the side of the figure that shows it."""

    code: str
    label: str
    view: str


VIEWS = FRONT, BACK = "front", "back"
PLACES = (
    Place("hip_front", "front of the hip", FRONT),
    Place("groin", "groin", FRONT),
    Place("thigh_front", "front of the thigh", FRONT),
    Place("knee_front", "front of the knee", FRONT),
    Place("shin", "shin", FRONT),
    Place("foot", "foot", FRONT),
    Place("low_back", "low back", BACK),
    Place("hip_outer", "outer hip", BACK),
    Place("buttock", "buttock", BACK),
    Place("thigh_outer", "outer thigh", BACK),
    Place("thigh_back", "back of the thigh", BACK),
    Place("knee_outer", "outer knee", BACK),
    Place("calf", "calf", BACK),
    Place("heel", "heel", BACK),
)
SIDES = ("left", "right")
SITES = {f"{side}:{place.code}": f"{side.capitalize()} {place.label}" for place in PLACES for side in SIDES}


def in_words(chosen: list[str]) -> str:
    """Left outer hip, right front of the knee; in the order of the chart. Unknown codes are left out."""
    return ", ".join(label for site, label in SITES.items() if site in chosen).capitalize()


def figures() -> list[tuple[str, list[tuple[str, str, str]]]]:
    """For each view of the figure, its sites: value, label, and the name that puts it in its place."""
    return [(view, [mark(place, side) for place in PLACES if place.view == view for side in SIDES]) for view in VIEWS]


def mark(place: Place, side: str) -> tuple[str, str, str]:
    site = f"{side}:{place.code}"
    return site, SITES[site], f"{place.code}-{side}".replace("_", "-")
