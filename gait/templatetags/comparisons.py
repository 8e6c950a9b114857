"""Ways to the page that shows two visits side by side."""

from django import template

from gait.models import Analysis
from gait.review.comparison import VisitComparison
from gait.review.partners import GAIT, newest_of_each_visit, partners_of
from patients.models import Patient

register = template.Library()


@register.inclusion_tag("gait/_compare_link.html")
def compare_link(analysis: Analysis | None) -> dict[str, object]:
    """On a result: nothing while it is the patient's only visit."""
    has_partners = (
        analysis is not None and analysis.has_result and analysis.found.activity in GAIT and partners_of(analysis)
    )
    return {"analysis": analysis if has_partners else None, "says": "Compare with another visit"}


@register.inclusion_tag("gait/_compare_link.html")
def compare_last_visits(patient: Patient) -> dict[str, object]:
    """On the patient's page: the newest visit against the one before it."""
    runs = newest_of_each_visit(patient)
    return {"analysis": runs[0] if len(runs) > 1 else None, "says": "Compare visits"}


@register.filter
def steps_for_lock(analysis: Analysis) -> list[dict[str, object]]:
    """What the locked players must know of a run: its stances in the order of the walk."""
    names = ("side", "initial_contact_s", "toe_off_s", "peak_drop_deg", "used")
    return [{name: getattr(stance, name) for name in names} for stance in analysis.found.stances_in_order]


@register.filter
def both_runs(comparison: VisitComparison) -> list[tuple[str, Analysis]]:
    return [("Then", comparison.earlier), ("Now", comparison.later)]
