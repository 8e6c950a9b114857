"""What an admin decides about the public page of a location: whether it is there, and when it is closed."""

from django import forms
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_POST

from clinics.access import admin_required, clinics_of
from clinics.audit import record_event
from clinics.models import AuditEvent, Clinic, Closure, Role


class ClosureForm(forms.ModelForm):
    class Meta:
        model = Closure
        fields = ["reason", "first_day", "last_day"]
        widgets = {name: forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d") for name in fields[1:]}

    def clean(self) -> dict[str, object]:
        first_day, last_day = self.cleaned_data.get("first_day"), self.cleaned_data.get("last_day")
        if first_day and last_day and last_day < first_day:
            self.add_error("last_day", "The last day must not come before the first.")
        return self.cleaned_data


ClosureFormSet = forms.inlineformset_factory(Clinic, Closure, form=ClosureForm, extra=2, can_delete=True)


@admin_required
def clinic_closures(request: HttpRequest, slug: str) -> HttpResponse:
    clinic = get_object_or_404(clinics_of(request.user, Role.ADMIN), slug=slug)
    formset = ClosureFormSet(request.POST or None, instance=clinic)
    if request.method == "POST" and formset.is_valid():
        formset.save()
        record_event(AuditEvent.Action.CHANGED, clinic, clinic=clinic, request=request)
        messages.success(request, "The closures are saved.")
        return redirect("clinic_list")
    return render(request, "clinics/clinic_closures.html", {"clinic": clinic, "formset": formset})


@require_POST
@admin_required
def clinic_publish(request: HttpRequest, slug: str) -> HttpResponse:
    """Put the public page of a location up, or take it down; says which, so that a second click changes nothing."""
    clinic = get_object_or_404(clinics_of(request.user, Role.ADMIN), slug=slug)
    clinic.is_published = request.POST.get("is_published") == "yes"
    clinic.save(update_fields=["is_published"])
    record_event(AuditEvent.Action.CHANGED, clinic, clinic=clinic, request=request)
    state = "public now" if clinic.is_published else "no longer public"
    messages.success(request, f"{clinic.name} is {state}.")
    return redirect("clinic_list")
