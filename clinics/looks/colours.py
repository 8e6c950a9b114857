"""A practice's colour as the accent of its pages: readable on light and dark, by WCAG 2.2's own formula.

Pure: colours are "#rrggbb" in and out.
"""

from dataclasses import dataclass

READABLE = 4.5
"""Contrast that small text needs (WCAG 1.4.3, AA)."""
WHITE, BLACK = "#ffffff", "#000000"
LIGHT_CANVAS, DARK_SURFACE, DARK_HOVER = "#f6f7f6", "#161e1d", "#1d2726"
"""As tokens.css has them."""
WASH = 0.1
STEP = 0.02

Channels = tuple[float, float, float]


@dataclass(frozen=True)
class Accent:
    """The tokens that carry the accent, in one colour scheme."""

    accent: str
    hover: str
    ink: str  # text on the accent
    wash: str  # a pale ground on which the accent is still read

    @property
    def worst_contrast(self) -> float:
        return min(contrast(self.accent, self.wash), contrast(self.accent, self.ink), contrast(self.hover, self.ink))


def channels(colour: str) -> Channels:
    """Red, green and blue from 0 to 1."""
    red, green, blue = (int(colour[place : place + 2], 16) / 255 for place in (1, 3, 5))
    return red, green, blue


def luminance(colour: str) -> float:
    """Relative luminance: 0 for black, 1 for white."""
    linear = [c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4 for c in channels(colour)]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]


def contrast(one: str, other: str) -> float:
    """From 1, no difference, to 21, black on white."""
    darker, lighter = sorted((luminance(one), luminance(other)))
    return (lighter + 0.05) / (darker + 0.05)


def mix(colour: str, other: str, share: float) -> str:
    """The colour with a share of another one stirred in."""
    parts = zip(channels(colour), channels(other), strict=True)
    return "#" + "".join(f"{round((a + (b - a) * share) * 255):02x}" for a, b in parts)


def light(colour: str) -> Accent:
    """As chosen, whether or not it can be read; is_readable() tells."""
    return Accent(colour, hover=mix(colour, BLACK, 0.2), ink=WHITE, wash=mix(WHITE, colour, WASH))


def is_readable(colour: str) -> bool:
    return light(colour).worst_contrast >= READABLE and contrast(colour, LIGHT_CANVAS) >= READABLE


def nearest_readable(colour: str) -> str:
    """The colour itself, or the least darkened one that can be read on light pages."""
    share = 0.0
    while not is_readable(mix(colour, BLACK, share)):
        share += STEP
    return mix(colour, BLACK, share)


def dark(colour: str) -> Accent:
    """The same hue for dark pages, lightened as far as reading needs."""
    share = 0.0
    while True:
        accent = mix(colour, WHITE, share)
        found = Accent(
            accent, hover=mix(accent, WHITE, 0.25), ink=mix(accent, BLACK, 0.88), wash=mix(DARK_SURFACE, accent, WASH)
        )
        if min(found.worst_contrast, contrast(accent, DARK_HOVER)) >= READABLE:
            return found
        share += STEP


def stylesheet(colour: str) -> str:
    """The accent's tokens anew, for screens in light and dark and for paper."""
    in_dark = rules(dark(colour))
    return f":root {{{rules(light(colour))}}}\n@media screen and (prefers-color-scheme: dark) {{:root {{{in_dark}}}}}\n"


def rules(accent: Accent) -> str:
    return (
        f"--accent: {accent.accent}; --accent-hover: {accent.hover}; "
        f"--accent-ink: {accent.ink}; --accent-wash: {accent.wash};"
    )
