"""The exercise library of a clinic: its admins word the exercises, translate them, and add their own."""

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_POST, require_safe

from clinics import languages
from clinics.access import SignedInRequest, admin_required, clinics_of
from clinics.audit import record_event
from clinics.models import AuditEvent, Clinic, Role
from exercises.library import editing
from exercises.library.forms import ExerciseForms
from exercises.library.pictures import CONTENT_TYPES, OUR_NAME, path_of
from exercises.library.translation_form import TranslationForm
from exercises.models import Exercise, ExerciseEdition, ExercisePicture
from gait.views.media import serve

A_YEAR_S = 365 * 24 * 60 * 60


@admin_required
def exercise_library(request: SignedInRequest, slug: str) -> HttpResponse:
    clinic = my_clinic(request, slug)
    return render(request, "exercises/library.html", {"clinic": clinic, "entries": editing.library_of(clinic)})


@admin_required
def exercise_new(request: SignedInRequest, slug: str) -> HttpResponse:
    clinic = my_clinic(request, slug)
    forms = ExerciseForms(None, is_own=True, data=request.POST or None, files=request.FILES or None)
    if request.method == "POST" and forms.is_valid() and (content := forms.told(clinic, request.user)):
        exercise = editing.add_own(clinic, request.user, content)
        record_event(AuditEvent.Action.CREATED, exercise, clinic=clinic, request=request)
        messages.success(request, f"{exercise.name} is in the library; therapists can prescribe it now.")
        return redirect("exercise_words", clinic.slug, exercise.pk, languages.others()[0][0])
    return show_form(request, clinic, forms, exercise=None)


@admin_required
def exercise_edit(request: SignedInRequest, slug: str, exercise_slug: str) -> HttpResponse:
    clinic = my_clinic(request, slug)
    exercise = known_exercise(clinic, exercise_slug)
    content = exercise.content_at(clinic.pk)
    is_own = exercise.clinic_id is not None
    forms = ExerciseForms(content, is_own=is_own, data=request.POST or None, files=request.FILES or None)
    if request.method == "POST" and forms.is_valid() and (told := forms.told(clinic, request.user)):
        editing.write_edition(exercise, clinic, request.user, told)
        return changed(request, clinic, exercise, f"{told['name']} is saved. Patients read it from now on.")
    return show_form(request, clinic, forms, exercise=exercise)


def show_form(request: HttpRequest, clinic: Clinic, forms: ExerciseForms, exercise: Exercise | None) -> HttpResponse:
    context = {
        "clinic": clinic,
        "exercise": exercise,
        "forms": forms,
        "editions": exercise.editions.filter(clinic=clinic).select_related("edited_by") if exercise else [],
        "has_moved_on": exercise is not None and editing.has_moved_on(exercise, clinic),
        "languages": languages.others(),
    }
    return render(request, "exercises/library_edit.html", context, status=422 if request.method == "POST" else 200)


@admin_required
def exercise_words(request: SignedInRequest, slug: str, exercise_slug: str, language: str) -> HttpResponse:
    """The same exercise in another language."""
    clinic = my_clinic(request, slug)
    exercise = known_exercise(clinic, exercise_slug)
    if language not in dict(languages.others()):
        raise Http404
    content = exercise.content_at(clinic.pk)
    form = TranslationForm(content, language, request.POST or None)
    if request.method == "POST" and form.is_valid():
        translations = {**content["translations"], language: form.told()}
        editing.write_edition(exercise, clinic, request.user, {**content, "translations": translations})
        return changed(request, clinic, exercise, f"{content['name']}: the translation is saved.")
    context = {
        "clinic": clinic,
        "exercise": exercise,
        "content": content,
        "form": form,
        "language": language,
        "language_name": dict(languages.others())[language],
        "untold": editing.untold(content, language),
    }
    return render(request, "exercises/library_words.html", context, status=422 if request.method == "POST" else 200)


@require_POST
@admin_required
def exercise_take_up(request: SignedInRequest, slug: str, exercise_slug: str) -> HttpResponse:
    """Go back to an earlier edition, or to the first words."""
    clinic = my_clinic(request, slug)
    exercise = known_exercise(clinic, exercise_slug)
    number = request.POST.get("number", "")
    try:
        editing.take_up_again(exercise, clinic, request.user, int(number) if number.isdecimal() else 0)
    except ExerciseEdition.DoesNotExist as unknown:
        raise Http404 from unknown
    return changed(request, clinic, exercise, "The earlier words are back. What you replaced stays in the list below.")


@require_POST
@admin_required
def exercise_offer(request: SignedInRequest, slug: str, exercise_slug: str) -> HttpResponse:
    """Take an exercise of the clinic's own out of new plans, or offer it again."""
    clinic = my_clinic(request, slug)
    exercise = get_object_or_404(clinic.own_exercises, pk=exercise_slug)
    exercise.is_offered = request.POST.get("is_offered") == "yes"
    exercise.save(update_fields=["is_offered"])
    state = "can be prescribed" if exercise.is_offered else "joins no new plan; plans that have it keep it"
    return changed(request, clinic, exercise, f"{exercise.content_at(clinic.pk)['name']} {state}.")


@require_safe
def exercise_picture(request: HttpRequest, name: str) -> HttpResponseBase:
    """A picture a clinic made of an exercise. Patients' phones load it; its name cannot be guessed."""
    path = path_of(name)
    if not OUR_NAME.fullmatch(name) or not ExercisePicture.objects.filter(pk=path.stem).exists():
        raise Http404
    response = serve(path, CONTENT_TYPES[path.suffix], request.headers.get("Range", ""))
    response["Cache-Control"] = f"private, max-age={A_YEAR_S}, immutable"
    return response


def my_clinic(request: SignedInRequest, slug: str) -> Clinic:
    return get_object_or_404(clinics_of(request.user, Role.ADMIN), slug=slug)


def known_exercise(clinic: Clinic, exercise_slug: str) -> Exercise:
    return get_object_or_404(Exercise.objects.known_at(clinic), pk=exercise_slug)


def changed(request: HttpRequest, clinic: Clinic, exercise: Exercise, message: str) -> HttpResponse:
    record_event(AuditEvent.Action.CHANGED, exercise, clinic=clinic, request=request)
    messages.success(request, message)
    return redirect("exercise_edit", clinic.slug, exercise.pk)
