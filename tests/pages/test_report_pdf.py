"""The PDF is the page: same words, drawings as vectors, one sheet, nothing fetched from anywhere."""

import json
import re
import shutil
import subprocess

import filmed
import pytest
import walks
from django.core.exceptions import SuspiciousFileOperation
from django.urls import reverse
from PIL import Image

from clinics.models import AuditEvent
from gait import storage
from gait.models import SignedReport
from gait.review import addenda, pdf, signing

try:
    from gait.review import pdf_writer
except OSError:
    pdf_writer = None
needs_pango = pytest.mark.skipif(pdf_writer is None, reason="no Pango on this machine")
needs_poppler = pytest.mark.skipif(shutil.which("pdftotext") is None, reason="no poppler-utils on this machine")
SKIN = (205, 170, 150)


def overlay() -> dict[str, object]:
    """A line of 200 px across the middle of every frame, right side lower."""
    times = walks.series()["time_s"]
    hips = {"left_hip": [260, 640], "right_hip": [460, 640]}
    return {
        "time_s": times,
        "joints": {name: at * len(times) for name, at in hips.items()},
        "chosen": "waistband",
        "lines": {"waistband": {"from_xy": [260.0, 630.0] * len(times), "to_xy": [460.0, 650.0] * len(times)}},
    }


@pytest.fixture
def report(pat, ines) -> SignedReport:
    run = walks.done_run(filmed.assessment(pat, ines))
    folder = storage.results_of(run)
    (folder / "overlay.json").write_text(json.dumps(overlay()))
    for side in ("left", "right"):
        Image.new("RGB", (720, 1280), SKIN).save(folder / f"keyframe_{side}.jpg")
    return signing.sign(run, ines, summary="A drop to the left.", kept=[])


def fetched(client, user, name, report, **query: str) -> bytes:
    client.force_login(user)
    response = client.get(reverse(name, args=[report.pk]), query)
    assert (response.status_code, response["Content-Type"]) == (200, "application/pdf")
    assert "Pat" not in response["Content-Disposition"]
    return response.content


def words(content: bytes) -> str:
    text = subprocess.run(["pdftotext", "-layout", "-", "-"], input=content, capture_output=True, check=True).stdout
    return re.sub(r"\s+", " ", text.decode())


def pages(content: bytes) -> int:
    info = subprocess.run(["pdfinfo", "-"], input=content, capture_output=True, check=True).stdout.decode()
    return int(re.search(r"Pages:\s+(\d+)", info)[1])


@needs_pango
@needs_poppler
def test_the_referrers_pdf_says_what_the_page_says_on_one_sheet(client, ines, report):
    content = fetched(client, ines, "report_pdf", report)
    text = words(content)
    assert pages(content) == 1
    for said in (
        "Right stance: left side of the pelvis drops 9.0° ± 1.2° (9 strides).",
        "7.8° to 10.2°",
        "A drop to the left.",
        "Ines Tester, PT",
        "How accurate is this?",
        str(report.pk),
    ):
        assert said in text
    assert text.index("Right stance: left") < text.index("95 % interval") < text.index("What it may mean")
    assert text.index("What it may mean") < text.index("Re-test") < text.index("Method and limits")


@needs_pango
@needs_poppler
@pytest.mark.parametrize(("language", "says"), [("en", "What your film shows"), ("es", "Lo que muestra su video")])
def test_the_patients_pdf_is_one_sheet_in_their_language(client, ines, report, language, says):
    content = fetched(client, ines, "plain_report_pdf", report, lang=language)
    assert pages(content) == 1
    assert says in words(content)


@needs_pango
@needs_poppler
def test_an_addendum_stands_on_it(client, ines, report):
    addenda.add(report, ines, "Filmed in new shoes.")
    assert "Filmed in new shoes." in words(fetched(client, ines, "report_pdf", report))


@pytest.fixture
def seen(client, ines, report, tmp_path) -> list[Image.Image]:
    """Both PDFs as pictures of 100 dots an inch."""
    for name in ("report_pdf", "plain_report_pdf"):
        (tmp_path / f"{name}.pdf").write_bytes(fetched(client, ines, name, report, lang="es"))
        subprocess.run(["pdftoppm", "-r", "100", "-png", "-singlefile", f"{name}.pdf", name], cwd=tmp_path, check=True)
    return [Image.open(tmp_path / f"{name}.png").convert("RGB") for name in ("report_pdf", "plain_report_pdf")]


def has_colour(picture: Image.Image, wanted: tuple[int, int, int], least: int) -> bool:
    found = sum(
        n
        for n, colour in picture.getcolors(1 << 24)
        if max(abs(a - b) for a, b in zip(colour, wanted, strict=True)) < 24
    )
    return found >= least


@needs_pango
@needs_poppler
def test_the_pelvic_line_and_the_curves_are_on_the_paper(seen):
    """Also in Spanish, whose decimal comma a drawing does not understand."""
    yellow, blue, orange = (255, 228, 92), (43, 98, 196), (176, 80, 12)
    referrer = seen[0]
    assert all(has_colour(page, SKIN, 10_000) for page in seen)
    assert all(has_colour(page, yellow, 150) for page in seen)
    assert has_colour(referrer, blue, 150) and has_colour(referrer, orange, 150)


@needs_pango
def test_curves_are_drawn_and_only_the_two_photographs_are_pixels(client, ines, report):
    assert fetched(client, ines, "report_pdf", report).count(b"/Subtype /Image") == 2


@needs_pango
def test_a_page_cannot_make_it_fetch_anything(tmp_path):
    asked = pdf_writer.OwnFiles({"/known.jpg": tmp_path / "known.jpg"})
    for address in ("http://elsewhere.test/x.css", "file:///etc/passwd", "/analyses/1/media/proxy/"):
        with pytest.raises(ValueError, match="may not ask"):
            asked.fetch(address)


@needs_pango
def test_no_way_out_of_the_static_files():
    with pytest.raises(SuspiciousFileOperation):
        pdf_writer.OwnFiles({}).fetch("/static/../config/settings.py")


@needs_pango
def test_taking_it_away_is_audited(client, ines, report):
    fetched(client, ines, "report_pdf", report)
    assert AuditEvent.objects.filter(action="exported", record_id=str(report.pk), actor=ines).count() == 1


def test_without_pango_the_page_says_what_to_do(client, ines, report, monkeypatch):
    def missing(name: str) -> None:
        raise OSError("cannot load library 'libpango-1.0-0'")

    monkeypatch.setattr(pdf, "import_module", missing)
    client.force_login(ines)
    response = client.get(reverse("report_pdf", args=[report.pk]))
    assert response.status_code == 501
    assert "Save as PDF" in response.content.decode()
    assert not AuditEvent.objects.filter(action="exported").exists()
