"""Back to my plan without the link: the address, then the code from the mail and the birth year."""

from django import forms
from django.http import HttpRequest, HttpResponseBase
from django.shortcuts import redirect, render
from django.utils.translation import gettext_lazy as _

from clinics.audit import record_event
from clinics.models import AuditEvent
from clinics.public.visitors import address_of
from exercises.models import PlanLink
from exercises.patient.code_by_mail import TooMany, ask, redeem
from exercises.patient.links import derive_secret, remember_opening
from exercises.patient.visits import admit


class AddressForm(forms.Form):
    email = forms.EmailField(label=_("Your e-mail address"), widget=forms.EmailInput(attrs={"autocomplete": "email"}))


class CodeForm(AddressForm):
    email = forms.EmailField(widget=forms.HiddenInput)
    code = forms.RegexField(
        r"^\d{6}$",
        label=_("The six digits from the mail"),
        widget=forms.TextInput(attrs={"inputmode": "numeric", "autocomplete": "one-time-code", "maxlength": 6}),
    )
    birth_year = forms.IntegerField(
        label=_("In which year were you born?"),
        min_value=1900,
        max_value=2100,
        widget=forms.TextInput(attrs={"inputmode": "numeric", "autocomplete": "bday-year", "maxlength": 4}),
    )


def my_plan(request: HttpRequest) -> HttpResponseBase:
    """Everybody who gives an address sees the same next page."""
    if "code" in request.POST:
        return open_by_code(request)
    form = AddressForm(request.POST or None)
    if request.method != "POST" or not form.is_valid():
        return render(request, "patient/my_plan.html", {"form": form})
    try:
        ask(form.cleaned_data["email"], address_of(request))
    except TooMany:
        return render(request, "patient/my_plan.html", {"form": form, "is_too_many": True}, status=429)
    return render(request, "patient/my_plan.html", {"form": CodeForm(initial=form.cleaned_data), "is_asked": True})


def open_by_code(request: HttpRequest) -> HttpResponseBase:
    form = CodeForm(request.POST)
    context = {"form": form, "is_asked": True, "is_refused": True}
    if not form.is_valid():
        return render(request, "patient/my_plan.html", {**context, "is_refused": False}, status=422)
    try:
        link = redeem(**form.cleaned_data)
    except TooMany:
        return render(request, "patient/my_plan.html", {"form": AddressForm(), "is_too_many": True}, status=429)
    return let_in(request, link) if link else render(request, "patient/my_plan.html", context, status=403)


def let_in(request: HttpRequest, link: PlanLink) -> HttpResponseBase:
    secret = derive_secret(link.salt)
    remember_opening(link)
    record_event(
        AuditEvent.Action.VIEWED,
        link,
        clinic=link.patient.clinic,
        request=request,
        patient_id=link.patient_id,
        actor_kind="patient",
    )
    return admit(redirect("patient_today", secret), secret, link)
