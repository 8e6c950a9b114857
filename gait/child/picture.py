"""One frame of a video as picture.jpg, for a drawing that stands on a report."""

from pathlib import Path

from gait.analysis.film.proxy import encode_jpeg, picture_at
from gait.analysis.terms.types import OnProgress
from gait.child.jobs import Picture


def run(spec: Picture, folder: Path, on_progress: OnProgress) -> None:
    on_progress("picture", 0.0)
    (folder / "picture.jpg").write_bytes(encode_jpeg(picture_at(Path(spec["video"]), spec["at_s"])))
