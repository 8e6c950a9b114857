"""The questionnaires: what is asked, how it counts, and which change matters.

The texts of UWRI and LEFS belong to their authors, so the questions here are in our own words, one for each item of
the instrument, with its scale of 0 to 4. A total from the printed original can be entered instead, and totals of
different wordings are never compared. Smallest changes that matter: UWRI 5 points (Nelson 2020,
doi:10.2519/jospt.2020.9698), LEFS 9 points (Binkley 1999, doi:10.1093/ptj/79.4.371), NPRS 2 points (Childs 2005,
doi:10.1097/01.brs.0000164099.92112.29).
"""

from dataclasses import dataclass

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from patients.outcomes.models import Instrument

Text = str | Promise


@dataclass(frozen=True, slots=True)
class Item:
    """One question. answers stand in the order of their points, from 0."""

    question: Text
    answers: tuple[Text, ...]


@dataclass(frozen=True, slots=True)
class Questionnaire:
    """least_change is in points of the total; minutes is what answering takes."""

    code: Instrument
    full_name: str
    intro: Text
    items: tuple[Item, ...]
    largest: int
    is_higher_better: bool
    least_change: int
    minutes: int

    @property
    def name(self) -> str:
        return self.code.label


HOW_MUCH = (_("Extremely"), _("A lot"), _("Somewhat"), _("A little"), _("Not at all"))
PAIN = (_("So much that I do not run"), _("Strong"), _("Moderate"), _("Slight"), _("None"))
LESS = (_("I am not running"), _("Far less"), _("Clearly less"), _("A little less"), _("As much as before, or more"))
SLOWER = (
    _("I am not running"),
    _("Far slower"),
    _("Clearly slower"),
    _("A little slower"),
    _("As fast as before, or faster"),
)
RECOVERED = (
    _("Not better yet"),
    _("A little better"),
    _("About half-way"),
    _("Nearly there"),
    _("All the way"),
)
SURE = (_("Not sure at all"), _("Hardly sure"), _("Fairly sure"), _("Very sure"), _("Completely sure"))
HARD = (
    _("I cannot, or only just"),
    _("Very hard"),
    _("Fairly hard"),
    _("A little hard"),
    _("No trouble"),
)

UWRI = Questionnaire(
    code=Instrument.UWRI,
    full_name="University of Wisconsin Running Injury and Recovery Index",
    intro=_("How is your running? Think of the last seven days."),
    items=(
        Item(_("How much does the injury get in the way of everyday things?"), HOW_MUCH),
        Item(_("How much does the injury annoy you or get you down?"), HOW_MUCH),
        Item(_("How far have you recovered since it began?"), RECOVERED),
        Item(_("Pain while you run"), PAIN),
        Item(_("Pain in the day after a run"), PAIN),
        Item(_("How much you run in a week, compared with before the injury"), LESS),
        Item(_("Your longest run, compared with before the injury"), LESS),
        Item(_("Your pace, compared with before the injury"), SLOWER),
        Item(_("How sure are you that you could run further or harder?"), SURE),
    ),
    largest=36,
    is_higher_better=True,
    least_change=5,
    minutes=3,
)
LEFS = Questionnaire(
    code=Instrument.LEFS,
    full_name="Lower Extremity Functional Scale",
    intro=_("How hard is each of these for you today, because of your leg?"),
    items=tuple(
        Item(activity, HARD)
        for activity in (
            _("Work, chores or studying as usual"),
            _("Hobbies and sport as usual"),
            _("Stepping into or out of a bath tub"),
            _("Going from room to room"),
            _("Putting on socks and shoes"),
            _("Squatting down"),
            _("Picking a shopping bag up from the floor"),
            _("Light jobs at home"),
            _("Heavy jobs at home"),
            _("Getting in and out of a car"),
            _("Walking a couple of blocks"),
            _("Walking a mile (1.6 km)"),
            _("Ten stairs up or down"),
            _("One hour on your feet"),
            _("One hour on a chair"),
            _("Running on level ground"),
            _("Running on rough ground"),
            _("Sharp turns while running"),
            _("Hopping"),
            _("Turning over in bed"),
        )
    ),
    largest=80,
    is_higher_better=True,
    least_change=9,
    minutes=3,
)
NPRS = Questionnaire(
    code=Instrument.NPRS,
    full_name="Numeric Pain Rating Scale",
    intro=_("0 is no pain, 10 the worst pain you can imagine."),
    items=(Item(_("Your worst pain in the last seven days"), tuple(str(points) for points in range(11))),),
    largest=10,
    is_higher_better=False,
    least_change=2,
    minutes=1,
)

QUESTIONNAIRES: dict[str, Questionnaire] = {each.code: each for each in (UWRI, LEFS, NPRS)}
