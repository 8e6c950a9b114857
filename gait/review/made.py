"""Reading back what a run has made beside its row: overlay.json and series.json."""

import json
from typing import Any

from gait import storage
from gait.models import Analysis
from gait.result.beside import Overlay, Series


def overlay_of(analysis: Analysis) -> Overlay | None:
    return _read(analysis, "overlay.json")


def series_of(analysis: Analysis) -> Series | None:
    return _read(analysis, "series.json")


def _read(analysis: Analysis, name: str) -> Any:
    """None for runs whose files were erased."""
    folder = storage.results_of(analysis)
    if folder is None or not (path := folder / name).is_file():
        return None
    return json.loads(path.read_text(encoding="utf-8"))
