"""What a history holds, in words."""

from django import template

from patients import body_chart, consent, red_flags
from patients.models import Consent

register = template.Library()


@register.filter
def sites(chosen: list[str]) -> str:
    return body_chart.in_words(chosen)


@register.filter
def raised_flags(answers: dict[str, str] | str) -> list[str]:
    """An episode without a history has no answers."""
    return red_flags.raised(answers if isinstance(answers, dict) else {})


@register.filter
def after_withdrawal(given: Consent) -> str:
    return consent.AFTER_WITHDRAWAL[given.purpose]
