"""What stops a draft before it starts: red flags, cases for a hand-built plan, and numbers nobody may grade."""

from dataclasses import dataclass

from exercises.prescribing.answer import Refusal, RefusalKind
from exercises.prescribing.inputs import BALANCE, Inputs
from gait.result.conventions import Confidence, Side


@dataclass(frozen=True, slots=True)
class Flag:
    """One question of the screen. kind says what a yes means: refer first, or a plan built by hand."""

    code: str
    question: str
    kind: RefusalKind
    why: str


REFER, BY_HAND = RefusalKind.REFER, RefusalKind.BY_HAND
SEE_FIRST = "Assess or refer before any home loading."

FLAGS: tuple[Flag, ...] = (
    Flag(
        "femoral_neck",
        "Groin or deep hip pain with running, pain on a hop or on one leg, night or rest pain, or a limp",
        REFER,
        "Consistent with a bone stress injury of the femoral neck; loading can displace it. Radiograph, then MRI.",
    ),
    Flag("bone_tenderness", "Focal tenderness of the tibia or a metatarsal", REFER, "Consistent with bone stress."),
    Flag(
        "low_energy",
        "Low energy availability, missed periods, low body mass index or an earlier stress fracture",
        REFER,
        "Raises the suspicion of bone stress with any leg pain.",
    ),
    Flag("trauma", "Injury after which the leg could not take weight", REFER, SEE_FIRST),
    Flag("systemic", "Fever, feeling unwell, unexplained weight loss or a history of cancer", REFER, SEE_FIRST),
    Flag(
        "neuro",
        "Saddle numbness, bladder or bowel change, progressive leg weakness or foot drop",
        REFER,
        "Needs urgent medical assessment.",
    ),
    Flag("dvt", "Swollen or hot calf", REFER, "Needs same-day assessment for a blood clot."),
    Flag("chest", "Chest pain or fainting on effort", REFER, "Needs medical assessment before any exercise."),
    Flag("hot_joint", "Hot, swollen joint", REFER, SEE_FIRST),
    Flag(
        "new_marked_sign",
        "New, painless, marked Trendelenburg sign, or one after hip surgery or an injection",
        REFER,
        "Consistent with a nerve or tendon injury; strength testing and referral come first.",
    ),
    Flag("post_operative", "Hip or knee surgery in the last 12 weeks, or under a surgeon's protocol", BY_HAND, ""),
    Flag("pregnant", "Pregnant now", BY_HAND, ""),
    Flag("pregnancy", "Pelvic girdle pain in a pregnancy, or after it", BY_HAND, ""),
    Flag("inflammatory", "Active inflammatory disease", BY_HAND, ""),
    Flag("fall_risk", "Risk of falling", BY_HAND, ""),
)
FLAG_BY_CODE = {flag.code: flag for flag in FLAGS}
YOUNGEST_FOR_A_DRAFT_YEARS = 16
MIN_ONE_LEG_STANCE_S = 5
TYPE_ONE = "Film again, or type the grade you saw yourself."
ASK_AGAIN = "Ask again, and answer the question with yes, or with yes and cleared."
EXAMINE = "Examine it, then answer with yes, or with yes and cleared; a no takes no warning back."
HAND_BUILT = "The sheet does not draft here; the therapist builds the plan."


REFUSED = (
    ("RF", "A yes in the red-flag screen, or in the history before it, that nobody has examined."),
    ("RF age", f"Under {YOUNGEST_FOR_A_DRAFT_YEARS} years: built by hand."),
    ("M1", "Hip abduction of 2/5 or less by hand: refer, nerve and tendon come before loading."),
    ("M7", f"One-leg stance under {MIN_ONE_LEG_STANCE_S} s: built by hand."),
    (
        "RC",
        "Answers that contradict each other: night pain ticked and its question denied; marked drop with weakness "
        "and no pain, and the question about a new painless sign denied; pain of one kind above the worst of 7 days.",
    ),
    ("G C", "A measurement of confidence C, or none on either side, and no grade typed by the therapist."),
    ("R4", "A row that needs both sides, and one of them cannot be told."),
)
"""What the functions below refuse, as the sheet prints it."""


def refusals(inputs: Inputs) -> tuple[Refusal, ...]:
    """Every reason not to draft, the gravest first; empty when the way is free."""
    found = [refusal_of(FLAG_BY_CODE[code]) for code in sorted(inputs.red_flags)]
    found += strength_refusals(inputs) + age_refusals(inputs) + balance_refusals(inputs)
    found += clearance_refusals(inputs) + contradiction_refusals(inputs) + grade_refusals(inputs)
    order = list(RefusalKind)
    return tuple(sorted(found, key=lambda refusal: order.index(refusal.kind)))


def refusal_of(flag: Flag) -> Refusal:
    advice = flag.why or HAND_BUILT
    return Refusal(rule=f"RF {flag.code}", kind=flag.kind, reason=f"{flag.question}.", advice=advice)


