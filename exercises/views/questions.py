"""The patient answers what their therapist asked."""

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render

from clinics.audit import record_event
from clinics.models import AuditEvent
from exercises.patient.visits import Visit, visitors_only
from patients.outcomes.asking import answer
from patients.outcomes.licensed import questionnaires
from patients.outcomes.score_forms import form_for_patient


@visitors_only
def patient_questions(request: HttpRequest, visit: Visit, instrument: str) -> HttpResponse:
    """One questionnaire on one page; what was never asked does not exist."""
    asked = get_object_or_404(visit.patient.score_requests.open(), instrument=instrument)
    questionnaire = questionnaires()[instrument]
    if not questionnaire.is_asked:
        raise Http404
    form = form_for_patient(questionnaire, visit.patient, request.POST or None)
    context = {"visit": visit, "page": "today", "questionnaire": questionnaire, "form": form}
    if request.method == "POST" and form.is_valid():
        score = answer(asked, form, answered_on=visit.today)
        record_event(
            AuditEvent.Action.CREATED,
            score,
            clinic=visit.patient.clinic,
            request=request,
            patient_id=visit.patient.pk,
            actor_kind="patient",
        )
        context["is_answered"] = True
    return render(request, "patient/questions.html", context)
