"""Run every source, let them check each other, and choose the line to measure with.

Order of trust: clicks, carried by the best of the others > marks > waistband and tilt reader that agree > one of
these two alone, with a wider interval > nothing. Landmarks give a curve to look at and never degrees. Withheld is
better than wrong.
"""

from collections.abc import Callable
from dataclasses import dataclass, replace

from gait.analysis.conventions import Source
from gait.analysis.pelvis import clicks, landmarks, markers, surface, waistband
from gait.analysis.pelvis.blend import blend, compare
from gait.analysis.types import Footage, Hints, PelvicLine, Subject

Locate = Callable[[Footage, Subject, Hints], PelvicLine]

SOURCES: dict[Source, Locate] = {
    Source.MARKERS: markers.locate_pelvic_line,
    Source.WAISTBAND: waistband.locate_pelvic_line,
    Source.SURFACE: surface.locate_pelvic_line,
    Source.LANDMARKS: landmarks.locate_pelvic_line,
}

AGREE_DEG = 2.0
"""Waistband and tilt reader closer than this (rms) held in all clips with known truth."""

CLASH_DEG = 4.0
"""Two trusted sources further apart than this cannot both be right."""

ALONE_BIAS_SIGMA_DEG, ALONE_GAIN_SIGMA = 0.8, 0.12
"""Least errors of a waistband that nothing else confirms."""


@dataclass(frozen=True, slots=True)
class Choice:
    """The line to measure with, what every source said, and W_ codes of what the reader should know."""

    line: PelvicLine
    sources: dict[Source, PelvicLine]
    codes: tuple[str, ...]


def choose_line(footage: Footage, subject: Subject, hints: Hints) -> Choice:
    """Run all sources and choose. hints.source forces one; its own checks still decide whether it is trusted."""
    sources = {source: locate(footage, subject, hints) for source, locate in SOURCES.items()}
    choice = _choose(sources)
    if hints.clicks:
        clicked = clicks.locate_pelvic_line(footage, subject, hints, choice.line)
        sources[Source.CLICKS] = clicked
        if clicked.trusted or not choice.line.trusted:
            choice = Choice(clicked, sources, _click_codes(clicked))
    if hints.source is not None:
        return Choice(_asked_for(sources, hints.source), sources, ())
    return choice


def _asked_for(sources: dict[Source, PelvicLine], source: Source) -> PelvicLine:
    """The source a therapist insisted on; without its clicks, the click source is nothing but landmarks."""
    return sources.get(source) or replace(sources[Source.LANDMARKS], reason="E_CLICKS_BAD")


def _click_codes(clicked: PelvicLine) -> tuple[str, ...]:
    return ("W_CLICKS_FEW",) if clicked.checks.get("clicks") == 1.0 else ()


def _choose(sources: dict[Source, PelvicLine]) -> Choice:
    """The best line without any click."""
    trusted = {source: line for source, line in sources.items() if line.trusted}
    if Source.MARKERS in trusted:
        return _with_witnesses(trusted[Source.MARKERS], trusted, sources)
    band, reader = trusted.get(Source.WAISTBAND), trusted.get(Source.SURFACE)
    if band and reader:
        return _weigh(band, reader, sources)
    if band:
        return Choice(_alone(band), sources, ("W_SURFACE_UNSURE",))
    unseen = sources[Source.WAISTBAND].reason or "W_WAISTBAND_NOT_FOUND"
    if reader:
        return Choice(reader, sources, (unseen,))
    return Choice(replace(sources[Source.LANDMARKS], reason="E_NO_SOURCE"), sources, (unseen,))


def _with_witnesses(line: PelvicLine, others: dict[Source, PelvicLine], sources: dict[Source, PelvicLine]) -> Choice:
    """Marks, unless everything else trusted agrees among itself and contradicts them."""
    band, reader = others.get(Source.WAISTBAND), others.get(Source.SURFACE)
    if band and reader and compare(band, reader).rms_deg < AGREE_DEG and _contradicts(line, band, reader):
        return _disagreement(line, sources)
    if band and compare(line, band).rms_deg < AGREE_DEG:
        return Choice(blend(line, band), sources, ())
    return Choice(line, sources, ())


def _weigh(band: PelvicLine, reader: PelvicLine, sources: dict[Source, PelvicLine]) -> Choice:
    """Waistband and tilt reader: together when they agree, withheld when they do not."""
    if compare(band, reader).rms_deg < AGREE_DEG:
        return Choice(blend(band, reader), sources, ())
    return _disagreement(band, sources)


def _contradicts(line: PelvicLine, *witnesses: PelvicLine) -> bool:
    return min(compare(line, witness).rms_deg for witness in witnesses) > CLASH_DEG


def _disagreement(line: PelvicLine, sources: dict[Source, PelvicLine]) -> Choice:
    return Choice(replace(line, trusted=False, reason="W_SOURCES_DISAGREE"), sources, ("W_SOURCES_DISAGREE",))


def _alone(band: PelvicLine) -> PelvicLine:
    return replace(
        band,
        bias_sigma_deg=max(band.bias_sigma_deg, ALONE_BIAS_SIGMA_DEG),
        gain_sigma=max(band.gain_sigma, ALONE_GAIN_SIGMA),
    )
