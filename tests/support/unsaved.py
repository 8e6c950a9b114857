"""What pages tell of words that are typed and not saved, and what is kept of it."""

import json
from typing import Any

from django.http import HttpResponse
from django.test import Client
from django.urls import reverse

from clinics.models import UnsavedWork


def typed(words: str, shown: str = "") -> dict[str, Any]:
    return {"typed": [words], "shown": [shown], "label": "Words"}


def told(page: str, forms: object, number: int = 1, **more: object) -> str:
    return json.dumps({"page": page, "visit": "first", "number": number, "forms": forms, **more})


def keep(client: Client, page: str, forms: object, **more: Any) -> HttpResponse:
    return client.post(reverse("keep_unsaved_work"), told(page, forms, **more), content_type="application/json")


def post(
    client: Client, page: str, form: str, answers: dict[str, Any], fields: object = None, *, to: str = "", **more: Any
) -> HttpResponse:
    """Send a form as its page does, with what in it was not saved before. to: where a button of its own sends it."""
    along = told(page, {form: fields} if fields else {}, form=form, **{"number": 9, **more})
    return client.post(to or form, {**answers, "unsaved_work": along})


def kept() -> dict[tuple[str, str], dict[str, list[str]]]:
    """By page and form: what was typed into each field."""
    return {
        (work.page, work.form): {name: each["typed"] for name, each in work.fields.items()}
        for work in UnsavedWork.objects.exclude(fields={})
    }
