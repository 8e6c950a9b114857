"""The patient's page: true to what was signed, easy to read in both languages, on paper as on the screen."""

import html
import re
from dataclasses import replace

import filmed
import pytest
import results
import walks
from django.urls import reverse
from django.utils import translation
from readability import ease_of_spanish, grade_of_english, syllables_in_english

from clinics.models import AuditEvent
from gait.models import SignedReport
from gait.result.conventions import Activity, Confidence, Grade, Side, Verdict
from gait.result.result import Asymmetry, Excursion
from gait.review import addenda, reading, signing
from gait.review.plain import plain_of
from gait.review.plain_words import difference_in_words, side_in_words

READER_AGE = 12
GRADE_AT_AGE = READER_AGE - 5
FAIRLY_EASY = 70
UNREADABLE = ("obliquity", "contralateral", "diagnos", "confidence", "gluteus", "Trendelenburg")


@pytest.fixture
def walked(pat, ines):
    return walks.done_run(filmed.assessment(pat, ines))


@pytest.fixture
def report(walked, ines) -> SignedReport:
    return signing.sign(walked, ines, summary="Contralateral drop.", kept=[])


def page(client, user, report, language="en") -> str:
    client.force_login(user)
    return client.get(reverse("plain_report", args=[report.pk]), {"lang": language}).content.decode()


def running_text(markup: str) -> str:
    """The sentences of the article: paragraphs and list items, without tables, headings and the small print."""
    article = re.search(r"<article.*?</article>", markup, re.DOTALL)[0].partition("<footer")[0]
    blocks = re.findall(r"<(?:p|li)[ >].*?</(?:p|li)>", article, re.DOTALL)
    lines = [html.unescape(re.sub(r"<[^>]+>", "", block)).strip() for block in blocks if 'class="small"' not in block]
    return " ".join(
        line if line.endswith((".", "?", "!")) else f"{line}." for line in lines if "Test Practice" not in line
    )


@pytest.mark.parametrize(("word", "count"), [("pelvis", 2), ("time", 1), ("muscles", 2), ("dips", 1), ("degrees", 2)])
def test_the_yardstick_counts_syllables_as_people_do(word, count):
    assert syllables_in_english(word) == count


def test_the_yardsticks_tell_hard_from_easy():
    hard = "Contralateral pelvic obliquity was quantified by automated photogrammetry during treadmill ambulation."
    easy = "The cat sat on the mat. It was a warm day."
    assert grade_of_english(easy) < 2 < GRADE_AT_AGE < 12 < grade_of_english(hard)
    difficult = "La oblicuidad pélvica contralateral se cuantificó mediante fotogrametría automatizada bidimensional."
    facil = "El gato come pan. Hoy hace sol."
    assert ease_of_spanish(difficult) < 50 < FAIRLY_EASY < 90 < ease_of_spanish(facil)


def test_a_reader_of_twelve_can_read_it(client, ines, report):
    text = running_text(page(client, ines, report))
    assert len(text.split()) > 120
    assert grade_of_english(text) <= GRADE_AT_AGE
    assert not [word for word in UNREADABLE if word.lower() in text.lower()]


def test_it_is_fairly_easy_spanish(client, ines, report):
    text = running_text(page(client, ines, report, "es"))
    assert "Cuando se apoya" in text
    assert ease_of_spanish(text) >= FAIRLY_EASY


def test_both_languages_say_which_leg_stands_and_which_side_dips(client, ines, report):
    english, spanish = page(client, ines, report), page(client, ines, report, "es")
    assert "When you stand on your right leg, the left side of your pelvis dips by about 9 degrees." in english
    assert "That is more than the 120 adults we compare with." in english
    assert re.search(r"pierna derecha, la mitad\s+izquierda de su pelvis baja unos 9 grados", spanish)


def test_nothing_is_left_in_english_on_the_spanish_page(client, ines, report):
    assert not re.search(r"\b(the|your|with|and|you)\b", running_text(page(client, ines, report, "es")))


def test_a_side_that_could_not_be_told_has_no_number(pat, ines):
    run = walks.done_run(filmed.assessment(pat, ines), walks.without_answer())
    plain = plain_of(signing.sign(run, ines, summary="I see a drop to the left by eye.", kept=[]))
    assert [side.figure for side in plain.sides] == ["", ""]
    assert "does not show it well enough" in plain.sides[0].sentence


def swinging(pat, ines) -> SignedReport:
    """Neither side told, and how far the pelvis swings in all."""
    swinging = replace(walks.without_answer(), excursion=Excursion(11.4, (9.6, 13.2), 10))
    run = walks.done_run(filmed.assessment(pat, ines), swinging)
    return signing.sign(run, ines, summary="The pelvis swings. Film again.", kept=[])


def test_where_no_leg_can_be_told_apart_the_swing_in_all_is_plain(client, pat, ines):
    report = swinging(pat, ines)
    english, spanish = (page(client, ines, report, language) for language in ("en", "es"))
    assert "Your pelvis tips by about 11 degrees from one side to the other as you go." in html.unescape(english)
    assert "most likely between 9 and 14" in english
    assert re.search(r"inclina unos 11 grados", spanish)
    assert not re.search(r"\b(the|your|with|and|you)\b", running_text(spanish))
    assert grade_of_english(running_text(english)) <= GRADE_AT_AGE


def test_the_swing_is_not_told_twice(client, ines, report):
    assert plain_of(report).excursion == ""


