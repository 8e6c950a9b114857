"""A score from paper, by the questions of an instrument, or by the patient's own activities."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from clinics.form_fields import field_of
from clinics.models import User
from clinics.numbers import WholeNumberField
from patients.models import Patient
from patients.outcomes.date_fields import PastDateField
from patients.outcomes.instruments import Item, Questionnaire
from patients.outcomes.licensed import questionnaires
from patients.outcomes.models import Instrument, OutcomeScore, Wording
from patients.outcomes.scoring import mean_of, total_of

MAX_ACTIVITIES = 3
MAX_ACTIVITY_LENGTH = 80


class QuestionsForm(forms.Form):
    """Every question of one instrument, all to be answered."""

    def __init__(self, questionnaire: Questionnaire, *args: Any, are_required: bool = True, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.questionnaire = questionnaire
        for position, item in enumerate(questionnaire.items):
            self.fields[f"item_{position}"] = question(item, is_required=are_required)

    def questions(self) -> list[forms.BoundField]:
        return [self[f"item_{position}"] for position in range(len(self.questionnaire.items))]

    def answers(self) -> list[int]:
        """Call after is_valid(). Without those that were left out."""
        told = (self.cleaned_data.get(f"item_{position}") for position in range(len(self.questionnaire.items)))
        return [points for points in told if points is not None]

    def save(self, patient: Patient, *, entered_by: User | None = None, **facts: Any) -> OutcomeScore:
        answers = self.answers()
        return OutcomeScore.objects.create(
            patient=patient,
            instrument=self.questionnaire.code,
            entered_by=entered_by,
            wording=Wording.LICENSED if self.questionnaire.licence else Wording.SCALE,
            answers=answers,
            total=total_of(self.questionnaire, answers),
            **facts,
        )


def question(item: Item, *, is_required: bool) -> forms.TypedChoiceField:
    return forms.TypedChoiceField(
        label=item.question,  # type: ignore[arg-type]  # lazy words are a Promise
        choices=list(enumerate(item.answers)),
        coerce=int,
        empty_value=None,
        required=is_required,
        widget=forms.RadioSelect,
    )


class ScoreForm(QuestionsForm):
    """A therapist's way in: the total of the paper form, or the answers one by one where there are questions."""

    total = WholeNumberField(required=False)
    answered_on = PastDateField(label="Answered on")

    def __init__(self, questionnaire: Questionnaire, *args: Any, **kwargs: Any) -> None:
        super().__init__(questionnaire, *args, are_required=False, **kwargs)
        total = field_of(self, "total", WholeNumberField)
        total.label = f"Total of the form, {questionnaire.smallest} to {questionnaire.largest}"
        total.max_value = questionnaire.largest

    def clean(self) -> None:
        super().clean()
        asked = self.questionnaire
        total, answered = self.cleaned_data.get("total"), len(self.answers())
        if total is not None and not asked.smallest <= total <= asked.largest:
            self.add_error("total", f"The scale goes from {asked.smallest} to {asked.largest}.")
        if total is not None and answered:
            raise forms.ValidationError("Enter either the total or the answers, not both.")
        if total is None and not self.errors and not asked.items:
            self.add_error("total", "Enter the total of the form.")
        if total is None and not self.errors and answered < len(asked.items):
            missing = len(asked.items) - answered
            raise forms.ValidationError(f"Enter the total, or answer every question: {missing} left.")

    def save_entered(self, patient: Patient, user: User) -> OutcomeScore:
        told = self.cleaned_data
        if told["total"] is None:
            return self.save(patient, entered_by=user, answered_on=told["answered_on"])
        return OutcomeScore.objects.create(
            patient=patient,
            instrument=self.questionnaire.code,
            entered_by=user,
            wording=Wording.PAPER,
            total=told["total"],
            answered_on=told["answered_on"],
        )


