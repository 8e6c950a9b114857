"""A drawing as it comes from the page, checked before it is kept."""

from math import isfinite
from typing import Any

from django import forms

from gait.models import Annotation, Recording
from gait.review.annotation_words import is_drawable

SLACK_S = 0.5
"""A container may state a length that its last frame lies a little beyond."""


class AnnotationForm(forms.Form):
    """points_px: [[x, y], …] in pixels of the upright picture, in the order in which they were set."""

    kind = forms.ChoiceField(choices=Annotation.Kind.choices)
    at_s = forms.FloatField(min_value=0)
    points_px = forms.JSONField(required=False)
    text = forms.CharField(max_length=300, required=False, strip=True)

    def __init__(self, recording: Recording, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.video = recording.video

    def clean_at_s(self) -> float:
        at_s = self.cleaned_data["at_s"]
        if not at_s <= self.video["duration_s"] + SLACK_S:
            raise forms.ValidationError("This instant lies beyond the end of the video.")
        return at_s

    def clean_points_px(self) -> list[list[float]]:
        try:
            points = [[round(float(x), 1), round(float(y), 1)] for x, y in self.cleaned_data["points_px"] or []]
        except (TypeError, ValueError) as error:
            raise forms.ValidationError("A point is incomplete. Set it again.") from error
        if not all(self._is_inside(*point) for point in points):
            raise forms.ValidationError("A point lies outside the picture. Set it again.")
        return points

    def clean(self) -> None:
        super().clean()
        answers = self.cleaned_data
        if {"kind", "points_px"} <= answers.keys() and not is_drawable(answers["kind"], answers["points_px"]):
            self.add_error("points_px", "The drawing is not whole. Set all its points, apart from each other.")
        if answers.get("kind") == Annotation.Kind.NOTE and not answers.get("text"):
            self.add_error("text", "Write the note first.")

    def _is_inside(self, x_px: float, y_px: float) -> bool:
        within = 0 <= x_px <= self.video["width_px"] and 0 <= y_px <= self.video["height_px"]
        return isfinite(x_px) and isfinite(y_px) and within