def test_a_grade_that_was_not_signed_is_not_shown(pat, ines):
    run = walks.done_run(filmed.assessment(pat, ines), walks.found(confidence=Confidence.C))
    plain = plain_of(signing.sign(run, ines, summary="I see a drop to the left by eye.", kept=[]))
    assert {side.grade_says for side in plain.sides} == {""}


def test_a_drop_that_is_not_graded_is_not_called_usual(client, pat, ines):
    sides = {each: results.side(3.0, verdict=Verdict.LEVEL, grade=None) for each in Side}
    run = walks.done_run(filmed.assessment(pat, ines), walks.found(confidence=Confidence.C, sides=sides))
    report = signing.sign(run, ines, summary="Walks with a cane; seen by eye.", kept=[])
    english, spanish = page(client, ines, report), page(client, ines, report, "es")
    assert "dips by about 3 degrees. The true number is most likely between 1 and 5." in english
    assert "usual" not in running_text(english)
    assert "normal" not in running_text(spanish)


def test_a_level_side_with_a_grade_is_called_usual(pat, ines):
    sides = {each: results.side(3.0, verdict=Verdict.LEVEL, grade=Grade.NONE) for each in Side}
    run = walks.done_run(filmed.assessment(pat, ines), walks.found(sides=sides))
    plain = plain_of(signing.sign(run, ines, summary="As seen.", kept=[]))
    assert ["by a usual amount, about 3 degrees" in side.sentence for side in plain.sides] == [True, True]


@pytest.mark.parametrize(
    ("drop_deg", "half_deg", "between"),
    [(5.1, 1.4, "3 to 7"), (4.0, 1.0, "3 to 5"), (9.0, 0.0, "9 to 9"), (-0.4, 1.2, "-2 to 1"), (-5.0, 1.4, "3 to 7")],
)
def test_an_interval_in_whole_degrees_is_never_narrower_than_it_is(drop_deg, half_deg, between):
    own = results.side(drop_deg, half_deg, verdict=Verdict.LEVEL, grade=Grade.NONE)
    with translation.override("en"):
        told = side_in_words(Side.LEFT, own, Activity.WALKING)
    assert told.between == f"{between} degrees"


@pytest.mark.parametrize(
    ("drop_deg", "figure", "words"),
    [
        (-5.2, "5 degrees", "goes up by about 5 degrees"), (-0.4, "0 degrees", "close to level"),
        (1.6, "2 degrees", "close to level"), (4.6, "5 degrees", "by a usual amount, about 5 degrees"),
    ],
)  # fmt: skip
def test_the_words_of_a_level_side_fit_its_number(drop_deg, figure, words):
    own = results.side(drop_deg, verdict=Verdict.LEVEL, grade=Grade.NONE)
    with translation.override("en"):
        told = side_in_words(Side.LEFT, own, Activity.WALKING)
    assert (told.figure, words in told.sentence) == (figure, True)


@pytest.mark.parametrize(
    ("asymmetry", "says"),
    [
        (None, ""),
        (Asymmetry(1.0, (-1.0, 3.0), detectable=False), "Both sides are much the same."),
        (Asymmetry(-5.0, (-7.0, -3.0), detectable=True), "The dip is bigger when you stand on your left leg."),
    ],
)
def test_only_a_difference_beyond_its_error_is_named(asymmetry, says):
    with translation.override("en"):
        assert difference_in_words(results.found(asymmetry=asymmetry)) == says


@pytest.mark.parametrize(
    ("left_deg", "right_deg", "says", "en_llano", "read"),
    [
        (-3.0, -8.0, "goes up more when you stand on your right leg", "sube más cuando se apoya en la pierna derecha",
         "The rise is 5.0° larger in right stance (3.0° to 7.0°)."),
        (0.5, -6.0, "goes up more when you stand on your right leg", "sube más cuando se apoya en la pierna derecha",
         "The drop is 6.5° larger in left stance (4.5° to 8.5°)."),
        (4.0, -3.0, "The dip is bigger when you stand on your left leg", "baja más cuando se apoya en la pierna izqu",
         "The drop is 7.0° larger in left stance (5.0° to 9.0°)."),
    ],
)  # fmt: skip
def test_a_smaller_rise_is_no_bigger_dip(left_deg, right_deg, says, en_llano, read):
    value_deg = right_deg - left_deg
    found = results.found(
        sides={Side.LEFT: results.side(left_deg), Side.RIGHT: results.side(right_deg)},
        asymmetry=Asymmetry(value_deg, (value_deg - 2.0, value_deg + 2.0), detectable=True),
    )
    for language, words in (("en", says), ("es", en_llano)):
        with translation.override(language):
            assert words in difference_in_words(found)
    assert reading.read(found).asymmetry == read


def test_what_was_added_later_is_not_kept_from_the_patient(client, ines, report):
    addenda.add(report, ines, "Sides exchanged.", plain_text="Left and right were mixed up in the summary.")
    assert "Left and right were mixed up in the summary." in page(client, ines, report)


def test_reading_it_is_audited_and_other_clinics_find_nothing(client, ines, omar, report):
    page(client, ines, report)
    assert AuditEvent.objects.filter(action="viewed", record_id=str(report.pk), actor=ines).exists()
    client.force_login(omar)
    assert client.get(reverse("plain_report", args=[report.pk])).status_code == 404
    assert client.get(reverse("plain_report_pdf", args=[report.pk])).status_code == 404
