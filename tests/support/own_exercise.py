"""A fifth exercise as an admin fills it in: the hip hitch, with two levels."""

from io import BytesIO

from django.core.files.uploadedfile import SimpleUploadedFile
from PIL import Image


def still(colour: str = "teal") -> SimpleUploadedFile:
    made = BytesIO()
    Image.new("RGB", (300, 300), colour).save(made, "PNG")
    return SimpleUploadedFile("hitch.png", made.getvalue(), content_type="image/png")


def level(number: int, name: str, **changes: object) -> dict[str, object]:
    told = {
        "name": name, "alt": "A person stands on a step and lifts the free hip.", "caption": "", "equipment": "",
        "steps": "", "sets": 3, "reps": 9 + number, "hold_s": 2, "up_s": 2, "down_s": 3, "rest_s": 45,
        "band": "none", "band_position": "", "support": "hand", "step_height_cm": 10, "still": still(), **changes,
    }  # fmt: skip
    return {f"level-{number}-{key}": value for key, value in told.items()}


def hip_hitch(**changes: object) -> dict[str, object]:
    return {
        "name": "Hip hitch",
        "purpose": "Lifts and lowers the free side of the pelvis with control.",
        "equipment": "A step",
        "side_cue": "Stand on your {side} leg. The {other} hip moves.",
        "steps": "Stand on the step.\nLet the free hip sink a little.\nLift it again.",
        "cues": "The standing knee stays straight.",
        "faults": "The trunk leans over.",
        "fault_alt": "",
        "begins_with": "down",
        "word_up": "Lift",
        "word_hold": "Hold",
        "word_down": "Sink",
        "counts": "repetitions",
        "is_one_sided": "on",
        **level(0, "Hip hitch with a hand on the wall"),
        **level(1, "Hip hitch, hands free", support="none"),
        **changes,
    }


def in_spanish() -> dict[str, str]:
    return {
        "name": "Elevación de cadera",
        "purpose": "Sube y baja con control el lado libre de la pelvis.",
        "equipment": "Un escalón",
        "side_cue": "Apóyese en la pierna {side}. Se mueve la cadera {other}.",
        "steps": "Súbase al escalón.\nDeje bajar un poco la cadera libre.\nSúbala de nuevo.",
        "cues": "La rodilla de apoyo sigue recta.",
        "faults": "El tronco se inclina.",
        "phase-0": "Baje",
        "phase-1": "Mantenga",
        "phase-2": "Suba",
        "level-0-name": "Elevación de cadera con una mano en la pared",
        "level-0-alt": "Una persona sobre un escalón sube la cadera libre.",
        "level-1-name": "Elevación de cadera sin manos",
        "level-1-alt": "Una persona sobre un escalón sube la cadera libre.",
    }
