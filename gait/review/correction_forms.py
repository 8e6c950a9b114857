"""What a therapist may change about a run, checked before the engine sees it."""

from typing import Any

from django import forms

from gait.analysis.conventions import Side
from gait.models import Analysis

WHY_LEFT_OUT = (
    ("line", "The line does not lie on the pelvis"),
    ("rail", "Hand on the rail"),
    ("stumble", "Stumble, turn or glance aside"),
    ("contact", "The contact or toe-off is wrong"),
    ("other", "Something else"),
)
MOST_CLICKS = 40
LARGEST_ROLL_DEG = 20.0


class StanceForm(forms.Form):
    """Count a stance or leave it out."""

    side = forms.ChoiceField(choices=[(side.value, side.value) for side in Side])
    at_s = forms.FloatField(min_value=0)
    is_used = forms.TypedChoiceField(choices=[("yes", "yes"), ("no", "no")], coerce=lambda answer: answer == "yes")
    reason = forms.ChoiceField(choices=WHY_LEFT_OUT, required=False)

    def clean(self) -> dict[str, Any]:
        answers = super().clean()
        if answers.get("is_used") is False and not answers.get("reason"):
            self.add_error("reason", "Say why this stance does not count.")
        return answers


class LevelForm(forms.Form):
    """A line drawn on something level; empty goes back to what the picture shows."""

    roll_deg = forms.FloatField(required=False, min_value=-LARGEST_ROLL_DEG, max_value=LARGEST_ROLL_DEG)


class ClicksForm(forms.Form):
    """Points of the pelvis in several pictures, as --points of the command line: left and right are the patient's."""

    segment = forms.ChoiceField(choices=[(each, each) for each in ("psis", "asis", "belt")])
    frames = forms.JSONField()

    def __init__(self, analysis: Analysis, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.analysis = analysis

    def clean_frames(self) -> list[dict[str, Any]]:
        frames = self.cleaned_data["frames"]
        if not isinstance(frames, list) or not 1 <= len(frames) <= MOST_CLICKS:
            raise forms.ValidationError("Mark both points in at least one picture.")
        return [self._frame(each) for each in frames]

    def _frame(self, frame: Any) -> dict[str, Any]:
        try:
            time_s = float(frame["time_s"])
            points = {key: [float(value) for value in frame[key]] for key in ("left_xy_px", "right_xy_px")}
        except (KeyError, TypeError, ValueError) as error:
            raise forms.ValidationError("A marked picture is incomplete. Mark it again.") from error
        if not 0 <= time_s <= self.analysis.result["video"]["duration_s"] or not all(
            self._is_inside(xy) for xy in points.values()
        ):
            raise forms.ValidationError("A marked point lies outside the picture. Mark it again.")
        return {"time_s": time_s, **points}

    def _is_inside(self, xy_px: list[float]) -> bool:
        if len(xy_px) != 2:
            return False
        video = self.analysis.result["video"]
        return 0 <= xy_px[0] <= video["width_px"] and 0 <= xy_px[1] <= video["height_px"]
