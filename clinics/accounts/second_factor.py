"""Something besides the password: asked of staff where real people reach the site, unless their clinic says no."""

from collections.abc import Callable

from allauth.mfa.models import Authenticator
from django.conf import settings
from django.contrib.auth.models import AnonymousUser
from django.db.models import Exists, OuterRef, QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import Resolver404, resolve

from clinics.models import Membership, User

FACTORS = (Authenticator.Type.TOTP, Authenticator.Type.WEBAUTHN)
"""Recovery codes are no factor of their own: they stand in for a lost one."""

OPEN_WITHOUT = frozenset(
    {
        "mfa_index", "mfa_activate_totp", "mfa_add_webauthn", "mfa_list_webauthn", "mfa_generate_recovery_codes",
        "mfa_view_recovery_codes", "mfa_download_recovery_codes", "account_reauthenticate", "account_logout",
        "session_time_left",
    }
)  # fmt: skip
"""What it takes to set a factor up, and the way out."""


def has_factor(user: User) -> bool:
    return Authenticator.objects.filter(user=user, type__in=FACTORS).exists()


def with_factor(memberships: QuerySet[Membership]) -> QuerySet[Membership]:
    """Each membership with whether its person has a second factor, as has_factor."""
    theirs = Authenticator.objects.filter(user=OuterRef("user"), type__in=FACTORS)
    return memberships.annotate(has_factor=Exists(theirs))


def is_asked_of(user: User) -> bool:
    """Operators always; staff when one of the places they work at asks for it."""
    asking = user.memberships.filter(is_active=True, clinic__requires_second_factor=True)
    return settings.IS_PUBLIC and (user.is_staff or asking.exists())


def lacks_factor(user: User | AnonymousUser) -> bool:
    return settings.IS_PUBLIC and user.is_authenticated and not has_factor(user) and is_asked_of(user)


class SecondFactorFirst:
    """Lead whoever still lacks a second factor to set one up, and let them reach nothing else before."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        if lacks_factor(request.user) and not is_open_without(request.path_info):
            return redirect("mfa_index")
        return self.get_response(request)


def is_open_without(path: str) -> bool:
    try:
        return resolve(path).url_name in OPEN_WITHOUT
    except Resolver404:
        return False
