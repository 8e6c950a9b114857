"""The inbox of one location, for its admins."""

from django.contrib import messages
from django.core.paginator import Paginator
from django.db.models import Count
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_POST

from clinics.access import SignedInRequest, admin_required, clinics_of
from clinics.accounts.unsaved_work import refuse
from clinics.enquiries.appointment_calendar import appointment_ics
from clinics.enquiries.forms import BookingForm, MoveForm
from clinics.enquiries.handling import NEXT_STATES, StateHasMoved, move_enquiry
from clinics.models import Enquiry, Role

PAGE_SIZE = 50


@admin_required
def clinic_enquiries(request: SignedInRequest, slug: str) -> HttpResponse:
    clinic = get_object_or_404(clinics_of(request.user, Role.ADMIN), slug=slug)
    enquiries = Enquiry.objects.visible_to(request.user).filter(clinic=clinic)
    counts = dict(enquiries.order_by().values_list("state").annotate(Count("pk")))
    state = request.GET.get("state", "")
    shown = enquiries.filter(state=state) if state in Enquiry.State.values else enquiries
    context = {
        "clinic": clinic,
        "page": Paginator(shown, PAGE_SIZE).get_page(request.GET.get("page")),
        "state": state,
        "states": [(value, label, counts.get(value, 0)) for value, label in Enquiry.State.choices],
        "total": sum(counts.values()),
    }
    return render(request, "clinics/enquiry_list.html", context)


@admin_required
def clinic_enquiry(request: SignedInRequest, slug: str, enquiry_id: str) -> HttpResponse:
    return show_enquiry(request, find_enquiry(request, slug, enquiry_id))


@require_POST
@admin_required
def clinic_enquiry_move(request: SignedInRequest, slug: str, enquiry_id: str) -> HttpResponse:
    enquiry = find_enquiry(request, slug, enquiry_id)
    form_class = BookingForm if request.POST.get("state") == Enquiry.State.BOOKED else MoveForm
    form = form_class(request.POST, enquiry=enquiry)
    if not form.is_valid():
        return show_enquiry(request, enquiry, form, status=422)
    try:
        move_enquiry(
            enquiry,
            form.cleaned_data["state"],
            request=request,
            appointment_at=form.cleaned_data.get("appointment_at"),
            minutes=form.cleaned_data.get("minutes"),
        )
    except StateHasMoved:
        refuse(
            request,
            "Nothing was changed: somebody else has just moved this enquiry on. What you typed is kept below; look "
            "at the enquiry again, then book or move it.",
        )
    else:
        messages.success(request, f"The enquiry is marked as {enquiry.get_state_display().lower()}.")
    return redirect("clinic_enquiry", slug, enquiry.pk)


@admin_required
def clinic_enquiry_calendar(request: SignedInRequest, slug: str, enquiry_id: str) -> HttpResponse:
    enquiry = find_enquiry(request, slug, enquiry_id)
    if enquiry.state != Enquiry.State.BOOKED:
        raise Http404
    headers = {"Content-Disposition": 'attachment; filename="appointment.ics"'}
    return HttpResponse(appointment_ics(enquiry), content_type="text/calendar; charset=utf-8", headers=headers)


def find_enquiry(request: SignedInRequest, slug: str, enquiry_id: str) -> Enquiry:
    mine = Enquiry.objects.visible_to(request.user).select_related("clinic", "handled_by")
    return get_object_or_404(mine, clinic__slug=slug, pk=enquiry_id)


def show_enquiry(
    request: HttpRequest, enquiry: Enquiry, form: MoveForm | None = None, status: int = 200
) -> HttpResponse:
    booking = BookingForm(enquiry=enquiry, initial={"minutes": enquiry.appointment_minutes})
    context = {
        "enquiry": enquiry,
        "clinic": enquiry.clinic,
        "form": form,
        "booking": form if isinstance(form, BookingForm) else booking,
        "next_states": NEXT_STATES[enquiry.state],
    }
    return render(request, "clinics/enquiry.html", context, status=status)
