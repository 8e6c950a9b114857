"""Giving the plan to the patient: link, QR code, printed sheet."""

import segno
from django.conf import settings
from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import translation
from django.views.decorators.http import require_POST

from clinics.access import therapist_required
from clinics.audit import record_event, record_view
from clinics.models import AuditEvent
from exercises.models import Plan, PlanLink
from exercises.patient.links import address_of, live_link, revoke
from exercises.schedule import minutes_of, tasks_of, today_at
from exercises.views.plan import visible_plan


@therapist_required
def plan_handover(request: HttpRequest, pk: object) -> HttpResponse:
    """The page to turn to the patient: scan, try one set, done."""
    plan = active_or_404(request, pk)
    link = live_link(plan.patient, request.user)
    record_view(request, link, clinic=plan.patient.clinic, patient_id=plan.patient_id)
    context = {**sheet_context(plan, link), "links": plan.patient.plan_links.live().select_related("made_by")}
    return render(request, "exercises/handover.html", context)


@therapist_required
def plan_sheet(request: HttpRequest, pk: object) -> HttpResponse:
    """The same plan on paper, A4 or letter; ?large=1 for large print, ?lang=es for Spanish."""
    plan = active_or_404(request, pk)
    link = live_link(plan.patient, request.user)
    record_event(
        AuditEvent.Action.EXPORTED, plan, clinic=plan.patient.clinic, request=request, patient_id=plan.patient_id
    )
    language = request.GET.get("lang") if request.GET.get("lang") in dict(settings.LANGUAGES) else "en"
    context = {**sheet_context(plan, link), "is_large": "large" in request.GET, "language": language}
    with translation.override(language):
        return render(request, "exercises/sheet.html", context)


@require_POST
@therapist_required
def link_revoke(request: HttpRequest, pk: object) -> HttpResponse:
    link = get_object_or_404(PlanLink.objects.visible_to(request.user).select_related("patient__clinic"), pk=pk)
    revoke(link)
    record_event(
        AuditEvent.Action.CHANGED, link, clinic=link.patient.clinic, request=request, patient_id=link.patient_id
    )
    messages.success(request, "The link no longer opens.")
    plan = link.patient.plans.filter(status=Plan.Status.ACTIVE).first()
    return redirect("plan_handover", plan.pk) if plan else redirect("patient", link.patient_id)


def active_or_404(request: HttpRequest, pk: object) -> Plan:
    plan = visible_plan(request, pk)
    if plan.status != Plan.Status.ACTIVE:
        raise Http404
    return plan


def sheet_context(plan: Plan, link: PlanLink) -> dict[str, object]:
    address = address_of(link)
    tasks = tasks_of(plan, today_at(plan.patient.clinic))
    return {
        "plan": plan,
        "patient": plan.patient,
        "clinic": plan.patient.clinic,
        "link": link,
        "address": address,
        "qr_svg": segno.make(address, error="m").svg_inline(scale=4, border=2, omitsize=True),
        "tasks": tasks,
        "minutes": sum(minutes_of(task.item) for task in tasks if not task.is_later),
    }
