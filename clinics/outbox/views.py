"""The outbox of one location, for its admins: what left, what waits and what did not get through."""

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_POST

from clinics.access import SignedInRequest, admin_required, clinics_of
from clinics.audit import record_event
from clinics.models import AuditEvent, Role
from clinics.outbox.delivery import send_again

PAGE_SIZE = 50


@admin_required
def clinic_mails(request: SignedInRequest, slug: str) -> HttpResponse:
    clinic = get_object_or_404(clinics_of(request.user, Role.ADMIN), slug=slug)
    page = Paginator(clinic.mails.defer("content"), PAGE_SIZE).get_page(request.GET.get("page"))
    return render(request, "clinics/mails.html", {"clinic": clinic, "page": page})


@require_POST
@admin_required
def clinic_mail_retry(request: SignedInRequest, slug: str, pk: object) -> HttpResponse:
    clinic = get_object_or_404(clinics_of(request.user, Role.ADMIN), slug=slug)
    mail = get_object_or_404(clinic.mails, pk=pk)
    if send_again(mail):
        record_event(AuditEvent.Action.CHANGED, mail, clinic=clinic, request=request)
        messages.success(request, f"The mail to {mail.recipient} goes out again within a minute.")
    return redirect("clinic_mails", clinic.slug)
