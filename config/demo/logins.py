"""The demo's sign-in details, as they are printed."""

from config.demo import mark
from config.demo.password import password_of
from config.demo.practice import SHEET
from config.demo.visits import patient_link
from exercises.models import Plan


def demo_logins() -> str:
    """A line for each login that works; empty where this database holds no demo."""
    if not mark.is_set():
        return ""
    people = {role: mark.accounts().filter(email=SHEET[role]["email"]).first() for role in ("therapist", "admin")}
    lines = [f"  {role:9}  {user.email}  {password_of(user)}" for role, user in people.items() if user]
    if Plan.objects.filter(status=Plan.Status.ACTIVE, patient__record_number__in=mark.RECORD_NUMBERS).exists():
        address, birth_year = patient_link()
        lines.append(f"  patient    {address}  birth year {birth_year}")
    return "\n".join(["Demo logins:", *lines]) if lines else ""
