from io import StringIO
from itertools import pairwise
from pathlib import Path

import av
import pytest
from django.contrib.staticfiles import finders
from django.core.management import call_command
from django.utils import translation

from clinics import languages
from exercises.library.catalogue_files import WORDS, CatalogueError, read_catalogue, read_exercise
from exercises.library.loop_cuts import CUTS
from exercises.models import Exercise
from exercises.models.content import rung_of
from exercises.prescribing.types import ExerciseCode


def test_it_has_the_four_exercises_with_five_levels_each():
    assert {entry["slug"] for entry in read_catalogue()} == set(ExerciseCode)


@pytest.mark.django_db
def test_loading_twice_changes_nothing():
    before = list(Exercise.objects.values())
    out = StringIO()
    call_command("load_catalogue", stdout=out)
    assert "4 exercises" in out.getvalue()
    assert list(Exercise.objects.values()) == before


@pytest.mark.parametrize("entry", read_catalogue(), ids=lambda entry: entry["slug"])
def test_every_picture_it_names_exists(entry):
    for level in entry["levels"]:
        for model in ("female", "male"):
            assert finders.find(f"exercises/{level['media']}-{model}.mp4")
            assert finders.find(f"exercises/{level['media']}-{model}.webp")
            assert finders.find(f"exercises/{level['media']}-{model}-start.webp")
        fault = level.get("fault", entry["fault_picture"])
        assert finders.find(f"exercises/{fault}")
        assert finders.find(f"exercises/{fault.removesuffix('.webp')}-right.webp")


NO_PICTURE_OF_ITS_OWN = {
    "standing-clamshell": {3, 4},  # a stronger band looks the same
    "lateral-banded-walk": {2, 4},
    "single-leg-bridge": {4},  # a load is shown at the clinic
    "step-down": {4},
}


@pytest.mark.parametrize("entry", read_catalogue(), ids=lambda entry: entry["slug"])
def test_a_level_that_is_done_in_another_way_is_shown_in_another_picture(entry):
    media = [level["media"] for level in entry["levels"]]
    again = {number for number, name in enumerate(media) if name in media[:number]}
    assert again == NO_PICTURE_OF_ITS_OWN[entry["slug"]]
    assert all(level["media"] in CUTS for level in entry["levels"])
    assert not any("picture shows" in level.get("caption", "") for level in entry["levels"])


@pytest.mark.parametrize("entry", read_catalogue(), ids=lambda entry: entry["slug"])
def test_the_cuts_of_a_loop_lie_within_it_in_order(entry):
    for level in entry["levels"]:
        spans = sorted(span for spans in CUTS[level["media"]].values() for span in spans)
        with av.open(finders.find(f"exercises/{level['media']}-female.mp4")) as clip:
            length_s = clip.duration / av.time_base
        assert all(first[1] <= second[0] for first, second in pairwise(spans))
        assert all(begin < end for begin, end in spans) and spans[0][0] >= 0 and spans[-1][1] <= length_s


@pytest.mark.parametrize("entry", read_catalogue(), ids=lambda entry: entry["slug"])
def test_it_never_names_a_weakness(entry):
    assert "weak" not in str(entry).lower()


def test_an_unknown_key_is_refused(tmp_path: Path):
    path = tmp_path / "odd.toml"
    path.write_text('slug = "odd"\ncolour = "red"\nlevels = []\n')
    with pytest.raises(CatalogueError, match="colour"):
        read_exercise(path)


def test_a_missing_level_is_refused(tmp_path: Path):
    path = tmp_path / "short.toml"
    path.write_text('slug = "short"\n[[levels]]\nname = "one"\n')
    with pytest.raises(CatalogueError, match="1 levels instead of 5"):
        read_exercise(path)


@pytest.mark.parametrize("silent", ['name = "two"', 'name = "two"\nalt = " "'])
def test_a_level_that_says_nothing_about_its_picture_is_refused(tmp_path: Path, silent: str):
    told = '[[levels]]\nname = "one"\nalt = "Somebody stands"\n'
    path = tmp_path / "silent.toml"
    path.write_text(f'slug = "silent"\n{told * 4}[[levels]]\n{silent}\n')
    with pytest.raises(CatalogueError, match="level 4 says nothing"):
        read_exercise(path)


@pytest.mark.parametrize("entry", read_catalogue(), ids=lambda entry: entry["slug"])
def test_a_translation_says_as_much_as_the_english(entry):
    pictures = {"media", "fault"}
    for language, told in entry["translations"].items():
        shared = {key for key in WORDS if key in entry}
        assert told.keys() == shared, language
        assert [part for part, _word in told["phases"]] == [part for part, _word in entry["phases"]]
        for name in ("steps", "cues", "faults"):
            assert len(told[name]) == len(entry[name])
        for level, words in zip(entry["levels"], told["levels"], strict=True):
            assert words.keys() == level.keys() - pictures
            assert len(words.get("steps", [])) == len(level.get("steps", []))


def test_every_exercise_speaks_every_language_of_the_site():
    spoken = {code for code, _name in languages.others()}
    assert all(entry["translations"].keys() == spoken for entry in read_catalogue())


@pytest.mark.django_db
def test_a_level_speaks_the_readers_language():
    exercise = Exercise.objects.get(pk="step-down")
    assert rung_of(exercise.content(), 1)["name"] == "Step-down, 10 cm step"
    with translation.override("es"):
        rung = rung_of(exercise.content(), 1)
    assert rung["name"] == "Bajada de un escalón de 10 cm"
    assert rung["media"] == "step-down-10"
    assert rung["steps"][0].startswith("Póngase sobre el escalón")
