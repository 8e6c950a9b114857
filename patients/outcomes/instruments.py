"""The instruments: what is asked, how it counts, and which change matters.

LEFS and UWRI belong to their authors. Their items are not here, in no wording: the clinic's licensed paper form is
answered and its total entered, or a clinic with a licence loads the items verbatim (licensed.py). What is asked on the
phone without that are scales that are free to use and have no protected list of questions: a number for pain (NPRS),
the patient's own activities (PSFS), one rating of change (GROC). docs/decisions/0010.
"""

from dataclasses import dataclass

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from patients.outcomes.models import Instrument

Text = str | Promise


@dataclass(frozen=True, slots=True)
class Item:
    """One question. answers stand in the order of their points, from 0."""

    question: Text
    answers: tuple[Text, ...]


@dataclass(frozen=True, slots=True)
class Threshold:
    """A published size of change, in points of the total. means ends the sentence "5 points or more are ..."."""

    points: int
    means: str
    source: str


@dataclass(frozen=True, slots=True)
class Questionnaire:
    """What is known of one instrument.

    items: to be asked as they stand; empty where only the total of the paper form can be entered. smallest and largest:
    ends of the scale. thresholds: from the smallest change that is called one upwards; empty where none is published
    for it, and then no change is judged. minutes: what answering takes. licence: of items that a clinic loaded.
    """

    code: Instrument
    full_name: str
    intro: Text
    items: tuple[Item, ...]
    largest: int
    is_higher_better: bool
    thresholds: tuple[Threshold, ...] = ()
    minutes: int = 1
    smallest: int = 0
    is_entered: bool = True
    licence: str = ""

    @property
    def name(self) -> str:
        return self.code.label

    @property
    def has_activities(self) -> bool:
        """Asked by activities that the patient names."""
        return self.code == Instrument.PSFS

    @property
    def is_asked(self) -> bool:
        """Can be answered on the phone."""
        return bool(self.items) or self.has_activities


UWRI = Questionnaire(
    code=Instrument.UWRI,
    full_name="University of Wisconsin Running Injury and Recovery Index",
    intro="",
    items=(),
    largest=36,
    is_higher_better=True,
    thresholds=(
        Threshold(5, "the smallest important change (MIC)", "Nelson 2020, 396 injured runners, published"),
        Threshold(8, "a clinically important change (MCID)", "Nelson 2020, 396 injured runners, published"),
    ),
    minutes=4,
)
LEFS = Questionnaire(
    code=Instrument.LEFS,
    full_name="Lower Extremity Functional Scale",
    intro="",
    items=(),
    largest=80,
    is_higher_better=True,
    thresholds=(Threshold(9, "a clinically important change (MCID)", "Binkley 1999, leg complaints, published"),),
    minutes=4,
)
NPRS = Questionnaire(
    code=Instrument.NPRS,
    full_name="Numeric Pain Rating Scale",
    intro=_("0 is no pain, 10 the worst pain you can imagine."),
    items=(Item(_("Your worst pain in the last seven days"), tuple(str(points) for points in range(11))),),
    largest=10,
    is_higher_better=False,
    thresholds=(
        Threshold(
            2,
            "an important change",
            "Childs 2005, low back pain, published; at the front of the knee 1.2 (Piva 2009), in whole points 2 too",
        ),
    ),
)
PSFS = Questionnaire(
    code=Instrument.PSFS,
    full_name="Patient-Specific Functional Scale, mean of the patient's own activities",
    intro=_(
        "Name up to three things that are hard for you because of your complaint. "
        "0 means you cannot do it, 10 that you do it as well as before."
    ),
    items=(),
    largest=10,
    is_higher_better=True,
    thresholds=(Threshold(2, "more than the error of measuring (MDC)", "Stratford 1995, mean of three, published"),),
    minutes=2,
)
MAX_GROC = 5
GROC = Questionnaire(
    code=Instrument.GROC,
    full_name="Global rating of change, in 11 points",
    intro=_("Compare today with the day when this treatment began."),
    items=(
        Item(
            _("How are you now?"),
            (
                pgettext_lazy("change", "−5, very much worse"),
                *(str(points).replace("-", "−") for points in range(1 - MAX_GROC, 0)),
                pgettext_lazy("change", "0, unchanged"),
                *(f"+{points}" for points in range(1, MAX_GROC)),
                pgettext_lazy("change", "+5, completely recovered"),
            ),
        ),
    ),
    smallest=-MAX_GROC,
    largest=MAX_GROC,
    is_higher_better=True,
)
OWN_RUNNING = Questionnaire(
    code=Instrument.OWN_RUNNING,
    full_name="Nine questions on running in the software's own words, asked until edition 2026.13; not the UWRI",
    intro="",
    items=(),
    largest=36,
    is_higher_better=True,
    is_entered=False,
)
OWN_LEG = Questionnaire(
    code=Instrument.OWN_LEG,
    full_name="Twenty questions on the leg in the software's own words, asked until edition 2026.13; not the LEFS",
    intro="",
    items=(),
    largest=80,
    is_higher_better=True,
    is_entered=False,
)

SHIPPED: dict[str, Questionnaire] = {each.code: each for each in (UWRI, LEFS, NPRS, PSFS, GROC, OWN_RUNNING, OWN_LEG)}
