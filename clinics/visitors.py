"""Telling visitors without an account apart, without keeping who they are."""

from ipaddress import IPv6Address, ip_address, ip_network

from django.conf import settings
from django.http import HttpRequest
from django.utils.crypto import salted_hmac

IPV6_HOUSEHOLD_PREFIX = 64
"""A household owns all addresses below such a prefix, and could take a fresh one for every request."""


def sender_hash(request: HttpRequest) -> str:
    """The same 64 characters for the same sender; the address cannot be read back without the site's key."""
    return salted_hmac("clinics.visitors", household_of(address_of(request)), algorithm="sha256").hexdigest()


def address_of(request: HttpRequest) -> str:
    """The visitor's address. Behind our proxy it is the last one of X-Forwarded-For: only that one the proxy wrote."""
    forwarded = request.headers.get("X-Forwarded-For", "")
    if settings.IS_PUBLIC and forwarded:
        return forwarded.rsplit(",", 1)[-1].strip()
    return request.META.get("REMOTE_ADDR", "")


def household_of(address: str) -> str:
    try:
        parsed = ip_address(address)
    except ValueError:
        return address
    if isinstance(parsed, IPv6Address):
        return str(ip_network((parsed, IPV6_HOUSEHOLD_PREFIX), strict=False))
    return str(parsed)
