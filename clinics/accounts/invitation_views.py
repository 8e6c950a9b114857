"""Inviting, which an admin does for their own location, and accepting, which needs nothing but the link."""

from django.contrib import messages
from django.contrib.auth import logout
from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST

from clinics.access import SignedInRequest, admin_required, clinics_of
from clinics.accounts.invitation_forms import InvitedPersonForm, InviteForm
from clinics.accounts.invitation_mail import send_invitation
from clinics.accounts.invitations import InvitationGone, find_invitation, invite, invited_user, join, join_as_new
from clinics.audit import record_event
from clinics.models import AuditEvent, Clinic, Invitation, Membership, Role

OPENED = "opened_invitation"
"""Where the session holds the secret of the link that was opened."""


@admin_required
def clinic_invite(request: SignedInRequest, slug: str) -> HttpResponse:
    clinic = get_object_or_404(clinics_of(request.user, Role.ADMIN), slug=slug)
    form = InviteForm(request.POST or None, clinic=clinic)
    if request.method == "POST" and form.is_valid():
        offer(request, clinic, form.cleaned_data["email"], form.cleaned_data["role"])
        return redirect("clinic_list")
    return render(request, "clinics/invite.html", {"clinic": clinic, "form": form})


@require_POST
@admin_required
def invitation_resend(request: SignedInRequest, slug: str, pk: str) -> HttpResponse:
    """Send a new link; the one before it stops working."""
    invitation = my_invitation(request, slug, pk)
    offer(request, invitation.clinic, invitation.email, Role(invitation.role))
    return redirect("clinic_list")


@require_POST
@admin_required
def invitation_revoke(request: SignedInRequest, slug: str, pk: str) -> HttpResponse:
    invitation = my_invitation(request, slug, pk)
    record_event(AuditEvent.Action.DELETED, invitation, clinic=invitation.clinic, request=request)
    invitation.delete()
    messages.success(request, f"The invitation for {invitation.email} is withdrawn. Its link no longer works.")
    return redirect("clinic_list")


@never_cache
def invitation_open(request: HttpRequest, secret: str) -> HttpResponse:
    """Take the secret out of the address at once, so that neither history nor a shared screen keeps it."""
    request.session[OPENED] = secret
    return redirect("invitation")


@never_cache
def invitation(request: HttpRequest) -> HttpResponse:
    """Looking uses nothing up: programs that follow the links of mails only look."""
    try:
        return show_or_accept(request, find_invitation(request.session.get(OPENED, "")))
    except InvitationGone:
        return render(request, "account/invitation_gone.html", status=410)


def show_or_accept(request: HttpRequest, offered: Invitation) -> HttpResponse:
    """Who has an account says yes; who has none says who they are and chooses a password."""
    user = invited_user(offered)
    form = None if user else InvitedPersonForm(request.POST or None, email=offered.email)
    if request.method == "POST":
        if user:
            return welcome(request, join(offered, user))
        if form is not None and form.is_valid():
            return welcome(request, join_as_new(offered, **form.answers()))
    return render(request, "account/invitation.html", {"invitation": offered, "form": form})


def welcome(request: HttpRequest, membership: Membership) -> HttpResponse:
    """To the work where the right person is signed in, else to the sign-in: the link alone opens no session."""
    if request.user != membership.user:
        logout(request)
    request.session.pop(OPENED, None)
    record_event(AuditEvent.Action.CREATED, membership, clinic=membership.clinic, request=request)
    role = membership.get_role_display().lower()
    messages.success(request, f"You now work at {membership.clinic} as {role}.")
    return redirect("home" if request.user.is_authenticated else "account_login")


def offer(request: SignedInRequest, clinic: Clinic, email: str, role: Role) -> None:
    with transaction.atomic():
        invitation, secret = invite(clinic, email, role, request.user)
        send_invitation(invitation, secret)
        record_event(AuditEvent.Action.CREATED, invitation, clinic=clinic, request=request)
    messages.success(request, f"An invitation is on its way to {email}.")


def my_invitation(request: SignedInRequest, slug: str, pk: str) -> Invitation:
    clinics = clinics_of(request.user, Role.ADMIN)
    return get_object_or_404(Invitation.objects.select_related("clinic"), clinic__in=clinics, clinic__slug=slug, pk=pk)
