"""{% import_map %} once in the head of a page, {% module "review/review" %} wherever it needs that script."""

import json

from django import template
from django.templatetags.static import static
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString, mark_safe

from clinics.modules import asked_for, file_of, needed_by

register = template.Library()


@register.simple_tag(takes_context=True)
def import_map(context: template.Context) -> SafeString:
    """Where a browser finds each module that another one names."""
    addresses = {name: static(path) for name, path in asked_for().items()}
    content = mark_safe(json.dumps({"imports": addresses}).replace("<", "\\u003c"))  # noqa: S308
    return format_html('<script type="importmap" nonce="{}">{}</script>', context.get("CSP_NONCE", ""), content)


@register.simple_tag
def module(name: str) -> SafeString:
    """The module's script, with all that it needs fetched at once instead of one after the other."""
    links = format_html_join(
        "", '<link rel="modulepreload" href="{}">', ([static(file_of(each))] for each in needed_by(name))
    )
    return format_html('{}<script type="module" src="{}"></script>', links, static(file_of(name)))
