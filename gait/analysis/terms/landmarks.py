"""The landmarks of the pose model that the analysis reads, by their index among the 33."""

from enum import IntEnum

from gait.result.conventions import Side


class Landmark(IntEnum):
    NOSE = 0
    LEFT_EAR = 7
    RIGHT_EAR = 8
    LEFT_SHOULDER = 11
    RIGHT_SHOULDER = 12
    LEFT_ELBOW = 13
    RIGHT_ELBOW = 14
    LEFT_WRIST = 15
    RIGHT_WRIST = 16
    LEFT_HIP = 23
    RIGHT_HIP = 24
    LEFT_KNEE = 25
    RIGHT_KNEE = 26
    LEFT_ANKLE = 27
    RIGHT_ANKLE = 28
    LEFT_HEEL = 29
    RIGHT_HEEL = 30
    LEFT_TOE = 31
    RIGHT_TOE = 32


HIP = {Side.LEFT: Landmark.LEFT_HIP, Side.RIGHT: Landmark.RIGHT_HIP}
KNEE = {Side.LEFT: Landmark.LEFT_KNEE, Side.RIGHT: Landmark.RIGHT_KNEE}
ANKLE = {Side.LEFT: Landmark.LEFT_ANKLE, Side.RIGHT: Landmark.RIGHT_ANKLE}
HEEL = {Side.LEFT: Landmark.LEFT_HEEL, Side.RIGHT: Landmark.RIGHT_HEEL}
TOE = {Side.LEFT: Landmark.LEFT_TOE, Side.RIGHT: Landmark.RIGHT_TOE}
SHOULDER = {Side.LEFT: Landmark.LEFT_SHOULDER, Side.RIGHT: Landmark.RIGHT_SHOULDER}

SKELETON = tuple(Landmark)
"""What the overlay draws."""
