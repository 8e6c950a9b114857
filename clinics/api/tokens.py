"""The keys with which programs speak for a person, and what ends them."""

from datetime import timedelta

from allauth.account.signals import password_changed, password_reset
from django.dispatch import receiver
from django.utils import timezone
from rest_framework.authentication import TokenAuthentication
from rest_framework.authtoken.models import Token
from rest_framework.exceptions import AuthenticationFailed

from clinics.accounts.second_factor import lacks_factor
from clinics.models import User

TOKEN_AGE = timedelta(days=90)


class TokenOfLimitedAge(TokenAuthentication):
    """A forgotten token must not stay a key for good, nor lead around the second factor."""

    def authenticate_credentials(self, key: str) -> tuple[User, Token]:
        user, token = super().authenticate_credentials(key)
        if token.created < timezone.now() - TOKEN_AGE:
            raise AuthenticationFailed("This token has run out. Make a new one.")
        if lacks_factor(user):
            raise AuthenticationFailed("Set up a second factor first.")
        return user, token


@receiver([password_changed, password_reset])
def end_token(sender: object, user: User, **_: object) -> None:
    """Who changes a password may fear that somebody else knows it: what was made with it ends too."""
    Token.objects.filter(user=user).delete()
