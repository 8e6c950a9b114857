"""The form above a signature: the summary in the therapist's words, and which findings they stand behind."""

from datetime import date, timedelta
from typing import Any

from django import forms
from django.utils import timezone
from django.utils.dateparse import parse_date

from gait.models import Analysis, Finding
from gait.review.changes import changes_of
from gait.review.signing import Amendment, Kept, proposed_summary, valid_report
from gait.review.signing_words import Words, key_of
from patients.date_field import TypedDateField

MIN_OWN_WORDS = 20
RETEST_AFTER = timedelta(weeks=6)
"""Proposed, not prescribed: strength and movement need weeks, and a film before that shows mostly its own error."""


class TextField(forms.CharField):
    """Lines end in a line feed, as in what is proposed; browsers send a carriage return before it.

    Otherwise a proposal that came back unchanged would count as words of the therapist's own.
    """

    def to_python(self, value: Any) -> str | None:
        return super().to_python(_with_line_feeds(value))

    def bound_data(self, data: Any, initial: Any) -> Any:
        return _with_line_feeds(super().bound_data(data, initial))


class SigningForm(forms.Form):
    summary = TextField(max_length=4000, widget=forms.Textarea(attrs={"rows": 6}), label="Summary", strip=True)
    because = TextField(
        max_length=400,
        required=False,
        label="Why this report replaces the earlier one",
        widget=forms.Textarea(attrs={"rows": 2}),
        help_text="Stands on the new report.",
    )
    withdraws = forms.BooleanField(
        required=False, label="The earlier report should not have been signed: mark it as entered in error."
    )
    retest_on = TypedDateField(
        required=False,
        label="Film again on",
        help_text="Your worklist reminds you from this day. Empty: no reminder.",
        widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
    )
    is_checked = forms.BooleanField(
        label="I watched the line on the video and checked left and right.",
        widget=forms.CheckboxInput(attrs={"data-not-kept": ""}),
        error_messages={"required": "Check left and right on the video before you sign."},
    )

    def __init__(self, analysis: Analysis, *args: Any, words: Words | None = None, **kwargs: Any) -> None:
        """words: what the therapist typed above an earlier run of the clip, which goes before what is proposed."""
        super().__init__(*args, **kwargs)
        self.analysis = analysis
        self.words = words or {}
        self.is_graded = analysis.found.is_graded
        self.findings: list[Finding] = list(analysis.findings.all())
        self.replaced = valid_report(analysis.recording)
        self.proposed = proposed_summary(analysis)
        self.initial.update(self.kept_initial())
        if not self.is_graded:
            self.fields["summary"].help_text = "Not graded: describe in your own words what you see in the clip."
        if self.replaced is None:
            del self.fields["because"], self.fields["withdraws"]
        for finding in self.findings:
            self.add_finding(finding, self.words.get("findings", {}).get(key_of(finding), {}))
        for name in self.fields.keys() - {"is_checked"}:
            self.fields[
                name
            ].show_hidden_initial = True  # tells what was typed on this page from what another one shows

    def add_finding(self, finding: Finding, words: dict[str, object]) -> None:
        self.fields[f"keep_{finding.pk}"] = forms.BooleanField(
            required=False, initial=words.get("keep", True), label="Keep"
        )
        self.fields[f"text_{finding.pk}"] = TextField(
            required=False,
            max_length=400,
            initial=words.get("text", finding.text),
            widget=forms.Textarea(attrs={"rows": 2}),
            label=f"Finding {finding.position + 1}",
        )

    def kept_initial(self) -> dict[str, object]:
        changes = changes_of(self.analysis)
        retest_on = self.words.get("retest_on")
        return {
            "summary": self.words.get("summary", self.proposed),
            "because": self.words.get("because", changes.summary if changes else ""),
            "retest_on": timezone.localdate() + RETEST_AFTER if retest_on is None else _day(retest_on),
        }

    @property
    def has_kept_words(self) -> bool:
        """Whether sentences of the therapist's stand in it that a later result may have overtaken."""
        is_of_another_run = self.words.get("run") != str(self.analysis.pk)
        is_typed = bool(self.words.get("summary") or self.words.get("findings"))
        return not self.is_bound and is_of_another_run and is_typed

    def clean_summary(self) -> str:
        summary = self.cleaned_data["summary"]
        if not self.is_graded and len(summary) < MIN_OWN_WORDS:
            raise forms.ValidationError("This clip is not graded. Say in a sentence of your own what you see.")
        return summary

    def clean_retest_on(self) -> date | None:
        retest_on = self.cleaned_data["retest_on"]
        if retest_on and retest_on <= timezone.localdate():
            raise forms.ValidationError("Choose a day that is still to come.")
        return retest_on

    def finding_rows(self) -> list[tuple[Finding, forms.BoundField, forms.BoundField]]:
        return [(each, self[f"keep_{each.pk}"], self[f"text_{each.pk}"]) for each in self.findings]

    def kept(self) -> list[Kept]:
        return [
            Kept(each, self.cleaned_data[f"text_{each.pk}"])
            for each in self.findings
            if self.cleaned_data[f"keep_{each.pk}"]
        ]

    def amendment(self) -> Amendment:
        return Amendment(self.cleaned_data.get("because", ""), self.cleaned_data.get("withdraws", False))

    def typed(self) -> dict[str, object]:
        """By field, what was put into a bound form after its page was shown, valid or not."""
        return {name: self._sent(name) for name in self.changed_data if name != "is_checked"}

    def as_proposed(self) -> list[str]:
        """Of what was typed into a bound form, made without words: where what is proposed stands again."""
        return [name for name in self.typed() if not self.fields[name].has_changed(self[name].initial, self[name].data)]

    def typed_elsewhere(self, words: Words) -> bool:
        """Whether another page keeps words that this one never showed, and that nobody replaced here."""
        theirs = SigningForm(self.analysis, words=words)
        return any(
            bound.html_initial_name in self.data
            and bound.name not in self.changed_data
            and theirs[bound.name].initial != bound.initial
            and _shown(self.data[bound.html_initial_name]) != _shown(theirs[bound.name].initial)
            for bound in self
        )

    def _sent(self, name: str) -> object:
        value = self[name].value()
        return value is True or value == "on" if name.startswith("keep_") else value or ""


def _with_line_feeds(text: Any) -> Any:
    return text.replace("\r\n", "\n").replace("\r", "\n") if isinstance(text, str) else text


def _shown(value: object) -> str:
    """As a hidden field carries it; the page itself writes "on" for a tick it has sent."""
    words = str(_with_line_feeds(value)).strip()
    return {"on": "True", "": "False"}.get(words, words)


def _day(told: str) -> date | str:
    try:
        return parse_date(told) or told
    except ValueError:
        return told
