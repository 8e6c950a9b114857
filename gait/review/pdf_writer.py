"""The one file that loads WeasyPrint. It reads our own static files and the given pictures, and no network."""

import mimetypes
import re
from pathlib import Path
from urllib.parse import unquote, urlsplit

from django.conf import settings
from django.contrib.staticfiles import finders
from django.http import HttpRequest, HttpResponse
from django.urls import Resolver404, resolve
from weasyprint import CSS, HTML
from weasyprint.text.fonts import FontConfiguration
from weasyprint.urls import URLFetcher, URLFetcherResponse

TOKENS = "css/tokens.css"
PICTURE_STYLES = ("css/components/result.css", "css/components/report-pictures.css")
PAGE = '@page { size: %s; @bottom-right { content: counter(page) " / " counter(pages); font: 8pt sans-serif } }'
TOKEN = re.compile(r"(--[a-z0-9-]+):\s*([^;]+);")
USE_OF_TOKEN = re.compile(r"var\((--[a-z0-9-]+)\)")
BRAND_ADDRESSES = {"brand_css", "brand_picture"}
START_OF_PICTURE = re.compile(r"<svg\b[^>]*>")


def write(html: str, pictures: dict[str, Path], paper_size: str) -> bytes:
    fetcher, fonts = OwnFiles(pictures), FontConfiguration()
    page = HTML(string=with_styles_inside(html), base_url=settings.SITE_URL + "/", url_fetcher=fetcher)
    return page.write_pdf(
        stylesheets=[CSS(string=PAGE % paper_size, font_config=fonts)], font_config=fonts, pdf_variant="pdf/ua-1"
    )


def with_styles_inside(html: str) -> str:
    """WeasyPrint shows a picture without the page's styles, so each one carries them, with its colours looked up."""
    rules = "".join(_text(name) for name in PICTURE_STYLES)
    colours = _paper_tokens()
    resolved = USE_OF_TOKEN.sub(lambda use: colours[use[1]], rules)
    return START_OF_PICTURE.sub(lambda start: f"{start[0]}<style>{resolved}</style>", html)


def _paper_tokens() -> dict[str, str]:
    """Light tokens, with what print changes; the dark block between them is for screens."""
    light, _, rest = _text(TOKENS).partition("@media screen")
    _, _, printed = rest.partition("@media print")
    return dict(TOKEN.findall(light)) | dict(TOKEN.findall(printed.partition(".for-patient")[0]))


class OwnFiles(URLFetcher):
    """Everything a page may ask for: our static files, the clinic's look, and the pictures named beforehand."""

    def __init__(self, pictures: dict[str, Path]) -> None:
        super().__init__(allowed_protocols=[])
        self._pictures = pictures

    def fetch(self, url: str, headers: dict[str, str] | None = None) -> URLFetcherResponse:
        address = unquote(urlsplit(url).path)
        if brand := _brand(address):
            return URLFetcherResponse(url, brand.content, {"Content-Type": brand["Content-Type"]})
        path = self._pictures.get(address) or _static_path(address)
        kind = mimetypes.guess_type(path.name)[0] or "application/octet-stream"
        return URLFetcherResponse(url, path.read_bytes(), {"Content-Type": kind})


def _brand(address: str) -> HttpResponse | None:
    """The clinic's colour and logo, answered by the public views that also serve them to browsers."""
    try:
        found = resolve(address)
    except Resolver404:
        return None
    if found.url_name not in BRAND_ADDRESSES:
        return None
    request = HttpRequest()
    request.method = "GET"
    return found.func(request, *found.args, **found.kwargs)


def _static_path(address: str) -> Path:
    prefix = "/" + settings.STATIC_URL.strip("/") + "/"
    if not address.startswith(prefix):
        raise ValueError(f"a PDF may not ask for {address}")
    return _found(address.removeprefix(prefix))


def _found(name: str) -> Path:
    """In a collected folder the name carries a hash, and the finders know the name without it."""
    collected = Path(settings.STATIC_ROOT or "") / name
    path = finders.find(name) or (collected if settings.STATIC_ROOT and collected.is_file() else None)
    if path is None:
        raise ValueError(f"no static file {name}")
    return Path(path)


def _text(name: str) -> str:
    return _found(name).read_text(encoding="utf-8")
