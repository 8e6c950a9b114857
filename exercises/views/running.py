"""The runner's page of the plan, and what a therapist does about it."""

from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone, translation
from django.views.decorators.http import require_POST

from clinics.access import PageRequest, SignedInRequest, therapist_required
from clinics.languages import SOURCE
from exercises.following.diary import is_score
from exercises.following.messages import notice
from exercises.following.running import Standing, standing_of
from exercises.following.signs import EMERGENCY, SIGNS, words_of
from exercises.models import Plan, RunEntry, RunningLine, SignsAsked
from exercises.patient.running_form import RunForm, SignsForm
from exercises.patient.visits import Visit, visitors_only
from exercises.plan.draft_lines import NotTaken, take_typed
from exercises.prescribing.progression import Light, pain_light
from exercises.views.plan import editable_plan, not_taken, record_change, visible_plan


@visitors_only
def patient_running(request: PageRequest, visit: Visit) -> HttpResponse:
    """How much to run, the metronome, the log. The warning signs come first when a week has passed."""
    standing = standing_of(visit.plan, visit.today) if visit.plan else None
    if standing is None:
        raise Http404
    signs, run = SignsForm(), RunForm()
    if request.method == "POST":
        asked_for = request.POST.get("form", "")
        if asked_for == "signs":
            signs = SignsForm(request.POST)
            if signs.is_valid():
                note_signs(visit, signs.cleaned_data["signs"])
                return redirect("patient_running", visit.secret)
        elif asked_for == "morning":
            note_morning(visit, standing, request.POST.get("value", ""))
            return redirect("patient_running", visit.secret)
        elif asked_for == "run" and not standing.are_signs_due:
            run = RunForm(request.POST)
            if run.is_valid():
                note_run(visit, standing.line.plan, run)
                return redirect("patient_running", visit.secret)
    context = {
        "visit": visit,
        "page": "running",
        "standing": standing,
        "signs": signs,
        "run": run,
        "open_signs": [SIGNS[code] for code in standing.open_signs.signs] if standing.open_signs else [],
        "is_emergency": bool(standing.open_signs and EMERGENCY.intersection(standing.open_signs.signs)),
    }
    return render(request, "patient/running.html", context)


def note_signs(visit: Visit, signs: list[str]) -> None:
    """A yes calls the therapist at once."""
    SignsAsked.objects.create(patient=visit.patient, day=visit.today, signs=signs)
    if signs:
        with translation.override(SOURCE):
            told = words_of(signs)
        notice(visit.patient, f"Said yes to a warning sign: {told}. Told not to run.")


def note_run(visit: Visit, plan: Plan, form: RunForm) -> None:
    """One run a day; a second one of the day puts the first right."""
    told = form.cleaned_data
    RunEntry.objects.update_or_create(
        patient=visit.patient,
        day=visit.today,
        defaults={
            **told,
            "has_settled": told["has_settled"] == "yes",
            "plan": plan,
            "logged_at": timezone.now(),
        },
    )
    call_when_red(visit, told["pain_nprs"], "in a run")


def note_morning(visit: Visit, standing: Standing, value: str) -> None:
    if standing.morning_untold is None or not is_score(value):
        return
    standing.morning_untold.morning_nprs = int(value)
    standing.morning_untold.morning_at = timezone.now()
    standing.morning_untold.save(update_fields=["morning_nprs", "morning_at"])
    call_when_red(visit, int(value), "on the morning after a run")


def call_when_red(visit: Visit, nprs: int, when: str) -> None:
    if pain_light(nprs) is Light.RED:
        notice(visit.patient, f"Pain {nprs}/10 {when}. No running until you revise the plan.")


@require_POST
@therapist_required
def running_edit(request: SignedInRequest, pk: object) -> HttpResponse:
    """Save the running line of a draft with all else that is typed there; with remove, take it out."""
    plan = editable_plan(request, pk)
    try:
        take_typed(plan, request.POST)
    except NotTaken as refusal:
        return not_taken(request, plan, refusal)
    if "remove" in request.POST:
        RunningLine.objects.filter(plan=plan).delete()
    return redirect("plan", plan.pk)


@require_POST
@therapist_required
def signs_examined(request: SignedInRequest, pk: object) -> HttpResponse:
    """What was examined, and by whom: only then may the patient run again."""
    plan = visible_plan(request, pk)
    said = request.POST.get("examined", "").strip()[:300]
    if said:
        for asked in plan.patient.signs_asked.filter(examined_at=None).exclude(signs=[]):
            asked.examined, asked.examined_by, asked.examined_at = said, request.user, timezone.now()
            asked.save(update_fields=["examined", "examined_by", "examined_at"])
        record_change(request, plan)
    return redirect("plan", plan.pk)
