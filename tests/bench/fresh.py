"""make bench-heldout SEED=n COUNT=k: fresh clips of the project's own walker, scored as bench-accuracy does.

python -m tests.bench.fresh FOLDER --seed n     FOLDER holds what gait.training.clips rendered of that seed

The clips are encoded as a phone would (H.264), then measured with nothing said about them. They share the renderer with
the stills that the tilt reader was trained on, so what rests on the reader looks better here than elsewhere.
"""

import argparse
import sys
from collections.abc import Iterator
from fractions import Fraction
from pathlib import Path

import av

from tests.bench import accuracy

CRF = (19, 24, 29)
"""Quality of the film, by turns: a good phone, the usual one, one that was sent on."""


def encode(film: Path, crf: int) -> Path:
    """The same pictures as H.264 beside it, unless they are there."""
    target = film.with_suffix(".mp4")
    if target.exists():
        return target
    unfinished = target.with_suffix(".part")
    with av.open(str(film)) as source, av.open(str(unfinished), "w", format="mp4") as output:
        shown = source.streams.video[0]
        rate_hz = shown.average_rate or Fraction(30)
        stream = output.add_stream("libx264", rate=rate_hz, options={"crf": str(crf), "preset": "veryfast"})
        stream.width, stream.height, stream.pix_fmt = shown.width, shown.height, "yuv420p"
        for frame in source.decode(shown):
            output.mux(stream.encode(frame.reformat(format="yuv420p")))
        output.mux(stream.encode(None))
    unfinished.rename(target)
    return target


def clips_of(folder: Path, seed: int) -> Iterator[Path]:
    for number, film in enumerate(sorted(folder.glob(f"H{seed}_*.avi"))):
        if film.with_suffix(".json").exists():
            yield encode(film, CRF[number % len(CRF)])


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("folder", type=Path)
    parser.add_argument("--seed", type=int, required=True)
    said = parser.parse_args()
    videos = list(clips_of(said.folder, said.seed))
    if not videos:
        print(f"{said.folder} holds no rendered clip of seed {said.seed}.", file=sys.stderr)
        return 2
    accuracy.print_totals(accuracy.scored(videos))
    return 0


if __name__ == "__main__":
    sys.exit(main())
