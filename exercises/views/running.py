"""The runner's page of the plan, and what a therapist does about it."""

from datetime import timedelta

from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone, translation
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from clinics.access import PageRequest, SignedInRequest, therapist_required
from clinics.languages import SOURCE
from exercises.following.diary import is_score
from exercises.following.messages import notice
from exercises.following.running import Standing, standing_of
from exercises.following.signs import banner_of, words_of
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
        if asked_for == "morning":
            note_morning(visit, request.POST.get("run", ""), request.POST.get("value", ""))
            return redirect("patient_running", visit.secret)
        if asked_for == "signs":
            signs = SignsForm(request.POST)
        if asked_for == "run" or "km" in request.POST:
            run = RunForm(request.POST)
        if is_taken(visit, standing, signs, run):
            return redirect("patient_running", visit.secret)
    context = {
        "visit": visit,
        "page": "running",
        "standing": standing,
        "signs": signs,
        "run": run,
        **banner_of(visit.patient),
    }
    return render(request, "patient/running.html", context)


def is_taken(visit: Visit, standing: Standing, signs: SignsForm, run: RunForm) -> bool:
    """Keep what was sent, all of it or nothing. A run is not kept before the check that is due."""
    sent = [form for form in (signs, run) if form.is_bound]
    if not sent or not all([form.is_valid() for form in sent]):
        return False
    if standing.are_signs_due and not standing.open_signs and not signs.is_bound:
        run.add_error(None, _("Answer the check first."))
        return False
    if signs.is_bound:
        note_signs(visit, signs.cleaned_data["signs"])
    if run.is_bound:
        note_run(visit, standing.line.plan, run)
    return True


def note_signs(visit: Visit, signs: list[str]) -> None:
    """A yes calls the therapist at once."""
    SignsAsked.objects.create(patient=visit.patient, day=visit.today, signs=signs)
    if signs:
        with translation.override(SOURCE):
            told = words_of(signs)
        notice(visit.patient, f"Said yes to a warning sign: {told}. Told not to run or exercise.")


def note_run(visit: Visit, plan: Plan, form: RunForm) -> None:
    """One run a day; a second one of the day puts the first right."""
    told = dict(form.cleaned_data)
    day = visit.today - timedelta(days=told.pop("day") == "yesterday")
    told["has_settled"] = told["has_settled"] == "yes"
    RunEntry.objects.update_or_create(
        patient=visit.patient, day=day, defaults={**told, "plan": plan, "logged_at": timezone.now()}
    )
    call_when_red(visit, told["pain_nprs"], "in a run")


def note_morning(visit: Visit, run: str, value: str) -> None:
    """Of the run that the page asked about. Sent twice, it is told once."""
    if not (run.isdecimal() and is_score(value)):
        return
    asked = visit.patient.runs.filter(pk=int(run), morning_nprs=None, day__lt=visit.today)
    if asked.update(morning_nprs=int(value), morning_at=timezone.now()):
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
    """What was examined, and by whom: only then may the patient go on. It clears the signs that the page showed."""
    plan = visible_plan(request, pk)
    said = request.POST.get("examined", "").strip()[:300]
    if said:
        shown = [pk for pk in request.POST.getlist("asked") if pk.isdecimal()]
        for asked in plan.patient.signs_asked.unexamined().filter(pk__in=shown):
            asked.examined, asked.examined_by, asked.examined_at = said, request.user, timezone.now()
            asked.save(update_fields=["examined", "examined_by", "examined_at"])
        record_change(request, plan)
    return redirect("plan", plan.pk)
