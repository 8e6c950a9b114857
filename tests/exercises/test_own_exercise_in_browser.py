"""A fifth exercise, from the admin's form to the patient's phone: in Spanish, on paper, and without a network."""

from collections.abc import Iterator

import pytest
from django.test import Client
from offline_phone import wait_until_kept
from own_exercise import hip_hitch, in_spanish
from playwright.sync_api import Browser, BrowserContext, Page, expect

from clinics.models import Clinic, User
from exercises.models import DiaryEntry, Exercise, Plan
from exercises.patient.links import derive_secret, live_link
from exercises.plan.lines import add_exercise
from exercises.plan.versions import activate

PHONE = {"viewport": {"width": 390, "height": 844}, "has_touch": True, "is_mobile": True, "locale": "es-US"}


@pytest.fixture
def handed_over(draft: Plan, dana: User, ines: User, north: Clinic) -> Plan:
    """A plan of nothing but the clinic's own exercise."""
    office = Client()
    office.force_login(dana)
    office.post("/clinic/north/exercises/new/", hip_hitch())
    own = Exercise.objects.get(clinic=north)
    office.post(f"/clinic/north/exercises/{own.pk}/words/es/", in_spanish())
    for item in draft.items.all():
        item.plan = draft
        item.delete()
    add_exercise(draft, own)
    return activate(draft, ines)


@pytest.fixture
def pocket(browser: Browser) -> Iterator[BrowserContext]:
    context = browser.new_context(**PHONE)
    yield context
    context.close()


@pytest.fixture
def page(pocket: BrowserContext, live_server: object, handed_over: Plan, ines: User) -> Page:
    page = pocket.new_page()
    page.goto(f"{live_server.url}/p/{derive_secret(live_link(handed_over.patient, ines).salt)}/")
    page.get_by_label("¿En qué año nació?").fill("1990")
    page.get_by_role("button", name="Abrir mi plan").click()
    expect(page.get_by_role("heading", name="Elevación de cadera sin manos")).to_be_visible()
    return page


def test_it_is_followed_in_spanish_without_a_network(page: Page, pocket: BrowserContext) -> None:
    assert any(address.startswith("/exercise-pictures/") for address in wait_until_kept(page))
    home = page.url
    pocket.set_offline(True)
    page.goto(home + "follow/?speed=100")
    page.get_by_role("button", name="Empezar").click()
    expect(page.get_by_text("Apóyese en la pierna DERECHA.")).to_be_visible()
    assert page.evaluate("fetch(document.querySelector('video').poster).then((answer) => answer.ok)")
    expect(page.get_by_text("¿Le dolió?")).to_be_visible(timeout=60_000)
    page.get_by_role("button", name="1", exact=True).click()
    page.get_by_role("button", name="Fácil", exact=True).click()
    page.get_by_role("button", name="Sí, casi siempre").click()
    expect(page.get_by_role("heading", name="Eso es todo. Muy bien.")).to_be_visible()
    assert not DiaryEntry.objects.exists()
    pocket.set_offline(False)
    page.wait_for_function("() => localStorage.length === 0", timeout=20_000)
    page.goto(home)
    expect(page.get_by_text("Todo hecho por hoy.")).to_be_visible()
    assert DiaryEntry.objects.get().pain_nprs == 1


def test_it_stands_on_the_printed_sheet(handed_over: Plan, desk: Client) -> None:
    english = desk.get(f"/plans/{handed_over.pk}/sheet/").content.decode()
    spanish = desk.get(f"/plans/{handed_over.pk}/sheet/?lang=es&large=1").content.decode()
    assert "Hip hitch, hands free" in english
    assert "/exercise-pictures/" in english
    assert "Elevación de cadera sin manos" in spanish
    assert "Súbala de nuevo." in spanish
