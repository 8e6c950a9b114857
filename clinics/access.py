"""Who may see what: the building blocks of every visible_to()."""

from collections.abc import Callable
from functools import wraps
from typing import Any, TypeGuard

from django.contrib.auth.decorators import login_required
from django.contrib.auth.models import AnonymousUser
from django.core.exceptions import PermissionDenied
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponseBase
from django_htmx.middleware import HtmxDetails

from clinics.models import Clinic, Role, User


class PageRequest(HttpRequest):
    """For annotations: a request with what django_htmx adds to it."""

    htmx: HtmxDetails


class SignedInRequest(PageRequest):
    """For annotations: what a view behind login_required or role_required gets."""

    user: User


def is_signed_in(request: HttpRequest) -> TypeGuard[SignedInRequest]:
    """False also for what never met the middleware that finds out who asks."""
    user = getattr(request, "user", None)
    return user is not None and user.is_authenticated


View = Callable[..., HttpResponseBase]


def clinics_of(user: User | AnonymousUser, *roles: Role) -> QuerySet[Clinic]:
    """The clinics where the person works now, in any of the roles (all roles when none is named)."""
    if not user.is_authenticated or not user.is_active:
        return Clinic.objects.none()
    memberships = user.memberships.filter(is_active=True, role__in=roles or Role.values)
    return Clinic.objects.filter(pk__in=memberships.values("clinic_id"))


def workplace_of(user: User | None) -> Clinic | None:
    """The place whose admins answer for the account; the first one where somebody works at several."""
    membership = user.memberships.filter(is_active=True).select_related("clinic").first() if user else None
    return membership.clinic if membership else None


def role_required(*roles: Role) -> Callable[[View], View]:
    """Let a signed-in person pass who holds one of the roles anywhere; which records they see is visible_to's job."""

    def decorate(view: View) -> View:
        @login_required
        @wraps(view)
        def guarded(request: SignedInRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
            if not clinics_of(request.user, *roles).exists():
                raise PermissionDenied
            return view(request, *args, **kwargs)

        return guarded

    return decorate


therapist_required = role_required(Role.THERAPIST)
admin_required = role_required(Role.ADMIN)
staff_required = role_required()
