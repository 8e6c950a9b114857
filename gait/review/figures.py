"""Numbers as they are printed."""


def degrees(value: float | None) -> str:
    """One decimal, a true minus sign, never -0.0."""
    if value is None:
        return "–"
    rounded = round(value, 1) or 0.0
    return f"{'−' if rounded < 0 else ''}{abs(rounded):.1f}°"


def count(number: int, noun: str) -> str:
    return f"{number} {noun}" if number == 1 else f"{number} {noun}s"
