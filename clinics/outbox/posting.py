"""Putting a mail into the outbox, in the same transaction as what it tells about: both are kept, or neither is."""

from django.core.mail import EmailMessage, EmailMultiAlternatives
from django.template.loader import render_to_string

from clinics.models import Clinic, OutboxMail


def post(mail: EmailMessage, *, kind: str, clinic: Clinic | None) -> list[OutboxMail]:
    """One row per recipient; the sweeper sends them within seconds."""
    content = as_content(mail)
    return [
        OutboxMail.objects.create(clinic=clinic, kind=kind, recipient=recipient, content=content)
        for recipient in mail.recipients()
    ]


def compose(name: str, subject: str, *, to: str, clinic: Clinic, **context: object) -> EmailMultiAlternatives:
    """A mail from emails/<name>.txt and emails/<name>.html, in the language that is active."""
    context |= {"clinic": clinic, "subject": subject}
    mail = EmailMultiAlternatives(subject, render_to_string(f"emails/{name}.txt", context), to=[to])
    mail.attach_alternative(render_to_string(f"emails/{name}.html", context), "text/html")
    return mail


def as_content(mail: EmailMessage) -> dict[str, object]:
    html = next((part.content for part in getattr(mail, "alternatives", []) if part.mimetype == "text/html"), "")
    return {
        "subject": str(mail.subject),
        "text": mail.body,
        "html": str(html),
        "reply_to": list(mail.reply_to),
        "headers": dict(mail.extra_headers),
        "attachments": [[part.filename, part.content, part.mimetype] for part in mail.attachments],
    }


def from_content(mail: OutboxMail) -> EmailMultiAlternatives:
    content = mail.content
    message = EmailMultiAlternatives(
        content["subject"],
        content["text"],
        to=[mail.recipient],
        reply_to=content["reply_to"],
        headers=content.get("headers"),
    )
    if content["html"]:
        message.attach_alternative(content["html"], "text/html")
    for name, attached, content_type in content["attachments"]:
        message.attach(name, attached, content_type)
    return message
