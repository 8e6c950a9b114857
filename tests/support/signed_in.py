"""Browsers of people who have just signed in with a password."""

from http.cookies import SimpleCookie

from allauth.account.internal.flows.login import record_authentication
from django.http import HttpRequest
from django.test import Client

from clinics.models import User


def signed_in_cookies(user: User | None) -> SimpleCookie:
    client = Client()
    if user is not None:
        client.force_login(user)
        request = HttpRequest()
        request.session, request.user = client.session, user
        record_authentication(request, user, "password", reauthenticated=True)
        request.session.save()
    return client.cookies
