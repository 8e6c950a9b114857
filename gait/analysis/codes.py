"""Every refusal (R_, E_) and note (W_) with its sentences; docs/codes.md is made from this."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Code:
    """message: what happened. advice: what to do next. patient: the same in plain words."""

    message: str
    advice: str
    patient: str


CODES: dict[str, Code] = {
    "R_EMPTY": Code(
        "The file is empty.",
        "Send the video again; wait until the phone has finished saving it.",
        "The video did not arrive. Please send it again.",
    ),
}
