"""Keeping what somebody had typed when their session timed out, for themselves and for a day."""

import json
from datetime import timedelta

from django.contrib.auth.signals import user_logged_in
from django.dispatch import receiver
from django.http import HttpRequest
from django.utils import timezone

from clinics.access import SignedInRequest
from clinics.models import UnsavedWork, User

KEPT_HOURS = 24
LIMIT_BYTES = 100_000
WAITS = "unsaved_work_waits"
"""In the session: some page has something to give back, so that all other sessions need not ask."""

Fields = dict[str, list[str]]


class NotFields(ValueError):
    """What came is not the fields of a form, or too much of them."""


def read_fields(body: bytes) -> Fields:
    if len(body) > LIMIT_BYTES:
        raise NotFields
    try:
        fields = json.loads(body)
    except ValueError as error:
        raise NotFields from error
    well_formed = isinstance(fields, dict) and all(
        isinstance(values, list) and all(isinstance(value, str) for value in values) for values in fields.values()
    )
    if not well_formed:
        raise NotFields
    return fields


def keep(user: User, path: str, fields: Fields) -> None:
    """Keep the fields of one page; none means that nothing is unsaved there any more."""
    if not fields:
        UnsavedWork.objects.filter(user=user, path=path).delete()
        return
    UnsavedWork.objects.update_or_create(
        user=user, path=path[:300], defaults={"fields": fields, "kept_at": timezone.now()}
    )


def give_back(request: SignedInRequest) -> Fields | None:
    """What was typed into this very page, once: from then on it lives in the page again."""
    if not request.session.get(WAITS) or request.method != "GET":
        return None
    work = UnsavedWork.objects.filter(user=request.user, path=request.path).first()
    if work is None:
        return None
    work.delete()
    return work.fields


def forget_old_work() -> None:
    UnsavedWork.objects.filter(kept_at__lt=timezone.now() - timedelta(hours=KEPT_HOURS)).delete()


@receiver(user_logged_in)
def look_for_work(sender: object, request: HttpRequest, user: User, **_: object) -> None:
    forget_old_work()
    request.session[WAITS] = UnsavedWork.objects.filter(user=user).exists()
