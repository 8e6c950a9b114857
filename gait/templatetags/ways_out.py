"""The one large button beside a verdict that cannot be told."""

from django import template

from gait.models import Analysis, Recording
from gait.queue import runs
from gait.result.conventions import Side
from gait.result.ways_out import WORDS, WayOut, way_out_of_failure, way_out_of_side

register = template.Library()


@register.inclusion_tag("gait/_way_out.html", takes_context=True)
def way_out(context: template.Context, analysis: Analysis, side: str = "") -> dict[str, object]:
    """Of a side that is withheld, or of a run that failed. by_hand: whether that is offered beside it."""
    recording = analysis.recording
    is_walk = recording.kind == Recording.Kind.GAIT
    if side:
        found = analysis.found
        way = way_out_of_side(found, found.sides[Side(side)])
    else:
        way = way_out_of_failure(analysis.error_code, is_walk=is_walk)
    has_clip = bool(side) or context.get("has_clip")
    if way in (WayOut.BY_HAND, WayOut.PERSON) and not has_clip:
        way = WayOut.FILM_AGAIN
    return {
        "analysis": analysis,
        "side": side,
        "way": way,
        "words": WORDS[way] if way else None,
        "is_static": not is_walk,
        "can_by_hand": is_walk and has_clip and way is not WayOut.BY_HAND,
        "csrf_token": context.get("csrf_token"),
    }


@register.inclusion_tag("gait/_change_kind.html", takes_context=True)
def change_kind(context: template.Context, recording: Recording, size: str = "small") -> dict[str, object]:
    """What else the clip may show; the likeliest first: a walk among tests, standing among walks."""
    kinds = [kind for kind in Recording.Kind if kind != recording.kind]
    return {"recording": recording, "kinds": kinds, "size": size, "csrf_token": context.get("csrf_token")}


@register.filter
def other_kind_says(analysis: Analysis) -> str:
    """Of a run that does not fit the clip's kind."""
    return runs.other_kind_in_words(analysis)


@register.filter
def newest_of_clip(analysis: Analysis) -> Analysis:
    return analysis.recording.analyses.first() or analysis
