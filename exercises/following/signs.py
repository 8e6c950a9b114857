"""The warning signs that a runner is asked for: their words, the question of the screen each stands for, and open ones.

A sign is open from the patient's yes until somebody says what was examined. Till then nothing is trained.
"""

from collections.abc import Sequence

from django.utils.translation import gettext_lazy

from exercises.models import SignsAsked
from patients.models import Patient

SIGNS = {
    "chest": gettext_lazy("chest pain, trouble breathing, or fainting"),
    "cauda": gettext_lazy("you can no longer hold your bladder or bowel, or a leg suddenly goes weak or numb"),
    "dvt": gettext_lazy("a calf that is hot and swollen"),
    "weight": gettext_lazy("you cannot put weight on the leg"),
    "foot": gettext_lazy("your foot hangs down when you lift the leg"),
    "saddle": gettext_lazy("numb skin between your legs, where you would sit on a saddle"),
    "joint": gettext_lazy("fever with a hot, swollen joint"),
    "groin": gettext_lazy("pain deep in the groin when you run or hop, or pain at night or at rest"),
    "bone": gettext_lazy("one spot on a bone that hurts when you press it"),
}
EMERGENCY = frozenset({"chest", "cauda"})
FLAG_OF = {
    "chest": "chest",
    "cauda": "neuro",
    "dvt": "dvt",
    "weight": "trauma",
    "foot": "neuro",
    "saddle": "neuro",
    "joint": "hot_joint",
    "groin": "femoral_neck",
    "bone": "bone_tenderness",
}
"""The question of the screen before a draft that asks for the same."""


def open_signs_of(patient: Patient) -> list[SignsAsked]:
    """Newest first. A later no takes no warning back."""
    return list(patient.signs_asked.unexamined())


def codes_open(asked: Sequence[SignsAsked]) -> list[str]:
    """Each sign once, in the order in which they are asked for."""
    told = {code for one in asked for code in one.signs}
    return [code for code in SIGNS if code in told]


def banner_of(patient: Patient) -> dict[str, object]:
    """What the patient's pages say as long as a sign is open: under "open_signs" its words, empty without one."""
    codes = codes_open(open_signs_of(patient))
    return {"open_signs": words_of(codes), "is_emergency": bool(EMERGENCY.intersection(codes))}


def words_of(codes: list[str]) -> str:
    return "; ".join(str(SIGNS[code]) for code in codes)
