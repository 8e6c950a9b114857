"""What a phone needs to go on without a network."""

from django.templatetags.static import static
from django.urls import reverse

from clinics.modules import file_of, needed_by
from exercises.following.running import line_of
from exercises.following.schedule import Task
from exercises.models import PlanItem
from exercises.patient.visits import Visit
from exercises.patient.wording import fault_of, picture_of

PAGES_FILES = ("css/patient.css", "img/icons.svg", "img/favicon.svg")

PAGES_MODULES = ("start", "patient/today", "patient/follow", "patient/running")

PAGES = (
    "patient_offline",
    "patient_today",
    "patient_follow",
    "patient_why",
    "patient_progress",
    "patient_messages",
    "patient_report",
    "patient_data",
)
"""Every tab, and what is shown instead of any other page. The runner's is beside them where there is one."""


def files_to_keep() -> list[str]:
    """Addresses of everything the pages load except the pictures, which are kept as they are first shown."""
    modules = dict.fromkeys(each for name in PAGES_MODULES for each in (name, *needed_by(name)))
    return [static(name) for name in (*PAGES_FILES, *map(file_of, modules))]


def addresses_to_keep(visit: Visit, tasks: list[Task]) -> list[str]:
    """The plan's other pages and the pictures of its exercises, for a phone that will have no network."""
    is_runner = visit.plan is not None and line_of(visit.plan) is not None
    pages = [reverse(name, args=[visit.secret]) for name in (*PAGES, *(["patient_running"] if is_runner else []))]
    begun = [task.item for task in tasks if not task.is_later]
    return [*pages, *dict.fromkeys(address for item in begun for address in pictures(item, visit) if address)]


def pictures(item: PlanItem, visit: Visit) -> list[str]:
    """Still, loop and common fault."""
    shown = picture_of(item, visit.patient.sex)
    return [shown.still, shown.loop, fault_of(item)]
