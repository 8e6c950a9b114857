"""A plan's numbers in the words a patient reads."""

from dataclasses import dataclass

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from clinics.units import US, Unit, units_of
from exercises.following.schedule import sets_of
from exercises.library.pictures import OUR_NAME, address_of
from exercises.models import PlanItem
from exercises.models.content import LevelPictures
from patients.models import Patient

SIDE = {"left": gettext_lazy("left"), "right": gettext_lazy("right")}
STEPS = "steps each way"
COUNTS = {
    "repetitions": gettext_lazy("repetitions"),
    STEPS: gettext_lazy("steps each way"),
    "marches each side": gettext_lazy("marches each side"),
}
BAND = {
    "light": gettext_lazy("light band"),
    "medium": gettext_lazy("medium band"),
    "heavy": gettext_lazy("heavy band"),
}
BAND_PLACE = {"above knee": gettext_lazy("above the knees"), "ankle": gettext_lazy("just above the ankles")}
SUPPORT = {
    "fingertips": gettext_lazy("fingertips on a wall or chair back"),
    "hand": gettext_lazy("one hand on a wall or chair back"),
}


def first_side(item: PlanItem) -> str:
    """The leg to begin with: the one the plan aims at, else the left one."""
    return "right" if item.target_side == PlanItem.Side.RIGHT else "left"


def sets_in_words(item: PlanItem) -> str:
    """How many sets on which leg, the working leg first and in capitals."""
    sets = sets_of(item)
    if "both" in sets:
        return count_of_sets(sets["both"])
    first = first_side(item)
    second = "left" if first == "right" else "right"
    if sets[first] == sets[second]:
        return _("%(sets)s on each leg") % {"sets": count_of_sets(sets[first])}
    words = {
        "first": str(SIDE[first]).upper(),
        "first_sets": count_of_sets(sets[first]),
        "second": SIDE[second],
        "second_sets": count_of_sets(sets[second]),
    }
    return _("%(first)s leg %(first_sets)s, %(second)s leg %(second_sets)s") % words


def count_of_sets(number: int) -> str:
    return ngettext("%(number)d set", "%(number)d sets", number) % {"number": number}


def repetitions_in_words(item: PlanItem) -> str:
    text = f"{item.reps} {COUNTS.get(item.counts, item.counts)}"
    return text + _(", hold %(hold)d seconds each") % {"hold": item.hold_s} if item.hold_s else text


def rest_in_words(item: PlanItem) -> str:
    """One leg rests while the other works; where both work at once there is a pause."""
    if item.is_one_sided:
        first = SIDE[first_side(item)]
        return _("Take turns, %(first)s leg first: one leg rests while the other works") % {"first": first}
    return _("Rest %(rest)d seconds between sets") % {"rest": item.rest_s}


def tempo_in_words(item: PlanItem) -> str:
    if item.counts == STEPS:
        return _("One step every %(seconds)d seconds") % {"seconds": item.up_s + item.down_s}
    if item.down_s == item.up_s:
        return _("Slowly: %(up)d seconds each way") % {"up": item.up_s}
    return _("%(down)d seconds down, %(up)d seconds up") % {"down": item.down_s, "up": item.up_s}


def things_in_words(item: PlanItem) -> list[str]:
    """Band, step and support of this level, each as a short phrase."""
    things = []
    if item.band in BAND:
        place = BAND_PLACE.get(item.band_position)
        things.append(f"{BAND[item.band]} {place}" if place else str(BAND[item.band]))
    if item.step_height_cm:
        things.append(step_in_words(item.step_height_cm, units_of(item.plan.patient.clinic).length))
    if item.support in SUPPORT:
        things.append(str(SUPPORT[item.support]))
    return things


def step_in_words(height_cm: int, unit: Unit) -> str:
    if unit is US.length:
        return _("step of %(height)s inches") % {"height": unit.shown(height_cm)}
    return _("step of %(height)d cm") % {"height": height_cm}


def side_cue(item: PlanItem) -> str:
    """Which leg stands and which one moves, for the leg to begin with."""
    return cue_for(item, first_side(item) if item.is_one_sided else "both")


def cue_for(item: PlanItem, side: str) -> str:
    """The same for a given leg; empty where both share the work and the sentence speaks of one."""
    cue = item.rung["side_cue"]
    if side == "both":
        return "" if "{side}" in cue else cue
    other = "left" if side == "right" else "right"
    return cue.format(side=str(SIDE[side]).upper(), other=SIDE[other])


def still_of(level: LevelPictures, sex: str = Patient.Sex.UNSTATED) -> str:
    return address_of(level.get("still") or f"{level['media']}-{model_of(sex)}.webp")


def start_of(level: LevelPictures, sex: str) -> str:
    """How a repetition begins; empty for a clinic's own pictures, which show one moment."""
    if "still" in level or "loop" in level:
        return ""
    return address_of(f"{level['media']}-{model_of(sex)}-start.webp")


def loop_of(level: LevelPictures, sex: str) -> str:
    """A clinic's still without a loop of its own is not put beside the house's loop."""
    if "still" in level:
        return address_of(level["loop"]) if "loop" in level else ""
    return address_of(level.get("loop") or f"{level['media']}-{model_of(sex)}.mp4")


def fault_of(item: PlanItem) -> str:
    """The common fault on the leg of the picture beside it; empty where none is shown."""
    fault = item.rung.get("fault", "")
    is_ours = fault and not OUR_NAME.fullmatch(fault)
    if is_ours and is_mirrored(item):
        fault = f"{fault.removesuffix('.webp')}-right.webp"
    return address_of(fault) if fault else ""


def is_mirrored(item: PlanItem) -> bool:
    """The people in the pictures work with the left leg."""
    return item.is_one_sided and first_side(item) == "right"


def model_of(sex: str) -> str:
    return "male" if sex == Patient.Sex.MALE else "female"


@dataclass(frozen=True, slots=True)
class Picture:
    """Addresses of the loop, of its still and of how it starts; empty where a clinic has none of these.

    The working leg of the picture is the left one; is_mirrored turns it for the right.
    """

    loop: str
    still: str
    start: str
    alt: str
    caption: str
    is_mirrored: bool


def picture_of(item: PlanItem, sex: str) -> Picture:
    rung = item.rung
    return Picture(
        loop_of(rung, sex),
        still_of(rung, sex),
        start_of(rung, sex),
        rung["alt"],
        rung.get("caption", ""),
        is_mirrored=is_mirrored(item),
    )
