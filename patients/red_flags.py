"""The screen at intake: one short question for each sign that asks for a doctor before any exercise."""

QUESTIONS = {
    "femoral_neck": "Groin or deep hip pain with running, pain on a hop, at night or at rest, or a limp",
    "bone_tenderness": "One tender spot on the shin or foot bone",
    "low_energy": "Low energy availability, missed periods, low body mass index, an earlier stress fracture",
    "trauma": "An injury after which the leg could not take weight",
    "systemic": "Fever, feeling unwell, unexplained weight loss, a history of cancer",
    "neuro": "Saddle numbness, bladder or bowel change, growing leg weakness, foot drop",
    "dvt": "A swollen or hot calf",
    "chest": "Chest pain or fainting on effort",
    "hot_joint": "A hot, swollen joint",
    "new_marked_sign": "A new, painless, marked drop of the pelvis, or one after hip surgery or an injection",
    "post_operative": "Hip or knee surgery in the last 12 weeks",
    "pregnant": "Pregnant now",
    "pregnancy": "Pelvic girdle pain in a pregnancy, or after it",
    "inflammatory": "Active inflammatory disease",
    "fall_risk": "Risk of falling",
}
BEFORE_LOADING = (
    "femoral_neck", "bone_tenderness", "low_energy", "trauma", "systemic", "neuro", "dvt", "chest", "hot_joint",
    "new_marked_sign", "post_operative", "pregnant", "fall_risk",
)  # fmt: skip
"""Asked again before somebody runs or stands on one leg for a film."""
NO, YES = "no", "yes"


def raised(answers: dict[str, str]) -> list[str]:
    """The questions answered with yes."""
    return [question for code, question in QUESTIONS.items() if answers.get(code) == YES]