class ActivitiesForm(forms.Form):
    """Up to three activities in the patient's own words, each from 0 to 10; the second time the same ones again."""

    def __init__(self, questionnaire: Questionnaire, *args: Any, patient: Patient, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.questionnaire = questionnaire
        self.known = activities_of_last(patient)
        for number in range(len(self.known) or MAX_ACTIVITIES):
            if not self.known:
                self.fields[f"activity_{number}"] = forms.CharField(
                    label=_("What is hard for you?"), max_length=MAX_ACTIVITY_LENGTH, required=number == 0
                )
            self.fields[f"points_{number}"] = forms.TypedChoiceField(
                label=_("How well does it go today?"),
                choices=[(points, str(points)) for points in range(questionnaire.largest + 1)],
                coerce=int,
                empty_value=None,
                required=bool(self.known) or number == 0,
                widget=forms.RadioSelect,
            )

    def rows(self) -> list[dict[str, object]]:
        """For the template. An activity that is known has words and no field."""
        return [
            {
                "known": self.known[number] if self.known else "",
                "activity": None if self.known else self[f"activity_{number}"],
                "points": self[f"points_{number}"],
            }
            for number in range(len(self.known) or MAX_ACTIVITIES)
        ]

    def clean(self) -> None:
        super().clean()
        for number in range(0 if self.known else MAX_ACTIVITIES):
            activity, points = self.cleaned_data.get(f"activity_{number}"), self.cleaned_data.get(f"points_{number}")
            if activity and points is None and f"points_{number}" not in self.errors:
                self.add_error(f"points_{number}", _("Please choose an answer."))
            if points is not None and not activity and f"activity_{number}" not in self.errors:
                self.add_error(f"activity_{number}", _("Please name the activity."))

    def answers(self) -> list[dict[str, object]]:
        """Call after is_valid()."""
        told = self.cleaned_data
        named = self.known or [told.get(f"activity_{number}", "") for number in range(MAX_ACTIVITIES)]
        return [
            {"activity": activity, "points": told[f"points_{number}"]}
            for number, activity in enumerate(named)
            if activity
        ]

    def save(self, patient: Patient, *, entered_by: User | None = None, **facts: Any) -> OutcomeScore:
        answers = self.answers()
        return OutcomeScore.objects.create(
            patient=patient,
            instrument=self.questionnaire.code,
            entered_by=entered_by,
            wording=Wording.SCALE,
            answers=answers,
            total=mean_of([int(str(each["points"])) for each in answers]),
            **facts,
        )


class EnteredActivitiesForm(ActivitiesForm):
    """The same, read out by a therapist or from the paper form."""

    answered_on = PastDateField(label="Answered on")

    def save_entered(self, patient: Patient, user: User) -> OutcomeScore:
        return self.save(patient, entered_by=user, answered_on=self.cleaned_data["answered_on"])


def activities_of_last(patient: Patient) -> list[str]:
    """In the patient's words, as they were named first; none before that."""
    last = patient.outcome_scores.standing().filter(instrument=Instrument.PSFS).first()
    return [each["activity"] for each in last.answers] if last else []


def form_for_patient(questionnaire: Questionnaire, patient: Patient, told: Any) -> QuestionsForm | ActivitiesForm:
    if questionnaire.has_activities:
        return ActivitiesForm(questionnaire, told, patient=patient)
    return QuestionsForm(questionnaire, told)


def form_for_therapist(questionnaire: Questionnaire, patient: Patient, told: Any) -> ScoreForm | EnteredActivitiesForm:
    if questionnaire.has_activities:
        return EnteredActivitiesForm(questionnaire, told, patient=patient)
    return ScoreForm(questionnaire, told)


class AskForm(forms.Form):
    """Which questions the patient is asked to answer on their phone: those whose words may be shown here."""

    instruments = forms.MultipleChoiceField(
        choices=lambda: [(each.code, each.name) for each in questionnaires().values() if each.is_asked]
    )
