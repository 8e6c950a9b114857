"""What a clinic has decided about its programmes: the version that holds, all versions before it, and a new one.

How a drop is judged cannot be decided here: reference values are one edition for every clinic, and each result
carries the edition it was judged by.
"""

from django import forms
from django.contrib import messages
from django.db import transaction
from django.db.models import Max
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render

from clinics.access import SignedInRequest, admin_required, clinics_of
from clinics.audit import record_event
from clinics.models import AuditEvent, Clinic, ProtocolVersion, Role, User
from clinics.numbers import number_fields


def protocol_of(clinic: Clinic) -> ProtocolVersion:
    """The version that holds; an unsaved one with the values of every new clinic where none was decided."""
    return clinic.protocols.select_related("decided_by").first() or ProtocolVersion(clinic=clinic, number=0)


def silent_days_by_clinic() -> dict[int, int]:
    """By clinic id, where a clinic has decided something."""
    return dict(ProtocolVersion.objects.standing().order_by().values_list("clinic_id", "silent_days"))


class ProtocolForm(forms.ModelForm):
    class Meta:
        model = ProtocolVersion
        formfield_callback = number_fields
        fields = ["silent_days", "review_weeks", "why"]
        labels = {"why": "Why this change?"}
        help_texts = {"why": "Colleagues read it beside your name."}
        widgets = {"why": forms.Textarea(attrs={"rows": 2})}

    def clean(self) -> None:
        before = protocol_of(self.instance.clinic)
        changed = [name for name in ("silent_days", "review_weeks") if name in self.cleaned_data]
        if before.pk and all(self.cleaned_data[name] == getattr(before, name) for name in changed):
            raise forms.ValidationError("This is what holds already.")


@transaction.atomic
def decide(form: ProtocolForm, by: User) -> ProtocolVersion:
    """The next version of a clinic's protocol. The clinic's row is held, so that two admins get two numbers."""
    version = form.save(commit=False)
    Clinic.objects.select_for_update().get(pk=version.clinic_id)
    last = ProtocolVersion.objects.filter(clinic=version.clinic_id).aggregate(last=Max("number"))["last"]
    version.number, version.decided_by = (last or 0) + 1, by
    version.save(force_insert=True)
    return version


@admin_required
def clinic_protocol(request: SignedInRequest, slug: str) -> HttpResponse:
    clinic = get_object_or_404(clinics_of(request.user, Role.ADMIN), slug=slug)
    holds = protocol_of(clinic)
    values = {"silent_days": holds.silent_days, "review_weeks": holds.review_weeks}
    form = ProtocolForm(request.POST or None, instance=ProtocolVersion(clinic=clinic), initial=values)
    if request.method == "POST" and form.is_valid():
        version = decide(form, request.user)
        record_event(AuditEvent.Action.CREATED, version, clinic=clinic, request=request)
        messages.success(request, f"Version {version.number} holds from now on.")
        return redirect("clinic_protocol", clinic.slug)
    versions = clinic.protocols.select_related("decided_by")
    return render(request, "clinics/protocol.html", {"clinic": clinic, "form": form, "versions": versions})
