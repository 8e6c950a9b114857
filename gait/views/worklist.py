"""Where a therapist's day starts."""

from hashlib import sha256

from django.http import HttpResponse
from django.shortcuts import render
from django.template.loader import render_to_string
from django.views.decorators.http import require_safe

from clinics.access import SignedInRequest, therapist_required
from clinics.current_location import current_location
from gait.worklist_rows import sections_of


@therapist_required
@require_safe
def worklist(request: SignedInRequest) -> HttpResponse:
    """All that waits, or with ?show= one kind of it. The page asks for news by itself (worklist_news)."""
    rows, digest = _rows(request)
    return render(request, "gait/worklist.html", {"rows": rows, "digest": digest, "show": request.GET.get("show", "")})


@therapist_required
@require_safe
def worklist_news(request: SignedInRequest) -> HttpResponse:
    """The rows again where they are no longer those of ?seen=; 204 where nothing has changed, so nothing moves."""
    rows, digest = _rows(request)
    if request.GET.get("seen") == digest:
        return HttpResponse(status=204)
    context = {"rows": rows, "digest": digest, "show": request.GET.get("show", "")}
    return render(request, "gait/_worklist_news.html", context)


def _rows(request: SignedInRequest) -> tuple[str, str]:
    """As HTML, and a digest of it."""
    sections = sections_of(request.user, current_location(request))
    chosen = next((section for section in sections if section.key == request.GET.get("show")), None)
    context = {
        "sections": sections,
        "chosen": chosen,
        "shown": [chosen] if chosen else [section for section in sections if section.rows],
    }
    html = render_to_string("gait/_worklist_rows.html", context, request)
    return html, sha256(html.encode()).hexdigest()[:16]
