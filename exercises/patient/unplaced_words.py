"""What a note from a phone tells, in words, and what in it asks for a call. The note may be of any kind, or of none."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from django.utils.translation import gettext as _

from exercises.following.diary import is_score
from exercises.following.signs import SIGNS, words_of
from exercises.models import DiaryEntry
from exercises.prescribing.progression import Light, pain_light

Told = Mapping[str, object]
MAX_LETTER = 300
"""So much of a letter stands in a line; the whole of it is kept."""
FIELDS_OF_A_FORM = {"pain_nprs": "pain", "km": "km"}


@dataclass(frozen=True, slots=True)
class Alarm:
    """What may not wait. signs: codes of SIGNS. worst_nprs: the worst pain told anywhere, None where none was."""

    signs: tuple[str, ...] = ()
    worst_nprs: int | None = None
    has_limped: bool = False
    is_skipped_for_pain: bool = False

    @property
    def is_urgent(self) -> bool:
        hurts = self.worst_nprs is not None and pain_light(self.worst_nprs) is Light.RED
        return bool(self.signs) or hurts or self.has_limped or self.is_skipped_for_pain


def words_in(told: Told) -> str:
    """All that was told, as far as it can be said."""
    return ", ".join(dict.fromkeys(word for name, value in answers_in(told) if (word := in_words(name, value))))


def alarm_in(told: Told) -> Alarm:
    answers = list(answers_in(told))
    pains = [int(str(value)) for name, value in answers if name in {"pain", "morning"} and is_score(str(value))]
    signs = [str(value) for name, value in answers if name == "sign" and value in SIGNS]
    return Alarm(
        signs=tuple(dict.fromkeys(signs)),
        worst_nprs=max(pains, default=None),
        has_limped=("limped", "yes") in answers,
        is_skipped_for_pain=("skip", DiaryEntry.SkipReason.HURTS.value) in answers,
    )


def answers_in(told: Told) -> Iterator[tuple[str, object]]:
    """Question and answer, whichever kind of record it is, also a row of the diary that a merge took out."""
    taps = told.get("taps")
    for each in taps if isinstance(taps, list) else []:
        if isinstance(each, Mapping):
            yield str(each.get("tap")), each.get("value", "")
    if told.get("is_done") is True:
        yield "done", ""
    kind = str(told.get("kind", ""))
    names = {"pain_nprs": "pain", "effort_rpe": "effort", "skip_reason": "skip", "morning_nprs": "morning"}
    names |= {"pain": "morning" if kind == "morning" else "pain", "text": "text"}
    for name, question in names.items():
        if told.get(name) not in (None, ""):
            yield question, told[name]
    for name, question in {"limped": "limped", "limped_afterwards": "limped", "stayed_level": "level"}.items():
        if (answer := yes_or_no(told.get(name))) is not None:
            yield question, answer
    yield from fields_in(told)


def fields_in(told: Told) -> Iterator[tuple[str, object]]:
    """Of a runner's form; its fields are lists, as a browser sends them."""
    fields = told.get("fields")
    if not isinstance(fields, Mapping):
        return
    for name, values in fields.items():
        for value in values if isinstance(values, list) else [values]:
            if name == "signs":
                yield "sign", value
            elif name == "value" and told.get("form") == "morning":
                yield "morning", value
            elif name in FIELDS_OF_A_FORM:
                yield FIELDS_OF_A_FORM[name], value


def yes_or_no(answer: object) -> str | None:
    if isinstance(answer, bool):
        return "yes" if answer else "no"
    return str(answer) if answer in ("yes", "no") else None


def in_words(name: str, value: object) -> str:
    """One answer; empty for what no page asks."""
    if name in {"pain", "effort", "morning"}:
        return score_in_words(name, str(value)) if is_score(str(value)) else ""
    if name == "skip" and value in DiaryEntry.SkipReason.values:
        return _("skipped") + f" ({DiaryEntry.SkipReason(str(value)).label})"
    if name == "sign" and value in SIGNS:
        return _("warning sign: %(sign)s") % {"sign": words_of([str(value)])}
    if name == "text":
        return _("wrote: “%(text)s”") % {"text": str(value).strip()[:MAX_LETTER]}
    if name == "km" and len(str(value)) < 8:
        return _("ran %(km)s km") % {"km": value}
    return {
        ("done", ""): _("done"),
        ("undo", ""): _("undone"),
        ("limped", "yes"): _("limped afterwards"),
        ("limped", "no"): _("did not limp"),
        ("level", "yes"): _("the hips stayed level"),
        ("level", "no"): _("the hips did not stay level"),
    }.get((name, "" if name in {"done", "undo"} else str(value)), "")


def score_in_words(name: str, score: str) -> str:
    if name == "effort":
        return _("effort %(score)s") % {"score": score}
    if name == "morning":
        return _("pain %(score)s of 10 on the morning after") % {"score": score}
    return _("pain %(score)s of 10") % {"score": score}
