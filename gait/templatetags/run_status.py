"""{% run_status analysis %}: the same fragment that the status view answers with."""

from django import template

from gait.models import Analysis
from gait.queue.progress import progress_of

register = template.Library()


@register.inclusion_tag("gait/_status.html", takes_context=True)
def run_status(context: template.Context, analysis: Analysis) -> dict[str, object]:
    return {
        "analysis": analysis,
        "progress": progress_of(analysis),
        "csrf_token": context.get("csrf_token"),
    }
