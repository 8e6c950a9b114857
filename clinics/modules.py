"""Which modules of static/js ask for which, read from the files, so that no page keeps a list by hand.

A module is named by its place: "review/frames" is static/js/review/frames.js.
"""

import re
from functools import cache
from pathlib import Path

from django.conf import settings
from django.contrib.staticfiles import finders

VENDORS = {"htmx": "vendor/htmx/htmx.esm.js", "uplot": "vendor/uplot/uPlot.esm.js"}
ASKS_FOR = re.compile(r'^import\s+"([^"]+)"|^(?:import|export)\b[^;="]*\bfrom\s+"([^"]+)"', re.MULTILINE)

Graph = dict[str, tuple[str, ...]]


def graph() -> Graph:
    """Every module of ours with those that it asks for itself. While debugging it is read anew each time."""
    return _read_graph() if settings.DEBUG else _kept_graph()


def asked_for() -> dict[str, str]:
    """Name and static file of every module that another one asks for: what an import map must tell a browser."""
    names = {name for needs in graph().values() for name in needs}
    return {name: file_of(name) for name in sorted(names)}


def needed_by(name: str) -> list[str]:
    """All that is loaded before the module runs, itself left out, in the order in which it is found."""
    found: dict[str, None] = {}
    waiting = list(graph().get(name, ()))
    while waiting:
        next_one = waiting.pop(0)
        if next_one not in found:
            found[next_one] = None
            waiting += graph().get(next_one, ())
    return list(found)


def file_of(name: str) -> str:
    """Its path among the static files."""
    return VENDORS.get(name) or f"js/{name}.js"


def _read_graph() -> Graph:
    found = finders.find("js")
    if found is None:
        raise FileNotFoundError("static/js")
    root = Path(found)
    return {path.relative_to(root).with_suffix("").as_posix(): _needs(path) for path in sorted(root.rglob("*.js"))}


_kept_graph = cache(_read_graph)


def _needs(path: Path) -> tuple[str, ...]:
    found = ASKS_FOR.finditer(path.read_text(encoding="utf-8"))
    return tuple(each[1] or each[2] for each in found)
