"""Where an admin chooses how a location looks."""

from django.contrib import messages
from django.db import transaction
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render

from clinics.access import SignedInRequest, admin_required, clinics_of
from clinics.audit import record_event
from clinics.looks.forms import LooksForm
from clinics.looks.pictures import NotAPicture
from clinics.looks.rename import NameRefused, not_mine, rename_practice
from clinics.models import AuditEvent, Clinic, Role

EVERYWHERE = "Above pages, reports and plans of all its locations, from now on."


@admin_required
def clinic_looks(request: SignedInRequest, slug: str) -> HttpResponse:
    clinic = get_object_or_404(clinics_of(request.user, Role.ADMIN), slug=slug)
    form = LooksForm(request.POST or None, request.FILES or None, instance=clinic)
    name = form.fields["practice_name"]
    name.disabled = bool(others := not_mine(request.user, clinic.practice))
    name.help_text = f"Only an admin of {', '.join(others)} too can change it." if others else EVERYWHERE
    if request.method == "POST" and form.is_valid() and saved(form, request):
        record_event(AuditEvent.Action.CHANGED, clinic, clinic=clinic, request=request)
        messages.success(request, "Saved. Reports, plans and pages show it from now on.")
        return redirect("clinic_looks", clinic.slug)
    # The form has already written into its own copy, right or wrong; the page shows what is kept.
    return render(request, "clinics/looks.html", {"clinic": Clinic.objects.get(pk=clinic.pk), "form": form})


def saved(form: LooksForm, request: SignedInRequest) -> bool:
    """All of it, or nothing with the form saying which picture is none, or why the name cannot be had."""
    clinic, name = form.instance, form.cleaned_data["practice_name"]
    try:
        with transaction.atomic():
            form.save()
            form.save_pictures()
            if name != clinic.practice:
                rename_practice(request, clinic, name)
    except NotAPicture as trouble:
        form.add_error(None, str(trouble))
    except NameRefused as trouble:
        form.add_error("practice_name", str(trouble))
    return not form.errors
