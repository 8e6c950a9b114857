"""The studies behind rows and exercises, and in one sentence what each says for it."""

from dataclasses import dataclass

from exercises.prescribing.types import ExerciseCode


@dataclass(frozen=True, slots=True)
class Citation:
    """short: as printed beside a line. link: DOI or address, empty where only the paper is known."""

    short: str
    says: str
    link: str = ""


DOI = "https://doi.org/"
CITATIONS: dict[str, Citation] = {
    "bramah2018": Citation(
        "Bramah 2018, Am J Sports Med 46:3023",
        "72 injured runners dropped 6.4 ± 2.1°, 36 healthy ones 3.7 ± 1.9°; an association, not a risk for one person.",
        f"{DOI}10.1177/0363546518793657",
    ),
    "bramah2019": Citation(
        "Bramah 2019, Am J Sports Med 47:3406",
        "A step rate 10 % higher lowered the drop by 3.1° in 12 runners with knee pain, kept at 3 months; a case "
        "series without a control group.",
        f"{DOI}10.1177/0363546519879693",
    ),
    "heiderscheit2011": Citation(
        "Heiderscheit 2011, Med Sci Sports Exerc",
        "Steps 10 % quicker lowered hip adduction in 45 runners.",
        f"{DOI}10.1249/MSS.0b013e3181ebedf4",
    ),
    "willy2012": Citation(
        "Willy 2012, mirror retraining",
        "Eight sessions in front of a mirror changed how people ran.",
        "https://pmc.ncbi.nlm.nih.gov/articles/PMC3501612/",
    ),
    "willydavis2011": Citation(
        "Willy & Davis 2011, J Orthop Sports Phys Ther 41:625",
        "Six weeks of hip strengthening made 20 women stronger and did not change how they ran.",
        f"{DOI}10.2519/jospt.2011.3470",
    ),
    "esculier2018": Citation(
        "Esculier 2018, Br J Sports Med",
        "In 69 runners with knee pain, advice on load alone did as well as advice with exercises or with retraining.",
        f"{DOI}10.1136/bjsports-2016-096988",
    ),
    "dingenen2018": Citation(
        "Dingenen 2018, Phys Ther Sport 33:40",
        "From video a week apart, changes below 2.7-2.8° are within measurement error.",
        f"{DOI}10.1016/j.ptsp.2018.06.009",
    ),
    "loudon2012": Citation(
        "Loudon & Reiman 2012, Int J Sports Phys Ther 7:356",
        "Runners with shin pain moved the pelvis more, without a difference between their sides: train both legs.",
    ),
    "allison2016": Citation(
        "Allison 2016, Clin Biomech",
        "People with gluteal tendinopathy drop 1.4° more and lean the trunk away; two opposite strategies stand side "
        "by side in that group.",
        f"{DOI}10.1016/j.clinbiomech.2016.01.003",
    ),
    "mckay2020": Citation(
        "McKay 2020, J Orthop Surg Res",
        "Hip strengthening for runners 3 days a week over 8 weeks, 2x10 rising to 3x15: the pattern of these doses. "
        "The three groups of that trial did not differ at the end.",
        f"{DOI}10.1186/s13018-020-01713-7",
    ),
    "bachmann2018": Citation(
        "Bachmann 2018, review of 14 studies",
        "Fewer than four home exercises go with better adherence.",
        f"{DOI}10.1055/s-0043-120527",
    ),
    "ferber2015": Citation(
        "Ferber 2015, J Athl Train 50:366",
        "In 199 people with pain at the front of the knee, six weeks of hip and core exercises lowered pain as well as "
        "knee exercises did.",
        f"{DOI}10.4085/1062-6050-49.3.70",
    ),
    "moore2020": Citation(
        "Moore 2020, Int J Sports Phys Ther 15:856",
        "Over 56 studies, single-leg bridge, resisted side-step, lateral step-up and loaded standing hip abduction "
        "work the middle gluteus medius at a level worth training.",
        f"{DOI}10.26603/ijspt20200856",
    ),
    "selkowitz2013": Citation(
        "Selkowitz 2013, J Orthop Sports Phys Ther",
        "Clam, side-step and single-leg bridge favor the gluteal muscles over the tensor fasciae latae.",
    ),
    "berry2015": Citation(
        "Berry 2015, J Orthop Sports Phys Ther",
        "In side-steps the standing leg works harder than the moving one, more so in a squat posture.",
        f"{DOI}10.2519/jospt.2015.5888",
    ),
    "lewis2018": Citation(
        "Lewis 2018, J Athl Train",
        "Moving the band from the knees to the ankles raises the work of the hip muscles.",
        f"{DOI}10.4085/1062-6050-46-16",
    ),
    "lewis2015": Citation(
        "Lewis 2015, PLoS One",
        "A step-down brings more hip adduction than a single-leg squat: coach a level pelvis.",
        f"{DOI}10.1371/journal.pone.0126258",
    ),
    "macaskill2014": Citation(
        "MacAskill 2014, Int J Sports Phys Ther",
        "The lateral step-up works the gluteus medius at about 60 % of its maximum in healthy people.",
    ),
}

EXERCISE_CITATIONS: dict[ExerciseCode, tuple[str, ...]] = {
    ExerciseCode.STANDING_CLAMSHELL: ("moore2020", "selkowitz2013", "berry2015"),
    ExerciseCode.SINGLE_LEG_BRIDGE: ("moore2020", "selkowitz2013"),
    ExerciseCode.LATERAL_BANDED_WALK: ("berry2015", "lewis2018", "moore2020"),
    ExerciseCode.STEP_DOWN: ("macaskill2014", "lewis2015", "moore2020"),
}
