"""What the bench published is what everybody can read in the app."""

import re
from pathlib import Path

import filmed
import walks
from django.urls import reverse

from gait.review import signing
from gait.views.accuracy import text_of

DOCS = Path(__file__).resolve().parents[2] / "docs"


def test_anybody_reads_the_published_figures_and_failures(client, db):
    page = client.get(reverse("accuracy")).content.decode()
    source = (DOCS / "accuracy.md").read_text()
    for figure in re.findall(r"^\| ([^|]+) \| ([\d.−-]+) \|", source, re.MULTILINE):
        assert f"<td>{figure[0]}</td>\n<td>{figure[1]}</td>" in page
    assert "<h2>Failures</h2>" in page
    assert page.count("<h1>") == 1


def test_the_plot_is_the_one_that_was_drawn(client, db):
    page = client.get(reverse("accuracy")).content.decode()
    assert f'<img src="{reverse("accuracy_plot")}" alt="Bland-Altman' in page
    answer = client.get(reverse("accuracy_plot"))
    assert answer["Content-Type"] == "image/svg+xml"
    assert b"".join(answer.streaming_content) == (DOCS / "accuracy.svg").read_bytes()


def test_html_in_the_document_is_shown_and_not_obeyed(tmp_path):
    page = tmp_path / "accuracy.md"
    page.write_text("# A\n\n<script>alert(1)</script>\n\n[x](javascript:alert(1))\n")
    assert "<script>" not in text_of(page, 0)
    assert "href" not in text_of(page, 0)


def test_a_new_bench_shows_without_a_restart(tmp_path):
    page = tmp_path / "accuracy.md"
    page.write_text("before")
    assert "before" in text_of(page, 1)
    page.write_text("after")
    assert "after" in text_of(page, 2)


def test_every_report_leads_to_it(client, pat, ines):
    report = signing.sign(walks.done_run(filmed.assessment(pat, ines)), ines, summary="Seen.", kept=[])
    client.force_login(ines)
    for name in ("report", "plain_report"):
        assert f'{reverse("accuracy")}">How ' in client.get(reverse(name, args=[report.pk])).content.decode()
