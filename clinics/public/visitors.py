"""Telling visitors without an account apart, without keeping who they are."""

from ipaddress import ip_address, ip_network

from django.conf import settings
from django.http import HttpRequest
from django.utils.crypto import salted_hmac

IPV6_HOUSEHOLD_PREFIX = 64
"""A household owns all addresses below such a prefix, and could take a fresh one for every request."""


def sender_hash(request: HttpRequest) -> str:
    """The same 64 characters for the same sender; the address cannot be read back without the site's key."""
    return salted_hmac("clinics.visitors", household_of(address_of(request)), algorithm="sha256").hexdigest()


def address_of(request: HttpRequest) -> str:
    """The visitor's address; empty where none is known.

    Each of our proxies adds to the end of X-Forwarded-For whom it was called by, so the visitor stands as many
    places from the end as there are proxies. What stands before that, the visitor may have invented.
    """
    address = request.META.get("REMOTE_ADDR", "")
    forwarded = request.headers.get("X-Forwarded-For")
    if forwarded and settings.TRUSTED_PROXIES:
        address = forwarded.split(",")[-settings.TRUSTED_PROXIES :][0].strip()
    return address if is_address(address) else ""


def is_address(text: str) -> bool:
    try:
        ip_address(text)
    except ValueError:
        return False
    return True


def household_of(address: str) -> str:
    if ":" in address:
        return str(ip_network((address, IPV6_HOUSEHOLD_PREFIX), strict=False))
    return address
