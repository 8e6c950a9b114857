"""Strength and scores on pages: the patient's own, and the patient's app."""

from django import template
from django.template.context import RequestContext

from clinics.current_location import current_location
from patients.models import Patient
from patients.outcomes.instruments import Questionnaire
from patients.outcomes.licensed import questionnaires
from patients.outcomes.models import ScoreRequest
from patients.outcomes.reading import score_readings, strength_readings
from patients.outcomes.waiting import waiting_for

register = template.Library()


@register.inclusion_tag("patients/_outcomes.html", takes_context=True)
def patient_outcomes(context: RequestContext, patient: Patient) -> dict[str, object]:
    """The section of a patient's page, with everything that can be entered or asked."""
    return {
        "patient": patient,
        "strength": strength_readings(patient),
        "scores": score_readings(patient),
        "requests": patient.score_requests.open().select_related("asked_by"),
        "questionnaires": [each for each in questionnaires().values() if each.is_entered],
        "csrf_token": context.get("csrf_token"),
    }


@register.inclusion_tag("patients/_answers_waiting.html", takes_context=True)
def answers_to_look_at(context: RequestContext) -> dict[str, object]:
    """The worklist's section of scores."""
    request = context["request"]
    return {"rows": waiting_for(request.user, current_location(request))}


@register.inclusion_tag("patient/_asked.html", takes_context=True)
def questions_to_answer(context: RequestContext, patient: Patient) -> dict[str, object]:
    """On the patient's own page: what their therapist asked and nobody has answered."""
    askable = [code for code, each in questionnaires().items() if each.is_asked]
    return {"requests": patient.score_requests.open().filter(instrument__in=askable), "visit": context["visit"]}


@register.filter
def questionnaire(request: ScoreRequest) -> Questionnaire:
    return questionnaires()[request.instrument]
