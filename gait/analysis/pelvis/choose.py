"""Run every source, let them check each other, and choose the line to measure with.

Order of trust: clicks, carried by the best of the others > marks > waistband and tilt reader that agree > one of
these two alone, with a wider interval > nothing. Landmarks give a curve to look at and never degrees. Withheld is
better than wrong.

Every other source is a witness, also where stickers were found. A tilt reader that is unsure of itself may claim
nothing, but it may contradict: it ran 3.9 to 12.7 degrees from real hems that were taken for waistbands and 0.6 to 2.7
from 12 rendered waistbands that are true.
"""

from collections.abc import Callable
from dataclasses import dataclass, replace

import numpy as np

from gait.analysis.curves.standing import quiet_frames
from gait.analysis.pelvis import clicks as clicked_line
from gait.analysis.pelvis import landmarks, markers, surface, waistband
from gait.analysis.pelvis.blend import blend, compare
from gait.analysis.pelvis.witnesses import agree, contradicts, is_within_own_error, moves_alike, witnesses_of
from gait.analysis.terms.types import BoolArray, Click, Footage, PelvicLine, Subject
from gait.analysis.terms.uncertainty import LEVEL_DOUBTED, POINTS_DOUBTED, UNCONFIRMED
from gait.result.conventions import Source
from gait.result.intervals import Z95

Locate = Callable[[Footage, Subject, int], PelvicLine]

SOURCES: dict[Source, Locate] = {
    Source.MARKERS: markers.locate_pelvic_line,
    Source.WAISTBAND: waistband.locate_pelvic_line,
    Source.SURFACE: surface.locate_pelvic_line,
    Source.LANDMARKS: landmarks.locate_pelvic_line,
}

DOUBT_SHARE = 1 / 3
"""Where one witness contradicts and another bears a line out, or the distance is too small to contradict and too large
to agree, this share of it widens the interval."""

MIN_AGAINST_POINTS = 2
"""Trusted readings that must contradict points on bone before they count as much as the points: one alone may be the
loose cloth for which somebody marks points at all."""

SLIP_BIAS_SIGMA_DEG, SLIP_GAIN_SIGMA = 1.0, 0.25
"""Errors of marks that may stick on loose cloth: no edge is snug and the tilt reader sees another motion. The same
amplitude is not known of a hem that a person marked where the reader is too unsure to contradict it."""

ALONE_BIAS_SIGMA_DEG, ALONE_GAIN_SIGMA = 0.8, 0.12
"""Smallest errors of a waistband that no reader is sure enough to confirm."""

NEAR_SIGMA, NEAR_SPREAD = 1.12, 0.75
NEAR_ALARM_GAIN_SIGMA = 0.3
"""A tilt reader alone, with a sigma above so many times its usual one or a spread above that share of its limit: its
slopes on such clips were 0.56 and worse (striped or waving cloth in poor light) to 1.26, elsewhere 0.68 to 1.13."""


@dataclass(frozen=True, slots=True)
class Choice:
    """The line to measure with, what every source said, and W_ codes of what the therapist should know."""

    line: PelvicLine
    sources: dict[Source, PelvicLine]
    codes: tuple[str, ...]


def choose_line(
    footage: Footage,
    subject: Subject,
    rightward: int,
    *,
    clicks: tuple[Click, ...] = (),
    marks_bone: bool = True,
    asked_for: Source | None = None,
) -> Choice:
    """Run all sources and choose. asked_for forces one; its own checks and the others still decide whether it is
    trusted.

    rightward: +1 where the patient's right is image right, otherwise -1. clicks are on the footage's clock; marks_bone
    is False where they lie on a belt or a hem.
    Reasons of an untrusted line: those of its source, W_SOURCES_DISAGREE, E_NO_SOURCE, E_CLICKS_BAD.
    Source: docs/methods/pelvic_line.md (Choosing).
    """
    sources = {source: locate(footage, subject, rightward) for source, locate in SOURCES.items()}
    standing = quiet_frames(footage.timeline, footage.pose, subject.torso_px)
    choice = choose_among(sources, standing)
    if clicks:
        clicked = clicked_line.locate_pelvic_line(footage, subject, rightward, clicks, choice.line, helpers=sources)
        sources[Source.CLICKS] = clicked
        if clicked.trusted or not choice.line.trusted:
            choice = judge_clicks(clicked, sources, standing, marks_bone=marks_bone)
    if asked_for is not None:
        choice = _by_request(asked_for, sources, standing, marks_bone=marks_bone)
    return replace(choice, codes=choice.codes + _lost_marks(sources) + clicks_set_aside(choice.line, sources))


