"""What every page's frame shows about the person in front of it."""

from django.http import HttpRequest

from clinics.access import clinics_of
from clinics.models import Role


def workplace(request: HttpRequest) -> dict[str, object]:
    user = getattr(request, "user", None)
    if user is None or not user.is_authenticated:
        return {}
    roles = set(user.memberships.filter(is_active=True).values_list("role", flat=True))
    return {
        "my_clinics": clinics_of(user),
        "is_therapist": Role.THERAPIST in roles,
        "is_clinic_admin": Role.ADMIN in roles,
    }
