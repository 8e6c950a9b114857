"""How to film, on one sheet of A4 for the wall. It holds nothing of anybody, so anybody may print it."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe


@require_safe
def filming_card(request: HttpRequest) -> HttpResponse:
    return render(request, "gait/filming_card.html")
