"""Getting in: an admin invites by e-mail, and whoever opens the link of that mail takes the place.

The mail is the only place where the secret of a link is written; the database holds its hash. A place that was
taken or withdrawn is deleted, so that its link is as unknown as one that never was; the audit trail remembers.
"""

import hashlib
import secrets
from datetime import timedelta

from django.db import transaction
from django.utils import timezone

from clinics.models import Clinic, Invitation, Membership, Role, User

INVITATION_DAYS = 7
SECRET_BYTES = 32


class InvitationGone(Exception):
    """The link was used or withdrawn, has expired, or never was."""


def invite(clinic: Clinic, email: str, role: Role, by: User) -> tuple[Invitation, str]:
    """The invitation and the secret of its link; a second one for the same place replaces the first."""
    secret = secrets.token_urlsafe(SECRET_BYTES)
    now = timezone.now()
    fresh = {
        "secret_hash": hash_of(secret),
        "invited_by": by,
        "invited_at": now,
        "expires_at": now + timedelta(days=INVITATION_DAYS),
    }
    invitation, _ = Invitation.objects.update_or_create(clinic=clinic, email=email.lower(), role=role, defaults=fresh)
    return invitation, secret


def hash_of(secret: str) -> str:
    """Plain SHA-256 will do: 32 random bytes cannot be guessed, so nothing needs to be slow."""
    return hashlib.sha256(secret.encode()).hexdigest()


def find_invitation(secret: str) -> Invitation:
    """Raise InvitationGone in every case but one: the link works."""
    open_ones = Invitation.objects.select_related("clinic", "invited_by").filter(expires_at__gt=timezone.now())
    try:
        return open_ones.get(secret_hash=hash_of(secret))
    except Invitation.DoesNotExist:
        raise InvitationGone from None


def invited_user(invitation: Invitation) -> User | None:
    """The account that already has the invited address. A closed account does not come back by an invitation."""
    user = User.objects.filter(email=invitation.email).first()
    if user is not None and not user.is_active:
        raise InvitationGone
    return user


@transaction.atomic
def join(invitation: Invitation, user: User) -> Membership:
    """Give the place to the person; of two who try at once, the second finds the invitation gone."""
    deleted, _ = Invitation.objects.filter(pk=invitation.pk, secret_hash=invitation.secret_hash).delete()
    if not deleted:
        raise InvitationGone
    membership, _ = Membership.objects.update_or_create(
        user=user, clinic=invitation.clinic, role=invitation.role, defaults={"is_active": True}
    )
    return membership


@transaction.atomic
def join_as_new(invitation: Invitation, *, full_name: str, credentials: str, password: str) -> Membership:
    """Open the account of somebody new, under the address to which the link went."""
    user = User.objects.create_user(invitation.email, password, full_name=full_name, credentials=credentials)
    return join(invitation, user)
