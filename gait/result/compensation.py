"""Does the trunk compensate for the pelvis? One rule for report and plan; free of numpy for the web."""

from gait.result.reference import HIKING_DROP_DEG, HIKING_LEAN_DEG, LeanCuts


def class_from(
    *,
    has_drop: bool | None,
    drop_deg: float | None,
    lean_deg: float | None,
    away_deg: float | None,
    cuts: LeanCuts,
) -> str | None:
    """U uncompensated, P partial, C compensated, X trunk away from the stance side with a drop, N none.

    has_drop  the drop is at or beyond the first grade; None when it is not known.
    drop_deg  only read for a swing side that rises; None counts as not rising.
    lean_deg  peak trunk lean towards the stance side; away_deg: mean lean away from it in mid-stance.
    Returns None where the drop or the lean is not known: a doubt is not a level pelvis.
    Source: clinical notes, section 5; cut-offs of reference.toml.
    """
    if has_drop is None or lean_deg is None or away_deg is None:
        return None
    if has_drop and away_deg > cuts.away_deg:
        return "X"
    if has_drop:
        return "P" if lean_deg >= cuts.partial_deg else "U"
    is_hiking = drop_deg is not None and drop_deg < HIKING_DROP_DEG and lean_deg >= HIKING_LEAN_DEG
    return "C" if is_hiking or lean_deg >= cuts.compensated_deg else "N"
