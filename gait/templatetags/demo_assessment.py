"""A finished assessment to show somebody around in: of the demo clinic where there is one, else the newest."""

from django import template
from django.db.models import Case, Value, When
from django.template import Context

from gait.models import Analysis, Assessment

register = template.Library()


@register.simple_tag(takes_context=True)
def demo_assessment(context: Context) -> Assessment | None:
    """One that the person may see; rendered clips of the demo first, for they show nobody."""
    done = Assessment.objects.visible_to(context["request"].user).filter(
        recordings__analyses__status=Analysis.Status.DONE
    )
    is_demo = Case(When(recordings__original_name__startswith="demo_", then=Value(0)), default=Value(1))
    return done.order_by(is_demo, "-created_at").first()
