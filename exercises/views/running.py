"""The runner's page of the plan, and what a therapist does about it."""

from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from clinics.access import PageRequest, SignedInRequest, therapist_required
from clinics.accounts.unsaved_work import refuse
from exercises.following.running import Standing, standing_of
from exercises.following.signs import banner_of
from exercises.models import RunningLine
from exercises.patient.run_notes import Runner, note_morning, note_run, note_signs
from exercises.patient.running_form import RunForm, SignsForm
from exercises.patient.visits import Visit, visitors_only
from exercises.plan.draft_lines import NotTaken, take_typed
from exercises.views.plan_access import editable_plan, record_change, tells_of_a_fixed_plan, visible_plan
from exercises.views.plan_page import not_taken


@visitors_only
def patient_running(request: PageRequest, visit: Visit) -> HttpResponse:
    """How much to run, the metronome, the log. The warning signs come first when a week has passed."""
    standing = standing_of(visit.plan, visit.today) if visit.plan else None
    if standing is None:
        raise Http404
    runner = Runner(visit.patient, standing.line.plan, visit.today)
    signs, run = SignsForm(), RunForm()
    if request.method == "POST":
        asked_for = request.POST.get("form", "")
        if asked_for == "morning":
            note_morning(runner, request.POST.get("run", ""), request.POST.get("value", ""))
            return redirect("patient_running", visit.secret)
        if asked_for == "signs":
            signs = SignsForm(request.POST)
        if asked_for == "run" or "km" in request.POST:
            run = RunForm(request.POST)
        if is_taken(runner, standing, signs, run):
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


def is_taken(runner: Runner, standing: Standing, signs: SignsForm, run: RunForm) -> bool:
    """Keep what was sent, all of it or nothing. A run is not kept before the check that is due."""
    sent = [form for form in (signs, run) if form.is_bound]
    if not sent or not all([form.is_valid() for form in sent]):
        return False
    if standing.are_signs_due and not standing.open_signs and not signs.is_bound:
        run.add_error(None, _("Answer the check first."))
        return False
    if signs.is_bound:
        note_signs(runner.patient, runner.today, signs.cleaned_data["signs"])
    if run.is_bound:
        note_run(runner, run)
    return True


@require_POST
@therapist_required
@tells_of_a_fixed_plan
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
    else:
        refuse(request, "Nothing was noted: write what you examined, then the patient may go on.")
    return redirect("plan", plan.pk)
