"""How long a session lasts, and what ends it before its time."""

import time
from collections.abc import Callable
from dataclasses import dataclass
from datetime import timedelta
from urllib.parse import urlsplit

from allauth.usersessions.models import UserSession
from django.conf import settings
from django.contrib import messages
from django.contrib.auth import logout
from django.contrib.auth.signals import user_logged_in
from django.contrib.auth.views import redirect_to_login
from django.contrib.sessions.backends.base import SessionBase
from django.db.models.signals import post_save
from django.dispatch import receiver
from django.http import HttpRequest, HttpResponse
from django.urls import Resolver404, resolve, reverse
from django.utils import timezone

from clinics.models import Membership, User

SIGNED_IN_AT, USED_AT = "signed_in_at", "used_at"
STAMP_EVERY_S = 10
"""Use is written down no more often than this: a page with many pictures should not write many times."""
ASKED_BY_THE_PAGE = frozenset({"session_time_left", "analysis_status", "worklist_news", "processing_news"})
"""What pages ask for by themselves, whether anybody sits in front of them or not."""


@dataclass(frozen=True)
class TimeLeft:
    """Seconds until the session ends, for want of use or of old age."""

    idle_s: int
    absolute_s: int

    @property
    def is_over(self) -> bool:
        return min(self.idle_s, self.absolute_s) <= 0


def time_left(session: SessionBase) -> TimeLeft:
    """A session without stamps, from before this rule, counts from now."""
    now_s = time.time()
    return TimeLeft(
        idle_s=int(session.get(USED_AT, now_s) + settings.SESSION_IDLE_S - now_s),
        absolute_s=int(session.get(SIGNED_IN_AT, now_s) + settings.SESSION_COOKIE_AGE - now_s),
    )


class SessionTimes:
    """End a session that nobody has used for a while, or that is older than a working day."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        if request.user.is_authenticated:
            if time_left(request.session).is_over:
                return self.sign_out(request)
            if not is_asked_by_the_page(request):
                stamp(request.session)
        return self.get_response(request)

    def sign_out(self, request: HttpRequest) -> HttpResponse:
        """Go on as a visitor, whom the page sends to the sign-in and back. What cannot be repeated goes back a page."""
        logout(request)
        messages.warning(request, "You were signed out because this session was not used, or was very old.")
        if request.headers.get("HX-Request"):
            return HttpResponse(status=204, headers={"HX-Refresh": "true"})
        if request.method == "GET" or request.path == reverse("account_login"):
            return self.get_response(request)
        return redirect_to_login(urlsplit(request.headers.get("Referer", "/")).path)


def stamp(session: SessionBase) -> None:
    now_s = time.time()
    session.setdefault(SIGNED_IN_AT, now_s)
    if now_s - session.get(USED_AT, 0) >= STAMP_EVERY_S:
        session[USED_AT] = now_s


def is_asked_by_the_page(request: HttpRequest) -> bool:
    try:
        return request.method == "GET" and resolve(request.path_info).url_name in ASKED_BY_THE_PAGE
    except Resolver404:
        return False


@receiver(user_logged_in)
def start_the_clock(sender: object, request: HttpRequest, **_: object) -> None:
    """A new sign-in is a new session, even in a browser that held an old one of the same person."""
    request.session[SIGNED_IN_AT] = request.session[USED_AT] = time.time()


def end_sessions(user: User) -> None:
    for session in UserSession.objects.filter(user=user):
        session.end()


def end_unused_sessions(user: User) -> None:
    """Those that would end with their next request, such as of a browser that was closed: no list should show them."""
    unused_since = timezone.now() - timedelta(seconds=settings.SESSION_IDLE_S)
    for session in UserSession.objects.filter(user=user, last_seen_at__lt=unused_since):
        session.end()


@receiver(post_save, sender=User)
def end_sessions_of_a_closed_account(sender: object, instance: User, **_: object) -> None:
    """Django refuses them anyway; gone for good, they cannot come back with the account."""
    if not instance.is_active:
        end_sessions(instance)


@receiver(post_save, sender=Membership)
def end_sessions_with_the_last_place(sender: object, instance: Membership, **_: object) -> None:
    user = instance.user
    if not (instance.is_active or user.is_staff or user.memberships.filter(is_active=True).exists()):
        end_sessions(user)
