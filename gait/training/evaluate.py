"""How well a reader does on stills that it was not trained on, and whether it took a shortcut.

    python -m gait.training.evaluate VALIDATION_FOLDER WEIGHTS.onnx

Prints the tables that gait/weights/TILT_CARD.md quotes, read by OpenCV as the product does.
"""

import argparse
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import cv2
import numpy as np
from numpy.typing import NDArray

from gait.training.arrays import Bytes, FloatArray
from gait.training.augment import cut_view
from gait.training.shortcuts import render_shortcuts, shortcut_table
from gait.training.stills import load_stills
from gait.training.walker.clothes import Outfit

Forward = Callable[[NDArray[np.uint8]], tuple[FloatArray, FloatArray]]
"""A batch (k, 3, 112, 112) of bytes to angles (k,) and log sigmas (k,)."""

BATCH = 64


def opencv_forward(weights: Path) -> Forward:
    network = cv2.dnn.readNetFromONNX(str(weights))

    def forward(batch: NDArray[np.uint8]) -> tuple[FloatArray, FloatArray]:
        network.setInput(batch)
        angle, log_sigma = network.forward(("angle", "log_sigma"))
        return angle, log_sigma

    return forward


def read_with_mirror(forward: Forward, stills: list[Bytes]) -> tuple[FloatArray, FloatArray]:
    """Angle and sigma (n,) of the middle of stored stills, each averaged with its mirror image."""
    angles, sigmas = [], []
    for start in range(0, len(stills), BATCH):
        views = np.stack([cut_view(np.asarray(still)) for still in stills[start : start + BATCH]])
        batch = np.ascontiguousarray(views.transpose(0, 3, 1, 2))
        upright, mirrored = forward(batch), forward(np.ascontiguousarray(batch[..., ::-1]))
        angles.append(0.5 * (upright[0] - mirrored[0]))
        sigmas.append(np.sqrt(0.5 * (np.exp(2 * upright[1]) + np.exp(2 * mirrored[1]))))
    return np.concatenate(angles), np.concatenate(sigmas)


def figures(true_deg: FloatArray, angle_deg: FloatArray, sigma_deg: FloatArray) -> dict[str, float]:
    """RMSE, slope against truth, spread of error over sigma, share beyond two sigma, median sigma."""
    error = angle_deg - true_deg
    standard = error / sigma_deg
    return {
        "stills": float(len(error)),
        "rmse_deg": float(np.sqrt((error**2).mean())),
        "slope": float(np.polyfit(true_deg, angle_deg, 1)[0]),
        "rms_of_error_over_sigma": float(np.sqrt((standard**2).mean())),
        "beyond_two_sigma": float((np.abs(standard) > 2).mean()),
        "median_sigma_deg": float(np.median(sigma_deg)),
    }


def validation_table(truth: NDArray[np.void], angle_deg: FloatArray, sigma_deg: FloatArray) -> str:
    """One row for all stills, for each outfit, and for each quarter of sigma, surest first."""
    parts = {"all": np.ones(len(truth), bool)}
    parts |= {outfit.name.lower(): truth["outfit"] == outfit for outfit in Outfit}
    quarters = np.digitize(sigma_deg, np.quantile(sigma_deg, [0.25, 0.5, 0.75]))
    parts |= {f"sigma quarter {k + 1}": quarters == k for k in range(4)}
    parts["tilt beyond 15 deg"] = np.abs(truth["angle_deg"]) > 15
    true_deg = truth["angle_deg"]
    rows = {name: figures(true_deg[of], angle_deg[of], sigma_deg[of]) for name, of in parts.items() if of.any()}
    return markdown("stills", rows)


def markdown(title: str, rows: dict[str, dict[str, float]]) -> str:
    names = list(next(iter(rows.values())))
    lines = [f"| {title} | " + " | ".join(name.replace("_", " ") for name in names) + " |"]
    lines.append("|---" * (len(names) + 1) + "|")
    lines += [f"| {row} | " + " | ".join(_shown(values[n]) for n in names) + " |" for row, values in rows.items()]
    return "\n".join(lines)


def _shown(value: Any) -> str:
    return f"{value:.0f}" if float(value).is_integer() and abs(value) > 10 else f"{value:.2f}"


def main(folder: Path, weights: Path) -> None:
    forward = opencv_forward(weights)
    pictures, truth = load_stills(folder)
    sys.stdout.write(validation_table(truth, *read_with_mirror(forward, pictures)) + "\n\n")
    sys.stdout.flush()
    rows = shortcut_table(render_shortcuts(bodies=8), lambda stills: read_with_mirror(forward, stills))
    sys.stdout.write(markdown("what changes", rows) + "\n")


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("folder", type=Path)
    parser.add_argument("weights", type=Path)
    arguments = parser.parse_args()
    main(arguments.folder, arguments.weights)
