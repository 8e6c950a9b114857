"""Giving the plan to the patient: link, QR code, printed sheet."""

from urllib.parse import quote

import segno
from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import translation
from django.views.decorators.http import require_POST

from clinics.access import SignedInRequest, therapist_required
from clinics.audit import one_change, record_event, record_view
from clinics.languages import SOURCE, is_spoken
from clinics.models import AuditEvent
from clinics.reach import is_reached_from_elsewhere
from exercises.following.schedule import session_minutes_of, tasks_of, today_at
from exercises.models import HandOverTick, Plan, PlanLink
from exercises.patient.links import address_of, live_link, revoke
from exercises.views.plan_access import visible_plan
from gait.review.paper import pictures_of
from patients import consent
from patients.models import Consent

ADDRESS_GONE = (
    " The e-mail address for reminders that was set through the plan's page is removed too:"
    " it gets no mail and no code any more. Whoever opens the new link can set one again."
)


LINK_LETTER = "Your own page at {practice}: {address}\nIt asks for your year of birth. Please do not pass this link on."


@therapist_required
def plan_handover(request: SignedInRequest, pk: object) -> HttpResponse:
    """The page to turn to the patient: scan, try one set, done."""
    plan = active_or_404(request, pk)
    with one_change():
        link = live_link(plan.patient, request.user)
        record_view(request, link, clinic=plan.patient.clinic, patient_id=plan.patient_id)
    ticked = {tick.step: tick for tick in plan.handover_ticks.select_related("done_by")}
    context = {
        **sheet_context(plan, link),
        **letters_with(plan, address_of(link)),
        "links": plan.patient.plan_links.live().select_related("made_by"),
        "steps": [(step, ticked.get(step.value)) for step in HandOverTick.Step],
        "ticked": len(ticked),
        "picture_consent": consent.standing(plan.patient, Consent.Purpose.PICTURE),
        "picture_wording": consent.WORDINGS[Consent.Purpose.PICTURE],
        "has_pictures": bool(pictures_of(plan.report)),
    }
    return render(request, "exercises/handover.html", context)


def letters_with(plan: Plan, address: str) -> dict[str, str]:
    """A mail and a text message for the therapist's own programs to send. They name nobody and nothing of health."""
    patient = plan.patient
    words = LINK_LETTER.format(practice=patient.clinic.practice, address=address)
    subject = quote(f"Your page at {patient.clinic.practice}")
    return {
        "mail_address": f"mailto:{quote(patient.email)}?subject={subject}&body={quote(words)}",
        "text_address": f"sms:{quote(patient.phone.replace(' ', ''), safe='+')}?&body={quote(words)}",
    }


@require_POST
@therapist_required
def handover_tick(request: SignedInRequest, pk: object) -> HttpResponse:
    """Tick one step of the hand-over, or take the tick back."""
    plan = active_or_404(request, pk)
    step = request.POST.get("step", "")
    if step in HandOverTick.Step.values:
        if request.POST.get("is_done") == "no":
            plan.handover_ticks.filter(step=step).delete()
        else:
            plan.handover_ticks.get_or_create(step=step, defaults={"done_by": request.user})
        record_event(
            AuditEvent.Action.CHANGED, plan, clinic=plan.patient.clinic, request=request, patient_id=plan.patient_id
        )
    return to_checklist(plan)


@require_POST
@therapist_required
def plan_picture(request: SignedInRequest, pk: object) -> HttpResponse:
    """Show the patient their own picture, after they said yes; or hide it again."""
    plan = active_or_404(request, pk)
    if request.POST.get("is_allowed") == "yes":
        agreed = consent.give(plan.patient, confirmed_by=request.user, purpose=Consent.Purpose.PICTURE)
    else:
        agreed = get_object_or_404(plan.patient.consents, purpose=Consent.Purpose.PICTURE, withdrawn_at=None)
        consent.withdraw(agreed)
    record_event(
        AuditEvent.Action.CHANGED, agreed, clinic=plan.patient.clinic, request=request, patient_id=plan.patient_id
    )
    return to_checklist(plan)


def to_checklist(plan: Plan) -> HttpResponse:
    response = redirect("plan_handover", plan.pk)
    response["Location"] += "#together"
    return response


@therapist_required
def plan_sheet(request: SignedInRequest, pk: object) -> HttpResponse:
    """The same plan on paper, A4 or letter; ?large=1 for large print, ?lang=es for Spanish."""
    plan = active_or_404(request, pk)
    with one_change():
        link = live_link(plan.patient, request.user)
        record_event(
            AuditEvent.Action.EXPORTED, plan, clinic=plan.patient.clinic, request=request, patient_id=plan.patient_id
        )
    language = asked if is_spoken(asked := request.GET.get("lang")) else SOURCE
    context = {**sheet_context(plan, link), "is_large": "large" in request.GET, "language": language}
    with translation.override(language):
        return render(request, "exercises/sheet.html", context)


@require_POST
@therapist_required
def link_revoke(request: SignedInRequest, pk: object) -> HttpResponse:
    link = get_object_or_404(PlanLink.objects.visible_to(request.user).select_related("patient__clinic"), pk=pk)
    had_address = revoke(link)
    record_event(
        AuditEvent.Action.CHANGED, link, clinic=link.patient.clinic, request=request, patient_id=link.patient_id
    )
    messages.success(request, f"The link no longer opens.{ADDRESS_GONE if had_address else ''}")
    plan = link.patient.plans.filter(status=Plan.Status.ACTIVE).first()
    return redirect("plan_handover", plan.pk) if plan else redirect("patient", link.patient_id)


def active_or_404(request: SignedInRequest, pk: object) -> Plan:
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
        "is_reachable": is_reached_from_elsewhere(address),
        "qr_svg": segno.make(address, error="m").svg_inline(scale=4, border=2, omitsize=True),
        "tasks": tasks,
        "minutes": session_minutes_of([task.item for task in tasks if not task.is_later]),
    }
