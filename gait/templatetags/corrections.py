"""What the correction part of a result page shows."""

from django import template

from gait.models import Analysis
from gait.result.conventions import Side, Source
from gait.review.by_hand_facts import sure_view
from gait.review.changes import Changes, changes_of
from gait.review.correction_forms import SEGMENTS, filmed_as
from gait.review.recompute import turns_round

register = template.Library()


@register.simple_tag
def changes(analysis: Analysis) -> Changes | None:
    return changes_of(analysis)


@register.simple_tag
def runs_to_show(runs: list[Analysis], chosen: Analysis | None) -> list[Analysis]:
    """Every correction makes a run; those that a later one replaced are reached through the list of changes."""
    newest = runs[0] if runs else None
    return [run for run in runs if "base" not in run.hints or run in (newest, chosen) or hasattr(run, "signed_report")]


@register.simple_tag
def filmed(analysis: Analysis) -> dict[str, object]:
    """How this run took the clip, by the names of FilmingForm."""
    return {kind.value: value for kind, value in filmed_as(analysis).items()}


@register.filter(name="turns_round")
def person_turns_round(analysis: Analysis) -> bool:
    return turns_round(analysis)


@register.simple_tag
def by_hand_start(analysis: Analysis) -> dict[str, object]:
    """What measuring by hand begins with; no view is chosen where it is not certain."""
    return {
        "legs": [(side.value, side.value.capitalize()) for side in Side],
        "views": [("posterior", "behind"), ("anterior", "the front")],
        "view": sure_view(analysis),
        "segment": analysis.hints.get("click_segment", SEGMENTS[0][0]),
        "segments": SEGMENTS,
    }


@register.simple_tag
def said_so_far(analysis: Analysis) -> dict[str, object]:
    """The points that hold now, so that marking goes on where it ended."""
    hints = analysis.hints
    return {
        "clicks": hints.get("clicks", []),
        "isByHand": hints.get("source") == Source.BY_HAND,
        "segment": hints.get("click_segment", SEGMENTS[0][0]),
        "segments": SEGMENTS,
    }
