"""The angle in the picture that the degrees of a result are counted from."""

from typing import Any


def zero_in_picture_deg(result: dict[str, Any]) -> float:
    """What a pelvis at zero reads in the picture, + = patient's right side lower.

    Quiet standing where that is zero, otherwise the camera's roll: a line drawn at this angle makes the angle to the
    pelvic line the degrees that are printed beside it. Results of an early version do not hold it: the roll there.
    """
    offset_deg = (result.get("zero") or {}).get("offset_deg")
    return float(result["camera_roll_deg"]["value"] if offset_deg is None else offset_deg)
