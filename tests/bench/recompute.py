"""What a therapist waits for after a correction: from sending the form to the new page, in the product itself.

Clock on the wall, for that is what waits. The ratio is against following the person, which is what a correction spares.
"""

import json
import os
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any
from uuid import uuid4

TESTS = Path(__file__).resolve().parents[1]
CLIP = TESTS.parent / "config" / "demo" / "clips" / "demo_walk_first_visit.mp4"
SECONDS, RATE_HZ = 15.0, 60.0
WARM_UP_S = 15.0


def waits_s() -> dict[str, float]:
    """Seconds from the form to the answered page: with a child that waits ready, and with one that must start first."""
    with tempfile.TemporaryDirectory() as home, installation(Path(home)):
        return _measured()


@contextmanager
def installation(home: Path) -> Iterator[None]:
    """The product with an empty database of its own."""
    os.environ |= {"STANCE_HOME": str(home), "DJANGO_SETTINGS_MODULE": "config.settings", "STANCE_DEBUG": "1"}
    sys.path.insert(0, str(TESTS / "support"))
    import django

    django.setup()
    from django.core.management import call_command
    from django.test.utils import setup_test_environment, teardown_test_environment

    setup_test_environment(debug=True)
    call_command("migrate", verbosity=0)
    try:
        yield
    finally:
        teardown_test_environment()


def _measured() -> dict[str, float]:
    import cast
    from django.test import Client
    from django.urls import reverse

    from clinics.models import Role
    from gait.child import spares

    clinic = cast.clinic("Bench")
    therapist = cast.member("Bench", clinic, Role.THERAPIST)
    run = _walked(cast.patient("Pat", clinic), therapist)
    client = Client()
    client.force_login(therapist)
    page = reverse("assessment", args=[run.recording.assessment_id])
    stances = [each for each in run.result["stances"] if each["used"]]

    def correct(stance: dict[str, Any]) -> float:
        at_s = (stance["initial_contact_s"] + stance["toe_off_s"]) / 2
        started_s = time.perf_counter()
        answers = {"side": stance["side"], "at_s": at_s, "is_used": "no", "reason": "stumble"}
        shown = client.post(reverse("stance_edit", args=[run.pk]), answers, follow=True)
        assert "changed 1 stance" in shown.content.decode()
        return time.perf_counter() - started_s

    first_s = correct(stances[0])
    client.get(page)
    time.sleep(WARM_UP_S)  # the therapist looks at the clip first
    ready_s = correct(stances[1])
    spares.discard()
    return {"correction, a child is ready": ready_s, "correction, the child must start": first_s}


def _walked(patient: Any, therapist: Any) -> Any:
    """A finished run over the readings of a made-up walk as long as a long clip."""
    import filmed
    from synthetic import Walker, walk

    from gait import storage
    from gait.analysis.conclude import conclude
    from gait.analysis.terms.readings import save_readings
    from gait.analysis.terms.types import Hints
    from gait.child.answer import write_answer
    from gait.queue import runs

    readings = walk(Walker(seconds=SECONDS, rate_hz=RATE_HZ, angle_noise_deg=0.3))
    result = conclude(readings, Hints())
    recording = filmed.recording(filmed.assessment(patient, therapist), CLIP.read_bytes())
    run = runs.Run(uuid4(), uuid4())
    folder = storage.attempt_folder(recording.pk, run.analysis_id, run.token)
    folder.mkdir(parents=True)
    save_readings(readings, folder / "readings.npz")
    write_answer(result, CLIP, folder)
    return runs.add_finished(run, recording, {}, json.loads((folder / "result.json").read_text()))
