"""The way back to a plan whose link is lost: a code by mail, and the birth year again.

Whoever asks learns nothing: known and unknown addresses get the same answer, and the code alone opens nothing.
"""

import hashlib
import secrets

from django.core.cache import cache
from django.db.models import Q
from django.utils.crypto import constant_time_compare, salted_hmac
from django.utils.translation import gettext as _

from clinics.outbox.posting import compose, post
from exercises.models import PlanLink
from exercises.patient.links import derive_secret, fingerprint

LIFETIME_S = 10 * 60
AN_HOUR_S = 60 * 60
CODES_PER_ADDRESS, ASKED_PER_VISITOR, TRIES = 3, 20, 5
SALT = "exercises.code"


class TooMany(Exception):
    """Asked or guessed more often than anybody needs."""


def ask(email: str, visitor: str) -> None:
    """Mail a code if a plan can be opened with it. Raises TooMany for the visitor, never for the address."""
    if count(f"code-visitor:{key_of(visitor)}", AN_HOUR_S) > ASKED_PER_VISITOR:
        raise TooMany
    links = links_of(email)
    if not links or count(f"code-address:{key_of(email)}", AN_HOUR_S) > CODES_PER_ADDRESS:
        return
    code = f"{secrets.randbelow(10**6):06d}"
    cache.set(f"code:{key_of(email)}", hashlib.sha256(code.encode()).hexdigest(), LIFETIME_S)
    cache.set(f"code-tries:{key_of(email)}", 0, LIFETIME_S)
    clinic = links[0].patient.clinic
    post(compose("code", _("Your code"), to=email, clinic=clinic, code=code), kind="code", clinic=clinic)


def redeem(email: str, code: str, birth_year: int) -> PlanLink | None:
    """The link that this address, code and year open together; each code once, five tries. Raises TooMany."""
    key = key_of(email)
    if count(f"code-tries:{key}", LIFETIME_S) > TRIES:
        raise TooMany
    known = cache.get(f"code:{key}", "")
    is_right = constant_time_compare(known, hashlib.sha256(code.encode()).hexdigest())
    link = next((link for link in links_of(email) if link.patient.birth_date.year == birth_year), None)
    if not is_right or link is None:
        return None
    cache.delete(f"code:{key}")
    return link


def links_of(email: str) -> list[PlanLink]:
    """Live links of the people with this address that the site can still write down, the newest of each."""
    theirs = Q(patient__email__iexact=email) | Q(patient__reminder__email__iexact=email)
    live = PlanLink.objects.live().filter(theirs, locked_until=None).select_related("patient__clinic")
    newest: dict[object, PlanLink] = {}
    for link in live:
        if fingerprint(derive_secret(link.salt)) == link.secret_sha256:
            newest.setdefault(link.patient_id, link)
    return list(newest.values())


def key_of(word: str) -> str:
    """Names of the counters; no address lies in the cache."""
    return salted_hmac(SALT, word.lower(), algorithm="sha256").hexdigest()


def count(name: str, lifetime_s: int) -> int:
    cache.add(name, 0, lifetime_s)
    return cache.incr(name)
