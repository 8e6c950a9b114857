"""Emergency access as other pages show it: on the patient's, while it lasts, and on the clinic's, until it is seen."""

from django import template
from django.template import Context

from clinics.models import Clinic
from patients.models import Patient
from patients.moving.emergency import other_locations
from patients.moving.models import EmergencyAccess

register = template.Library()


@register.inclusion_tag("patients/_emergency_notice.html", takes_context=True)
def emergency_notice(context: Context, patient: Patient) -> dict[str, object]:
    opened = EmergencyAccess.objects.open_for(context["request"].user).filter(patient=patient)
    notes = EmergencyAccess.objects.noted_lately().filter(patient=patient).select_related("user")
    return {"access": opened.first(), "notes": notes, "csrf_token": context.get("csrf_token")}


@register.filter
def unseen_emergencies(clinic: Clinic) -> int:
    return EmergencyAccess.objects.filter(patient__clinic=clinic, seen_at=None).count()


@register.simple_tag(takes_context=True)
def has_other_locations(context: Context) -> bool:
    return other_locations(context["request"].user).exists()
