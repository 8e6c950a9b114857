"""The card about the morning after the last session: two questions, and what the answer means."""

from dataclasses import dataclass
from datetime import date, timedelta

from exercises.following.adherence import usual_morning_of
from exercises.following.diary import last_session
from exercises.models import Plan
from exercises.prescribing.progression import Light, morning_light


@dataclass(frozen=True, slots=True)
class Morning:
    """nprs and limped are None until told; light is empty as long as the pain is."""

    session_on: date
    is_this_morning: bool
    nprs: int | None
    limped: bool | None
    light: str


def morning_of(plan: Plan, day: date) -> Morning | None:
    """None without a session in the last days, and once a calm morning that is over has been told."""
    entries = last_session(plan, day)
    if not entries:
        return None
    pains = [entry.morning_nprs for entry in entries]
    nprs = None if None in pains else max(pain for pain in pains if pain is not None)
    limps = [entry.limped_afterwards for entry in entries]
    limped = None if None in limps else any(limps)
    is_this_morning = entries[0].day == day - timedelta(days=1)
    light = "" if nprs is None else morning_light(nprs, usual_morning_of(plan)).value
    if not is_this_morning and light == Light.GREEN and limped is False:
        return None
    return Morning(entries[0].day, is_this_morning, nprs, limped, light)
