"""The plan that follows from a report, on the report's own page. gait knows no plans; its templates load this."""

from django import template

from exercises.models import Plan
from gait.models import SignedReport

register = template.Library()


@register.simple_tag
def plan_in_use(report: SignedReport) -> Plan | None:
    """The active plan that was drafted from this report, or None."""
    plans = Plan.objects.filter(report=report, status=Plan.Status.ACTIVE)
    return plans.prefetch_related("items__exercise").first()


@register.inclusion_tag("exercises/_report_plan.html")
def report_plan(plan: Plan) -> dict[str, object]:
    """One line an exercise, in the words of the referrer's report."""
    return {"plan": plan, "items": plan.items.all()}


@register.inclusion_tag("exercises/_report_plan_plain.html")
def report_plan_plain(plan: Plan) -> dict[str, object]:
    """The exercises by name and dose, in the words of the patient's page and its language."""
    return {"plan": plan, "items": plan.items.all()}
