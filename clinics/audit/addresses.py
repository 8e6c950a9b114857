"""What the addresses of the site show: which record, of whom. Each app tells it of its own (audited.py).

A view that notes more exactly what it showed does so itself; for all others the middleware notes what is told here.
So a view that forgets leaves a trace all the same, and an address that nobody told of fails a test.
"""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from operator import attrgetter
from typing import Any

from django.db.models import Model
from django.http import HttpRequest
from django.urls import ResolverMatch

from clinics.models import Clinic


@dataclass(frozen=True, slots=True)
class Seen:
    """A record that an address shows or changes. patient_id: empty for lists, and for what is about no patient."""

    record: Model
    clinic: Clinic | None
    patient_id: object = ""
    actor_kind: str = "staff"


Finder = Callable[[HttpRequest, dict[str, Any]], Iterable[Seen]]

_by_name: dict[str, Finder] = {}
_by_id: dict[str, Finder] = {}


def tell_of_names(find: Finder, *names: str) -> None:
    """These addresses show what find gives."""
    _by_name.update(dict.fromkeys(names, find))


def tell_of_ids(find: Finder, *ids: str) -> None:
    """So does every address whose path carries an id of that name, unless it is told of by its own name."""
    _by_id.update(dict.fromkeys(ids, find))


def finder_for(match: ResolverMatch) -> Finder | None:
    """None for an address that shows nothing of anybody."""
    by_id = (find for name, find in _by_id.items() if name in match.kwargs)
    return _by_name.get(match.view_name) or next(by_id, None)


def nothing(request: HttpRequest, ids: dict[str, Any]) -> Iterable[Seen]:
    """For an address whose path carries an id of a record of which it shows nothing."""
    return ()


def record_in_path(model: type[Model], id_name: str, patient_path: str) -> Finder:
    """The record whose id the path carries. patient_path: attributes that lead to its patient; empty for one."""
    joined = f"{patient_path.replace('.', '__')}__clinic" if patient_path else "clinic"

    def find(request: HttpRequest, ids: dict[str, Any]) -> Iterable[Seen]:
        for record in model._base_manager.filter(pk=ids[id_name]).select_related(joined):
            patient: Any = attrgetter(patient_path)(record) if patient_path else record
            yield Seen(record, patient.clinic, patient.pk)

    return find
