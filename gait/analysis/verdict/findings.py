"""Judgements -> at most three sentences for the therapist to confirm.

Every sentence says which side stands and which side drops, with its error, and is hedged: a picture shows a pattern,
not a strength and not a diagnosis.
"""

from gait.analysis.verdict.judge import Ground, least_asymmetry_deg
from gait.result.conventions import Activity, Side, Verdict
from gait.result.intervals import half_width_deg
from gait.result.reference import GRADE_FROM_Z, HIKING_DROP_DEG, HIKING_LEAN_DEG, MILD_Z, REFERENCE_VERSION, Band
from gait.result.result import Asymmetry, Companions, Finding, SideResult
from gait.result.static_result import StaticSide, StaticTest

MAX_FINDINGS = 3


def derive_findings(
    sides: dict[Side, SideResult], asymmetry: Asymmetry | None, companions: Companions, ground: Ground
) -> tuple[Finding, ...]:
    """The most telling first: drops by size, then compensation, then asymmetry; 'within reference' only alone.

    At most MAX_FINDINGS. None of a side without a grade (walking aid, too few stances): every sentence rests on norms.
    Source: each finding carries its rule and citations; docs/methods/pelvic_drop.md and companions.md.
    """
    graded = [side for side in Side if sides[side].grade is not None]
    dropping = sorted(
        (side for side in graded if sides[side].verdict is Verdict.DROP),
        key=lambda side: -(sides[side].pelvic_drop_deg or 0.0),
    )
    found = [_drop(side, sides[side], ground) for side in dropping]
    found += [f for side in Side if (f := _compensation(side, companions, ground)) is not None]
    if asymmetry is not None and asymmetry.detectable and len(graded) == len(Side):
        found.append(_asymmetry(asymmetry, ground))
    if not found and all(sides[side].verdict is Verdict.LEVEL for side in graded) and len(graded) == len(Side):
        found.append(_within_reference(sides, companions, ground))
    return tuple(found[:MAX_FINDINGS])


def derive_static_findings(static: StaticTest) -> tuple[Finding, ...]:
    """One sentence a leg: how long or how often, and what the pelvis did; no grade, for no reference was confirmed.

    None for a leg without degrees.
    Source: docs/methods/static_tests.md.
    """
    return tuple(
        Finding(
            code=static.activity.name,
            side=side,
            text=static_sentence(static, side, own),
            rule="mean drop and its 95 % interval; no reference band for this test",
            citations=("youdas2007",),
        )
        for side, own in static.sides.items()
        if own is not None and own.mean_drop_deg is not None
    )


def static_sentence(static: StaticTest, side: Side, own: StaticSide) -> str:
    """'Standing on the right leg for 8.0 s: left side of the pelvis drops 7.1° ± 1.2° on average, 8.0° at worst.'

    Source: docs/methods/static_tests.md.
    """
    if own.mean_drop_deg is None or own.ci95_deg is None or own.worst_drop_deg is None:
        return f"{side.title()} leg: the drop of the {side.other} side cannot be told from this clip."
    half_deg = half_width_deg(own.ci95_deg)
    verb = "drops" if own.mean_drop_deg >= 0 else "rises"
    what = f"{side.other} side of the pelvis {verb} {abs(own.mean_drop_deg):.1f}° ± {half_deg:.1f}° on average"
    worst = f"{own.worst_drop_deg:.1f}° at worst"
    if static.activity is Activity.STEP_DOWN:
        return f"Stepping down on the {side} leg, {own.count} times: {what}, {worst}."
    return f"Standing on the {side} leg for {own.hold_s or 0.0:.1f} s: {what}, {worst}."


def side_sentence(stance_side: Side, result: SideResult) -> str:
    """'Right stance: left side of the pelvis drops 7.1° ± 1.2°', 'rises' for a negative drop.

    Source: docs/methods/pelvic_drop.md (What it is).
    """
    drop_deg, half_deg = result.pelvic_drop_deg, result.half_width_deg
    if drop_deg is None or half_deg is None:
        return f"{stance_side.title()} stance: the drop of the {stance_side.other} side cannot be told from this clip"
    verb = "drops" if drop_deg >= 0 else "rises"
    other = stance_side.other
    return f"{stance_side.title()} stance: {other} side of the pelvis {verb} {abs(drop_deg):.1f}° ± {half_deg:.1f}°"


