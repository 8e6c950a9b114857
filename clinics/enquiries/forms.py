"""What a visitor fills in, and what an admin fills in about it."""

from datetime import datetime
from typing import Any

from django import forms
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from clinics import languages
from clinics.enquiries.handling import NEXT_STATES
from clinics.enquiries.opening import is_open_throughout, outside_hours_words
from clinics.form_fields import field_of
from clinics.models import Clinic, Enquiry
from clinics.numbers import WholeNumberField

State = Enquiry.State


class EnquiryForm(forms.ModelForm):
    """A question or an appointment request. A location given from outside is fixed, else the visitor chooses."""

    clinic = forms.ModelChoiceField(
        Clinic.objects.filter(is_published=True),
        label=_("Which location?"),
        widget=forms.RadioSelect,
        empty_label=None,
        error_messages={"required": _("Choose a location.")},
    )
    kind = forms.ChoiceField(
        label=_("What would you like?"),
        choices=[(Enquiry.Kind.APPOINTMENT, _("Ask for an appointment")), (Enquiry.Kind.QUESTION, _("Ask a question"))],
        initial=Enquiry.Kind.APPOINTMENT,
        widget=forms.RadioSelect,
    )
    website = forms.CharField(required=False)  # people never see it, programs fill it in

    class Meta:
        model = Enquiry
        fields = ["clinic", "kind", "name", "email", "phone", "preferred_times", "message"]
        labels = {
            "name": _("Your name"),
            "email": _("E-mail"),
            "phone": _("Phone"),
            "preferred_times": _("When would suit you?"),
            "message": _("Message"),
        }
        help_texts = {
            "preferred_times": _("Such as: Tuesday mornings, or weekdays after 5 pm."),
            "message": _("Please leave out health details. We ask about those in person."),
        }
        widgets = {
            "name": forms.TextInput(attrs={"autocomplete": "name"}),
            "email": forms.EmailInput(attrs={"autocomplete": "email"}),
            "phone": forms.TextInput(attrs={"type": "tel", "autocomplete": "tel"}),
            "message": forms.Textarea(attrs={"rows": 5}),
        }

    def __init__(self, *args: Any, clinic: Clinic | None = None, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if clinic:
            del self.fields["clinic"]
            self.instance.clinic = clinic
        else:
            locations = field_of(self, "clinic", forms.ModelChoiceField)
            locations.label_from_instance = lambda obj: f"{obj.name} · {obj.street}, {obj.city}"  # type: ignore[method-assign]
        self.instance.language = languages.current()

    def clean(self) -> None:
        if self.cleaned_data.get("kind") == Enquiry.Kind.QUESTION and not self.cleaned_data.get("message"):
            self.add_error("message", _("Write your question."))

    @property
    def is_from_a_program(self) -> bool:
        return bool(self.data.get("website"))


class MoveForm(forms.Form):
    """The next state of an enquiry, from the state in which its reader saw it."""

    state = forms.ChoiceField()
    seen_state = forms.ChoiceField(choices=State.choices)

    def __init__(self, *args: Any, enquiry: Enquiry, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.enquiry = enquiry
        field_of(self, "state", forms.ChoiceField).choices = [
            (state, State(state).label) for state in NEXT_STATES[enquiry.state]
        ]

    def clean_seen_state(self) -> str:
        if self.cleaned_data["seen_state"] != self.enquiry.state:
            raise forms.ValidationError("Somebody else has changed this enquiry. Look again before you change it.")
        return self.cleaned_data["seen_state"]


class BookingForm(MoveForm):
    """A booking, with its time on the clock of the location."""

    appointment_at = forms.DateTimeField(
        label="Day and time", widget=forms.DateTimeInput(attrs={"type": "datetime-local"}, format="%Y-%m-%dT%H:%M")
    )
    minutes = WholeNumberField(min_value=10, max_value=240, initial=45)
    despite_hours = forms.BooleanField(label="Book it all the same", required=False)

    is_outside_hours = False

    def full_clean(self) -> None:
        """Read the time on the location's clock; an hour that its clocks skip or repeat is refused."""
        with timezone.override(self.enquiry.clinic.time_zone):
            super().full_clean()

    def clean_appointment_at(self) -> datetime:
        if self.cleaned_data["appointment_at"] < timezone.now():
            raise forms.ValidationError("This time has passed.")
        return self.cleaned_data["appointment_at"]

    def clean(self) -> None:
        """Ask before a mail leaves that sends somebody to a locked door."""
        starts, minutes = self.cleaned_data.get("appointment_at"), self.cleaned_data.get("minutes")
        if not starts or not minutes or self.cleaned_data.get("despite_hours"):
            return
        if not is_open_throughout(self.enquiry.clinic, starts, minutes):
            self.is_outside_hours = True
            self.add_error("despite_hours", outside_hours_words(self.enquiry.clinic, starts))
