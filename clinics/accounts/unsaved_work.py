"""Keeping what somebody types before they save it, for themselves and for two weeks.

Pages send what is typed while it is typed (static/js/autosave.js), and with the form itself what was not sent before.
It comes back on the same page, in any tab and on any device, until its form is taken: a post that is answered with a
redirect, unless the view says that it did not take it (refuse, leave_typed).
"""

import json
from collections.abc import Callable, Mapping
from contextlib import suppress
from dataclasses import dataclass, field
from datetime import timedelta
from typing import NotRequired, TypedDict

from django.contrib import messages
from django.contrib.auth.signals import user_logged_in
from django.db import transaction
from django.dispatch import receiver
from django.http import HttpRequest, HttpResponse
from django.utils import timezone

from clinics.access import SignedInRequest, is_signed_in
from clinics.models import UnsavedWork, User

KEPT_DAYS = 14
LIMIT_BYTES = 300_000
NAME_LENGTH = 300
REDIRECTS = frozenset({302, 303})
SENT_ALONG = "unsaved_work"
"""The field in which a form tells what in it was not saved before; also where the request holds it once it is read."""
IS_LEFT = "typed_words_are_left"
"""On a request whose form was not taken."""


class Typed(TypedDict):
    """One field: what was typed, what the page showed before, and how the field is called there."""

    typed: list[str]
    shown: NotRequired[list[str]]
    label: NotRequired[str]


Fields = Mapping[str, Typed | None]
"""By the name of the field; None where it is again as the page showed it."""


class NotFields(ValueError):
    """What came is not the fields of forms, or too much of them."""


@dataclass(frozen=True, slots=True)
class Told:
    """What a page tells. visit and number: which showing of the page, and which of its messages."""

    page: str
    visit: str
    number: int
    forms: Mapping[str, Fields]
    form: str = ""
    """The one that is posted."""
    undecided: frozenset[str] = field(default_factory=frozenset)
    """Its fields whose earlier words are still offered beside them."""
    is_another_on_its_way: bool = False
    """Whether an earlier message of the same visit may arrive after this one."""


def read_told(text: str | bytes) -> Told:
    if len(text) > LIMIT_BYTES:
        raise NotFields
    try:
        told = json.loads(text)
        return Told(
            page=_word(told["page"]),
            visit=_word(told["visit"]),
            number=int(told["number"]),
            forms={_word(form): _fields(fields) for form, fields in told["forms"].items()},
            form=_word(told.get("form", "")),
            undecided=frozenset(told.get("undecided", ())),
            is_another_on_its_way=told.get("is_another_on_its_way") is True,
        )
    except (AttributeError, KeyError, TypeError, ValueError) as error:
        raise NotFields from error


def _fields(fields: object) -> Fields:
    if not isinstance(fields, dict) or not all(each is None or _is_typed(each) for each in fields.values()):
        raise NotFields
    return fields


def _is_typed(told: object) -> bool:
    return (
        isinstance(told, dict)
        and told.keys() <= {"typed", "shown", "label"}
        and isinstance(told.get("label", ""), str)
        and all(
            isinstance(values, list) and all(isinstance(each, str) for each in values)
            for values in (told.get("typed"), told.get("shown", []))
        )
    )


def _word(told: object) -> str:
    if not isinstance(told, str) or len(told) > NAME_LENGTH:
        raise NotFields
    return told


@transaction.atomic
def keep(user: User, told: Told) -> None:
    """Add to what is kept of a page. Raises NotFields where that is too much for one form."""
    for form, changes in told.forms.items():
        work = _work(user, told.page, form)
        if work.visit == told.visit and work.number >= told.number:
            continue  # the page sent this earlier than what is there: it was only longer on its way
        _store(work, told, {**work.fields, **changes})


@transaction.atomic
def take(user: User, told: Told) -> None:
    """The form that was posted waits no longer, and what its page sent before and arrives late changes nothing."""
    work = _work(user, told.page, told.form)
    left = {name: typed for name, typed in work.fields.items() if name in told.undecided}
    _store(work, told, left, stays=told.is_another_on_its_way)


def _work(user: User, page: str, form: str) -> UnsavedWork:
    known = UnsavedWork.objects.select_for_update().filter(user=user, page=page, form=form).first()
    return known or UnsavedWork(user=user, page=page, form=form)


def _store(work: UnsavedWork, told: Told, fields: Fields, *, stays: bool = False) -> None:
    """stays: keep the row without fields, so that it knows what comes late."""
    work.fields = {name: typed for name, typed in fields.items() if typed is not None}
    if len(json.dumps(work.fields)) > LIMIT_BYTES:
        raise NotFields
    if work.fields or stays:
        work.visit, work.number, work.kept_at = told.visit, told.number, timezone.now()
        work.save()
    elif work.pk:
        work.delete()


@dataclass(frozen=True, slots=True)
class GivenBack:
    """What one showing of a page needs to know: the page to keep under, and by form what was typed there."""

    page: str
    forms: Mapping[str, Fields]
    answered: str = ""
    """The form that this page is the answer to: it holds already what was typed."""

    def as_told(self) -> dict[str, object]:
        return {"forms": self.forms, "answered": self.answered}


def give_back(request: SignedInRequest) -> GivenBack:
    """A page that answers a post is the page that posted, whatever its address."""
    told: Told | None = getattr(request, SENT_ALONG, None)
    page = told.page if told else request.path
    kept = UnsavedWork.objects.filter(user=request.user, page=page).exclude(fields={})
    forms: dict[str, Fields] = {work.form: work.fields for work in kept}
    if told is None:
        return GivenBack(page, forms)
    for form, changes in told.forms.items():
        merged = {**forms.get(form, {}), **changes}
        forms[form] = {name: typed for name, typed in merged.items() if typed is not None}
    return GivenBack(page, forms, answered=told.form)


def leave_typed(request: HttpRequest) -> None:
    """Say that this answer took nothing of what was typed into the form: it goes on waiting."""
    setattr(request, IS_LEFT, True)


def refuse(request: HttpRequest, told: str) -> None:
    """Say why a form was not taken. What was typed into it goes on waiting, also where the answer is a redirect."""
    messages.error(request, told)
    leave_typed(request)


class WatchForms:
    """A form that was taken no longer waits for anybody; of one that was not, the last words are kept too."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        response = self.get_response(request)
        told: Told | None = getattr(request, SENT_ALONG, None)
        if told and is_signed_in(request):
            is_taken = response.status_code in REDIRECTS and not hasattr(request, IS_LEFT)
            with suppress(NotFields):
                (take if is_taken else keep)(request.user, told)
        return response

    def process_view(self, request: HttpRequest, view: Callable[..., HttpResponse], *_arguments: object) -> None:
        """Only what passed the check against foreign pages is believed; what cannot be read stops no form."""
        if request.method != "POST" or not is_signed_in(request) or getattr(view, "csrf_exempt", False):
            return
        if SENT_ALONG in request.POST:
            with suppress(NotFields):
                setattr(request, SENT_ALONG, read_told(request.POST[SENT_ALONG]))


def forget_old_work() -> None:
    UnsavedWork.objects.filter(kept_at__lt=timezone.now() - timedelta(days=KEPT_DAYS)).delete()


@receiver(user_logged_in)
def forget_at_sign_in(**_: object) -> None:
    forget_old_work()