def strength_refusals(inputs: Inputs) -> list[Refusal]:
    weak = [side for side in Side if (mmt := inputs.of(side).mmt) is not None and mmt <= 2]
    return [
        Refusal(
            "M1",
            RefusalKind.REFER,
            f"Hip abduction of the {side} leg reads {inputs.of(side).mmt}/5 by hand.",
            "Refer: nerve and tendon come before loading.",
        )
        for side in weak
    ]


def age_refusals(inputs: Inputs) -> list[Refusal]:
    if inputs.age_years >= YOUNGEST_FOR_A_DRAFT_YEARS:
        return []
    return [Refusal("RF age", RefusalKind.BY_HAND, f"Under {YOUNGEST_FOR_A_DRAFT_YEARS} years of age.", HAND_BUILT)]


def balance_refusals(inputs: Inputs) -> list[Refusal]:
    stance_s = inputs.one_leg_stance_s
    if stance_s is None or stance_s >= MIN_ONE_LEG_STANCE_S or inputs.is_balance_cleared:
        return []
    reason = f"One-leg stance of {stance_s:g} s, under {MIN_ONE_LEG_STANCE_S} s."
    return [Refusal("M7", RefusalKind.BY_HAND, reason, HAND_BUILT)]


def clearance_refusals(inputs: Inputs) -> list[Refusal]:
    """A tap clears nothing: what was examined, and by whom, has to be said."""
    return [
        Refusal(
            f"RF {clearance.code}",
            RefusalKind.REFER,
            f"{cleared_question(clearance.code)}: cleared, without saying what was examined and by whom.",
            "Write what was examined and by whom, or answer with yes.",
        )
        for clearance in inputs.clearances
        if not (clearance.examined.strip() and clearance.by.strip())
    ]


def cleared_question(code: str) -> str:
    return "Balance" if code == BALANCE else FLAG_BY_CODE[code].question


def contradiction_refusals(inputs: Inputs) -> list[Refusal]:
    """Answers that cannot both be true: nobody drafts before one of them is put right."""
    answered_yes = inputs.red_flags | inputs.cleared_flags
    dropped = sorted(inputs.intake_flags - answered_yes)
    told = [
        (f"RC {code}", f"{FLAG_BY_CODE[code].question}: yes when it was asked before, no now.", EXAMINE)
        for code in dropped
    ]
    if inputs.has_night_pain and "femoral_neck" not in answered_yes | set(dropped):
        reason = "Night pain is ticked, but the question that includes night pain is answered with no."
        told.append(("RC femoral_neck", reason, ASK_AGAIN))
    painless = [side for side in Side if is_painless_marked_sign(inputs, side)]
    if painless and "new_marked_sign" not in answered_yes | set(dropped):
        reason = f"Marked drop without pain in {painless[0]} stance, and hip abduction of 3/5 or less by hand, "
        reason += "but the question about a new, painless, marked sign is answered with no."
        told.append(("RC new_marked_sign", reason, ASK_AGAIN))
    told += [("RC pain", reason, "Ask again, and put one of the two right.") for reason in pain_contradictions(inputs)]
    return [Refusal(rule, RefusalKind.CONTRADICTION, reason, advice) for rule, reason, advice in told]


def pain_contradictions(inputs: Inputs) -> list[str]:
    """No pain of the last 7 days can be above the worst one."""
    others = (("Front knee pain on steps", inputs.step_pain_nprs), ("The usual pain on waking", inputs.morning_nprs))
    return [
        f"{name} reads {nprs}/10, above the worst pain of the last 7 days ({inputs.nprs}/10)."
        for name, nprs in others
        if nprs is not None and nprs > inputs.nprs
    ]


def is_painless_marked_sign(inputs: Inputs, side: Side) -> bool:
    own = inputs.of(side)
    return inputs.nprs == 0 and own.review_grade == 3 and own.mmt is not None and own.mmt <= 3


def doubt_refusal(inputs: Inputs) -> Refusal:
    """Nothing to prescribe on the side that was told, and nothing known of the other."""
    untold = next(side for side in Side if inputs.of(side).grade is None)
    reason = (
        f"{untold.capitalize()} stance could not be graded, so both sides cannot be called within the reference range."
    )
    return Refusal("R4", RefusalKind.NO_GRADE, reason, TYPE_ONE)


def grade_refusals(inputs: Inputs) -> list[Refusal]:
    """Confidence C is never graded by the sheet, and without any grade there is nothing to draft from."""
    if inputs.confidence is Confidence.C and not inputs.is_grade_typed:
        return [Refusal("G C", RefusalKind.NO_GRADE, "The measurement has confidence C.", TYPE_ONE)]
    if inputs.left.grade is None and inputs.right.grade is None:
        return [Refusal("G none", RefusalKind.NO_GRADE, "Neither stance side has a grade.", TYPE_ONE)]
    return []
