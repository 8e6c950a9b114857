"""The API explained on one page, drawn from its own schema, and the token that a program needs."""

from functools import cache

from allauth.account.decorators import reauthentication_required
from django.conf import settings
from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_http_methods, require_safe
from drf_spectacular.generators import SchemaGenerator
from rest_framework.authtoken.models import Token

from clinics.access import SignedInRequest, therapist_required
from clinics.api.policy import JSON_LIMIT_BYTES, Pages
from clinics.api.tokens import TOKEN_AGE
from clinics.audit import record_event
from clinics.models import AuditEvent
from config.api_words import Group, groups_of


@require_safe
def docs(request: HttpRequest) -> HttpResponse:
    context = {
        "groups": _groups(),
        "site": settings.SITE_URL,
        "token_days": TOKEN_AGE.days,
        "page_size": Pages.page_size,
        "max_page_size": Pages.max_page_size,
        "rates": settings.REST_FRAMEWORK["DEFAULT_THROTTLE_RATES"],
        "limit_kb": JSON_LIMIT_BYTES // 1024,
    }
    return render(request, "api/docs.html", context)


@therapist_required
@require_http_methods(["GET", "POST"])
@reauthentication_required(allow_get=True)
def token(request: SignedInRequest) -> HttpResponse:
    """One token a person. It is shown once, in the answer that made it; a new one ends the old one."""
    key = ""
    if request.method == "POST":
        with transaction.atomic():
            Token.objects.filter(user=request.user).delete()
            if request.POST.get("wish") == "make":
                key = Token.objects.create(user=request.user).key
            record_event(AuditEvent.Action.CHANGED, request.user, clinic=None, request=request)
    standing = Token.objects.filter(user=request.user).first()
    context = {
        "key": key,
        "made_at": standing.created if standing else None,
        "ends_at": standing.created + TOKEN_AGE if standing else None,
        "site": settings.SITE_URL,
    }
    return render(request, "api/token.html", context)


@cache
def _groups() -> tuple[Group, ...]:
    """The addresses of a running process do not change."""
    return groups_of(SchemaGenerator().get_schema(request=None, public=True))
