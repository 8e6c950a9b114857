"""The PDF is the page: same words, drawings as vectors, one sheet, nothing fetched from anywhere."""

import json
import re
import shutil
import signal
import subprocess
import sys
from ctypes.util import find_library
from pathlib import Path

import filmed
import hiding
import pytest
import sabotage
import walks
from django.urls import reverse
from PIL import Image

from clinics.models import AuditEvent
from gait import storage
from gait.child.page_files import PageFiles
from gait.models import SignedReport
from gait.review import addenda, signing

pytestmark = pytest.mark.long
needs_pango = pytest.mark.skipif(find_library("pangoft2-1.0") is None, reason="no Pango on this machine")
needs_poppler = pytest.mark.skipif(shutil.which("pdftotext") is None, reason="no poppler-utils on this machine")
DEJAVU = Path("/usr/share/fonts/truetype/dejavu")
SKIN = (205, 170, 150)


@pytest.fixture
def report(pat, ines) -> SignedReport:
    run = walks.done_run(filmed.assessment(pat, ines))
    folder = storage.results_of(run)
    (folder / "overlay.json").write_text(json.dumps(walks.overlay()))
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


def paper(content: bytes) -> str:
    info = subprocess.run(["pdfinfo", "-"], input=content, capture_output=True, check=True).stdout.decode()
    return re.search(r"Page size:.*", info)[0]


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


def page_files(tmp_path: Path) -> PageFiles:
    for name in ("static/css/base.css", "vendor/chart.js", "settings.py"):
        (tmp_path / name).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / name).write_text(name)
    folders = [("", str(tmp_path / "static")), ("vendor/", str(tmp_path / "vendor"))]
    return PageFiles({"/known.jpg": str(tmp_path / "known.jpg")}, "/static/", folders)


def test_a_page_reaches_static_files_and_what_was_named(tmp_path):
    files = page_files(tmp_path)
    assert files.file_at("http://localhost:8000/static/css/base.css") == tmp_path / "static/css/base.css"
    assert files.file_at("/static/vendor/chart.js") == tmp_path / "vendor/chart.js"
    assert files.file_at("/known.jpg") == tmp_path / "known.jpg"


@pytest.mark.parametrize(
    "address",
    [
        "http://elsewhere.test/x.css",
        "file:///etc/passwd",
        "/analyses/1/media/proxy/",
        "/static/../settings.py",
        "/static/%2e%2e/settings.py",
        "/static/vendor/../../settings.py",
        "/static//etc/passwd",
    ],
)
def test_a_page_cannot_make_it_fetch_anything_else(tmp_path, address):
    with pytest.raises(ValueError, match=r"may not ask|no static file"):
        page_files(tmp_path).file_at(address)


@needs_pango
def test_taking_it_away_is_audited(client, ines, report):
    fetched(client, ines, "report_pdf", report)
    assert AuditEvent.objects.filter(action="exported", record_id=str(report.pk), actor=ines).count() == 1


def refused_page(client, ines, report) -> tuple[int, str]:
    client.force_login(ines)
    response = client.get(reverse("report_pdf", args=[report.pk]))
    assert not AuditEvent.objects.filter(action="exported").exists()
    return response.status_code, response.content.decode()


@pytest.mark.parametrize("library", ["libpango-1.0.so.0", "libpangoft2-1.0.so.0"])
def test_without_pango_the_page_says_what_to_do(client, ines, report, monkeypatch, tmp_path, library):
    monkeypatch.setattr(sys, "executable", hiding.python_without(tmp_path, library))
    status, page = refused_page(client, ines, report)
    assert status == 501
    assert library.split(".so")[0] in page
    assert "Save as PDF" in page


@needs_pango
def test_without_fonts_the_page_says_what_to_do(client, ines, report, monkeypatch, tmp_path):
    """Pango itself would end the process."""
    use_fonts(monkeypatch, tmp_path, "/nowhere")
    status, page = refused_page(client, ines, report)
    assert status == 501
    assert "fonts-liberation" in page
    assert "Save as PDF" in page


def test_a_program_that_crashes_takes_nothing_along(client, ines, report):
    with sabotage.killing_children(signal.SIGSEGV):
        status, page = refused_page(client, ines, report)
    assert status == 503
    assert "Save as PDF" in page


@needs_pango
@needs_poppler
@pytest.mark.skipif(not DEJAVU.is_dir(), reason="no DejaVu fonts on this machine")
def test_it_fits_one_sheet_in_wide_letters(client, ines, report, monkeypatch, tmp_path):
    """DejaVu, a sixth wider than most, is what a bare Debian has; the text is as long as the demo's."""
    addenda.add(report, ines, "Filmed in new shoes, which the patient had worn for a week.\n" * 8)
    plenty = fetched(client, ines, "report_pdf", report)
    use_fonts(monkeypatch, tmp_path, str(DEJAVU))
    content = fetched(client, ines, "report_pdf", report)
    assert (pages(plenty), pages(content)) == (1, 1)
    assert paper(content) == paper(plenty)
    assert pages(fetched(client, ines, "plain_report_pdf", report, lang="es")) == 1


def use_fonts(monkeypatch: pytest.MonkeyPatch, room: Path, folder: str) -> None:
    config = room / "fonts.conf"
    names = '<include ignore_missing="yes">/etc/fonts/conf.d</include>'
    config.write_text(f"<fontconfig><dir>{folder}</dir>{names}<cachedir>{room}/fonts</cachedir></fontconfig>")
    monkeypatch.setenv("FONTCONFIG_FILE", str(config))
