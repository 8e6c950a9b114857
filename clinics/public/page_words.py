"""What a public page calls itself: in the tab, to search engines, and where somebody shares its address."""

from dataclasses import dataclass
from datetime import date

from django.utils.translation import gettext as _

from clinics.models import Clinic

HIP_DROP_REVIEWED_ON = date(2026, 12, 1)
"""Also told in words at the end of the page on hip drop."""


@dataclass(frozen=True)
class PageWords:
    title: str
    description: str = ""


def words_of(page: str, practice: str, clinic: Clinic | None) -> PageWords:
    """In the language that is active."""
    match page:
        case "landing":
            return PageWords(
                _("Hip drop, measured and treated"),
                _(
                    "We film how you walk or run, measure how far your pelvis drops on each side, and give you "
                    "exercises for it."
                ),
            )
        case "hip_drop":
            return PageWords(
                _("What is hip drop?"),
                _(
                    "Hip drop in plain words: what it is, why it may matter, how it is measured, what helps, and four "
                    "exercises with pictures."
                ),
            )
        case "locations":
            about = _("Addresses, phone numbers and opening hours of %(practice)s.") % {"practice": practice}
            return PageWords(_("Locations"), about)
        case "location" if clinic:
            about = _("%(place)s: %(address)s. Phone, opening hours and the way there.")
            return PageWords(clinic.name, about % {"place": clinic.name, "address": clinic.address_line})
        case "contact":
            title = _("Contact %(place)s") % {"place": clinic.name} if clinic else _("Contact")
            about = _(
                "Ask for an appointment or ask a question. Your message goes straight to the location you choose."
            )
            return PageWords(title, about)
        case _other:
            return PageWords(_("Thank you"))


def hip_drop_article(
    words: PageWords, *, address: str, language: str, practice: str, is_ours: bool
) -> dict[str, object]:
    """The page on hip drop as schema.org/MedicalWebPage. Texts of a practice's own were not reviewed by us."""
    facts: dict[str, object] = {
        "@context": "https://schema.org",
        "@type": ["Article", "MedicalWebPage"],
        "headline": words.title,
        "description": words.description,
        "url": address,
        "inLanguage": language,
        "about": {"@type": "MedicalSignOrSymptom", "name": "Contralateral pelvic drop", "alternateName": "Hip drop"},
        "publisher": {"@type": "MedicalOrganization", "name": practice},
    }
    if is_ours:
        facts |= {
            "author": {"@type": "Organization", "name": "Stance"},
            "lastReviewed": HIP_DROP_REVIEWED_ON.isoformat(),
            "dateModified": HIP_DROP_REVIEWED_ON.isoformat(),
        }
    return facts
