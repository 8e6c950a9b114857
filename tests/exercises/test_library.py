"""The library of a clinic: edited words, pictures, translations, and a fifth exercise without a line of code."""

from pathlib import Path

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.core.management import call_command
from django.test import Client
from django.utils import translation
from own_exercise import hip_hitch, in_spanish, level, still
from PIL import Image

from clinics.models import AuditEvent, Clinic, User
from exercises.library.pictures import PictureRefused, keep_loop, keep_still, path_of
from exercises.models import Exercise, ExerciseEdition, ExercisePicture, Plan
from exercises.patient.wording import picture_of
from exercises.plan.lines import add_exercise, set_level

CLIPS = Path(__file__).resolve().parents[1] / "data"


@pytest.fixture
def office(dana: User) -> Client:
    """dana, the admin, at her desk."""
    client = Client()
    client.force_login(dana)
    return client


@pytest.fixture
def hitch(office: Client, north: Clinic) -> Exercise:
    answer = office.post("/clinic/north/exercises/new/", hip_hitch())
    assert answer.status_code == 302, answer.context["forms"].words.errors
    return Exercise.objects.get(clinic=north)


def edit(office: Client, slug: str, **changes: object) -> object:
    """Send the form of an exercise back as it came, with changes."""
    forms = office.get(f"/clinic/north/exercises/{slug}/").context["forms"]
    data = {}
    for form in [forms.words, *forms.levels]:
        for field in form:
            value = field.value()
            if value not in (None, False):
                data[field.html_name] = "\n".join(value) if isinstance(value, list) else value
    return office.post(f"/clinic/north/exercises/{slug}/", {**data, **changes})


def test_edited_words_reach_this_clinic_only(office: Client, north: Clinic, south: Clinic, draft: Plan):
    assert edit(office, "step-down", name="Heel tap").status_code == 302
    exercise = Exercise.objects.get(pk="step-down")
    assert exercise.content_at(north.pk)["name"] == "Heel tap"
    assert exercise.content_at(south.pk)["name"] == exercise.name == "Step-down"
    assert AuditEvent.objects.filter(action="changed", record_kind="exercises.exercise").exists()


def test_a_new_release_never_overwrites_an_edit(office: Client, north: Clinic):
    edit(office, "step-down", purpose="Ours.")
    call_command("load_catalogue")
    call_command("migrate", verbosity=0)
    assert Exercise.objects.get(pk="step-down").content_at(north.pk)["purpose"] == "Ours."


def test_the_form_shows_the_name_and_the_picture_of_the_fault_that_there_is(office: Client):
    page = office.get("/clinic/north/exercises/step-down/").content.decode()
    assert "<h1>Step-down</h1>" in page
    assert "step-down-fault.webp" in page


def test_an_edit_keeps_levels_pictures_and_translations(office: Client, north: Clinic):
    before = Exercise.objects.get(pk="step-down").content()
    edit(office, "step-down", purpose="Ours.")
    after = Exercise.objects.get(pk="step-down").content_at(north.pk)
    assert after["translations"] == before["translations"]
    assert [each["media"] for each in after["levels"]] == [each["media"] for each in before["levels"]]
    assert after["phases"] == [["down", "Down"], ["hold", "Hold"], ["up", "Up"]]


def test_the_first_words_and_earlier_editions_can_be_taken_again(office: Client, north: Clinic):
    exercise = Exercise.objects.get(pk="step-down")
    edit(office, "step-down", name="First")
    edit(office, "step-down", name="Second")
    office.post("/clinic/north/exercises/step-down/take-up/", {"number": "1"})
    assert exercise.content_at(north.pk)["name"] == "First"
    office.post("/clinic/north/exercises/step-down/take-up/", {"number": "0"})
    assert exercise.content_at(north.pk)["name"] == "Step-down"
    assert ExerciseEdition.objects.count() == 4
    assert office.post("/clinic/north/exercises/step-down/take-up/", {"number": "77"}).status_code == 404


def test_the_library_says_when_the_house_has_moved_on(office: Client):
    edit(office, "step-down", name="Ours")
    Exercise.objects.filter(pk="step-down").update(purpose="A better sentence.")
    assert "The house's words changed since" in office.get("/clinic/north/exercises/").content.decode()


def test_a_level_of_the_house_cannot_be_left_out(office: Client):
    answer = edit(office, "step-down", **{"level-2-name": ""})
    assert answer.status_code == 422
    assert "cannot be left out" in answer.content.decode()


def test_a_fifth_exercise_is_prescribed_by_hand(hitch: Exercise, draft: Plan, desk: Client):
    page = desk.get(f"/plans/{draft.pk}/").content.decode()
    assert f'<option value="{hitch.pk}">Hip hitch</option>' in page
    desk.post(f"/plans/{draft.pk}/items/add/", {"exercise": hitch.pk})
    item = draft.items.get(exercise=hitch)
    assert (item.level, item.sets, item.reps, item.rest_s, item.support) == (1, 3, 10, 45, "none")
    assert (item.target_side, item.extra_sets) == ("right", 1)
    set_level(item, 4)
    assert item.level == 1, "there is no higher level than the exercise has"
    page = desk.get(f"/plans/{draft.pk}/").content.decode()
    assert "Hip hitch, hands free" in page


