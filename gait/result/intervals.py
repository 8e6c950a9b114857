"""An interval around a number, low end first."""


def half_width_deg(ci95_deg: tuple[float, float]) -> float:
    """What stands behind the ± of a 95 % interval, degrees."""
    low_deg, high_deg = ci95_deg
    return (high_deg - low_deg) / 2
