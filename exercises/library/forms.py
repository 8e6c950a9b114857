"""An exercise as an admin fills it in: its words, its pictures, and a fieldset for each level."""

from collections.abc import Mapping
from operator import attrgetter
from typing import Any, cast

from django import forms

from clinics.models import Clinic, User
from clinics.numbers import WholeNumberField
from exercises.library.dose_limits import (
    BANDS,
    MAX_HOLD_S,
    MAX_REPS,
    MAX_REST_S,
    MAX_SETS,
    MAX_STEP_CM,
    POSITIONS,
    SUPPORTS,
)
from exercises.library.fields import LinesField, PictureField, SideCueField
from exercises.library.pictures import PictureRefused, keep_loop, keep_still
from exercises.models.content import Content, DoseRecord, Level, WordsAndPicture
from exercises.prescribing.ladders import MARCHES, STEPS

LEVELS = range(5)
COUNTS = [("repetitions", "Repetitions"), (STEPS, "Steps each way"), (MARCHES, "Marches each side")]
BEGINNINGS = [
    ("up", "First the effort, then the way back (lift, hold, lower)"),
    ("down", "First the way down (lower, hold, rise)"),
]
STILL, LOOP = "image/jpeg,image/png,image/webp", "video/mp4"
DOSE = {
    "sets": ("Sets", 2, 1, MAX_SETS),
    "reps": ("Repetitions", 10, 1, MAX_REPS),
    "hold_s": ("Hold, s", 0, 0, MAX_HOLD_S),
    "up_s": ("Effort, s", 2, 1, 10),
    "down_s": ("Way back, s", 2, 1, 10),
    "rest_s": ("Rest, s", 60, 0, MAX_REST_S),
}
DOSE_CHOICES = ("band", "band_position", "support")


class WordsForm(forms.Form):
    """What the exercise says at every level."""

    name = forms.CharField(max_length=80)
    purpose = forms.CharField(max_length=200, help_text="One plain sentence: what it is good for.")
    equipment = forms.CharField(max_length=120, required=False)
    side_cue = SideCueField(
        max_length=120,
        required=False,
        label="Which leg does what",
        help_text="{side} is the working leg, {other} the other one: Stand on your {side} leg.",
    )
    steps = LinesField(help_text="One step a line.")
    cues = LinesField(
        required=False, label="Keep in mind", help_text="One cue a line; the first one shows while moving."
    )
    faults = LinesField(required=False, label="Common faults", help_text="One fault a line.")
    fault_picture = PictureField(label="Picture of the common fault", accept=STILL)
    fault_alt = forms.CharField(max_length=300, required=False, label="The fault picture in words")
    begins_with = forms.ChoiceField(choices=BEGINNINGS, label="A repetition")
    word_up = forms.CharField(max_length=20, label="Word for the effort", initial="Up")
    word_hold = forms.CharField(max_length=20, label="Word for the hold", initial="Hold")
    word_down = forms.CharField(max_length=20, label="Word for the way back", initial="Down")

    def __init__(self, content: Content | None, *args: Any, **kwargs: Any) -> None:
        kwargs.setdefault("initial", initial_words(content) if content else {})
        super().__init__(*args, **kwargs)
        self.fault_file = content["fault_picture"] if content else ""

    def clean(self) -> None:
        has_picture = self.cleaned_data.get("fault_picture") or self.fault_file
        if has_picture and not self.cleaned_data.get("fault_alt"):
            self.add_error("fault_alt", "Say in words what the picture shows, for those who cannot see it.")

    def told(self, clinic: Clinic, user: User) -> WordsAndPicture:
        """The words as an edition keeps them. Call after is_valid(); raises PictureRefused."""
        answers = self.cleaned_data
        upload = answers["fault_picture"]
        order = ("up", "hold", "down") if answers["begins_with"] == "up" else ("down", "hold", "up")
        return {
            "name": answers["name"],
            "purpose": answers["purpose"],
            "equipment": answers["equipment"],
            "side_cue": answers["side_cue"],
            "phases": [[part, answers[f"word_{part}"]] for part in order],
            "steps": answers["steps"],
            "cues": answers["cues"],
            "faults": answers["faults"],
            "fault_alt": answers["fault_alt"],
            "fault_picture": keep_still(upload, clinic, user) if upload else self.fault_file,
        }


def initial_words(content: Content) -> dict[str, object]:
    words = dict(content["phases"])
    return {
        **content,
        "fault_picture": None,
        "begins_with": content["phases"][0][0] if content["phases"] else "up",
        **{f"word_{part}": words[part] for part in ("up", "hold", "down") if part in words},
    }


