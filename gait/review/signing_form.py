"""The form above a signature: the summary in the therapist's words, and which findings they stand behind."""

from datetime import date, timedelta
from typing import Any

from django import forms
from django.utils import timezone

from gait.analysis.conventions import Confidence
from gait.models import Analysis, Finding
from gait.review.signing import Kept, proposed_summary

MIN_OWN_WORDS = 20
RETEST_AFTER = timedelta(weeks=6)
"""Proposed, not prescribed: strength and movement need weeks, and a film before that shows mostly its own error."""


class SigningForm(forms.Form):
    summary = forms.CharField(max_length=4000, widget=forms.Textarea(attrs={"rows": 6}), label="Summary", strip=True)
    retest_on = forms.DateField(
        required=False,
        label="Film again on",
        help_text="Your worklist reminds you from this day. Empty: no reminder.",
        widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
    )
    is_checked = forms.BooleanField(
        label="I watched the line on the video and checked left and right.",
        error_messages={"required": "Check left and right on the video before you sign."},
    )

    def __init__(self, analysis: Analysis, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.analysis = analysis
        self.is_graded = analysis.result["confidence"] != Confidence.C
        self.findings: list[Finding] = list(analysis.findings.all())
        self.fields["summary"].initial = proposed_summary(analysis)
        self.fields["retest_on"].initial = timezone.localdate() + RETEST_AFTER
        if not self.is_graded:
            self.fields["summary"].help_text = "Not graded: describe in your own words what you see in the clip."
        for finding in self.findings:
            self.fields[f"keep_{finding.pk}"] = forms.BooleanField(required=False, initial=True, label="Keep")
            self.fields[f"text_{finding.pk}"] = forms.CharField(
                required=False,
                max_length=400,
                initial=finding.text,
                widget=forms.Textarea(attrs={"rows": 2}),
                label=f"Finding {finding.position + 1}",
            )

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
