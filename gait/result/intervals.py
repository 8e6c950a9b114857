"""An interval around a number, low end first."""

Z95 = 1.96
"""Half of a 95 % interval of a normal error, in standard deviations."""


def half_width_deg(ci95_deg: tuple[float, float]) -> float:
    """What stands behind the ± of a 95 % interval, degrees."""
    low_deg, high_deg = ci95_deg
    return (high_deg - low_deg) / 2
