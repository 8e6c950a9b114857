"""What a clinic's admin fills in."""

from itertools import pairwise
from zoneinfo import available_timezones

from django import forms
from django.db import transaction

from clinics.models import Clinic, Membership, OpeningHours, Role, User

TimeInput = forms.TimeInput(attrs={"type": "time"}, format="%H:%M")


class ClinicForm(forms.ModelForm):
    time_zone = forms.ChoiceField(choices=[(name, name.replace("_", " ")) for name in sorted(available_timezones())])

    class Meta:
        model = Clinic
        fields = [
            "name", "kind", "street", "suite", "city", "state", "postcode",
            "phone", "fax", "email", "time_zone", "languages", "directions",
        ]  # fmt: skip
        widgets = {
            "phone": forms.TextInput(attrs={"type": "tel"}),
            "fax": forms.TextInput(attrs={"type": "tel"}),
            "directions": forms.Textarea(attrs={"rows": 3}),
        }


class OpeningHoursForm(forms.ModelForm):
    class Meta:
        model = OpeningHours
        fields = ["weekday", "opens", "closes"]
        widgets = {"opens": TimeInput, "closes": TimeInput}

    def clean(self) -> dict[str, object]:
        opens, closes = self.cleaned_data.get("opens"), self.cleaned_data.get("closes")
        if opens and closes and opens >= closes:
            self.add_error("closes", "Closing time must be later than opening time.")
        return self.cleaned_data


class WeekFormSet(forms.BaseInlineFormSet):
    def clean(self) -> None:
        """Refuse spans of one day that overlap: visitors are told 'open now' from them."""
        super().clean()
        kept = [
            form
            for form in self.forms
            if "closes" in getattr(form, "cleaned_data", {}) and not form.cleaned_data.get("DELETE")
        ]
        kept.sort(key=lambda form: (form.cleaned_data["weekday"], form.cleaned_data["opens"]))
        for earlier, later in pairwise(kept):
            same_day = earlier.cleaned_data["weekday"] == later.cleaned_data["weekday"]
            if same_day and later.cleaned_data["opens"] < earlier.cleaned_data["closes"]:
                later.add_error("opens", "This overlaps another span of the same day.")


HoursFormSet = forms.inlineformset_factory(
    Clinic, OpeningHours, form=OpeningHoursForm, formset=WeekFormSet, extra=2, can_delete=True
)


class StaffForm(forms.Form):
    """A colleague for one clinic: somebody new, or somebody who already works elsewhere."""

    full_name = forms.CharField(max_length=120)
    credentials = forms.CharField(
        max_length=40, required=False, help_text="As printed after the name, such as PT, DPT."
    )
    email = forms.EmailField(help_text="They get a message there to choose their password.")
    role = forms.ChoiceField(choices=Role.choices, widget=forms.RadioSelect, initial=Role.THERAPIST)

    def __init__(self, *args: object, clinic: Clinic, **kwargs: object) -> None:
        super().__init__(*args, **kwargs)
        self.clinic = clinic

    def clean_email(self) -> str:
        return self.cleaned_data["email"].lower()

    def clean(self) -> dict[str, object]:
        email, role = self.cleaned_data.get("email"), self.cleaned_data.get("role")
        if Membership.objects.filter(clinic=self.clinic, user__email=email, role=role).exists():
            self.add_error("email", "This person already has this role here. Switch it on in the list instead.")
        return self.cleaned_data

    @transaction.atomic
    def save(self) -> tuple[Membership, bool]:
        """The membership, and whether the person is new to Stance."""
        user = User.objects.filter(email=self.cleaned_data["email"]).first()
        is_new = user is None
        if user is None:
            user = User.objects.create_user(
                self.cleaned_data["email"],
                full_name=self.cleaned_data["full_name"],
                credentials=self.cleaned_data["credentials"],
            )
        return Membership.objects.create(user=user, clinic=self.clinic, role=self.cleaned_data["role"]), is_new
