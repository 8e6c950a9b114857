"""The few signs a clinic may write with, as HTML; and our own sections back into those signs, to start from.

Paragraphs, headings, lists, emphasis and links: nothing else has a meaning, so nothing else needs to be filtered out.
What looks like HTML is shown as it was typed.
"""

from functools import cache
from html.parser import HTMLParser

from django.utils.safestring import SafeString, mark_safe
from markdown_it import MarkdownIt

SIGNS = ["paragraph", "heading", "list", "emphasis", "link", "escape", "newline"]
SAFE_ADDRESSES = ("https://", "tel:", "mailto:", "/")
MIN_HEADING_LEVEL = 3
"""The page itself has the levels above."""


@cache
def reader() -> MarkdownIt:
    found = MarkdownIt("zero", {"html": False, "breaks": True}).enable(SIGNS)
    found.validateLink = _is_safe  # type: ignore[method-assign]  # as its documentation says
    return found


def _is_safe(url: str) -> bool:
    return url.startswith(SAFE_ADDRESSES) and not url.startswith("//")


def as_html(text: str) -> SafeString:
    tokens = reader().parse(text)
    for token in tokens:
        if token.type in {"heading_open", "heading_close"}:
            token.tag = f"h{max(int(token.tag[1]), MIN_HEADING_LEVEL)}"
    return mark_safe(reader().renderer.render(tokens, reader().options, {}))  # noqa: S308 - made from tokens alone


class Backwards(HTMLParser):
    """Writes down a section of ours. Knows the elements that our templates use, and no others."""

    BLOCKS = frozenset({"p", "li", "dd", "h3"})

    def __init__(self) -> None:
        super().__init__()
        self.blocks: list[str] = []
        self.text, self.prefix, self.address = "", "", ""
        self.is_numbered, self.number = False, 0

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag in {"ol", "ul"}:
            self.is_numbered, self.number = tag == "ol", 0
        elif tag == "li":
            self.number += 1
            self.prefix = f"{self.number}. " if self.is_numbered else "- "
        elif tag == "dt":
            self.prefix, self.text = "- ", self.text + "**"
        elif tag == "strong" or (tag == "h3" and self.prefix):
            self.text += "**"
        elif tag == "a":
            self.address = dict(attrs).get("href") or ""
            self.text += "["

    def handle_data(self, data: str) -> None:
        self.text += " ".join(data.split()) if data.strip() else ""
        if data[-1:].isspace() and data.strip():
            self.text += " "

    def handle_endtag(self, tag: str) -> None:
        if tag == "a":
            self.text += f"]({self.address}) "
        elif tag == "strong":
            self.text += "** "
        elif tag in {"dt", "h3"} and self.prefix:
            self.text = self.text.rstrip() + ".** "
        elif tag in self.BLOCKS:
            self.end_block()

    def end_block(self) -> None:
        if text := self.text.strip():
            self.blocks.append(self.prefix + text.replace(" .", "."))
        self.text, self.prefix = "", ""


def from_html(html: str) -> str:
    """A section of ours in the signs above."""
    parser = Backwards()
    parser.feed(html)
    lines: list[str] = []
    for block in parser.blocks:
        is_list = block.startswith("- ") or block[:1].isdigit()
        was_list = bool(lines) and (lines[-1].startswith("- ") or lines[-1][:1].isdigit())
        lines += [block] if not lines or (is_list and was_list) else ["", block]
    return "\n".join(lines)
