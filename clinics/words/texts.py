"""The practice's own words for "What is hip drop?": every version kept, one published, the others to look at."""

from dataclasses import dataclass

from django.db import transaction
from django.db.models import Max
from django.http import HttpRequest
from django.template.loader import render_to_string
from django.utils import timezone, translation
from django.utils.safestring import SafeString

from clinics.access import clinics_of
from clinics.models import Clinic, PageText, Role, User
from clinics.words.markup import as_html, from_html


@dataclass(frozen=True)
class Shown:
    """The sections that are not in our words, as HTML by name."""

    sections: dict[str, SafeString]
    is_preview: bool


def shown(practice: str, language: str, request: HttpRequest) -> Shown:
    """What is published; with ?preview=<id>, for admins of the practice, that version in its place."""
    texts = {text.section: text for text in published(practice, language)}
    preview = previewed(request, practice, language)
    if preview:
        texts[preview.section] = preview
    sections = {section: as_html(text.text) for section, text in texts.items() if text.text}
    return Shown(sections, bool(preview))


def published(practice: str, language: str) -> list[PageText]:
    """The newest published version of each section."""
    texts = PageText.objects.filter(practice=practice, language=language, published_at__isnull=False)
    newest = {text.section: text for text in texts.order_by("published_at")}
    return list(newest.values())


def previewed(request: HttpRequest, practice: str, language: str) -> PageText | None:
    number = request.GET.get("preview", "")
    leads = clinics_of(request.user, Role.ADMIN).filter(practice=practice)
    if not number.isdecimal() or not leads.exists():
        return None
    return PageText.objects.filter(pk=number, practice=practice, language=language).first()


def our_words(section: str, language: str) -> str:
    """The section as it stands in our templates, in the signs one edits."""
    with translation.override(language):
        return from_html(render_to_string(f"public/hip_drop/_{section}.html"))


@transaction.atomic
def write(clinic: Clinic, section: str, language: str, *, text: str, why: str, by: User) -> PageText:
    """A new version, seen by nobody yet. The clinic's row is held, so that two writers get two numbers."""
    Clinic.objects.select_for_update().get(pk=clinic.pk)
    of_section = PageText.objects.filter(practice=clinic.practice, section=section, language=language)
    number = (of_section.aggregate(last=Max("number"))["last"] or 0) + 1
    return PageText.objects.create(
        practice=clinic.practice,
        section=section,
        language=language,
        number=number,
        text=text.strip(),
        why=why,
        written_by=by,
    )


def publish(text: PageText) -> None:
    """Visitors read this version from now on; an older one may come back in the same way."""
    text.published_at = timezone.now()
    text.save(update_fields=["published_at"])
