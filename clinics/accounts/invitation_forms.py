"""What an admin says to invite somebody, and what the invited person says about themselves."""

from typing import Any

from django import forms
from django.contrib.auth.forms import BaseUserCreationForm

from clinics.models import Clinic, Membership, Role, User


class InviteForm(forms.Form):
    """Says nothing about who has an account: the answer is the same for every address that does not work here yet."""

    email = forms.EmailField(label="E-mail", help_text="They get a link there. It works once, for seven days.")
    role = forms.ChoiceField(choices=Role.choices, widget=forms.RadioSelect, initial=Role.THERAPIST)

    def __init__(self, *args: Any, clinic: Clinic, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.clinic = clinic

    def clean_email(self) -> str:
        return self.cleaned_data["email"].lower()

    def clean(self) -> None:
        email, role = self.cleaned_data.get("email"), self.cleaned_data.get("role")
        if Membership.objects.filter(clinic=self.clinic, user__email=email, role=role).exists():
            self.add_error("email", "This person already has this role here. Switch it on in the list instead.")


class InvitedPersonForm(BaseUserCreationForm):
    """Name, letters after it and a password; the address comes from the invitation and cannot be changed here."""

    class Meta:
        model = User
        fields = ["full_name", "credentials"]

    def __init__(self, *args: Any, email: str, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.instance.email = email
        self.fields["full_name"].widget.attrs.update(autofocus=True, autocomplete="name")
        self.fields["password1"].help_text = "Ten characters or more. A sentence is easier to remember than a word."
        self.fields["password2"].help_text = ""

    def answers(self) -> dict[str, str]:
        given = self.cleaned_data
        return {
            "full_name": given["full_name"],
            "credentials": given["credentials"],
            "password": given["password1"],
        }
