"""One's own account: name, ways to sign in, and where one is signed in."""

from allauth.mfa.models import Authenticator
from allauth.usersessions.models import UserSession
from django import forms
from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.http.request import RawPostDataException
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_POST

from clinics.access import SignedInRequest, admin_required, clinics_of
from clinics.accounts.second_factor import FACTORS, is_asked_of
from clinics.accounts.sessions import end_unused_sessions, time_left
from clinics.accounts.unsaved_work import NotFields, keep, read_told
from clinics.audit import record_event
from clinics.models import AuditEvent, Role, User


class NameForm(forms.ModelForm):
    class Meta:
        model = User
        fields = ["full_name", "credentials"]
        widgets = {"full_name": forms.TextInput(attrs={"autocomplete": "name"})}


@login_required
def account(request: SignedInRequest) -> HttpResponse:
    # The form writes into the person it is given, right or wrong: not into the one whom the page's frame shows.
    form = NameForm(request.POST or None, instance=User.objects.get(pk=request.user.pk))
    if request.method == "POST" and form.is_valid():
        form.save()
        record_event(AuditEvent.Action.CHANGED, request.user, clinic=None, request=request)
        messages.success(request, "Your name is saved. Reports that are signed already keep the old one.")
        return redirect("account")
    end_unused_sessions(request.user)
    context = {
        "form": form,
        "memberships": request.user.memberships.filter(is_active=True).select_related("clinic"),
        "factors": Authenticator.objects.filter(user=request.user, type__in=FACTORS).order_by("created_at"),
        "codes": Authenticator.objects.filter(user=request.user, type=Authenticator.Type.RECOVERY_CODES).first(),
        "factor_is_asked": is_asked_of(request.user),
        "sessions": sorted(UserSession.objects.purge_and_list(request.user), key=lambda each: not each.is_current()),
    }
    return render(request, "account/account.html", context)


@require_POST
@login_required
def session_end(request: HttpRequest, pk: int) -> HttpResponse:
    get_object_or_404(UserSession, user=request.user, pk=pk).end()
    messages.success(request, "That session is ended.")
    return redirect("account")


@login_required
def session_time_left(request: HttpRequest) -> HttpResponse:
    """How long the session still has. Asking (GET) is no use of it; POST is, for somebody who types for long."""
    left = time_left(request.session)
    return JsonResponse({"left_s": min(left.idle_s, left.absolute_s), "can_be_longer": left.idle_s < left.absolute_s})


@require_POST
@login_required
def keep_unsaved_work(request: SignedInRequest) -> HttpResponse:
    try:
        keep(request.user, read_told(request.body))
    except (NotFields, RawPostDataException):  # the second: a form, of which only its fields are there by now
        return HttpResponse(status=400)
    return HttpResponse(status=204)


@require_POST
@admin_required
def clinic_second_factor(request: SignedInRequest, slug: str) -> HttpResponse:
    """Ask the staff of a location for a second factor, or stop; says which, so that a second click changes nothing."""
    clinic = get_object_or_404(clinics_of(request.user, Role.ADMIN), slug=slug)
    clinic.requires_second_factor = request.POST.get("required") == "yes"
    clinic.save(update_fields=["requires_second_factor"])
    record_event(AuditEvent.Action.CHANGED, clinic, clinic=clinic, request=request)
    state = "asked for" if clinic.requires_second_factor else "no longer asked for"
    messages.success(request, f"A second factor is {state} at {clinic.name}.")
    return redirect("clinic_list")
