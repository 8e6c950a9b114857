"""Every mail, in every language: both forms say something, and none says anything about health."""

import re
from pathlib import Path

import pytest
from django.urls import reverse

from clinics.mail_samples import SAMPLES, rendered
from clinics.rules import health_words

EMAILS = Path(__file__).resolve().parents[2] / "templates" / "emails"
ALLOWED = {"therapist", "clinic", "therapy", "clínica"}
"""A role that is offered, and what the place is called; both say nothing about who reads the mail."""
CASES = [(sample, language) for sample in SAMPLES.values() for language in sample.languages]


def test_every_template_has_a_sample():
    names = {path.stem for path in EMAILS.iterdir() if not path.name.startswith("_")}
    assert names == set(SAMPLES)


@pytest.mark.parametrize(("sample", "language"), CASES, ids=lambda each: getattr(each, "name", each))
def test_both_forms_say_something_and_nothing_about_health(sample, language):
    for form in ("txt", "html"):
        text = re.sub(r"<[^>]+>", " ", rendered(sample, form, language))
        assert len(text.split()) > 10
        assert {word.lower() for word in health_words().findall(text)} <= ALLOWED


def test_the_style_guide_shows_them_all(client, ines):
    client.force_login(ines)
    page = client.get(reverse("styleguide")).text
    for sample, language in CASES:
        address = reverse("mail_sample", args=[sample.name, "html"])
        assert address in page
        answer = client.get(address, {"lang": language})
        assert answer.status_code == 200
        assert "script-src 'none'" in answer.headers["Content-Security-Policy"]


@pytest.mark.parametrize(
    "path", ["nothing/html", "invitation/pdf", "invitation/html/?lang=fr", "invitation/html/?lang=es"]
)
def test_what_is_no_sample_is_not_there(client, ines, path):
    client.force_login(ines)
    path, _, asked = path.partition("/?")
    assert client.get(f"/styleguide/mails/{path}/?{asked}").status_code == 404
