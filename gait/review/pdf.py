"""A page of ours as a PDF, from the same HTML and the same stylesheets as on the screen."""

import logging
from importlib import import_module
from pathlib import Path

PDF_TYPE = "application/pdf"
for name in ("weasyprint", "weasyprint.progress", "fontTools"):
    logging.getLogger(name).setLevel(logging.ERROR)  # they tell of each step, and of each rule that paper ignores


class NoPdf(Exception):
    """This machine lacks Pango, the system's library for setting text; the page can still be printed."""


def pdf_of(html: str, pictures: dict[str, Path], *, paper_size: str) -> bytes:
    """html: a whole page. pictures: the file behind each address it names. paper_size: "letter" or "A4".

    Raises NoPdf where the system's libraries are missing.
    """
    try:
        # 60 MB that a web process needs only once somebody asks for a PDF, and that not every machine can load.
        writer = import_module("gait.review.pdf_writer")
    except OSError as missing:
        raise NoPdf from missing
    return writer.write(html, pictures, paper_size)