def choose_among(sources: dict[Source, PelvicLine], standing: BoolArray | None = None) -> Choice:
    """The best line without any click. standing (n,): frames of quiet standing, whose reading will be zero.

    sources must hold all but the clicks. The line comes back untrusted, with a reason, where none may be claimed.
    Source: limits from rendered clips with known truth and real clips marked by hand, docs/methods/pelvic_line.md.
    """
    if sources[Source.MARKERS].trusted:
        return _marks(sources, standing)
    if sources[Source.WAISTBAND].trusted:
        return _waistband(sources, standing)
    unseen = sources[Source.WAISTBAND].reason or "W_WAISTBAND_NOT_FOUND"
    if sources[Source.SURFACE].trusted:
        return Choice(reader_alone(sources[Source.SURFACE]), sources, (unseen,))
    return Choice(replace(sources[Source.LANDMARKS], reason="E_NO_SOURCE"), sources, (unseen,))


def judge_clicks(
    clicked: PelvicLine, sources: dict[Source, PelvicLine], standing: BoolArray | None = None, *, marks_bone: bool
) -> Choice:
    """The clicked line. Points on a belt or hem are points on cloth: the tilt reader may contradict them as it may
    a waistband. One that is no further off than its own error only widens their interval, for a person has seen the
    edge and it has not. Where points on bone lie a therapist knows best, and what contradicts those widens their
    interval: one trusted source by a share of the distance, several until it reaches over them.

    Source: a decision, docs/methods/pelvic_line.md (Choosing, 1).
    """
    few = ("W_CLICKS_FEW",) if clicked.checks.get("clicks") == 1.0 else ()
    if not clicked.trusted:
        return Choice(clicked, sources, few)
    against = [other for other in witnesses_of(clicked, sources) if contradicts(other, clicked, standing)]
    reader = next((other for other in against if other.source is Source.SURFACE), None)
    if not marks_bone and reader is not None:
        if not is_within_own_error(reader, clicked, standing):
            return _disagreement(clicked, against, sources, standing)
        loose = replace(clicked, gain_sigma=max(clicked.gain_sigma, SLIP_GAIN_SIGMA))
        return _doubted(loose, against, sources, standing, few)
    against = [other for other in against if other.trusted]
    if not against:
        return Choice(clicked, sources, few)
    apart_deg = max(compare(clicked, other, standing).rms_deg for other in against)
    clicked = replace(clicked, checks=clicked.checks | {POINTS_DOUBTED: apart_deg})
    if len(against) < MIN_AGAINST_POINTS:
        return _doubted(clicked, against, sources, standing, few)
    return Choice(_reaching_over(clicked, against, apart_deg), sources, (*few, "W_CLICKS_DIFFER"))


def _reaching_over(clicked: PelvicLine, against: list[PelvicLine], apart_deg: float) -> PelvicLine:
    """Points all the same, with an interval that reaches over the readings that they contradict, and is not narrower
    than theirs.
    """
    own_deg = max(clicked.bias_sigma_deg, *(other.bias_sigma_deg for other in against))
    return replace(
        clicked,
        bias_sigma_deg=float(np.hypot(own_deg, apart_deg / Z95)),
        gain_sigma=max(clicked.gain_sigma, *(other.gain_sigma for other in against)),
    )


def _by_request(
    asked_for: Source, sources: dict[Source, PelvicLine], standing: BoolArray, *, marks_bone: bool
) -> Choice:
    """The source a therapist insisted on, by itself; without its clicks, the click source is nothing but landmarks.

    To be asked for makes no source surer: its errors are those that it has where it is chosen and stands alone.
    """
    line = sources.get(asked_for)
    if line is None:
        return Choice(replace(sources[Source.LANDMARKS], reason="E_CLICKS_BAD"), sources, ())
    if line.source is Source.CLICKS:
        return judge_clicks(line, sources, standing, marks_bone=marks_bone)
    if not line.trusted or line.source is Source.LANDMARKS:
        return Choice(line, sources, ())
    if line.source is Source.SURFACE:
        return Choice(reader_alone(line), sources, ())
    return _by_itself(line, sources, standing)


def _by_itself(line: PelvicLine, sources: dict[Source, PelvicLine], standing: BoolArray) -> Choice:
    """Marks or a waistband with nothing blended in; the other sources may contradict all the same."""
    witnesses = witnesses_of(line, sources)
    against = [other for other in witnesses if contradicts(other, line, standing)]
    if against and len(against) == len(witnesses):
        return _disagreement(line, against, sources, standing)
    reader = sources[Source.SURFACE]
    is_lone_waistband = line.source is Source.WAISTBAND and not (reader.trusted and agree(line, reader, standing))
    if against:
        return _doubted(_alone(line) if is_lone_waistband else line, against, sources, standing)
    return _waistband(sources, standing) if is_lone_waistband else Choice(line, sources, ())


def clicks_set_aside(line: PelvicLine, sources: dict[Source, PelvicLine]) -> tuple[str, ...]:
    """Points that a person marked and that did not make the line are worth a word; so is what is wrong with them."""
    clicked = sources.get(Source.CLICKS)
    if clicked is None or line.source is Source.CLICKS:
        return ()
    why = clicked.reason
    return ("W_CLICKS_ASIDE", why) if why is not None and why.startswith("W_") else ("W_CLICKS_ASIDE",)


