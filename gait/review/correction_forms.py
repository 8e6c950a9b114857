"""What a therapist may change about a run, checked before the engine sees it."""

from dataclasses import dataclass, fields
from math import atan2, degrees
from typing import Any

from django import forms

from clinics.numbers import NumberField
from gait.models import Analysis
from gait.result.conventions import Side
from gait.result.hints import TRUE_RATES_HZ
from gait.result.result import Result
from gait.result.said import ClickSaid
from gait.review.change_log import Kind

WHY_LEFT_OUT = (
    ("line", "The line does not lie on the pelvis"),
    ("rail", "Hand on the rail"),
    ("stumble", "Stumble, turn or glance aside"),
    ("contact", "The contact or toe-off is wrong"),
    ("other", "Something else"),
)
SEGMENTS = (("psis", "back dimples (PSIS)"), ("asis", "front spines (ASIS)"), ("belt", "belt or waistband"))
MAX_CLICKS = 40
MAX_ROLL_DEG = 20.0


def choices(values: Any) -> list[tuple[str, str]]:
    return [(each.value, each.value) for each in values]


class StanceForm(forms.Form):
    """Count a stance or leave it out."""

    side = forms.ChoiceField(choices=choices(Side))
    at_s = forms.FloatField(min_value=0)
    is_used = forms.TypedChoiceField(choices=[("yes", "yes"), ("no", "no")], coerce=lambda answer: answer == "yes")
    reason = forms.ChoiceField(choices=WHY_LEFT_OUT, required=False)

    def clean(self) -> None:
        super().clean()
        answers = self.cleaned_data
        if answers.get("is_used") is False and not answers.get("reason"):
            self.add_error("reason", "Say why this stance does not count.")


