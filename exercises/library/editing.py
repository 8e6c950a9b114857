"""Writing a clinic's edition of an exercise, and adding an exercise of its own. Nothing is ever overwritten."""

import hashlib
import json
from dataclasses import dataclass
from secrets import token_hex

from django.db import transaction
from django.utils.text import slugify

from clinics import languages
from clinics.models import Clinic, User
from exercises.models import SHARED_WORDS, Exercise, ExerciseEdition
from exercises.models.content import Content, LevelWords, Translation

AFTER_THE_HOUSES = 100
TOLD_OF_A_LEVEL = ("name", "alt", "caption", "equipment", "steps")


@dataclass(frozen=True, slots=True)
class Entry:
    """An exercise as the clinic's page of the library shows it. languages: code, name, and what is not told in it."""

    exercise: Exercise
    content: Content
    edition: int
    is_edited: bool
    has_moved_on: bool
    languages: list[tuple[str, str, list[str]]]


def fingerprint(exercise: Exercise) -> str:
    """Changes with any first word of the exercise."""
    return hashlib.sha256(json.dumps(exercise.content(), sort_keys=True).encode()).hexdigest()


@transaction.atomic
def write_edition(exercise: Exercise, clinic: Clinic, user: User, content: Content | None) -> ExerciseEdition:
    """The clinic's next edition; the one before stays readable. None: back to the first words."""
    Exercise.objects.select_for_update().get(pk=exercise.pk)
    last = exercise.editions.filter(clinic=clinic).first()
    return ExerciseEdition.objects.create(
        exercise=exercise,
        clinic=clinic,
        number=last.number + 1 if last else 1,
        content=content or {},
        based_on=fingerprint(exercise),
        edited_by=user,
    )


@transaction.atomic
def add_own(clinic: Clinic, user: User, content: Content) -> Exercise:
    """An exercise that this clinic alone has, with its first edition."""
    slug = f"{slugify(content['name'])[:40]}-{token_hex(3)}"
    exercise = Exercise.objects.create(slug=slug, clinic=clinic, position=AFTER_THE_HOUSES, **content)
    write_edition(exercise, clinic, user, content)
    return exercise


def take_up_again(exercise: Exercise, clinic: Clinic, user: User, number: int) -> None:
    """Make an earlier edition the newest; number 0 stands for the first words. Raises ExerciseEdition.DoesNotExist."""
    content = exercise.editions.get(clinic=clinic, number=number).content if number else None
    write_edition(exercise, clinic, user, content)


def has_moved_on(exercise: Exercise, clinic: Clinic) -> bool:
    """The house has changed its words since this clinic wrote its own."""
    newest = exercise.editions.filter(clinic=clinic).first()
    return bool(newest and newest.content and exercise.clinic is None and newest.based_on != fingerprint(exercise))


def untold(content: Content, language: str) -> list[str]:
    """What the exercise says in English and not yet in the other language."""
    told: Translation = content["translations"].get(language, {})
    levels = told.get("levels", [])
    missing = [name for name in SHARED_WORDS if content.get(name) and not told.get(name)]
    for number, level in enumerate(content["levels"]):
        told_level: LevelWords = levels[number] if number < len(levels) else {}
        missing += [
            f"level {number}: {name}" for name in TOLD_OF_A_LEVEL if level.get(name) and not told_level.get(name)
        ]
    return missing


def library_of(clinic: Clinic) -> list[Entry]:
    entries = []
    for exercise in Exercise.objects.known_at(clinic):
        content = exercise.content_at(clinic.pk)
        newest = exercise.editions.filter(clinic=clinic).first()
        entries.append(
            Entry(
                exercise,
                content,
                edition=newest.number if newest else 0,
                is_edited=bool(newest and newest.content),
                has_moved_on=has_moved_on(exercise, clinic),
                languages=[(code, name, untold(content, code)) for code, name in languages.others()],
            )
        )
    return entries
