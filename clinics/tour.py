"""A finished assessment explained station by station, for who has not measured anybody yet."""

from dataclasses import dataclass

from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render


@dataclass(frozen=True)
class Stop:
    icon: str
    title: str
    what: str
    you: str


STOPS = [
    Stop(
        "film",
        "The video",
        "Half a minute from behind, the whole body in view, the camera level. The upload checks that it can be read.",
        "Film, choose the file, and go on with your work: a worker measures it.",
    ),
    Stop(
        "pelvis-drop",
        "The result, one line per side",
        "Right stance: left side of the pelvis drops, in degrees, with the range in which the true value lies. "
        "It says drop, level, or cannot tell from this clip, and never more than the film shows.",
        "Read both lines. Where it cannot tell, it says how to film again.",
    ),
    Stop(
        "frame-on",
        "The frames behind the number",
        "Every stance that counted, with the pelvic line drawn on the frame of its deepest point, and every one left "
        "out with its reason.",
        "Step through them. Leave a stance out, mark the pelvis by hand or draw what is level where you know better; "
        "the machine's and your numbers stand side by side.",
    ),
    Stop(
        "signature",
        "Your signature",
        "Findings are sentences with their source: “consistent with”, never a diagnosis.",
        "Keep, reword or drop each, then sign. Nothing reaches a patient before that.",
    ),
    Stop(
        "heart",
        "The plan",
        "Two to four exercises for the side that needs them, drafted by printed rules from what you signed.",
        "Change what does not fit, activate it, and hand it over as a code to scan.",
    ),
    Stop(
        "calendar",
        "The weeks after",
        "The patient notes done, pain and effort in two taps. Pain, silence and the day of the re-test come back to "
        "your worklist.",
        "Film again in the same way; change counts only where it is larger than what two films differ by anyway.",
    ),
]


@login_required
def tour(request: HttpRequest) -> HttpResponse:
    return render(request, "clinics/tour.html", {"stops": STOPS})
