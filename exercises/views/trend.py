"""A patient's course on one time line: what was measured, what was told, and what was done."""

from django.http import HttpResponse
from django.shortcuts import get_object_or_404, render
from django.views.decorators.http import require_safe

from clinics.access import SignedInRequest, therapist_required
from clinics.audit import record_view
from exercises.following.schedule import today_at
from exercises.trend.measures import events_of, measures_of
from exercises.trend.plot import plot
from patients.models import Patient


@therapist_required
@require_safe
def patient_trend(request: SignedInRequest, pk: object) -> HttpResponse:
    patient = get_object_or_404(Patient.objects.visible_to(request.user).select_related("clinic"), pk=pk)
    record_view(request, patient, clinic=patient.clinic, patient_id=patient.pk)
    measures = measures_of(patient)
    context = {
        "patient": patient,
        "plot": plot(measures, events_of(patient), today_at(patient.clinic)),
        "measures": [(measure, sorted(measure.points, key=lambda point: point.day)) for measure in measures],
    }
    return render(request, "exercises/trend.html", context)