def test_its_picture_is_the_uploaded_one_and_phones_can_load_it(hitch: Exercise, draft: Plan):
    item = add_exercise(draft, hitch)
    picture = picture_of(item, "female")
    assert picture.loop == ""
    answer = Client().get(picture.still)
    assert answer.headers["Content-Type"] == "image/webp"
    assert answer.headers["X-Content-Type-Options"] == "nosniff"
    assert "immutable" in answer.headers["Cache-Control"]
    assert b"".join(answer.streaming_content)[8:12] == b"WEBP"


def test_it_speaks_spanish_once_translated(office: Client, hitch: Exercise, draft: Plan):
    assert "missing" in office.get("/clinic/north/exercises/").content.decode()
    answer = office.post(f"/clinic/north/exercises/{hitch.pk}/words/es/", in_spanish())
    assert answer.status_code == 302, answer.context["form"].errors
    item = add_exercise(draft, hitch)
    with translation.override("es"):
        assert item.rung["name"] == "Elevación de cadera sin manos"
        assert item.rung["phases"] == [["down", "Baje"], ["hold", "Mantenga"], ["up", "Suba"]]
    assert "missing" not in office.get("/clinic/north/exercises/").content.decode()


def test_half_a_translation_shows_the_rest_in_english(office: Client, hitch: Exercise, draft: Plan):
    office.post(f"/clinic/north/exercises/{hitch.pk}/words/es/", {"level-1-name": "Sin manos"})
    item = add_exercise(draft, hitch)
    with translation.override("es"):
        assert item.rung["name"] == "Sin manos"
        assert item.rung["steps"][0] == "Stand on the step."


def test_a_translation_has_as_many_steps_as_the_english(office: Client, hitch: Exercise):
    answer = office.post(f"/clinic/north/exercises/{hitch.pk}/words/es/", {**in_spanish(), "steps": "Uno solo."})
    assert answer.status_code == 422
    assert "The English has 3 lines, this has 1." in answer.content.decode()


def test_other_clinics_know_nothing_of_it(hitch: Exercise, omar: User, sol, south: Clinic):
    assert hitch not in Exercise.objects.offered_at(south)


def test_taken_out_it_joins_no_new_plan(office: Client, hitch: Exercise, draft: Plan, desk: Client):
    office.post(f"/clinic/north/exercises/{hitch.pk}/offer/", {"is_offered": "no"})
    assert desk.post(f"/plans/{draft.pk}/items/add/", {"exercise": hitch.pk}).status_code == 404


@pytest.mark.parametrize(
    ("changes", "sentence"),
    [
        ({"level-1-alt": ""}, "Say in words what the picture shows"),
        ({"level-0-still": ""}, "A level needs a picture."),
        ({"side_cue": "Stand on {leg}."}, "Only {side} and {other} may stand in braces."),
        ({"side_cue": "Stand on {side"}, "Only {side} and {other} may stand in braces."),
        ({"level-1-name": "", **level(2, "Late")}, "cannot be left out"),
        ({"level-0-still": SimpleUploadedFile("x.png", b"<script>")}, "not a JPEG, PNG or WebP picture"),
        ({"level-0-loop": SimpleUploadedFile("x.mp4", b"\0\0\0\x18ftypmp42nothing")}, "The video cannot be played"),
        ({"fault_picture": still(), "fault_alt": ""}, "Say in words what the picture shows"),
    ],
)
def test_what_could_not_be_shown_is_refused(office: Client, changes: dict[str, object], sentence: str):
    answer = office.post("/clinic/north/exercises/new/", hip_hitch(**changes))
    assert answer.status_code == 422
    assert sentence in answer.content.decode()
    assert not Exercise.objects.exclude(clinic=None).exists()


def test_a_kept_picture_holds_nothing_but_the_picture(north: Clinic, dana: User, tmp_path: Path):
    picture, told = Image.new("RGB", (3000, 1500)), Image.Exif()
    told[0x010E] = "taken at home"
    picture.save(tmp_path / "gps.jpg", exif=told)
    name = keep_still(SimpleUploadedFile("gps.jpg", (tmp_path / "gps.jpg").read_bytes()), north, dana)
    with Image.open(path_of(name)) as kept:
        assert kept.size == (1080, 540)
        assert not kept.getexif()
    assert path_of(name).stat().st_mode & 0o777 == 0o600


def test_too_much_is_refused_before_it_is_read(north: Clinic, dana: User):
    large = SimpleUploadedFile("large.png", b"")
    large.size = 9 * 1024 * 1024
    with pytest.raises(PictureRefused, match="larger than 8 MB"):
        keep_still(large, north, dana)


def test_a_short_mp4_is_kept_as_it_is(north: Clinic, dana: User):
    clip = (CLIPS / "A3_run_f.mp4").read_bytes()
    name = keep_loop(SimpleUploadedFile("loop.mp4", clip), north, dana)
    assert path_of(name).read_bytes() == clip
    answer = Client().get(f"/exercise-pictures/{name}", headers={"Range": "bytes=0-3"})
    assert answer.status_code == 206
    assert ExercisePicture.objects.get().kind == "loop"


def test_a_picture_without_a_row_is_not_handed_out(north: Clinic, dana: User):
    name = keep_still(still(), north, dana)
    ExercisePicture.objects.all().delete()
    assert Client().get(f"/exercise-pictures/{name}").status_code == 404
    assert Client().get("/exercise-pictures/..%2Fsecret_key").status_code == 404
