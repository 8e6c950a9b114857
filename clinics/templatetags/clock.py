"""Signatures and other moments of a record, on the clock of the location they happened at."""

from datetime import datetime

from django import template
from django.utils import translation

from clinics.clock import moment_in_words, on_clock_of
from clinics.models import Clinic

register = template.Library()


@register.filter
def moment_at(moment: datetime | None, clinic: Clinic) -> str:
    """Nov 30, 2026, 21:30 PST (UTC−08:00): in English, as the therapists' pages are. Empty for None."""
    if moment is None:
        return ""
    with translation.override("en"):
        return moment_in_words(clinic, moment)


@register.filter
def moment_for_patient(moment: datetime | None, clinic: Clinic) -> str:
    """The same in the reader's language."""
    return moment_in_words(clinic, moment, "DATE_FORMAT") if moment else ""


@register.filter
def day_at(moment: datetime | None, clinic: Clinic) -> datetime | None:
    """The moment on the location's clock, for a date filter behind it."""
    return on_clock_of(clinic, moment).replace(tzinfo=None) if moment else None