class EventForm(forms.Form):
    """Move a contact or toe-off from at_s to to_s; without at_s add one, without to_s delete one."""

    side = forms.ChoiceField(choices=choices(Side))
    kind = forms.ChoiceField(choices=[("contact", "contact"), ("toe_off", "toe-off")])
    at_s = forms.FloatField(required=False, min_value=0)
    to_s = forms.FloatField(required=False, min_value=0)

    def __init__(self, analysis: Analysis, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.duration_s = analysis.found.video.duration_s

    def clean(self) -> None:
        super().clean()
        answers = self.cleaned_data
        times_s = [answers[name] for name in ("at_s", "to_s") if answers.get(name) is not None]
        if not times_s:
            raise forms.ValidationError("Choose a contact or toe-off, or a frame for a new one.")
        if max(times_s) > self.duration_s:
            raise forms.ValidationError("This instant lies behind the end of the clip.")


class LevelForm(forms.Form):
    """A line drawn along something level: four numbers in pixels of the picture."""

    line_px = forms.JSONField()

    def __init__(self, analysis: Analysis, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.analysis = analysis

    def clean_line_px(self) -> list[list[float]]:
        return level_line(self.analysis, self.cleaned_data["line_px"])


YES_OR_NO: dict[str, Any] = {
    "required": False,
    "choices": [("yes", "yes"), ("no", "no")],
    "coerce": lambda answer: answer == "yes",
    "empty_value": None,
}


class FilmingForm(forms.Form):
    """How the clip was filmed. What is not sent stays as it is."""

    view = forms.ChoiceField(required=False, choices=[("posterior", "From behind"), ("anterior", "From the front")])
    activity = forms.ChoiceField(required=False, choices=[("walking", "Walking"), ("running", "Running")])
    mirrored = forms.TypedChoiceField(**YES_OR_NO)
    walking_aid = forms.TypedChoiceField(**YES_OR_NO)
    true_rate_hz = NumberField(
        required=False,
        min_value=TRUE_RATES_HZ[0],
        max_value=TRUE_RATES_HZ[1],
        error_messages={"min_value": "No camera films so slowly.", "max_value": "No camera films so fast."},
    )

    def facts(self, analysis: Analysis) -> dict[Kind, Any]:
        """Only what is another word than the one that holds now."""
        now = filmed_as(analysis)
        said = {Kind(name): value for name, value in self.cleaned_data.items() if value not in (None, "")}
        return {kind: value for kind, value in said.items() if value != now[kind]}


def filmed_as(analysis: Analysis) -> dict[Kind, Any]:
    """How the run took the clip: as it was told, else as it found out."""
    found, hints = analysis.found, analysis.hints
    return {
        Kind.VIEW: found.view.value,
        Kind.ACTIVITY: found.activity.value,
        Kind.MIRRORED: bool(hints.get("mirrored")),
        Kind.WALKING_AID: bool(hints.get("walking_aid")),
        Kind.TRUE_RATE: hints.get("true_rate_hz") or _rate_believed_hz(found),
    }


def _rate_believed_hz(found: Result) -> float | None:
    """As the camera noted it, else that of the file; None where the pace makes neither believable, so that even the
    file's own rate is a word worth saying.
    """
    if found.is_pace_doubted or any(own.reason == "E_TOO_FAST" for own in found.sides.values()):
        return None
    noted_hz = found.video.capture_rate_hz if found.has_note("W_CAPTURE_RATE") else None
    return round(noted_hz or found.video.frame_rate_hz, 2)


class ClicksForm(forms.Form):
    """Points of the pelvis in several pictures, as --points of the command line: left and right are the patient's."""

    segment = forms.ChoiceField(choices=SEGMENTS)
    frames = forms.JSONField()

    def __init__(self, analysis: Analysis, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.analysis = analysis

    def clean_frames(self) -> list[ClickSaid]:
        frames = self.cleaned_data["frames"]
        if not isinstance(frames, list) or not 1 <= len(frames) <= MAX_CLICKS:
            raise forms.ValidationError("Mark both points in at least one picture.")
        return [self._frame(each) for each in frames]

    def _frame(self, frame: Any) -> ClickSaid:
        try:
            time_s = float(frame["time_s"])
            left, right = frame["left_xy_px"], frame["right_xy_px"]
        except (KeyError, TypeError, ValueError) as error:
            raise forms.ValidationError("A marked picture is incomplete. Mark it again.") from error
        if not 0 <= time_s <= clip_of(self.analysis).duration_s:
            raise forms.ValidationError("A marked picture lies behind the end of the clip. Mark it again.")
        return {
            "time_s": time_s,
            "left_xy_px": point_inside(self.analysis, left),
            "right_xy_px": point_inside(self.analysis, right),
        }


class ByHandForm(ClicksForm):
    """Points at the deepest instant of some stances, the leg that stands in each, and from where it was filmed.

    A picture may come twice: then it was marked again. line_px, where somebody drew it, as in LevelForm.
    """

    view = forms.ChoiceField(choices=[("posterior", "From behind"), ("anterior", "From the front")])
    line_px = forms.JSONField(required=False)

    def clean_line_px(self) -> list[list[float]] | None:
        line = self.cleaned_data["line_px"]
        return level_line(self.analysis, line) if line else None

    def facts(self) -> dict[Kind, Any]:
        """The view, where that is another word than was said before."""
        view = self.cleaned_data["view"]
        return {} if self.analysis.hints.get("view") == view else {Kind.VIEW: view}

    def _frame(self, frame: Any) -> ClickSaid:
        found = super()._frame(frame)
        if frame.get("side") not in list(Side):
            raise forms.ValidationError("Say for each marked picture which leg stands.")
        return {**found, "side": frame["side"]}


class PersonForm(forms.Form):
    """A point on the person to be measured, as a share of the picture's width and height."""

    time_s = forms.FloatField(min_value=0)
    x_share = forms.FloatField(min_value=0, max_value=1)
    y_share = forms.FloatField(min_value=0, max_value=1)


@dataclass(frozen=True, slots=True)
class Clip:
    """What can be pointed at. A run that failed has it from the file."""

    width_px: int
    height_px: int
    duration_s: float


def clip_of(analysis: Analysis) -> Clip:
    if analysis.has_result:
        video = analysis.found.video
        return Clip(video.width_px, video.height_px, video.duration_s)
    return Clip(**{each.name: analysis.recording.video[each.name] for each in fields(Clip)})


def level_line(analysis: Analysis, line: Any) -> list[list[float]]:
    """Both ends, image left first."""
    if not isinstance(line, list) or len(line) != 2:
        raise forms.ValidationError("Point at both ends of something level.")
    (x0, y0), (x1, y1) = ends = sorted(point_inside(analysis, each) for each in line)
    if abs(degrees(atan2(y1 - y0, x1 - x0))) > MAX_ROLL_DEG:
        raise forms.ValidationError(f"This line is tilted by more than {MAX_ROLL_DEG:.0f}°: nothing level is.")
    return ends


def point_inside(analysis: Analysis, xy_px: Any) -> list[float]:
    video = clip_of(analysis)
    try:
        x, y = (float(value) for value in xy_px)
    except (TypeError, ValueError) as error:
        raise forms.ValidationError("A marked point is incomplete. Mark it again.") from error
    if not (0 <= x <= video.width_px and 0 <= y <= video.height_px):
        raise forms.ValidationError("A marked point lies outside the picture. Mark it again.")
    return [x, y]
