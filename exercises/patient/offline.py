"""What a phone needs to go on without a network, and how its notes come home."""

from collections.abc import Iterable
from datetime import date, timedelta
from uuid import UUID

from django.templatetags.static import static
from django.urls import reverse

from exercises.diary import apply_tap
from exercises.models import DiaryEntry, Plan
from exercises.patient.visits import Visit
from exercises.schedule import Task
from exercises.wording import picture_of

OLDEST_NOTE = timedelta(days=14)
PAGES_FILES = (
    "css/tokens.css",
    "css/base.css",
    "css/components/layout.css",
    "css/components/topbar.css",
    "css/components/menu.css",
    "css/components/button.css",
    "css/components/field.css",
    "css/components/card.css",
    "css/components/table.css",
    "css/components/badge.css",
    "css/components/feedback.css",
    "css/components/page-header.css",
    "css/components/dialog.css",
    "css/components/patient.css",
    "css/components/patient-log.css",
    "css/components/patient-progress.css",
    "css/components/follow.css",
    "css/components/exercise-picture.css",
    "css/components/report-pictures.css",
    "js/start.js",
    "js/behaviours.js",
    "js/patient/today.js",
    "js/patient/follow.js",
    "js/patient/timeline.js",
    "js/patient/log_queue.js",
    "js/patient/senses.js",
    "vendor/htmx/htmx.esm.js",
    "img/icons.svg",
    "img/favicon.svg",
)

PAGES = ("patient_today", "patient_follow", "patient_why", "patient_progress")

Record = tuple[UUID, int, date, list[tuple[str, str]]]


def files_to_keep() -> list[str]:
    """Addresses of everything the pages load except the pictures, which are kept as they are first shown."""
    return [static(name) for name in PAGES_FILES]


def addresses_to_keep(visit: Visit, tasks: list[Task]) -> list[str]:
    """The plan's other pages and the pictures of its exercises, for a phone that will have no network."""
    pages = [reverse(name, args=[visit.secret]) for name in PAGES]
    begun = [picture_of(task.item, visit.patient.sex) for task in tasks if not task.is_later]
    return [*pages, *(address for picture in begun for address in (picture["still"], picture["loop"]) if address)]


def keep_records(plan: Plan, today: date, records: Iterable[Record]) -> list[UUID]:
    """Write each record under its own id and day. Records of another plan or time are let go, not written."""
    kept = []
    for entry_id, item_pk, day, taps in records:
        item = plan.items.filter(pk=item_pk).first()
        if item and today - OLDEST_NOTE <= day <= today and not belongs_elsewhere(entry_id, item_pk, day):
            for tap, value in taps:
                apply_tap(item, day, tap, value, entry_id)
        kept.append(entry_id)
    return kept


def belongs_elsewhere(entry_id: UUID, item_pk: int, day: date) -> bool:
    """The id is already the name of another exercise's or another day's entry."""
    return DiaryEntry.objects.filter(pk=entry_id).exclude(item_id=item_pk, day=day).exists()
