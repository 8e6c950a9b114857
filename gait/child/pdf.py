"""Set one HTML page as a PDF. Leaves page.pdf. The one file that loads WeasyPrint, and with it Pango.

Pango ends the whole process on a machine without fonts, so they are counted first.
"""

import ctypes
import logging
import mimetypes
import re
from collections.abc import Callable
from ctypes.util import find_library
from pathlib import Path

from weasyprint import CSS, HTML
from weasyprint.document import Document
from weasyprint.text.fonts import FontConfiguration
from weasyprint.urls import URLFetcher, URLFetcherResponse

from gait.analysis.terms.errors import VideoRefused
from gait.child.jobs import Pdf
from gait.child.page_files import PageFiles

TOKENS = "css/tokens.css"
PICTURE_STYLES = ("css/components/result.css", "css/components/report-pictures.css")
PAGE = '@page { size: %gmm %gmm; @bottom-right { content: counter(page) " / " counter(pages); font: 8pt sans-serif } }'
SIZES_MM = {"letter": (215.9, 279.4), "A4": (210.0, 297.0)}
ZOOMS = (1.0, 0.94, 0.88)
"""A report is one sheet. Where the machine's letters are wide (DejaVu), all of it shrinks a little, the last step to
7 pt for the smallest print; what needs more than that takes a second sheet in full size."""
TOKEN = re.compile(r"(--[a-z0-9-]+):\s*([^;]+);")
USE_OF_TOKEN = re.compile(r"var\((--[a-z0-9-]+)\)")
START_OF_PICTURE = re.compile(r"<svg\b[^>]*>")
FORM = {"pdf_variant": "pdf/ua-1"}
SYSTEM_FONTS = 0
for name in ("weasyprint", "weasyprint.progress", "fontTools"):
    logging.getLogger(name).setLevel(logging.ERROR)  # they tell of each step, and of each rule that paper ignores


def run(spec: Pdf, folder: Path, on_progress: Callable[[str, float], None]) -> None:
    require_fonts()
    files = PageFiles(spec["by_address"], spec["static_url"], spec["static_folders"])
    html = with_styles_inside(Path(spec["html"]).read_text(encoding="utf-8"), files)
    page = HTML(string=html, base_url=spec["site_url"] + "/", url_fetcher=OwnFiles(files))
    document, zoom = on_one_sheet(page, SIZES_MM[spec["paper_size"]])
    document.write_pdf(folder / "page.pdf", zoom=zoom, **FORM)


def on_one_sheet(page: HTML, size_mm: tuple[float, float]) -> tuple[Document, float]:
    """The page, and by how much to shrink it so that it comes out in this size."""
    in_full_size = laid_out(page, size_mm, ZOOMS[0])
    if len(in_full_size.pages) > 1:
        for zoom in ZOOMS[1:]:
            document = laid_out(page, size_mm, zoom)
            if len(document.pages) == 1:
                return document, zoom
    return in_full_size, ZOOMS[0]


def laid_out(page: HTML, size_mm: tuple[float, float], zoom: float) -> Document:
    """On a sheet that has its size once it is shrunk."""
    fonts = FontConfiguration()
    style = CSS(string=PAGE % tuple(side / zoom for side in size_mm), font_config=fonts)
    return page.render(font_config=fonts, stylesheets=[style], **FORM)


def require_fonts() -> None:
    """Raises VideoRefused E_INSTALLATION on a machine that has none."""
    fontconfig = ctypes.CDLL(find_library("fontconfig") or "libfontconfig.so.1")
    fontconfig.FcConfigGetFonts.restype = ctypes.POINTER(ctypes.c_int)  # FcFontSet begins with its count
    fontconfig.FcConfigGetFonts.argtypes = [ctypes.c_void_p, ctypes.c_int]
    found = fontconfig.FcConfigGetFonts(None, SYSTEM_FONTS) if fontconfig.FcInit() else None
    if not found or found[0] == 0:
        raise VideoRefused("E_INSTALLATION", "fonts (Debian package fonts-liberation)")


def with_styles_inside(html: str, files: PageFiles) -> str:
    """WeasyPrint shows a picture without the page's styles, so each one carries them, with its colours looked up."""
    rules = "".join(_text(files, name) for name in PICTURE_STYLES)
    colours = _paper_tokens(_text(files, TOKENS))
    resolved = USE_OF_TOKEN.sub(lambda use: colours[use[1]], rules)
    return START_OF_PICTURE.sub(lambda start: f"{start[0]}<style>{resolved}</style>", html)


def _paper_tokens(tokens: str) -> dict[str, str]:
    """Light tokens, with what print changes; the dark block between them is for screens."""
    light, _, rest = tokens.partition("@media screen")
    _, _, printed = rest.partition("@media print")
    return dict(TOKEN.findall(light)) | dict(TOKEN.findall(printed.partition(".for-patient")[0]))


class OwnFiles(URLFetcher):
    """Answers with the files that the page may name, and asks no network."""

    def __init__(self, files: PageFiles) -> None:
        super().__init__(allowed_protocols=[])
        self._files = files

    def fetch(self, url: str, headers: dict[str, str] | None = None) -> URLFetcherResponse:
        path = self._files.file_at(url)
        kind = mimetypes.guess_type(path.name)[0] or "application/octet-stream"
        return URLFetcherResponse(url, path.read_bytes(), {"Content-Type": kind})


def _text(files: PageFiles, name: str) -> str:
    return files.static_file(name).read_text(encoding="utf-8")
