"""The practice's own words on the public page: versions, preview, and nothing but words gets through."""

import re

import pytest
from django.test import Client
from django.urls import reverse
from hypothesis import given
from hypothesis import strategies as st

from clinics.models import AuditEvent, PageText
from clinics.words.markup import as_html, from_html
from clinics.words.texts import our_words


@pytest.fixture
def danas(client, dana, north):
    north.is_published = True
    north.save()
    client.force_login(dana)
    return client


def write(client, text: str, section: str = "inside", language: str = "en") -> PageText:
    address = reverse("clinic_text", args=["north", section, language])
    assert client.post(address, {"text": text, "why": "Plainer"}).status_code == 302
    return PageText.objects.first()


def publish(client, text: PageText) -> None:
    client.post(reverse("clinic_text_publish", args=["north", text.pk]))


def test_visitors_read_it_once_it_is_published(danas):
    text = write(danas, "Our hips are **strong**.")
    assert "Our hips are" not in Client().get("/hip-drop/").text
    publish(danas, text)
    page = Client().get("/hip-drop/").text
    assert "<p>Our hips are <strong>strong</strong>.</p>" in page
    assert "gluteus medius is a fan of muscle" not in page
    assert "What happens inside" in page
    assert "Our hips are" not in Client().get("/es/hip-drop/").text


def test_the_preview_is_for_admins_of_the_practice(danas, omar):
    text = write(danas, "Our hips are strong.")
    preview = f"/hip-drop/?preview={text.pk}"
    page = danas.get(preview).text
    assert "Our hips are strong." in page and "Preview: visitors do not see" in page
    theirs = Client()
    theirs.force_login(omar)
    for client in (Client(), theirs):
        assert "Our hips are strong." not in client.get(preview).text


def test_every_version_is_kept_and_an_older_one_comes_back(danas, dana):
    first = write(danas, "One.")
    publish(danas, first)
    second = write(danas, "Two.")
    publish(danas, second)
    assert (second.number, second.written_by, second.why) == (2, dana, "Plainer")
    publish(danas, first)
    assert "<p>One.</p>" in Client().get("/hip-drop/").text
    assert AuditEvent.objects.filter(record_kind="clinics.pagetext").count() == 5


def test_left_empty_our_words_come_back(danas):
    publish(danas, write(danas, "One."))
    publish(danas, write(danas, ""))
    assert "gluteus medius is a fan of muscle" in Client().get("/hip-drop/").text


@pytest.mark.parametrize("section", PageText.Section.values)
@pytest.mark.parametrize("language", ["en", "es"])
def test_editing_starts_from_our_words_with_their_sources(section, language):
    """Written in the signs and read again, a section says what it said and links what it linked."""
    words = our_words(section, language)
    assert len(words) > 100
    assert from_html(as_html(words)) == words


def test_a_list_of_steps_stays_one(db):
    assert as_html(our_words("found", "en")).count("<li>") == 5
    assert our_words("found", "en").startswith("1. **Talk and look.** A physical therapist")


@pytest.mark.parametrize(
    "attack",
    [
        "<script>alert(1)</script>", "[x](javascript:alert(1))", "[x](//evil.test)", "![x](https://evil.test/x.png)",
        "<img src=x onerror=alert(1)>", "[x](data:text/html,hi)", "[x](https://a.test \"onclick=alert(1)\")",
        "&lt;script&gt;", "<https://evil.test>",
    ],
)  # fmt: skip
def test_only_words_get_through(attack):
    html = as_html(attack)
    assert "<script" not in html and "<img" not in html
    assert "javascript:alert" not in html.replace("[x](javascript:alert(1))", "")
    assert 'href="//' not in html and 'href="data' not in html


@given(st.text(alphabet="<>&\"'[]()!*#-1. \n\\ajhttps:/", max_size=60))
def test_no_text_makes_an_element_we_do_not_know(text):
    html = as_html(text)
    elements = r"/?(p|ul|ol|li|h[3-6]|em|strong|a)>|br ?/?>|hr ?/?>"
    with_attributes = r'ol start="\d+">|a href="(https:|tel:|mailto:|/)[^"]*"( title="[^"]*")?>'
    for piece in html.split("<")[1:]:
        assert re.match(f"{elements}|{with_attributes}", piece), html


def test_a_section_that_is_none_is_not_there(danas):
    assert danas.get("/clinic/north/texts/exercises/en/").status_code == 404
    assert danas.get("/clinic/north/texts/inside/fr/").status_code == 404