def _lost_marks(sources: dict[Source, PelvicLine]) -> tuple[str, ...]:
    """Stickers that were seen but not well enough to follow are worth a word, whatever else was read."""
    return ("W_MARKERS_LOST",) if sources[Source.MARKERS].reason == "W_MARKERS_LOST" else ()


def _marks(sources: dict[Source, PelvicLine], standing: BoolArray | None) -> Choice:
    """Marks, unless every witness contradicts them, or a reader that is sure: they may stick on cloth, whose hem then
    bears them out, or one may have been set too low.
    """
    marks, waist, reader = (sources[source] for source in (Source.MARKERS, Source.WAISTBAND, Source.SURFACE))
    witnesses = witnesses_of(marks, sources)
    against = [other for other in witnesses if contradicts(other, marks, standing)]
    if against and (len(against) == len(witnesses) or (reader in against and reader.trusted)):
        return _disagreement(marks, against, sources, standing)
    borne_out = blend(marks, waist) if waist.trusted and agree(marks, waist, standing) else None
    if against:
        return _doubted(borne_out or marks, against, sources, standing)
    if borne_out:
        return Choice(borne_out, sources, ())
    if reader.trusted and not waist.trusted and not agree(marks, reader, standing):
        slipping = replace(marks, bias_sigma_deg=SLIP_BIAS_SIGMA_DEG, gain_sigma=SLIP_GAIN_SIGMA)
        return Choice(blend(slipping, reader), sources, ("W_SOURCES_DISAGREE",))
    return Choice(marks, sources, ())


def _waistband(sources: dict[Source, PelvicLine], standing: BoolArray | None) -> Choice:
    """A waistband with the tilt reader: together when they agree, widened by a doubt, withheld when it contradicts."""
    waist, reader = sources[Source.WAISTBAND], sources[Source.SURFACE]
    if reader.trusted and agree(waist, reader, standing):
        return Choice(blend(waist, reader), sources, ())
    if contradicts(reader, waist, standing):
        return _disagreement(_alone(waist), [reader], sources, standing)
    if reader.trusted:
        return _doubted(_alone(waist), [reader], sources, standing)
    return Choice(_alone(waist), sources, ("W_SURFACE_UNSURE",))


def _disagreement(
    line: PelvicLine, against: list[PelvicLine], sources: dict[Source, PelvicLine], standing: BoolArray | None
) -> Choice:
    """Nothing is read from a line whose motion is contradicted. Where only a constant lies between, as with a belt worn
    askew or a sticker set too low, the motion stands and nobody knows zero.
    """
    if not all(moves_alike(other, line) for other in against):
        return Choice(replace(line, trusted=False, reason="W_SOURCES_DISAGREE"), sources, ("W_SOURCES_DISAGREE",))
    apart_deg = max(compare(line, other, standing).rms_deg for other in against)
    doubted = replace(
        line,
        bias_sigma_deg=float(np.hypot(line.bias_sigma_deg, apart_deg)),
        checks=line.checks | {LEVEL_DOUBTED: 1.0},
    )
    return Choice(doubted, sources, ("W_SOURCES_DISAGREE",))


def _doubted(
    line: PelvicLine,
    against: list[PelvicLine],
    sources: dict[Source, PelvicLine],
    standing: BoolArray | None,
    codes: tuple[str, ...] = (),
) -> Choice:
    """The line all the same, with an interval that is wider by a share of how far off the nearest of these runs."""
    apart_deg = min(compare(line, other, standing).rms_deg for other in against)
    bias_sigma_deg = float(np.hypot(line.bias_sigma_deg, DOUBT_SHARE * apart_deg))
    return Choice(replace(line, bias_sigma_deg=bias_sigma_deg), sources, (*codes, "W_SOURCES_DISAGREE"))


def _alone(waist: PelvicLine) -> PelvicLine:
    return replace(
        waist,
        bias_sigma_deg=max(waist.bias_sigma_deg, ALONE_BIAS_SIGMA_DEG),
        gain_sigma=max(waist.gain_sigma, ALONE_GAIN_SIGMA),
        checks=waist.checks | {UNCONFIRMED: 1.0},
    )


def reader_alone(reader: PelvicLine) -> PelvicLine:
    """The reader as it counts where nothing confirms it: its alarms rise before they ring, and where they are half way
    its gain is less sure. Source: gait/weights/TILT_CARD.md (Where it fails).
    """
    sigma, spread = reader.checks["sigma_deg"], reader.checks["spread_deg"]
    is_near = sigma <= NEAR_SIGMA * surface.TYPICAL_SIGMA_DEG and spread <= NEAR_SPREAD * surface.MAX_SPREAD_DEG
    return reader if is_near else replace(reader, gain_sigma=max(reader.gain_sigma, NEAR_ALARM_GAIN_SIGMA))
