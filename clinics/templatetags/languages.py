"""The way from a page to itself in another language."""

from django import template

from clinics import languages

register = template.Library()


@register.simple_tag
def other_languages() -> list[tuple[str, str]]:
    """Code and name of each language that the page is not in."""
    return languages.others(than=languages.current())
