"""Axes, sides and signs that every file of the analysis keeps.

Image x runs right and y runs DOWN, in pixels of the upright picture (rotation tag applied).
A side is the patient's anatomical side, never a side of the image.
Pelvic obliquity is positive when the patient's RIGHT side of the pelvis is lower.
Pelvic drop is positive when the swing side is lower than the stance side, so that
drop = +obliquity in left stance and drop = -obliquity in right stance.
"""

from enum import StrEnum


class Side(StrEnum):
    LEFT = "left"
    RIGHT = "right"

    @property
    def other(self) -> "Side":
        return Side.RIGHT if self is Side.LEFT else Side.LEFT

    @property
    def drop_sign(self) -> int:
        """Turn obliquity into pelvic drop while this side stands."""
        return 1 if self is Side.LEFT else -1


class View(StrEnum):
    POSTERIOR = "posterior"
    ANTERIOR = "anterior"
    SIDE = "side"


class Activity(StrEnum):
    WALKING = "walking"
    RUNNING = "running"
    STANDING = "standing"
    SINGLE_LEG_STANCE = "single_leg_stance"
    STEP_DOWN = "step_down"


class Sex(StrEnum):
    """Sex as the reference data for walking divide people by."""

    FEMALE = "female"
    MALE = "male"


class Source(StrEnum):
    """Where the pelvic line was read, in order of trust."""

    MARKERS = "markers"
    CLICKS = "clicks"
    BY_HAND = "by_hand"
    WAISTBAND = "waistband"
    SURFACE = "surface"
    LANDMARKS = "landmarks"


class RollOrigin(StrEnum):
    EDGES = "edges"
    CLICKS = "clicks"
    STANDING = "standing"
    ASSUMED = "assumed"


class ZeroReference(StrEnum):
    """What a drop is counted from: the person's own quiet standing; the horizon, by marks on bone or by anything else
    that shows the pelvis; nothing, and then no side is claimed.
    """

    STANDING = "standing"
    BONE = "bone"
    HORIZONTAL = "horizontal"
    NONE = "none"


class Verdict(StrEnum):
    DROP = "drop"
    LEVEL = "level"
    CANNOT_TELL = "cannot_tell"


class Grade(StrEnum):
    NONE = "none"
    MILD = "mild"
    MODERATE = "moderate"
    MARKED = "marked"


class Confidence(StrEnum):
    A = "A"
    B = "B"
    C = "C"
