"""Errors against truth, as figures and as tables for the model card."""

import numpy as np
from numpy.typing import NDArray

from gait.training.arrays import FloatArray
from gait.training.walker.clothes import Outfit

STEEP_DEG = 15.0


def figures(true_deg: FloatArray, angle_deg: FloatArray, sigma_deg: FloatArray) -> dict[str, float]:
    """RMSE, slope against truth, size of the error in sigmas, share beyond two sigmas, median sigma."""
    error = angle_deg - true_deg
    in_sigmas = error / sigma_deg
    return {
        "stills": len(error),
        "rmse_deg": float(np.sqrt((error**2).mean())),
        "slope": float(np.polyfit(true_deg, angle_deg, 1)[0]),
        "rms_in_sigmas": float(np.sqrt((in_sigmas**2).mean())),
        "beyond_two_sigmas": float((np.abs(in_sigmas) > 2).mean()),
        "median_sigma_deg": float(np.median(sigma_deg)),
    }


def validation_table(truth: NDArray[np.void], angle_deg: FloatArray, sigma_deg: FloatArray) -> str:
    """One row for all stills, for each outfit, for each quarter of sigma (surest first), and for steep tilts."""
    true_deg = truth["angle_deg"]
    quarters = np.digitize(sigma_deg, np.quantile(sigma_deg, [0.25, 0.5, 0.75]))
    parts = {"all": np.ones(len(truth), bool)}
    parts |= {f"outfit {outfit.name.lower()}": truth["outfit"] == outfit for outfit in Outfit}
    parts |= {f"sigma quarter {k + 1}": quarters == k for k in range(4)}
    parts |= {f"beyond {STEEP_DEG:.0f}°": np.abs(true_deg) > STEEP_DEG}
    rows = {name: figures(true_deg[of], angle_deg[of], sigma_deg[of]) for name, of in parts.items() if of.sum() > 2}
    return markdown("stills", rows)


def markdown(title: str, rows: dict[str, dict[str, float]]) -> str:
    names = list(next(iter(rows.values())))
    lines = [f"| {title} | " + " | ".join(name.replace("_", " ") for name in names) + " |"]
    lines.append("|---" * (len(names) + 1) + "|")
    lines += [f"| {row} | " + " | ".join(_shown(values[name]) for name in names) + " |" for row, values in rows.items()]
    return "\n".join(lines)


def _shown(value: float) -> str:
    return str(value) if isinstance(value, int) else f"{value:.2f}"
