"""Under which address other machines of the same network reach this one."""

import socket
from ipaddress import ip_address
from urllib.parse import urlsplit

EVERYWHERE = frozenset({"0.0.0.0", "::", ""})  # noqa: S104
ANYWHERE_ELSE = ("192.0.2.1", 9)
"""An address of nobody (RFC 5737). Nothing is sent; the system only says which card would."""


def host_for_others(bind: str) -> str | None:
    """For a server that listens on bind; None where it listens on this machine alone, or there is no network."""
    if bind not in EVERYWHERE:
        return None if is_this_machine(bind) else bind
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as card:
        try:
            card.connect(ANYWHERE_ELSE)
        except OSError:
            return None
        found = str(card.getsockname()[0])
    return None if is_this_machine(found) or found in EVERYWHERE else found


def is_this_machine(host: str) -> bool:
    """Whether the name leads whoever asks back to their own machine."""
    if host == "localhost" or host.endswith(".localhost"):
        return True
    try:
        return ip_address(host.strip("[]")).is_loopback
    except ValueError:  # a name
        return False


def is_reached_from_elsewhere(site_url: str) -> bool:
    return not is_this_machine(urlsplit(site_url).hostname or "localhost")