class LevelForm(forms.Form):
    """One level: its name, its pictures in view and in words, and what it needs. Empty name: no such level."""

    name = forms.CharField(max_length=100, required=False)
    still = PictureField(
        label="Picture", accept=STILL, help_text="Show the left leg working: it is mirrored for the right."
    )
    loop = PictureField(
        label="Moving picture", accept=LOOP, help_text="MP4, at most 60 seconds and 20 MB, no sound needed."
    )
    alt = forms.CharField(max_length=300, required=False, label="The picture in words")
    caption = forms.CharField(max_length=200, required=False, help_text="Printed under the picture.")
    equipment = forms.CharField(max_length=120, required=False, help_text="Where this level needs other things.")
    steps = LinesField(required=False, label="Steps of its own", help_text="Where this level is done differently.")

    def __init__(self, level: Level | None, number: int, *args: Any, **kwargs: Any) -> None:
        kwargs |= {"prefix": f"level-{number}", "initial": {**(level or {}), "still": None, "loop": None}}
        super().__init__(*args, **kwargs)
        self.level: Level = level or {}
        self.number = number
        self.fields["name"].required = self.fields["alt"].required = number == 0

    @property
    def is_filled(self) -> bool:
        return bool(self.cleaned_data.get("name"))

    def clean(self) -> None:
        told = self.cleaned_data
        if told.get("name"):
            if not told.get("alt"):
                self.add_error("alt", "Say in words what the picture shows, for those who cannot see it.")
            if not (told.get("still") or self.level.get("still") or self.level.get("media")):
                self.add_error("still", "A level needs a picture.")

    def told(self, clinic: Clinic, user: User) -> Level:
        """The level as an edition keeps it. Call after is_valid(); raises PictureRefused."""
        as_it_was = ("media", "fault", "still", "loop", "dose")
        kept = cast("Level", {name: said for name, said in self.level.items() if name in as_it_was})
        words = {name: self.cleaned_data[name] for name in ("name", "alt", "caption", "equipment", "steps")}
        if self.cleaned_data["still"]:
            kept["still"] = keep_still(self.cleaned_data["still"], clinic, user)
            kept.pop("loop", None)
        if self.cleaned_data["loop"]:
            kept["loop"] = keep_loop(self.cleaned_data["loop"], clinic, user)
        return cast("Level", {**kept, **{name: value for name, value in words.items() if value}})


class OwnLevelForm(LevelForm):
    """A level of a clinic's own exercise: its dose too, which no rule sheet knows."""

    band = forms.ChoiceField(choices=BANDS, required=False)
    band_position = forms.ChoiceField(choices=POSITIONS, required=False)
    support = forms.ChoiceField(choices=SUPPORTS, required=False)
    step_height_cm = WholeNumberField(required=False, label="Step, cm", min_value=2, max_value=MAX_STEP_CM)

    def __init__(self, level: Level | None, number: int, *args: Any, **kwargs: Any) -> None:
        super().__init__(level, number, *args, **kwargs)
        dose: Mapping[str, object] = self.level.get("dose", {})
        for name, (label, usual, lowest, highest) in DOSE.items():
            self.fields[name] = WholeNumberField(
                label=label, required=number == 0, min_value=lowest, max_value=highest, initial=dose.get(name, usual)
            )
        for name in (*DOSE_CHOICES, "step_height_cm"):
            self.fields[name].initial = dose.get(name, "none" if name in {"band", "support"} else None)

    def clean(self) -> None:
        super().clean()
        told = self.cleaned_data
        for name in DOSE if told.get("name") else ():
            if told.get(name) is None and name not in self.errors:
                self.add_error(name, "A level needs this number.")

    def told(self, clinic: Clinic, user: User) -> Level:
        dose = {name: self.cleaned_data[name] for name in (*DOSE, *DOSE_CHOICES, "step_height_cm")}
        dose |= {name: dose[name] or "none" for name in ("band", "support")}
        return {**super().told(clinic, user), "dose": cast("DoseRecord", dose)}


class OwnWordsForm(WordsForm):
    """The words of a clinic's own exercise, and how it is counted."""

    counts = forms.ChoiceField(choices=COUNTS, label="Counted in")
    is_one_sided = forms.BooleanField(required=False, initial=True, label="One leg at a time")

    def __init__(self, content: Content | None, *args: Any, **kwargs: Any) -> None:
        super().__init__(content, *args, **kwargs)
        if content:
            dose = content["levels"][0]["dose"]
            self.initial.update(counts=dose["counts"], is_one_sided=dose["is_one_sided"])


class ExerciseForms:
    """The words and the levels as one form."""

    def __init__(self, content: Content | None, *, is_own: bool, data: Any = None, files: Any = None) -> None:
        words, level = (OwnWordsForm, OwnLevelForm) if is_own else (WordsForm, LevelForm)
        self.is_own = is_own
        self.content = content
        known = content["levels"] if content else []
        self.words = words(content, data, files)
        self.levels = [level(known[number] if number < len(known) else None, number, data, files) for number in LEVELS]

    def is_valid(self) -> bool:
        are_valid = [form.is_valid() for form in [self.words, *self.levels]]
        return all(are_valid) and self.levels_follow_each_other()

    def levels_follow_each_other(self) -> bool:
        """Named levels first, the empty ones after them; the house's exercises keep all five."""
        filled = [form.is_filled for form in self.levels]
        fewest = 1 if self.is_own else len(LEVELS)
        if all(filled[:fewest]) and filled == sorted(filled, reverse=True):
            return True
        gap = next(form for form in self.levels if not form.is_filled)
        gap.add_error("name", "A level between others, or one that the rule sheet uses, cannot be left out.")
        return False

    def told(self, clinic: Clinic, user: User) -> Content | None:
        """The whole content for an edition; None, with the trouble said in the form, when a picture is refused."""
        form: WordsForm | LevelForm = self.words
        levels: list[Level] = []
        try:
            words = self.words.told(clinic, user)
            for form in filter(attrgetter("is_filled"), self.levels):
                levels.append(form.told(clinic, user))
        except PictureRefused as refusal:
            form.add_error(None, str(refusal))
            return None
        if self.is_own:
            for level in levels:
                level["dose"]["counts"] = self.words.cleaned_data["counts"]
                level["dose"]["is_one_sided"] = self.words.cleaned_data["is_one_sided"]
        return {**words, "levels": levels, "translations": self.content["translations"] if self.content else {}}
