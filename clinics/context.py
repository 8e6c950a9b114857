"""What every page's frame shows about the person in front of it."""

from functools import partial

from django.conf import settings
from django.http import HttpRequest

from clinics.access import clinics_of, is_signed_in
from clinics.accounts.second_factor import lacks_factor
from clinics.accounts.unsaved_work import give_back
from clinics.current_location import current_location
from clinics.models import Role


def workplace(request: HttpRequest) -> dict[str, object]:
    if not is_signed_in(request):
        return {}
    user = request.user
    roles = set(user.memberships.filter(is_active=True).values_list("role", flat=True))
    return {
        "my_clinics": clinics_of(user),
        "current_location": partial(current_location, request),
        "is_therapist": Role.THERAPIST in roles,
        "is_clinic_admin": Role.ADMIN in roles,
        "unsaved_work": partial(give_back, request),
        "must_set_up_factor": partial(lacks_factor, user),
        "session_idle_s": settings.SESSION_IDLE_S,
        "session_warning_s": settings.SESSION_WARNING_S,
    }
