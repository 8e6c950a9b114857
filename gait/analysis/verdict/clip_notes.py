"""What the reader of a clip must know beside its numbers, told from the ground they stand on."""

from gait.analysis.terms.notes import notes_where
from gait.analysis.terms.readings import Readings
from gait.analysis.verdict.judge import Ground, is_low_data, level_is_known, sides_compare
from gait.analysis.walk.askew import NOTED_YAW_DEG
from gait.analysis.walk.hand_frames import HandMeasured
from gait.result.codes import message_of
from gait.result.conventions import RollOrigin, Side, Source
from gait.result.result import Note, SideResult
from gait.result.sources import words_of


def clip_notes(
    sides: dict[Side, SideResult],
    ground: Ground,
    readings: Readings,
    hand: HandMeasured | None,
    *,
    has_elsewhere: bool,
) -> tuple[Note, ...]:
    """W_ notes of the whole clip, those of the readings among them; a note may come twice.

    readings: of the ground. hand: None where a line was followed. has_elsewhere: standing of another recording was
    given. First of all come the notes about zero: two quiet seconds of standing mend more than anything else.
    Source: gait/result/codes.toml.
    """
    about_ground = _about_ground(sides, ground, has_elsewhere=has_elsewhere)
    return _about_zero(sides, ground) + readings.notes + about_ground + _of_hand(hand, readings) + _of_reader(ground)


def _about_ground(sides: dict[Side, SideResult], ground: Ground, *, has_elsewhere: bool) -> tuple[Note, ...]:
    told = any(side.pelvic_drop_deg is not None for side in sides.values())
    is_followed = ground.line is None or words_of(ground.line.source).is_followed
    return notes_where(
        {
            "W_OBLIQUE": ground.refusal != "E_OBLIQUE_VIEW" and (ground.askew.yaw_deg or 0.0) > NOTED_YAW_DEG,
            "W_OUT_OF_SCOPE": ground.walking_aid,
            "W_ROLL_ASSUMED": (told or not is_followed)
            and ground.roll.origin is RollOrigin.ASSUMED
            and not level_is_known(ground),
            "W_LEVEL_DIFFERS": ground.roll.is_contradicted and not ground.zero.relative,
            "W_STANDING_ELSEWHERE": has_elsewhere and ground.zero.relative,
            "W_LOW_DATA": is_low_data(sides) and is_followed,
            "W_LANDMARKS_ONLY": ground.line is not None and ground.line.source is Source.LANDMARKS,
        }
    )


def _about_zero(sides: dict[Side, SideResult], ground: Ground) -> tuple[Note, ...]:
    told = any(side.pelvic_drop_deg is not None for side in sides.values())
    return notes_where(
        {
            "W_STANDING_TILTED": ground.zero.is_questioned,
            "W_ZERO_CLOTHES": told and not sides_compare(ground.zero),
        }
    )


def _of_hand(hand: HandMeasured | None, readings: Readings) -> tuple[Note, ...]:
    if hand is None:
        return ()
    return notes_where({"W_POINTS_UNUSED": hand.unused > 0, "W_HAND_DESPITE": not readings.subject.measurable})


def _of_reader(ground: Ground) -> tuple[Note, ...]:
    own = ground.calibration
    if own is None:
        return ()
    detail = f"of {own.made_on}, from {own.people} people, {own.interval_times:.2g} times the reader's own"
    return (Note("W_READER_CALIBRATED", message_of("W_READER_CALIBRATED", detail)),)
