"""The bones of the walker, and which bone of MakeHuman's default rig goes into which of them.

Rest frame, metres: x to the person's left, y up, z the way the person faces.
"""

SIDES = ("l", "r")
LEFTWARD = {"l": 1.0, "r": -1.0}

BONES = (
    "pelvis",
    *(f"spine{k}" for k in (5, 4, 3, 2, 1)),
    "neck",
    *(f"{bone}_{side}" for side in SIDES for bone in ("clavicle", "arm", "forearm", "hand")),
    *(f"{bone}_{side}" for side in SIDES for bone in ("thigh", "calf", "foot")),
)
BONE = {name: number for number, name in enumerate(BONES)}

_RIG_BONES = {
    "root": "pelvis",
    "pelvis": "pelvis",
    "breast": "spine2",
    "clavicle": "clavicle",
    "shoulder": "clavicle",
    "upperarm": "arm",
    "lowerarm": "forearm",
    "wrist": "hand",
    "finger": "hand",
    "metacarpal": "hand",
    "upperleg": "thigh",
    "lowerleg": "calf",
    "foot": "foot",
    "metatars": "foot",
    "toe": "foot",
}

JOINTS_IN_RIG = {
    **{f"spine{k}": f"spine0{k}" for k in (5, 4, 3, 2, 1)},
    "neck": "neck01",
    **{
        f"{ours}_{side}": f"{theirs}.{side.upper()}"
        for side in SIDES
        for ours, theirs in {
            "thigh": "upperleg01",
            "thigh_twist": "upperleg02",
            "knee": "lowerleg01",
            "ankle": "foot",
            "clavicle": "clavicle",
            "shoulder": "upperarm01",
            "elbow": "lowerarm01",
            "wrist": "wrist",
        }.items()
    },
}
"""Our joint: the bone of the rig that starts there."""


def bone_of_rig(name: str) -> str:
    """Our bone for a bone of the rig; whatever belongs to the head goes with the neck."""
    stem, _, side = name.partition(".")
    if stem.startswith("spine0"):
        return f"spine{stem[6]}"
    for start, ours in _RIG_BONES.items():
        if stem.startswith(start):
            return f"{ours}_{side.lower()}" if f"{ours}_l" in BONE else ours
    return "neck"
