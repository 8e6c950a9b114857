"""A practice's own colour and pictures: readable in light and dark, and without what cameras write into files."""

import io
import re

import cast
import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse
from hypothesis import given, settings
from hypothesis import strategies as st
from PIL import Image

from clinics.looks import colours
from clinics.models import AuditEvent, Clinic, Membership, PageText, Picture, Role

COLOURS = st.tuples(*[st.integers(0, 255)] * 3).map(lambda rgb: "#{:02x}{:02x}{:02x}".format(*rgb))


@pytest.fixture
def danas(client, dana):
    client.force_login(dana)
    return client


def picture_file(form: str = "JPEG", size: tuple[int, int] = (1600, 900), **how: object) -> SimpleUploadedFile:
    content = io.BytesIO()
    Image.new("RGB", size, "#336699").save(content, form, **how)
    return SimpleUploadedFile(f"x.{form.lower()}", content.getvalue())


def save(client, **fields: object):
    given = {
        "practice_name": cast.PRACTICE,
        "brand_colour": "#0a6b5f",
        "photo_in_en": "",
        "photo_in_es": "",
    }
    return client.post(reverse("clinic_looks", args=["north"]), given | fields)


def test_contrast_is_that_of_the_guideline():
    assert colours.contrast("#000000", "#ffffff") == 21
    assert round(colours.contrast("#767676", "#ffffff"), 2) == 4.54
    assert colours.contrast("#123456", "#123456") == 1


@settings(max_examples=60, deadline=None)
@given(COLOURS)
def test_any_colour_ends_up_readable(colour: str):
    assert colours.is_readable(colours.nearest_readable(colour))
    in_dark = colours.dark(colour)
    assert in_dark.worst_contrast >= 4.5
    assert colours.contrast(in_dark.accent, colours.DARK_SURFACE) >= 4.5


def test_a_readable_colour_is_taken_as_it_is():
    assert colours.nearest_readable("#0a3d91") == "#0a3d91"


def test_a_colour_nobody_can_read_is_refused_with_the_nearest_that_works(danas, north):
    page = save(danas, own_colour="on", brand_colour="#ffcc00").text
    proposed = re.search(r"The nearest that works is (#[0-9a-f]{6})", page)[1]
    north.refresh_from_db()
    assert north.brand_colour == ""
    save(danas, own_colour="on", brand_colour=proposed)
    north.refresh_from_db()
    assert north.brand_colour == proposed


def test_the_public_page_and_its_stylesheet_carry_the_colour(danas, north):
    save(danas, own_colour="on", brand_colour="#7a1f5c")
    Clinic.objects.update(is_published=True)
    page = Client().get("/locations/north/").text
    address = re.search(r'href="(/brand/north/[0-9a-f]+\.css)"', page)[1]
    style = Client().get(address)
    assert "--accent: #7a1f5c" in style.text
    assert "immutable" in style.headers["Cache-Control"]


def test_without_an_own_colour_ours_stays(danas, north):
    save(danas)
    north.refresh_from_db()
    assert north.brand_colour == ""
    assert Client().get(reverse("brand_css", args=["north", "0" * 16])).status_code == 404


def test_a_photo_is_made_small_turned_upright_and_stripped(danas, north):
    exif = Image.Exif()
    exif[0x0112] = 6  # held on its side
    exif[0x010F] = "CAMERA MAKER"
    answer = save(danas, photo=picture_file(size=(3000, 2000), exif=exif), photo_in_en="The entrance")
    assert answer.status_code == 302
    photo = Picture.objects.get()
    assert (photo.width_px, photo.height_px) == (853, 1280)
    assert b"CAMERA" not in bytes(photo.content)
    assert Image.open(io.BytesIO(bytes(photo.content))).getexif() == {}


def test_a_photo_needs_words_for_those_who_cannot_see_it(danas, north):
    assert "cannot see it" in save(danas, photo=picture_file()).text
    assert not Picture.objects.exists()


def test_what_is_no_picture_changes_nothing(danas, north):
    script = SimpleUploadedFile("x.png", b"<svg onload=alert(1)>")
    page = save(danas, logo=script, own_colour="on", brand_colour="#7a1f5c").text
    assert "no JPEG, PNG or WebP" in page
    north.refresh_from_db()
    assert (north.brand_colour, Picture.objects.exists()) == ("", False)


def test_pictures_are_shown_and_taken_away_again(danas, north):
    Clinic.objects.update(is_published=True)
    save(danas, photo=picture_file(), photo_in_en="The entrance", logo=picture_file("PNG", (300, 80)))
    page = Client().get("/locations/north/").text
    assert 'alt="The entrance"' in page and "brand__logo" in page
    address = re.search(r'src="(/brand/north/photo-[0-9a-f]+\.webp)"', page)[1]
    assert Client().get(address).headers["Content-Type"] == "image/webp"
    save(danas, remove_photo="on", remove_logo="on")
    page = Client().get("/locations/north/").text
    assert "location-photo" not in page and "brand__logo" not in page


def test_a_new_name_stands_at_every_location_and_above_every_text(danas, dana, north, south, ines):
    Membership.objects.create(user=dana, clinic=south, role=Role.ADMIN)
    text = PageText.objects.create(
        practice=north.practice, section="lead", language="en", number=1, text="Words.", written_by=ines
    )
    assert save(danas, practice_name="Long Stride").status_code == 302
    assert set(Clinic.objects.values_list("practice", flat=True)) == {"Long Stride"}
    text.refresh_from_db()
    assert text.practice == "Long Stride"
    assert AuditEvent.objects.filter(action=AuditEvent.Action.CHANGED, clinic=south).exists()


def test_a_name_that_others_answer_for_too_cannot_be_changed(danas, north, south):
    assert "Only an admin of South too" in danas.get(reverse("clinic_looks", args=["north"])).text
    save(danas, practice_name="Long Stride")
    north.refresh_from_db()
    assert north.practice == south.practice


def test_a_name_of_another_location_is_words_and_no_markup(danas, north, south):
    south.name = '<meta http-equiv="refresh" content="0;url=//elsewhere.example">'
    south.save()
    page = danas.get(reverse("clinic_looks", args=["north"])).text
    assert "&lt;meta http-equiv=" in page
    assert "<meta http-equiv" not in page


def test_nobody_takes_the_name_of_another_practice(danas, north, south):
    Clinic.objects.filter(pk=south.pk).update(practice="Elsewhere")
    page = save(danas, practice_name="elsewhere", own_colour="on", brand_colour="#0a3d91").text
    assert "Another practice here has this name." in page
    north.refresh_from_db()
    assert (north.practice, north.brand_colour) == (cast.PRACTICE, ""), "nothing else was kept either"
