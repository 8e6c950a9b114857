"""The password of the demo's staff: made at random for each installation, and kept in a file beside its secret key.

It was a fixed word once, printed in the source. Whoever reads this file may read the database as well, so it tells
nobody anything new; a word that all installations share would open every demo that became a real practice.
"""

import secrets
from pathlib import Path

from django.conf import settings

from clinics.models import User

ONCE_PUBLISHED = "hip-drop-demo"
LENGTH_BYTES = 9


def password_file() -> Path:
    return Path(settings.STANCE_HOME) / "demo_password"


def demo_password() -> str:
    """The password of this installation's demo, made when there is none yet."""
    file = password_file()
    if not file.exists():
        file.touch(mode=0o600)
        file.write_text(secrets.token_urlsafe(LENGTH_BYTES))
    return file.read_text().strip()


def password_of(user: User) -> str:
    """What to print for this account; not a password that somebody has set since."""
    password = demo_password()
    return password if user.check_password(password) else "(with the password set since)"


def is_published(user: User) -> bool:
    return user.check_password(ONCE_PUBLISHED)
