"""What a phone needs to go on without a network."""

from django.templatetags.static import static
from django.urls import reverse

from clinics.modules import file_of, needed_by
from exercises.following.schedule import Task
from exercises.patient.visits import Visit
from exercises.patient.wording import picture_of

PAGES_FILES = ("css/patient.css", "img/icons.svg", "img/favicon.svg")

PAGES_MODULES = ("start", "patient/today", "patient/follow")

PAGES = ("patient_today", "patient_follow", "patient_why", "patient_progress")


def files_to_keep() -> list[str]:
    """Addresses of everything the pages load except the pictures, which are kept as they are first shown."""
    modules = dict.fromkeys(each for name in PAGES_MODULES for each in (name, *needed_by(name)))
    return [static(name) for name in (*PAGES_FILES, *map(file_of, modules))]


def addresses_to_keep(visit: Visit, tasks: list[Task]) -> list[str]:
    """The plan's other pages and the pictures of its exercises, for a phone that will have no network."""
    pages = [reverse(name, args=[visit.secret]) for name in PAGES]
    begun = [picture_of(task.item, visit.patient.sex) for task in tasks if not task.is_later]
    return [*pages, *(address for picture in begun for address in (picture.still, picture.loop) if address)]
