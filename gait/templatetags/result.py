"""Turns a run into what its page shows, so that a template needs nothing but `analysis`."""

import re
from dataclasses import asdict

from django import template

from gait.models import Analysis, SignedReport
from gait.result.conventions import Side
from gait.result.sources import SOURCES, words_of
from gait.review import charts, cycle_plot, cycles
from gait.review.by_hand_facts import facts_by_hand
from gait.review.correction_forms import WHY_LEFT_OUT
from gait.review.figures import degrees
from gait.review.key_frames import KeyFrame
from gait.review.key_frames import key_frames as draw_key_frames
from gait.review.level_readings import level_readings
from gait.review.made import overlay_of, series_of
from gait.review.norm import norm_of
from gait.review.reading import Reading, read
from gait.review.signing_form import SigningForm
from gait.review.signing_words import kept as kept_words

register = template.Library()


@register.filter
def reading(analysis: Analysis) -> Reading:
    return read(analysis.found)


@register.filter
def stance_rows(analysis: Analysis) -> list[charts.StanceRow]:
    return charts.stance_rows(analysis.found)


@register.filter
def interval_bar(analysis: Analysis, side: str) -> charts.IntervalBar | None:
    """Against the norm; None for a clip that is not graded."""
    found = analysis.found
    norm = norm_of(found, analysis.hints)
    return None if norm is None else charts.interval_bar(found.sides[Side(side)], norm)


@register.filter
def key_frames(analysis: Analysis) -> list[KeyFrame]:
    return draw_key_frames(analysis.found, overlay_of(analysis))


@register.filter
def cycle_picture(analysis: Analysis) -> cycle_plot.CyclePlot | None:
    found = analysis.found
    if not words_of(found.source).is_followed or not found.knows_zero or not (series := series_of(analysis)):
        return None
    return cycle_plot.plot(cycles.fold(found.stances, series), norm_of(found, analysis.hints))


@register.filter
def studies(keys: list[str]) -> str:
    """Keys of docs/references.md as people cite them: smith2002 is Smith 2002."""
    return ", ".join(re.sub(r"([a-z]+)(\d{4})[a-z]?", r"\1 \2", key).title() for key in keys)


@register.simple_tag
def reasons_to_leave_out() -> tuple[tuple[str, str], ...]:
    return WHY_LEFT_OUT


@register.filter
def facts_for_review(analysis: Analysis) -> dict[str, object]:
    """What the player must know besides the overlay and the curve."""
    found = analysis.found
    return {
        "stances": [
            {**asdict(stance), "reason": charts.reason_sentence(stance.reason)} for stance in found.stances_in_order
        ],
        "isMeasured": words_of(found.source).is_measured,
        "rollDeg": found.camera_roll.value_deg,
        "zeroDeg": found.zero_in_picture_deg,
        "levelReadings": level_readings(found),
        **facts_by_hand(analysis),
        "lineNames": {source.value: words.name for source, words in SOURCES.items()},
    }


@register.filter
def signed(analysis: Analysis) -> SignedReport | None:
    return SignedReport.objects.filter(analysis=analysis).first()


@register.simple_tag(takes_context=True)
def signing_form(context: template.Context, analysis: Analysis) -> SigningForm:
    """The form as it came back with errors, else a fresh one with what its therapist has typed before."""
    return context.get("form") or SigningForm(analysis, words=kept_words(analysis, context["request"].user))


@register.filter
def in_a_sentence(name: str) -> str:
    """Its first letter small; "2-D" keeps its own."""
    return name[:1].lower() + name[1:]


@register.filter(name="degrees")
def as_degrees(value: float | None) -> str:
    return degrees(value)
