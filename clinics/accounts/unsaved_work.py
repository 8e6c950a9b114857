"""Keeping what somebody types before they save it, for themselves and for two weeks.

Pages send what is typed while it is typed (static/js/autosave.js). It comes back on the same page, in any tab and after
a new sign-in, until its form is taken: a post that is answered with a redirect.
"""

import json
from collections import defaultdict
from collections.abc import Callable, Mapping
from datetime import timedelta
from urllib.parse import urlsplit

from django.contrib.auth.signals import user_logged_in
from django.db import transaction
from django.dispatch import receiver
from django.http import HttpRequest, HttpResponse
from django.utils import timezone

from clinics.access import SignedInRequest, is_signed_in
from clinics.models import UnsavedWork, User

KEPT_DAYS = 14
LIMIT_BYTES = 100_000
REDIRECTS = frozenset({302, 303})
WAITS = "unsaved_work_waits"
"""In the session: some page has something to give back, so that all other sessions need not ask."""

Fields = dict[str, list[str]]
"""By the action of the form, a space and the name of the field."""
Changes = Mapping[str, list[str] | None]
"""As Fields; None where a field is again as the page showed it."""


class NotFields(ValueError):
    """What came is not the fields of a form, or too much of them."""


def read_changes(body: bytes) -> Changes:
    if len(body) > LIMIT_BYTES:
        raise NotFields
    try:
        fields = json.loads(body)
    except ValueError as error:
        raise NotFields from error
    well_formed = isinstance(fields, dict) and all(
        values is None or (isinstance(values, list) and all(isinstance(value, str) for value in values))
        for values in fields.values()
    )
    if not well_formed:
        raise NotFields
    return fields


@transaction.atomic
def keep(request: SignedInRequest, path: str, changes: Changes) -> None:
    """Add to what is kept of one page. Raises NotFields where that is too much in all."""
    path = path[:300]
    before = UnsavedWork.objects.select_for_update().filter(user=request.user, path=path).first()
    merged = {**(before.fields if before else {}), **changes}
    fields = {name: values for name, values in merged.items() if values is not None}
    if len(json.dumps(fields)) > LIMIT_BYTES:
        raise NotFields
    _store(request.user, path, fields)
    request.session[WAITS] = True


def _store(user: User, path: str, fields: Fields) -> None:
    if not fields:
        UnsavedWork.objects.filter(user=user, path=path).delete()
        return
    UnsavedWork.objects.update_or_create(user=user, path=path, defaults={"fields": fields, "kept_at": timezone.now()})


def give_back(request: SignedInRequest) -> Fields | None:
    """What was typed into this very page and not saved."""
    if not request.session.get(WAITS) or request.method != "GET":
        return None
    work = UnsavedWork.objects.filter(user=request.user, path=request.path).first()
    return work.fields if work else None


class ForgetWhatIsSaved:
    """A form that was taken no longer waits for anybody."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        response = self.get_response(request)
        is_taken = request.method == "POST" and response.status_code in REDIRECTS
        if is_taken and is_signed_in(request) and request.session.get(WAITS):
            forget_form(request)
        return response


def forget_form(request: SignedInRequest) -> None:
    """The form that was posted here: by its action, or where a button posts it elsewhere by all of its fields."""
    path = urlsplit(request.headers.get("Referer", "")).path
    work = UnsavedWork.objects.filter(user=request.user, path=path).first()
    if work is None:
        return
    by_action: dict[str, set[str]] = defaultdict(set)
    for name in work.fields:
        by_action[name.partition(" ")[0]].add(name)
    for action, names in by_action.items():
        is_this = (action or path) == request.path
        if is_this or all(name.partition(" ")[2] in request.POST for name in names):
            work.fields = {name: values for name, values in work.fields.items() if name not in names}
    _store(request.user, path, work.fields)


def forget_old_work() -> None:
    UnsavedWork.objects.filter(kept_at__lt=timezone.now() - timedelta(days=KEPT_DAYS)).delete()


@receiver(user_logged_in)
def look_for_work(sender: object, request: HttpRequest, user: User, **_: object) -> None:
    forget_old_work()
    request.session[WAITS] = UnsavedWork.objects.filter(user=user).exists()
