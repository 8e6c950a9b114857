"""The static tests of an assessment on its page."""

from django import template
from django.template.context import RequestContext

from gait.models import Analysis, Assessment, Recording
from gait.result.conventions import ZeroReference
from gait.review.static_reading import StaticReading, read_static
from gait.static_tests import TESTS, newest_gait_result, newest_static_runs, standing_zero

register = template.Library()


@register.inclusion_tag("gait/_static_tests.html", takes_context=True)
def static_tests(context: RequestContext, assessment: Assessment, analysis: Analysis | None) -> dict[str, object]:
    """analysis is the run that the page shows."""
    return {
        "assessment": assessment,
        "analysis": analysis,
        "rows": static_rows(assessment),
        "kinds": [kind for kind in Recording.Kind if kind is not Recording.Kind.GAIT],
        "can_count_from_standing": analysis is not None and can_count_from_standing(assessment, analysis),
        "csrf_token": context.get("csrf_token"),
    }


@register.filter
def static_reading(analysis: Analysis) -> StaticReading | None:
    """None for quiet standing, and before a run is done."""
    if analysis.recording.kind not in TESTS or not analysis.has_result or (static := analysis.found.static) is None:
        return None
    return read_static(static, newest_gait_result(analysis.recording.assessment))


def static_rows(assessment: Assessment) -> list[dict[str, object]]:
    return [
        {"kind": Recording.Kind(kind), "run": run, "reading": static_reading(run)}
        for kind, run in newest_static_runs(assessment).items()
    ]


def can_count_from_standing(assessment: Assessment, analysis: Analysis) -> bool:
    """A walk that nobody has corrected, not counted from standing though there is a standing clip."""
    is_open = (
        analysis.status == Analysis.Status.DONE
        and analysis.recording.kind == Recording.Kind.GAIT
        and analysis.fits_kind
        and not hasattr(analysis, "signed_report")
        and not analysis.hints.get("changes")
        and not analysis.hints.get("standing_zero")
    )
    is_without = is_open and analysis.found.zero_reference is not ZeroReference.STANDING
    return bool(is_without and standing_zero(assessment))
