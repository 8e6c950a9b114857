"""Turns a run into what its page shows, so that a template needs nothing but `analysis`."""

import re
from typing import Any

from django import template

from gait.models import Analysis, SignedReport
from gait.review import charts, cycle_plot, cycles
from gait.review.correction_forms import WHY_LEFT_OUT
from gait.review.key_frames import KeyFrame
from gait.review.key_frames import key_frames as draw_key_frames
from gait.review.level import zero_in_picture_deg
from gait.review.made import overlay_of, series_of
from gait.review.norm import norm_of
from gait.review.reading import Reading, degrees, read
from gait.review.signing_form import SigningForm
from gait.review.signing_words import kept as kept_words

register = template.Library()


@register.filter
def reading(analysis: Analysis) -> Reading:
    return read(analysis.result)


@register.filter
def stance_rows(analysis: Analysis) -> list[charts.StanceRow]:
    return charts.stance_rows(analysis.result)


@register.filter
def interval_bar(analysis: Analysis, side: str) -> charts.IntervalBar | None:
    """Against the norm; None for a clip that is not graded."""
    norm = norm_of(analysis.result, analysis.hints)
    return None if norm is None else charts.interval_bar(analysis.result["sides"][side], norm)


@register.filter
def key_frames(analysis: Analysis) -> list[KeyFrame]:
    return draw_key_frames(analysis.result, overlay_of(analysis))


@register.filter
def cycle_picture(analysis: Analysis) -> cycle_plot.CyclePlot | None:
    if not (series := series_of(analysis)):
        return None
    return cycle_plot.plot(cycles.fold(analysis.result, series), norm_of(analysis.result, analysis.hints))


@register.filter
def studies(keys: list[str]) -> str:
    """Keys of docs/references.md as people cite them: smith2002 is Smith 2002."""
    return ", ".join(re.sub(r"([a-z]+)(\d{4})[a-z]?", r"\1 \2", key).title() for key in keys)


@register.simple_tag
def reasons_to_leave_out() -> tuple[tuple[str, str], ...]:
    return WHY_LEFT_OUT


@register.filter
def facts_for_review(analysis: Analysis) -> dict[str, Any]:
    """What the player must know besides the overlay and the curve."""
    stances = [
        {**stance, "reason": charts.reason_sentence(stance["reason"])}
        for stance in sorted(analysis.result["stances"], key=lambda each: each["initial_contact_s"])
    ]
    return {
        "stances": stances,
        "isMeasured": read(analysis.result).is_measured,
        "rollDeg": analysis.result["camera_roll_deg"]["value"],
        "zeroDeg": zero_in_picture_deg(analysis.result),
    }


@register.filter
def signed(analysis: Analysis) -> SignedReport | None:
    return SignedReport.objects.filter(analysis=analysis).first()


@register.simple_tag(takes_context=True)
def signing_form(context: template.Context, analysis: Analysis) -> SigningForm:
    """The form as it came back with errors, else a fresh one with what its therapist has typed before."""
    return context.get("form") or SigningForm(analysis, words=kept_words(analysis, context["request"].user))


@register.filter(name="degrees")
def as_degrees(value: float | None) -> str:
    return degrees(value)
