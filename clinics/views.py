"""The way in, and what a clinic's admin keeps true. Nothing here tells about patients."""

from django.contrib import messages
from django.db.models import Count, Prefetch, Q
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_POST

from clinics.access import SignedInRequest, admin_required, clinics_of
from clinics.accounts.second_factor import with_factor
from clinics.audit import record_event
from clinics.current_location import current_location
from clinics.forms import ClinicForm
from clinics.models import AuditEvent, Clinic, Enquiry, Membership, Role
from clinics.public.views import landing


def home(request: HttpRequest) -> HttpResponse:
    """Where each person's work starts; visitors read what this place does."""
    if not request.user.is_authenticated:
        return landing(request)
    if clinics_of(request.user, Role.THERAPIST).exists():
        return redirect("worklist")
    if clinics_of(request.user, Role.ADMIN).exists():
        return redirect("clinic_list")
    if request.user.is_staff and not Clinic.objects.exists():
        return redirect("getting_started")
    return redirect("admin:index") if request.user.is_staff else render(request, "clinics/no_workplace.html")


@admin_required
def clinic_list(request: SignedInRequest) -> HttpResponse:
    members = Membership.objects.select_related("user").order_by("-is_active", "user__full_name", "role")
    staff = with_factor(members)
    new = Count("enquiries", filter=Q(enquiries__state=Enquiry.State.NEW))
    led = clinics_of(request.user, Role.ADMIN)
    here = current_location(request)
    clinics = (
        (led.filter(pk=here.pk) if here and led.filter(pk=here.pk).exists() else led)
        .annotate(new_enquiries=new)
        .prefetch_related("opening_hours", "invitations", Prefetch("memberships", queryset=staff))
    )
    return render(request, "clinics/clinic_list.html", {"clinics": clinics})


@admin_required
def clinic_edit(request: SignedInRequest, slug: str) -> HttpResponse:
    clinic = my_clinic(request, slug)
    form = ClinicForm(request.POST or None, instance=clinic)
    if request.method == "POST" and form.is_valid():
        form.save()
        return changed(request, clinic, "The address and contact details are saved.")
    return render(request, "clinics/clinic_edit.html", {"clinic": clinic, "form": form})


@require_POST
@admin_required
def clinic_staff_switch(request: SignedInRequest, slug: str, pk: int) -> HttpResponse:
    """Switch one person's role at the clinic off, or on again."""
    clinic = my_clinic(request, slug)
    membership = get_object_or_404(clinic.memberships.exclude(user=request.user), pk=pk)
    membership.is_active = not membership.is_active
    membership.save(update_fields=["is_active"])
    record_event(AuditEvent.Action.CHANGED, membership, clinic=clinic, request=request)
    state = "works again" if membership.is_active else "no longer works"
    messages.success(request, f"{membership.user} {state} at {clinic.name} as {membership.get_role_display().lower()}.")
    return redirect("clinic_list")


def my_clinic(request: SignedInRequest, slug: str) -> Clinic:
    return get_object_or_404(clinics_of(request.user, Role.ADMIN), slug=slug)


def changed(request: HttpRequest, clinic: Clinic, message: str) -> HttpResponse:
    record_event(AuditEvent.Action.CHANGED, clinic, clinic=clinic, request=request)
    messages.success(request, message)
    return redirect("clinic_list")
