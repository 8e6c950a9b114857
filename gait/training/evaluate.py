"""How well a reader does on stills that it was not trained on, and whether it took a shortcut.

    python -m gait.training.evaluate VALIDATION_FOLDER WEIGHTS.onnx

Prints the tables that gait/weights/TILT_CARD.md quotes; the network is run by OpenCV as in the product.
"""

import argparse
import sys
from functools import partial
from pathlib import Path

from gait.training.reading import opencv_forward, read_with_mirror
from gait.training.report import markdown, validation_table
from gait.training.shortcuts import render_shortcuts, shortcut_table
from gait.training.stills import load_stills

BODIES = 8


def evaluate(folder: Path, weights: Path) -> str:
    read = partial(read_with_mirror, opencv_forward(weights))
    pictures, truth = load_stills(folder)
    validation = validation_table(truth, *read(pictures))
    return validation + "\n\n" + markdown("what changes", shortcut_table(render_shortcuts(BODIES), read)) + "\n"


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("folder", type=Path)
    parser.add_argument("weights", type=Path)
    arguments = parser.parse_args()
    sys.stdout.write(evaluate(arguments.folder, arguments.weights))
