"""Every page as a patient, a therapist or an admin gets it: nothing that its own policy refuses, no missing drawing."""

from html.parser import HTMLParser
from pathlib import Path
from urllib.parse import urldefrag

import pytest
from access_rules import RULES, ids_for
from django.contrib.staticfiles import finders
from django.http import HttpResponse
from django.test import Client
from django.urls import reverse
from world import one_of_everything

from clinics.models import User


class Held(HTMLParser):
    """What of a page a browser would refuse, and the drawings that the page asks for."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.refused: list[str] = []
        self.drawings: set[str] = set()
        self.feed(html)

    def handle_starttag(self, tag: str, attributes: list[tuple[str, str | None]]) -> None:
        told = {name: value or "" for name, value in attributes}
        self.refused += [f"{tag} {name}" for name in told if name == "style" or name.startswith("on")]
        is_data = "json" in told.get("type", "")
        if tag == "style" or (tag == "script" and not is_data and not {"src", "nonce"} & told.keys()):
            self.refused.append(tag)
        if told.get("href", "").startswith("javascript:"):
            self.refused.append(f"{tag} {told['href']}")
        if tag == "use":
            self.drawings.add(told["href"])


@pytest.fixture
def pages(north, south, ines, dana, pat) -> dict[str, str]:
    """By the name of their address. Mails have a policy of their own: mail programs know inline styles only."""
    world = one_of_everything(north, south, ines, pat)
    patient = Client()
    patient.post(reverse("patient_today", args=[world["secret"]]), {"birth_year": str(pat.birth_date.year)})
    readers = [signed_in(ines), signed_in(dana), patient]
    shown = {}
    for name, rule in RULES.items():
        if rule.method == "get" and not name.startswith("api_") and name != "mail_sample":
            address = reverse(name, kwargs=ids_for(rule, world))
            answers = (reader.get(address) for reader in readers)
            if page := next(filter(is_page, answers), None):
                assert "unsafe" not in page.headers["Content-Security-Policy"], name
                shown[name] = page.text
    return shown


def signed_in(user: User) -> Client:
    client = Client()
    client.force_login(user)
    return client


def is_page(answer: HttpResponse) -> bool:
    return answer.status_code == 200 and answer.headers["Content-Type"].startswith("text/html")


@pytest.mark.long
def test_no_page_holds_what_its_policy_refuses_or_a_drawing_that_is_not_there(pages):
    assert {"assessment", "report", "plan", "patient_today", "public:location", "worklist"} <= pages.keys()
    held = {name: Held(page) for name, page in pages.items()}
    assert not {name: found.refused for name, found in held.items() if found.refused}
    drawings = set().union(*(found.drawings for found in held.values()))
    assert drawings and not [each for each in drawings if not is_drawn(each)]


def is_drawn(address: str) -> bool:
    path, name = urldefrag(address)
    sprite = finders.find(path.removeprefix("/static/"))
    return bool(sprite) and f'<symbol id="{name}"' in Path(sprite).read_text()
