"""What the patient came with: asked, kept, shown."""

from pathlib import Path

import filmed
import pytest
import walks
from django.urls import reverse

from exercises.plan.questionnaire import Questionnaire
from exercises.prescribing.gates import FLAGS
from gait.review import signing
from patients import body_chart, red_flags
from patients.models import EpisodeOfCare, History
from patients.told import told_at_intake

ROOT = Path(__file__).resolve().parents[2]
TOLD = {
    "complaint": "Outer hip hurts after 20 minutes",
    "pain_sites": ["left:hip_outer", "right:knee_front"],
    "nprs_worst": "6",
    "nprs_best": "1",
    "km_per_week": "30",
    "flag_dvt": "yes",
    "flag_chest": "no",
}


@pytest.fixture
def inas(client, ines):
    client.force_login(ines)
    return client


def test_a_history_opens_an_episode_and_shows_on_the_patients_page(inas, pat, ines):
    inas.post(reverse("episode_new", args=[pat.pk]), TOLD)
    history = History.objects.get()
    assert (history.episode.patient, history.episode.complaint) == (pat, TOLD["complaint"])
    assert (history.nprs_worst, history.taken_by) == (6, ines)
    assert history.red_flags == {"dvt": "yes", "chest": "no"}
    page = inas.get(reverse("patient", args=[pat.pk])).content.decode()
    assert "Right front of the knee" in page or "right front of the knee" in page
    assert "A swollen or hot calf" in page
    assert "Chest pain" not in page


def test_it_comes_back_filled_in_and_may_be_changed(inas, pat):
    inas.post(reverse("episode_new", args=[pat.pk]), TOLD)
    episode = EpisodeOfCare.objects.get()
    address = reverse("episode", args=[pat.pk, episode.pk])
    page = inas.get(address).content.decode()
    assert 'value="left:hip_outer" checked' in page
    inas.post(address, TOLD | {"pain_sites": ["left:calf"], "flag_dvt": "no"})
    history = History.objects.get()
    assert (history.pain_sites, history.red_flags["dvt"]) == (["left:calf"], "no")


@pytest.mark.parametrize(
    ("wrong", "said"),
    [
        ({"nprs_best": "7"}, "cannot be above the worst"),
        ({"nprs_worst": "11"}, "Select a valid choice"),
        ({"pain_sites": ["left:ear"]}, "Select a valid choice"),
        ({"onset_on": "2999-01-01"}, "lies in the future"),
        ({"complaint": ""}, "required"),
    ],
)
def test_what_cannot_be_is_refused_in_words(inas, pat, wrong, said):
    page = inas.post(reverse("episode_new", args=[pat.pk]), TOLD | wrong).content.decode()
    assert said in page
    assert not EpisodeOfCare.objects.exists()


def test_a_closed_episode_stays_readable(inas, pat):
    inas.post(reverse("episode_new", args=[pat.pk]), TOLD)
    episode = EpisodeOfCare.objects.get()
    inas.post(reverse("episode_close", args=[pat.pk, episode.pk]))
    assert "Closed" in inas.get(reverse("patient", args=[pat.pk])).content.decode()


def test_the_screen_at_intake_and_before_a_plan_ask_the_same():
    assert set(red_flags.QUESTIONS) == {flag.code for flag in FLAGS}


def test_every_place_of_the_chart_has_a_place_on_the_page():
    css = (ROOT / "static/css/components/history.css").read_text()
    for _, sites in body_chart.figures():
        for _, _, place in sites:
            assert f"body-chart__site--{place} " in css


def test_a_yes_of_the_intake_is_carried_to_the_plans_screen_and_a_no_is_not(inas, pat, ines):
    inas.post(reverse("episode_new", args=[pat.pk]), TOLD | {"has_night_pain": "true", "settles": "longer"})
    assert told_at_intake(pat) == {"dvt": "yes", "chest": "no", "femoral_neck": "yes"}, (
        "night pain is part of that question"
    )
    run = walks.done_run(filmed.assessment(pat, ines))
    form = Questionnaire(signing.sign(run, ines, summary="As seen.", kept=[]), ines)
    assert form.fields["flag_dvt"].initial == "yes"
    assert form.fields["flag_chest"].initial is None
    assert form.fields["has_night_pain"].initial is True
    assert form.fields["settles_within_24_h"].initial is False
