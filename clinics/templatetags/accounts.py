"""How a browser is called on the account page."""

from django import template

register = template.Library()

BROWSERS = [("Edg", "Edge"), ("OPR/", "Opera"), ("Firefox/", "Firefox"), ("Chrome/", "Chrome"), ("Safari/", "Safari")]
SYSTEMS = [
    ("iPhone", "iPhone"), ("iPad", "iPad"), ("Android", "Android"), ("Windows", "Windows"),
    ("Mac OS", "Mac"), ("CrOS", "ChromeOS"), ("Linux", "Linux"),
]  # fmt: skip
"""Marks in the order in which they tell: Edge also says Chrome, Chrome also says Safari, Android also says Linux."""


@register.filter
def browser(user_agent: str) -> str:
    """ "Firefox on Windows", as far as the browser says so itself."""
    name = first_match(BROWSERS, user_agent, "Another browser")
    system = first_match(SYSTEMS, user_agent, "")
    return f"{name} on {system}" if system else name


def first_match(marks: list[tuple[str, str]], text: str, otherwise: str) -> str:
    return next((name for mark, name in marks if mark in text), otherwise)
