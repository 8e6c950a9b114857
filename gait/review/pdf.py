"""A page of ours as a PDF, from the same HTML and the same stylesheets as on the screen.

A child sets it: the library that draws letters can end the process it runs in, and web processes have better to do.
"""

import logging
import re
from html import unescape
from pathlib import Path
from tempfile import TemporaryDirectory

from django.conf import settings
from django.http import HttpRequest
from django.urls import Resolver404, resolve

from gait.analysis.terms.errors import AnalysisError, VideoRefused
from gait.child import keeper
from gait.child.limits import PDF

log = logging.getLogger(__name__)
PDF_TYPE = "application/pdf"
BRAND_ADDRESSES = {"brand_css", "brand_picture"}
NAMED = re.compile(r'(?:href|src)="(/[^"]+)"')


class NoPdf(Exception):
    """There is none; the page can still be printed. missing: what this machine lacks, empty where it only failed."""

    def __init__(self, missing: str = "") -> None:
        self.missing = missing
        super().__init__(missing)

    @property
    def status(self) -> int:
        return 501 if self.missing else 503


def pdf_of(html: str, pictures: dict[str, Path], *, paper_size: str) -> bytes:
    """html: a whole page. pictures: the file behind each address it names. paper_size: "letter" or "A4".

    Raises NoPdf where the system's libraries or fonts are missing, or where setting the page failed.
    """
    with TemporaryDirectory(dir=settings.FILE_UPLOAD_TEMP_DIR) as made:
        folder = Path(made)
        (folder / "page.html").write_text(html, encoding="utf-8")
        let_set(
            folder,
            by_address=pictures_of_the_look(html, folder) | {at: str(path) for at, path in pictures.items()},
            paper_size=paper_size,
        )
        return (folder / "page.pdf").read_bytes()


def let_set(folder: Path, *, by_address: dict[str, str], paper_size: str) -> None:
    try:
        keeper.run(
            "pdf",
            folder,
            PDF,
            html=folder / "page.html",
            by_address=by_address,
            static_url=settings.STATIC_URL,
            static_folders=static_folders(),
            site_url=settings.SITE_URL,
            paper_size=paper_size,
        )
    except VideoRefused as refusal:
        raise NoPdf(refusal.detail) from refusal
    except (keeper.ChildFailed, keeper.EngineBug, AnalysisError) as failure:
        log.exception("a PDF could not be set")
        raise NoPdf from failure


def pictures_of_the_look(html: str, folder: Path) -> dict[str, str]:
    """The clinic's colour and logo, answered by the public views that also serve them to browsers."""
    found = {}
    for number, address in enumerate(sorted({unescape(named) for named in NAMED.findall(html)})):
        content = _brand(address)
        if content is not None:
            path = folder / f"look-{number}{Path(address).suffix}"
            path.write_bytes(content)
            found[address] = str(path)
    return found


def _brand(address: str) -> bytes | None:
    try:
        view = resolve(address)
    except Resolver404:
        return None
    if view.url_name not in BRAND_ADDRESSES:
        return None
    request = HttpRequest()
    request.method = "GET"
    return view.func(request, *view.args, **view.kwargs).content


def static_folders() -> list[tuple[str, str]]:
    """Where our own static files lie, by the beginning of their names; hashed names lie in the collected folder."""
    places = [place if isinstance(place, tuple) else ("", place) for place in settings.STATICFILES_DIRS]
    collected = [("", settings.STATIC_ROOT)] if settings.STATIC_ROOT else []
    return [(f"{prefix}/" if prefix else "", str(folder)) for prefix, folder in [*places, *collected]]
