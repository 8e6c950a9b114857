"""Run every source, let them check each other, and choose the line to measure with.

Order of trust: clicks, carried by the best of the others > marks > waistband and tilt reader that agree > one of
these two alone, with a wider interval > nothing. Landmarks give a curve to look at and never degrees. Withheld is
better than wrong.
"""

from collections.abc import Callable
from dataclasses import dataclass, replace

import numpy as np

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

AGREE_DEG, AGREE_SHARE = 2.0, 0.3
"""Waistband and tilt reader closer than this (rms) held in all clips with known truth; so did this share of motions
so large that the two gains alone make up the difference."""

DOUBT_DEG, CLASH_DEG = 3.0, 4.0
"""Waistband (or marks without a snug waistband) and reader further apart than DOUBT_DEG are withheld, closer ones
only widen the interval; marks further than CLASH_DEG from both cannot be right."""

SLIP_BIAS_SIGMA_DEG, SLIP_GAIN_SIGMA = 1.0, 0.25
"""Errors of marks that may stick on loose cloth: no edge is snug and the tilt reader sees another motion."""

ALONE_BIAS_SIGMA_DEG, ALONE_GAIN_SIGMA = 0.8, 0.12
"""Least errors of a waistband that nothing else confirms."""

NEAR_SIGMA, NEAR_SPREAD = 1.12, 0.75
UNCONFIRMED_GAIN_SIGMA = 0.3
"""A tilt reader alone, with a sigma above so many times its usual one or a spread above that share of its limit: its
slopes on such clips were 0.56 and worse (striped or waving cloth in poor light) to 1.26, elsewhere 0.68 to 1.13."""


@dataclass(frozen=True, slots=True)
class Choice:
    """The line to measure with, what every source said, and W_ codes of what the reader should know."""

    line: PelvicLine
    sources: dict[Source, PelvicLine]
    codes: tuple[str, ...]


def choose_line(footage: Footage, subject: Subject, hints: Hints) -> Choice:
    """Run all sources and choose. hints.source forces one; its own checks still decide whether it is trusted."""
    sources = {source: locate(footage, subject, hints) for source, locate in SOURCES.items()}
    choice = choose_among(sources)
    if hints.clicks:
        clicked = clicks.locate_pelvic_line(footage, subject, hints, choice.line)
        sources[Source.CLICKS] = clicked
        if clicked.trusted or not choice.line.trusted:
            choice = Choice(clicked, sources, _click_codes(clicked))
    if hints.source is not None:
        choice = Choice(_asked_for(sources, hints.source), sources, ())
    return replace(choice, codes=choice.codes + _lost_marks(sources))


def _asked_for(sources: dict[Source, PelvicLine], source: Source) -> PelvicLine:
    """The source a therapist insisted on; without its clicks, the click source is nothing but landmarks."""
    return sources.get(source) or replace(sources[Source.LANDMARKS], reason="E_CLICKS_BAD")


def _lost_marks(sources: dict[Source, PelvicLine]) -> tuple[str, ...]:
    """Stickers that were seen but not well enough to follow are worth a word, whatever else was read."""
    return ("W_MARKERS_LOST",) if sources[Source.MARKERS].reason == "W_MARKERS_LOST" else ()


def _click_codes(clicked: PelvicLine) -> tuple[str, ...]:
    return ("W_CLICKS_FEW",) if clicked.checks.get("clicks") == 1.0 else ()


def choose_among(sources: dict[Source, PelvicLine]) -> Choice:
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
        return Choice(_unconfirmed(reader), sources, (unseen,))
    return Choice(replace(sources[Source.LANDMARKS], reason="E_NO_SOURCE"), sources, (unseen,))


def _with_witnesses(line: PelvicLine, others: dict[Source, PelvicLine], sources: dict[Source, PelvicLine]) -> Choice:
    """Marks, unless what else is trusted contradicts them: they may stick on cloth that slips and waves."""
    band, reader = others.get(Source.WAISTBAND), others.get(Source.SURFACE)
    if band and _agree(line, band):
        return Choice(blend(line, band), sources, ())
    if band and reader and _agree(band, reader) and _contradicts(line, band, reader):
        return _disagreement(line, sources)
    if reader and not band and compare(line, reader).rms_deg > DOUBT_DEG:
        return _disagreement(line, sources)
    if reader and not band and not _agree(line, reader):
        slipping = replace(line, bias_sigma_deg=SLIP_BIAS_SIGMA_DEG, gain_sigma=SLIP_GAIN_SIGMA)
        return Choice(blend(slipping, reader), sources, ("W_SOURCES_DISAGREE",))
    return Choice(line, sources, ())


def _weigh(band: PelvicLine, reader: PelvicLine, sources: dict[Source, PelvicLine]) -> Choice:
    """Waistband and tilt reader: together when they agree, widened by a doubt, withheld when they clash."""
    if _agree(band, reader):
        return Choice(blend(band, reader), sources, ())
    apart_deg = compare(band, reader).rms_deg
    if apart_deg > DOUBT_DEG:
        return _disagreement(band, sources)
    doubted = _alone(band)
    doubted = replace(doubted, bias_sigma_deg=float(np.hypot(doubted.bias_sigma_deg, apart_deg / 3)))
    return Choice(doubted, sources, ("W_SOURCES_DISAGREE",))


def _agree(line: PelvicLine, other: PelvicLine) -> bool:
    motion_deg = float(np.nanstd(line.angle_deg))
    return compare(line, other).rms_deg < max(AGREE_DEG, AGREE_SHARE * motion_deg)


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


def _unconfirmed(reader: PelvicLine) -> PelvicLine:
    """The reader's alarms rise before they ring: a wider gain where they are half way."""
    sigma, spread = reader.checks["sigma_deg"], reader.checks["spread_deg"]
    is_near = sigma <= NEAR_SIGMA * surface.TYPICAL_SIGMA_DEG and spread <= NEAR_SPREAD * surface.HIGHEST_SPREAD_DEG
    return reader if is_near else replace(reader, gain_sigma=max(reader.gain_sigma, UNCONFIRMED_GAIN_SIGMA))
