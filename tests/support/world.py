"""One record of every kind, for tests that walk the whole site."""

from io import BytesIO
from uuid import uuid4

import cast
import filmed
from allauth.mfa.models import Authenticator
from allauth.mfa.recovery_codes.internal.auth import RecoveryCodes
from allauth.mfa.totp.internal.auth import TOTP, generate_totp_secret
from allauth.usersessions.models import UserSession
from django.core.files.base import ContentFile
from django.utils import timezone
from PIL import Image

from clinics.accounts.invitations import invite
from clinics.models import Clinic, Enquiry, OutboxMail, PageText, Picture, Role, User
from exercises.following.diary import hold_back
from exercises.library.pictures import keep_still
from exercises.models import Exercise, ExerciseHold, Plan, PlanItem, PlanTemplate
from exercises.patient import links
from gait import storage
from gait.models import Analysis, Annotation, OverlayVideo, SignedReport
from gait.review import signing
from gait.review.annotation_picture import picture_path
from patients.models import EmergencyAccess, EpisodeOfCare, Erasure, Patient
from patients.outcomes import asking


def one_of_everything(north: Clinic, south: Clinic, ines: User, pat: Patient) -> dict[str, object]:
    """By the name that a rule uses: the id of a record of the North clinic, or another part of a path."""
    north.is_published, north.brand_colour = True, "#123456"
    north.save()
    walk = filmed.assessment(pat, ines)
    analysis = filmed.run_of(
        walk, status=Analysis.Status.DONE, token=uuid4(), result=filmed.REPORT, finished_at=timezone.now()
    )
    write_media(analysis)
    Picture.objects.create(clinic=north, kind="photo", content=b"webp", sha256="1" * 64, width_px=1, height_px=1)
    OverlayVideo.objects.create(analysis=analysis, requested_by=ines, status=OverlayVideo.Status.READY)
    report = signing.sign(analysis, ines, summary="As seen.", kept=[])
    give_second_factors(ines)
    draft, active = planned(report, Plan.Status.DRAFT), planned(report, Plan.Status.ACTIVE)
    link = links.make_link(pat, ines)
    invitation, opened_link = invite(north, "nina@clinic.test", Role.THERAPIST, ines)
    stranger = cast.member("Noor", south, Role.THERAPIST)
    return {
        "slug": north.slug,
        "erasure": Erasure.objects.create(
            clinic=north, patient_id=uuid4(), record_kind="patients.patient", record_id="x", because="Asked for.",
            counts={"patient": 1}, ids=[],
        ).pk,
        "membership": ines.memberships.get().pk,
        "emergency": EmergencyAccess.objects.create(patient=pat, user=stranger, reason="A fall at night").pk,
        "enquiry": Enquiry.objects.create(
            clinic=north, kind="appointment", name="Vic", email="vic@visitor.test",
            state="booked", appointment_at=timezone.now(), handled_at=timezone.now(),
        ).pk,
        "mail": OutboxMail.objects.create(clinic=north, kind="invitation", recipient="nina@clinic.test").pk,
        "picture_kind": "photo",
        "mail_name": "invitation",
        "mail_form": "html",
        "section": "lead",
        "page_text": PageText.objects.create(
            practice=north.practice, section="lead", language="en", number=1, text="Words.", written_by=ines
        ).pk,
        "digest": "0" * 16,
        "patient": pat.pk,
        "instrument": "nprs",
        "score_request": asking.ask(pat, ["nprs"], ines)[0].pk,
        "outcome_kind": "score",
        "score": pat.outcome_scores.create(instrument="lefs", wording="paper", total=50, entered_by=ines).pk,
        "same_patient": cast.patient("Pat", north).pk,
        "episode": EpisodeOfCare.objects.create(patient=pat, complaint="Outer hip hurts").pk,
        "consent": walk.consent_id,
        "assessment": walk.pk,
        "analysis": analysis.pk,
        "recording": analysis.recording_id,
        "annotation": drawn_on(analysis, ines).pk,
        "kind": "overlay",
        "fhir_kind": "Observation",
        "number": 0,
        "name": "result.json",
        "report": report.pk,
        "plan": draft.pk,
        "item": draft.items.get().pk,
        "exercise": "step-down",
        "side": "right",
        "form": "json",
        "stop_token": "a-token",
        "own_exercise": Exercise.objects.create(
            slug="own", clinic=north, name="Own", purpose="Ours.", levels=[{"name": "Own", "media": "step-down"}]
        ).pk,
        "language": "es",
        "picture": picture_of(north, ines),
        "template": PlanTemplate.objects.create(pk=1, clinic=north, name="Usual", made_by=ines).pk,
        "active_plan": active.pk,
        "active_item": active.items.get().pk,
        "hold": hold_back(active.items.get(), ExerciseHold.Because.PAIN).pk,
        "link": link.pk,
        "invitation": invitation.pk,
        "opened_link": opened_link,
        "security_key": security_key_of(stranger).pk,
        "session_of_somebody_else": UserSession.objects.create(
            user=stranger, session_key="elsewhere", ip="192.0.2.1", user_agent="Browser"
        ).pk,
        "secret": links.derive_secret(link.salt),
        "key": "0-set",
        "uidb36": "1",
    }  # fmt: skip


def give_second_factors(user: User) -> None:
    TOTP.activate(user, generate_totp_secret())
    RecoveryCodes.activate(user)


def security_key_of(user: User) -> Authenticator:
    return Authenticator.objects.create(user=user, type=Authenticator.Type.WEBAUTHN, data={"name": "Key"})


def write_media(analysis: Analysis) -> None:
    folder = storage.attempt_folder(analysis.recording_id, analysis.pk, analysis.token)
    (folder / "thumbs").mkdir(parents=True)
    (folder / "overlay.json").write_text("{}")
    (folder / "series.json").write_text('{"time_s": [], "pelvic_obliquity_deg": [], "sigma_deg": []}')
    (folder / "thumbs" / "0000.jpg").write_bytes(b"jpeg")
    (folder / "overlay.mp4").write_bytes(b"mp4")


def picture_of(clinic: Clinic, user: User) -> str:
    made = BytesIO()
    Image.new("RGB", (8, 8)).save(made, "PNG")
    return keep_still(ContentFile(made.getvalue()), clinic, user)


def drawn_on(analysis: Analysis, therapist: User) -> Annotation:
    """A note whose frame has been made a picture."""
    note = analysis.recording.annotations.create(kind="note", at_s=0.5, text="Arms folded.", made_by=therapist)
    picture_path(note).parent.mkdir()
    picture_path(note).write_bytes(b"jpeg")
    return note


def planned(report: SignedReport, status: Plan.Status) -> Plan:
    patient = report.analysis.recording.assessment.patient
    plan = Plan.objects.create(
        patient=patient, report=report, drafted_by=report.signed_by, started_on=timezone.localdate()
    )
    PlanItem.objects.create(
        plan=plan, exercise=Exercise.objects.first(), position=0, level=1, target_side="right",
        sets=2, reps=10, rule="R1", reason="As the rule says.",
    )  # fmt: skip
    Plan.objects.filter(pk=plan.pk).update(status=status)
    return Plan.objects.get(pk=plan.pk)
