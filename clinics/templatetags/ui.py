"""Small pieces every template needs."""

from django import template
from django.templatetags.static import static
from django.utils.html import format_html
from django.utils.safestring import SafeString

register = template.Library()


@register.filter
def unbroken(phone: str) -> str:
    """A telephone number that no line breaks at its hyphens."""
    return phone.replace("-", "\N{NON-BREAKING HYPHEN}")


@register.simple_tag
def icon(name: str, extra_class: str = "") -> SafeString:
    """One drawing of the sprite, silent to screen readers: the words beside it must say it all."""
    return format_html(
        '<svg class="icon {}" aria-hidden="true" focusable="false"><use href="{}#{}"></use></svg>',
        extra_class,
        static("img/icons.svg"),
        name,
    )
