"""One frame of a video as picture.jpg, for a drawing that stands on a report: the person's head is hidden in it."""

import json
from pathlib import Path

import numpy as np

from gait.analysis.film.faces import heads_of, hide_faces
from gait.analysis.film.proxy import encode_jpeg, picture_at
from gait.analysis.terms.types import OnProgress
from gait.child.jobs import Picture


def run(spec: Picture, folder: Path, on_progress: OnProgress) -> None:
    on_progress("picture", 0.0)
    picture = np.ascontiguousarray(picture_at(Path(spec["video"]), spec["at_s"]))
    overlay = spec["overlay"]
    heads = heads_of(json.loads(Path(overlay).read_text(encoding="utf-8"))) if overlay else None
    hide_faces(picture, heads, spec["at_s"])
    (folder / "picture.jpg").write_bytes(encode_jpeg(picture))
