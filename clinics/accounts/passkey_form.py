"""Adding a passkey, in words that people know."""

from typing import Any

from allauth.mfa.adapter import DefaultMFAAdapter
from allauth.mfa.models import Authenticator
from allauth.mfa.webauthn.forms import AddWebAuthnForm

from clinics.models import User


class PasskeyForm(AddWebAuthnForm):
    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["name"].help_text = "Such as Work laptop, so that you know later which one it is."
        alone = self.fields["passwordless"]
        alone.initial = True
        alone.label = "Sign in with it alone, without a password"
        alone.help_text = "Clear this for a simple security key that cannot check who holds it."


class FactorNames(DefaultMFAAdapter):
    def generate_authenticator_name(self, user: User, type: Authenticator.Type) -> str:
        number = Authenticator.objects.filter(user=user, type=type).count() + 1
        return f"Passkey {number}"
