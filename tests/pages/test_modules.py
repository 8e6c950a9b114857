"""The import map and the scripts of the pages, made from the modules themselves."""

import json
import re
from pathlib import Path

import pytest
from django.contrib.staticfiles import finders
from django.template import Context, Template
from django.urls import reverse

from clinics.modules import VENDORS, asked_for, file_of, graph, needed_by
from exercises.patient.offline import files_to_keep

ROOT = Path(__file__).resolve().parents[2]
USED = re.compile(r'\{% module "([\w/]+)" %\}')


def test_every_module_that_is_asked_for_is_there():
    assert {"htmx", "behaviours", "review/frames"} <= set(asked_for())
    assert [path for path in asked_for().values() if finders.find(path) is None] == []


def test_a_module_needs_what_its_modules_need():
    assert needed_by("start")[0] == "htmx"
    assert set(needed_by("review/readout")) < set(needed_by("review/review"))
    assert "review/review" not in needed_by("review/review")


def test_no_module_is_left_over():
    """Each is used by a page or asked for by another."""
    used = {name for page in (ROOT / "templates").rglob("*.html") for name in USED.findall(page.read_text())}
    assert set(graph()) == used | {name for name in asked_for() if name not in VENDORS}


def test_the_page_maps_each_name_to_its_file(client, ines):
    client.force_login(ines)
    page = client.get(reverse("worklist")).text
    imports = json.loads(re.search(r'<script type="importmap" nonce="[^"]+">(.*?)</script>', page)[1])["imports"]
    assert imports == {name: f"/static/{path}" for name, path in asked_for().items()}


@pytest.mark.parametrize("name", ["start", "patient/follow", "plan"])
def test_what_a_script_needs_is_fetched_with_it(name):
    shown = Template(f'{{% load modules %}}{{% module "{name}" %}}').render(Context())
    assert re.findall(r'modulepreload" href="/static/([^"]+)"', shown) == [file_of(each) for each in needed_by(name)]
    assert shown.endswith(f'<script type="module" src="/static/js/{name}.js"></script>')


def test_a_phone_keeps_every_module_of_its_pages():
    kept = files_to_keep()
    for page in ("start", "patient/today", "patient/follow"):
        assert {f"/static/{file_of(each)}" for each in (page, *needed_by(page))} <= set(kept)
    assert len(kept) == len(set(kept))
