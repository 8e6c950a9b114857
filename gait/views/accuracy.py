"""How accurate Stance is, for everybody: docs/accuracy.md as the bench wrote it, failures included."""

from functools import lru_cache
from pathlib import Path

from django.conf import settings
from django.http import FileResponse, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.safestring import SafeString
from django.views.decorators.http import require_safe
from markdown_it import MarkdownIt
from markdown_it.token import Token

DOCS = Path(settings.ROOT) / "docs"
PAGE, PLOT = DOCS / "accuracy.md", DOCS / "accuracy.svg"
TABLE_OPEN = '<div class="table-scroll" tabindex="0"><table class="table">\n'
TABLE_CLOSE = "</table></div>\n"


@require_safe
def accuracy(request: HttpRequest) -> HttpResponse:
    return render(request, "gait/accuracy.html", {"text": text_of(PAGE, PAGE.stat().st_mtime_ns)})


@require_safe
def accuracy_plot(request: HttpRequest) -> FileResponse:
    return FileResponse(PLOT.open("rb"), content_type="image/svg+xml")


@lru_cache(maxsize=1)
def text_of(page: Path, changed_ns: int) -> SafeString:
    """The page as HTML, read anew once the bench has written it anew. HTML within the text is shown, not obeyed."""
    reader = MarkdownIt("commonmark", {"html": False}).enable("table")
    reader.add_render_rule("table_open", lambda *_: TABLE_OPEN)
    reader.add_render_rule("table_close", lambda *_: TABLE_CLOSE)
    tokens = reader.parse(page.read_text(encoding="utf-8"))
    point_to_the_plot(tokens)
    return SafeString(reader.renderer.render(tokens, reader.options, {}))


def point_to_the_plot(tokens: list[Token]) -> None:
    """Beside the document lies accuracy.svg; here it has an address."""
    for token in (inner for outer in tokens for inner in outer.children or []):
        if token.type == "image" and token.attrGet("src") == PLOT.name:
            token.attrSet("src", reverse("accuracy_plot"))
