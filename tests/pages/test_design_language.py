"""The design language held by machine: tokens and icons."""

import re
from pathlib import Path

import pytest
from django.template import engines
from django.template.loader import get_template
from django.urls import reverse

ROOT = Path(__file__).resolve().parents[2]
TEMPLATES = sorted((ROOT / "templates").rglob("*.html"))
STYLES = sorted((ROOT / "static" / "css").rglob("*.css"))
TOKENS = (ROOT / "static" / "css" / "tokens.css").read_text()
ICONS = set(re.findall(r'<symbol id="([a-z-]+)"', (ROOT / "static" / "img" / "icons.svg").read_text()))


def named(path: Path) -> str:
    return str(path.relative_to(ROOT))


@pytest.mark.parametrize("path", TEMPLATES, ids=named)
def test_a_template_compiles(path):
    get_template(named(path).removeprefix("templates/"))


@pytest.mark.parametrize("path", TEMPLATES, ids=named)
def test_a_template_asks_for_icons_that_exist(path):
    assert set(re.findall(r'{% icon "([a-z-]+)"', path.read_text())) <= ICONS


@pytest.mark.parametrize("path", [path for path in STYLES if path.name != "tokens.css"], ids=named)
def test_a_component_takes_colours_from_the_tokens(path):
    text = re.sub(r"/\*.*?\*/", "", path.read_text(), flags=re.DOTALL)
    assert not re.findall(r":[^;{]*(#[0-9a-fA-F]{3,8}\b|rgba?\(|hsla?\()", text)


@pytest.mark.parametrize("path", STYLES, ids=named)
def test_a_component_uses_tokens_that_exist(path):
    text = path.read_text()
    known = set(re.findall(r"(--[a-z0-9-]+):", TOKENS + text))
    assert set(re.findall(r"var\((--[a-z0-9-]+)\)", text)) <= known


def test_dark_and_print_name_only_known_tokens():
    light, *others = re.split(r"@media|\.for-patient", TOKENS)
    known = set(re.findall(r"(--[a-z0-9-]+):", light))
    for block in others:
        assert set(re.findall(r"(--[a-z0-9-]+):", block)) <= known


def test_a_token_is_stated_once_per_medium():
    for block in re.split(r"@media|\.for-patient", TOKENS):
        names = re.findall(r"^\s+(--[a-z0-9-]+):", block, re.MULTILINE)
        assert len(names) == len(set(names))
    assert TOKENS.count("@media") == 2


def test_every_colour_has_its_dark_twin():
    light, dark, *_ = re.split(r"@media", TOKENS)
    colour = re.compile(r"(--[a-z0-9-]+): (?:#|rgb)")
    same_everywhere = {name for name in colour.findall(light) if re.match("--(on-)?film|--paper|--picture", name)}
    assert set(colour.findall(light)) - same_everywhere == set(colour.findall(dark))


def test_the_style_guide_shows_every_icon_and_colour(client, ines):
    client.force_login(ines)
    page = client.get(reverse("styleguide")).content.decode()
    assert all(f"#{name}" in page for name in ICONS)
    assert all(f"--{name}" in page for name in ("canvas", "accent", "left", "right", "bad"))


def test_every_component_reaches_a_page():
    told = "".join(path.read_text() for path in [*TEMPLATES, *STYLES])
    assert [
        path.name for path in STYLES if path.parent.name == "components" and f"components/{path.name}" not in told
    ] == []


@pytest.mark.parametrize("address", ["/worklist/", "/accounts/login/", "/hip-drop/", "/nothing-here/"])
def test_a_page_asks_for_one_stylesheet(client, ines, address):
    if address == "/worklist/":
        client.force_login(ines)
    page = client.get(address).content.decode()
    assert len(re.findall(r'rel="stylesheet"', page)) == 1


JOINED_STYLES = re.compile(r'href="/static/css/(?:staff|patient|public)[^"/]*\.css"')
OF_THE_BASE = [path for path in TEMPLATES if re.search(r'{% extends "base\w*\.html" %}', path.read_text())]


@pytest.mark.parametrize("path", OF_THE_BASE, ids=lambda path: path.name)
def test_every_page_of_the_base_keeps_its_joined_stylesheet(path):
    """The head that the template makes of its parent's, without the rest of the page."""
    told = path.read_text()
    parent = re.search(r"{% extends .*? %}", told)[0]
    loads = "".join(re.findall(r"{% load .*? %}", told))
    styles = "".join(re.findall(r"{% block styles %}.*?{% endblock %}", told, re.DOTALL))
    page = engines["django"].from_string(parent + loads + styles).render({})
    assert JOINED_STYLES.search(page)


def test_a_page_carries_the_nonce_of_its_policy(client, ines):
    client.force_login(ines)
    response = client.get(reverse("worklist"))
    policy = response.headers["Content-Security-Policy"]
    nonce = re.search(r'type="importmap" nonce="([^"]+)"', response.content.decode()).group(1)
    assert f"'nonce-{nonce}'" in policy
    assert "unsafe" not in policy


@pytest.mark.parametrize("address", ["/nothing-here/", "/patients/00000000-0000-0000-0000-000000000000/"])
def test_an_error_page_says_what_to_do(client, ines, address):
    client.force_login(ines)
    response = client.get(address)
    assert response.status_code == 404
    assert "To my start page" in response.content.decode()


def test_the_page_for_our_own_faults_needs_nothing_but_files():
    page = get_template("500.html").render({})
    assert "it is our fault" in page
