"""make bench-accuracy: run the engine over rendered clips and compare it with their truth.

python -m tests.bench.accuracy [CLIPS]     CLIPS holds <name>.mp4 with <name>.json; default tests/data

Nothing is cached. Without CLIPS the page docs/accuracy.md and its plot are written anew.
"""

import argparse
import json
import os
import sys
from pathlib import Path

os.environ.setdefault("OMP_NUM_THREADS", "1")

from gait.analysis.pipeline import analyse
from gait.analysis.terms.errors import VideoRefused
from gait.analysis.terms.types import Hints
from gait.analysis.version import PIPELINE_VERSION
from gait.analysis.written.report import as_json, refused_json
from tests.bench import held_out
from tests.bench.accuracy_page import write_page
from tests.bench.scoring import ClipScore, Json, score_clip, totals

ROOT = Path(__file__).resolve().parents[2]
OWN_CLIPS = ROOT / "tests" / "data"
DOCS = ROOT / "docs"
POSE_MODEL = Path(os.environ.get("STANCE_POSE_MODEL") or ROOT / "gait" / "weights" / "pose_landmarker.task")


def measure(video: Path) -> Json:
    try:
        result = analyse(video, hints=Hints(), pose_model=POSE_MODEL)
    except VideoRefused as refusal:
        return refused_json(refusal)
    return as_json(result, pipeline_version=PIPELINE_VERSION, series=True)


def clips_with_truth(folder: Path) -> list[Path]:
    return [video for video in sorted(folder.glob("*.mp4")) if video.with_suffix(".json").exists()]


def line_of(score: ClipScore) -> str:
    if score.refusal:
        return f"{score.name:32s} refused: {score.refusal}"
    cells = {side.side: f"{side.true_deg:5.1f} {side.got_deg:5.1f} ±{side.half_width_deg:3.1f}" for side in score.sides}
    left, right = (cells.get(side, "withheld") for side in ("left", "right"))
    stances = f"{score.stances_found}/{score.stances_true}"
    return f"{score.name:32s} {left:>18s} {right:>18s}  {score.source:10s} {score.confidence}  {stances}"


def scored(videos: list[Path]) -> list[ClipScore]:
    """Measure each clip and score it against the truth beside it, a line a clip."""
    print(f"{'clip':32s} {'left true got':>18s} {'right true got':>18s}  source  confidence  stances found", flush=True)
    scores = []
    for video in videos:
        truth = json.loads(video.with_suffix(".json").read_text())
        scores.append(score_clip(video.stem, truth, measure(video)))
        print(line_of(scores[-1]), flush=True)
    return scores


def print_totals(scores: list[ClipScore]) -> None:
    print()
    for name, value in totals(scores).items():
        print(f"{name:42s} {value:8.3f}" if isinstance(value, float) else f"{name:42s} {value:8d}")


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("clips", nargs="?", type=Path, default=OWN_CLIPS)
    parser.add_argument("--held-out", action="store_true", help="keep the scores as those of unseen clips")
    asked = parser.parse_args()
    folder = asked.clips
    videos = clips_with_truth(folder)
    if not videos:
        print(f"{folder} holds no clip with truth beside it.", file=sys.stderr)
        return 2
    scores = scored(videos)
    print_totals(scores)
    if asked.held_out:
        held_out.store(scores)
    if folder == OWN_CLIPS:
        write_page(scores, held_out.stored(), DOCS)
    return 0


if __name__ == "__main__":
    sys.exit(main())