def _drop(side: Side, result: SideResult, ground: Ground) -> Finding:
    band = ground.band
    grade = borderline_words(result) or f"{result.grade}"
    limits = ", ".join(f"{from_z:g}" for _, from_z in reversed(GRADE_FROM_Z))
    return Finding(
        code="PELVIC_DROP",
        side=side,
        text=f"{side_sentence(side, result)} ({grade}; reference while {ground.activity} {_mean_and_sd(band)}). "
        "Consistent with a contralateral pelvic drop pattern; confirm with a hip abduction strength test.",
        rule=f"z {band.z(result.pelvic_drop_deg or 0.0):.1f}, grades at z {limits}; reference {REFERENCE_VERSION}",
        citations=(band.citation, "bramah2019"),
    )


def borderline_words(result: SideResult) -> str:
    """'borderline none/mild' where the value is closer to a limit than its error; empty where the grade is clear.

    Source: docs/methods/pelvic_drop.md (Grades).
    """
    between = result.borderline_between
    return "" if between is None else f"borderline {between[0]}/{between[1]}"


def _compensation(side: Side, companions: Companions, ground: Ground) -> Finding | None:
    cuts = ground.cuts
    lean_deg, away_deg = companions.trunk_lean_deg[side], companions.trunk_away_deg[side]
    kind = companions.compensation[side]
    if kind == "C" and lean_deg is not None:
        return Finding(
            code="COMPENSATED_PATTERN",
            side=side,
            text=f"{side.title()} stance: the trunk leans {lean_deg:.1f}° over the {side} leg while the pelvis stays "
            "level. Consistent with a compensated pattern; hip-joint pain can look the same, so ask and test.",
            rule=f"drop z below {MILD_Z:g} and lean at or above {cuts.compensated_deg:.1f}°, or drop below "
            f"{HIKING_DROP_DEG:g}° and lean at or above {HIKING_LEAN_DEG:g}°; reference {REFERENCE_VERSION}",
            citations=(cuts.citation,),
        )
    if kind == "X" and away_deg is not None:
        return Finding(
            code="TRUNK_AWAY",
            side=side,
            text=f"{side.title()} stance: the trunk leans {away_deg:.1f}° away from the {side} leg with the drop. "
            "Consistent with a pattern seen with lateral hip pain; ask about it.",
            rule=f"drop z at least {MILD_Z:g} and lean away above {cuts.away_deg:.1f}°; reference {REFERENCE_VERSION}",
            citations=("allison2016", cuts.citation),
        )
    return None


def _asymmetry(asymmetry: Asymmetry, ground: Ground) -> Finding:
    more = Side.RIGHT if asymmetry.value_deg > 0 else Side.LEFT
    half_deg = half_width_deg(asymmetry.ci95_deg)
    return Finding(
        code="ASYMMETRY",
        side=more,
        text=f"The {more.other} side drops {abs(asymmetry.value_deg):.1f}° ± {half_deg:.1f}° more in {more} stance "
        f"than the {more} side in {more.other} stance. A side difference alone is also seen in healthy people.",
        rule=f"at least {least_asymmetry_deg(ground):g}° and beyond its 95 % interval, level known; "
        f"reference {REFERENCE_VERSION}",
        citations=("dingenen2018b",),
    )


def _within_reference(sides: dict[Side, SideResult], companions: Companions, ground: Ground) -> Finding:
    """Both sides level. A side closer to the first limit than its error is not called within the reference."""
    band = ground.band
    is_sure = not any(sides[side].borderline for side in Side)
    both = ". ".join(_with_doubt(side, sides[side]) for side in Side)
    where = f"the reference while {ground.activity} ({_mean_and_sd(band)})"
    verdict = f"Both within {where}." if is_sure else f"Too close to the limit of {where} to say within or beyond."
    lean = "" if all(companions.compensation.values()) else " The trunk lean was not told on each side."
    return Finding(
        code="WITHIN_REFERENCE" if is_sure else "NEAR_LIMIT",
        side=None,
        text=f"{both}. {verdict}{lean} This does not exclude reduced strength; read it together with the examination.",
        rule=f"drop z below {MILD_Z:g} on both sides{'' if is_sure else ', one closer to it than its error'}; "
        f"reference {REFERENCE_VERSION}",
        citations=(band.citation,),
    )


def _with_doubt(side: Side, result: SideResult) -> str:
    doubt = borderline_words(result)
    return f"{side_sentence(side, result)} ({doubt})" if doubt else side_sentence(side, result)


def _mean_and_sd(band: Band) -> str:
    return f"{band.mean_deg:.1f}° ± {band.sd_deg:.1f}°"
