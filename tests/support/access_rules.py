"""Who may open which address: one row for each address of the site.

A new address needs one row in RULES: its name, who gets what, and the ids that fill its path, as
"patient:pk" (the patient of world.py, for the path's pk) or "slug" where both have the same name.
"""

from collections.abc import Iterator
from dataclasses import dataclass

from django.urls import URLPattern, URLResolver, get_resolver

from clinics import languages

OK, LOGIN, UNKNOWN, FORBIDDEN, NOTHING = "answers", "asks to sign in", "401", "403", "404"

PEOPLE = {
    "visitor": "nobody signed in",
    "omar": "therapist of another clinic",
    "dora": "admin of another clinic",
    "dana": "admin of this clinic",
    "ines": "therapist of this clinic",
}
"""Asked in this order, so that the one who may change something comes last."""


@dataclass(frozen=True)
class Rule:
    """What each of PEOPLE gets, in their order; the ids to fill in; the method where it is not GET."""

    answers: tuple[str, str, str, str, str]
    ids: tuple[str, ...] = ()
    method: str = "get"
    data: dict[str, str] | None = None


def everybody(*ids: str, **how: object) -> Rule:
    return Rule((OK, OK, OK, OK, OK), ids, **how)


def signed_in(*ids: str, **how: object) -> Rule:
    return Rule((LOGIN, OK, OK, OK, OK), ids, **how)


def any_therapist(*ids: str, **how: object) -> Rule:
    """Pages without a record in their address; what they list is tested where they live."""
    return Rule((LOGIN, OK, FORBIDDEN, FORBIDDEN, OK), ids, **how)


def own_therapist(*ids: str, **how: object) -> Rule:
    """A patient's record: 404 for therapists of other clinics, 403 for admins of any."""
    return Rule((LOGIN, NOTHING, FORBIDDEN, FORBIDDEN, OK), ids, **how)


def any_admin(*ids: str, **how: object) -> Rule:
    return Rule((LOGIN, FORBIDDEN, OK, OK, FORBIDDEN), ids, **how)


def own_admin(*ids: str, **how: object) -> Rule:
    return Rule((LOGIN, FORBIDDEN, NOTHING, OK, FORBIDDEN), ids, **how)


def nobodys(*ids: str, **how: object) -> Rule:
    """The record of a person who is not among those who ask."""
    return Rule((LOGIN, NOTHING, NOTHING, NOTHING, NOTHING), ids, **how)


def only_ines(*ids: str, **how: object) -> Rule:
    """What hangs on a second factor that only she has."""
    return Rule((LOGIN, NOTHING, NOTHING, NOTHING, OK), ids, **how)


def api_staff(*ids: str, **how: object) -> Rule:
    """Programs are told that they must sign in, not sent to a page."""
    return Rule((UNKNOWN, OK, OK, OK, OK), ids, **how)


def api_clinic(*ids: str, **how: object) -> Rule:
    return Rule((UNKNOWN, NOTHING, NOTHING, OK, OK), ids, **how)


def api_therapist(*ids: str, **how: object) -> Rule:
    return Rule((UNKNOWN, OK, FORBIDDEN, FORBIDDEN, OK), ids, **how)


def api_record(*ids: str, **how: object) -> Rule:
    return Rule((UNKNOWN, NOTHING, FORBIDDEN, FORBIDDEN, OK), ids, **how)


def nobody_here(*ids: str, **how: object) -> Rule:
    """The operator's desk: none of these people is an operator."""
    return Rule((LOGIN,) * 5, ids, **how)


def ids_for(rule: Rule, world: dict[str, object]) -> dict[str, object]:
    """For "patient:pk", the path's pk is the id of the world's patient."""
    pairs = [entry.split(":") for entry in rule.ids]
    return {pair[-1]: world[pair[0]] for pair in pairs}


RULES = {
    # clinics: the public side
    "robots": everybody(),
    "sitemap": everybody(),
    **{
        f"{languages.namespace_of(code)}:{page}": everybody(*ids)
        for code, _name in languages.spoken()
        for page, ids in {
            "landing": (), "hip_drop": (), "locations": (), "contact": (), "thanks": (),
            "location": ("slug",), "location_contact": ("slug",),
        }.items()
    },
    # clinics: staff
    "home": everybody(),
    "location_switch": signed_in(method="post"),
    "styleguide": signed_in(),
    "mail_sample": signed_in("mail_name:name", "mail_form:form"),
    "getting_started": any_admin(),
    "clinic_new": any_admin(),
    "tour": signed_in(),
    "clinic_list": any_admin(),
    "clinic_edit": own_admin("slug"),
    "clinic_hours": own_admin("slug"),
    "clinic_closures": own_admin("slug"),
    "clinic_links": own_admin("slug"),
    "clinic_special_hours": own_admin("slug"),
    "clinic_looks": own_admin("slug"),
    "clinic_texts": own_admin("slug"),
    "clinic_text": own_admin("slug", "section", "language"),
    "clinic_text_publish": own_admin("slug", "page_text:pk", method="post"),
    "clinic_protocol": own_admin("slug"),
    "clinic_rules": own_admin("slug"),
    "clinic_usage": own_admin("slug"),
    "brand_css": everybody("slug", "digest"),
    "brand_picture": everybody("slug", "picture_kind:kind", "digest"),
    "clinic_publish": own_admin("slug", method="post"),
    "clinic_invite": own_admin("slug"),
    "invitation_resend": own_admin("slug", "invitation:pk", method="post"),
    "invitation_revoke": own_admin("slug", "invitation:pk", method="post"),
    "clinic_second_factor": own_admin("slug", method="post"),
    "clinic_staff_switch": own_admin("slug", "membership:pk", method="post"),
    "clinic_mails": own_admin("slug"),
    "clinic_mail_retry": own_admin("slug", "mail:pk", method="post"),
    "clinic_audit": own_admin("slug"),
    "clinic_audit_csv": own_admin("slug"),
    "clinic_emergencies": own_admin("slug"),
    "clinic_emergency_seen": own_admin("slug", "emergency:pk", method="post"),
    "clinic_enquiries": own_admin("slug"),
    "clinic_enquiry": own_admin("slug", "enquiry:enquiry_id"),
    "clinic_enquiry_move": own_admin("slug", "enquiry:enquiry_id", method="post"),
    "clinic_enquiry_calendar": own_admin("slug", "enquiry:enquiry_id"),
    # patients
    "patient_list": any_therapist(),
    "patient_new": any_therapist(),
    "emergency_access": any_therapist(),
    "emergency_close": Rule((LOGIN, NOTHING, FORBIDDEN, FORBIDDEN, NOTHING), ("emergency:pk",), method="post"),
    "emergency_note": Rule((LOGIN, NOTHING, FORBIDDEN, FORBIDDEN, NOTHING), ("emergency:pk",), method="post"),
    "patient_transfer": own_therapist("patient:pk"),
    "patient": own_therapist("patient:pk"),
    "patient_edit": own_therapist("patient:pk"),
    "patient_seen": own_therapist("patient:pk"),
    "patient_erase": own_therapist("patient:pk"),
    "patient_hold": own_therapist("patient:pk", method="post"),
    "erasure": Rule((LOGIN, NOTHING, NOTHING, OK, OK), ("erasure:pk",)),
    "patient_archived": any_therapist(),
    "patient_import": any_therapist(),
    "patient_archive": own_therapist("patient:pk", method="post"),
    "patient_restore": own_therapist("patient:pk", method="post"),
    "patient_merge": own_therapist("patient:pk", "same_patient:other_pk"),
    "episode_new": own_therapist("patient:pk"),
    "episode": own_therapist("patient:pk", "episode:episode_pk"),
    "episode_close": own_therapist("patient:pk", "episode:episode_pk", method="post"),
    "consent_give": own_therapist("patient:pk", method="post", data={"purpose": "mail"}),
    "consent_withdraw": own_therapist("patient:pk", "consent:consent_pk", method="post"),
    "strength_new": own_therapist("patient:pk"),
    "score_new": own_therapist("patient:pk", "instrument"),
    "score_ask": own_therapist("patient:pk", method="post", data={"instruments": "groc"}),
    "score_request_withdraw": own_therapist("patient:pk", "score_request:request_pk", method="post"),
    "outcome_strike_out": own_therapist("patient:pk", "outcome_kind:kind", "score:entry_pk", method="post"),
    # gait
    "worklist": any_therapist(),
    "upload_film": any_therapist(),
    "worklist_news": any_therapist(),
    "processing": any_therapist(),
    "processing_news": any_therapist(),
    "processing_retry_all": any_therapist(method="post"),
    "assessment_new": own_therapist("patient:patient_pk"),
    "assessment": own_therapist("assessment:pk"),
    "assessment_screen": own_therapist("assessment:assessment_id"),
    "upload_recording": own_therapist("assessment:assessment_id"),
    "upload_piece": own_therapist("assessment:assessment_id", method="patch"),
    "analysis_status": own_therapist("analysis:analysis_id"),
    "cancel_analysis": own_therapist("analysis:analysis_id", method="post"),
    "retry_analysis": own_therapist("analysis:analysis_id", method="post"),
    "analysis_media": own_therapist("analysis:analysis_id", "kind"),
    "analysis_thumb": own_therapist("analysis:analysis_id", "number"),
    "overlay_video": own_therapist("analysis:analysis_id"),
    "overlay_video_cancel": own_therapist("analysis:analysis_id", method="post"),
    "overlay_video_file": own_therapist("analysis:analysis_id"),
    "analysis_export": own_therapist("analysis:analysis_id", "name"),
    "report": own_therapist("report:report_id"),
    "analysis_compare": own_therapist("analysis:analysis_id"),
    "analysis_compare_pdf": Rule((LOGIN, NOTHING, FORBIDDEN, FORBIDDEN, NOTHING), ("analysis:analysis_id",)),
    "standing_use": own_therapist("analysis:analysis_id", method="post"),
    "report_pdf": own_therapist("report:report_id"),
    "plain_report": own_therapist("report:report_id"),
    "plain_report_pdf": own_therapist("report:report_id"),
    "report_addendum": own_therapist(
        "report:report_id", method="post", data={"text": "Seen again.", "readers": "referrer"}
    ),
    "accuracy": everybody(),
    "filming_card": everybody(),
    "accuracy_plot": everybody(),
    "signing_words": own_therapist("analysis:analysis_id", method="post"),
    "analysis_sign": own_therapist("analysis:analysis_id", method="post"),
    "stance_edit": own_therapist("analysis:analysis_id", method="post"),
    "level_edit": own_therapist("analysis:analysis_id", method="post"),
    "clicks_edit": own_therapist("analysis:analysis_id", method="post"),
    "by_hand_edit": own_therapist("analysis:analysis_id", method="post"),
    "recording_kind": own_therapist("recording:recording_id", method="post", data={"kind": "standing"}),
    "annotation_add": own_therapist("recording:recording_id", method="post"),
    "annotation_remove": own_therapist("annotation:annotation_id", method="post"),
    "annotation_put_back": own_therapist("annotation:annotation_id", method="post"),
    "annotation_picture": own_therapist("annotation:annotation_id"),
    "annotation_report": own_therapist("annotation:annotation_id", method="post"),
    "event_edit": own_therapist("analysis:analysis_id", method="post"),
    "filming_edit": own_therapist("analysis:analysis_id", method="post"),
    "person_edit": own_therapist("analysis:analysis_id", method="post"),
    "change_switch": own_therapist("analysis:analysis_id", method="post"),
    # exercises: the clinic's library and its way of prescribing
    "exercise_library": own_admin("slug"),
    "exercise_new": own_admin("slug"),
    "exercise_edit": own_admin("slug", "exercise:exercise_slug"),
    "exercise_words": own_admin("slug", "exercise:exercise_slug", "language"),
    "exercise_take_up": own_admin("slug", "exercise:exercise_slug", method="post"),
    "exercise_offer": own_admin("slug", "own_exercise:exercise_slug", method="post"),
    "exercise_picture": everybody("picture:name"),
    "plan_practice": own_admin("slug"),
    "plan_template_remove": own_admin("slug", "template:pk", method="post"),
    "plan_template_save": own_therapist("plan:pk", method="post"),
    "plan_running": own_therapist("plan:pk", method="post"),
    "plan_signs_examined": own_therapist("plan:pk", method="post"),
    "plan_template_fill": own_therapist("plan:pk", method="post", data={"template": "1"}),
    # exercises: the therapist's side
    "patient_trend": own_therapist("patient:pk"),
    "plan_draft": own_therapist("report:report_id"),
    "plan": own_therapist("plan:pk"),
    "plan_item_add": own_therapist("plan:pk", method="post", data={"exercise": "step-down"}),
    "plan_item_edit": own_therapist("plan:pk", "item:item_pk", method="post"),
    "plan_item_remove": own_therapist("plan:pk", "item:item_pk", method="post"),
    "plan_item_hold": own_therapist("active_plan:pk", "active_item:item_pk", method="post"),
    "plan_hold_lift": own_therapist("active_plan:pk", "hold:hold_pk", method="post"),
    "plan_typed": own_therapist("plan:pk", method="post"),
    "plan_activate": own_therapist("plan:pk", method="post"),
    "plan_revise": own_therapist("active_plan:pk", method="post"),
    "plan_keep": own_therapist("active_plan:pk", method="post"),
    "plan_end": own_therapist("active_plan:pk", method="post"),
    "plan_discard": own_therapist("plan:pk", method="post"),
    "plan_handover": own_therapist("active_plan:pk"),
    "plan_sheet": own_therapist("active_plan:pk"),
    "plan_link_revoke": own_therapist("link:pk", method="post"),
    # exercises: the patient's side; the secret in the address is the key, the birth year is asked next
    "patient_today": everybody("secret"),
    "patient_log": everybody("secret", "active_item:item_pk", method="post"),
    "patient_morning": everybody("secret", method="post"),
    "patient_questions": everybody("secret", "instrument"),
    "patient_why": everybody("secret"),
    "patient_report": everybody("secret"),
    "patient_report_pdf": everybody("secret"),
    "patient_progress": everybody("secret"),
    "patient_leave": everybody("secret", method="post"),
    "my_plan": everybody(),
    "patient_picture": everybody("secret", "analysis:analysis_id", "side"),
    "patient_messages": everybody("secret"),
    "patient_reminder": everybody("secret", method="post"),
    "patient_data": everybody("secret"),
    "patient_download": everybody("secret", "form"),
    "patient_withdraw": everybody("secret", "consent:consent_pk", method="post"),
    "reminder_stop": everybody("stop_token:token"),
    "message_answer": own_therapist("patient:pk", method="post"),
    "handover_tick": own_therapist("active_plan:pk", method="post"),
    "plan_picture": own_therapist("active_plan:pk", method="post", data={"is_allowed": "yes"}),
    "patient_running": everybody("secret"),
    "patient_follow": everybody("secret"),
    "patient_offline": everybody("secret"),
    "patient_sync": everybody("secret", method="post"),
    "patient_worker": everybody("secret"),
    "patient_manifest": everybody("secret"),
    "patient_calendar": everybody("secret"),
    # the machine-readable side
    "api_schema": everybody(),
    "api_docs": everybody(),
    "api_token": any_therapist(),
    "api_clinics": api_staff(),
    "api_clinic": api_clinic("slug"),
    "api_patients": api_therapist(),
    "api_patient_search": api_therapist(method="post"),
    "api_patient": api_record("patient:pk"),
    "api_assessments": api_record("patient:patient_id"),
    "api_reports": api_record("patient:patient_id"),
    "api_strength": api_record("patient:patient_id"),
    "api_scores": api_record("patient:patient_id"),
    "api_plans": api_record("patient:patient_id"),
    "api_runs": api_record("patient:patient_id"),
    "api_assessment": api_record("assessment:pk"),
    "api_recordings": api_record("assessment:pk", method="post"),
    "api_annotations": api_record("recording:pk"),
    "api_analysis": api_record("analysis:pk"),
    "api_analysis_cancel": api_record("analysis:pk", method="post"),
    "api_analysis_retry": api_record("analysis:pk", method="post"),
    "api_result": api_record("analysis:pk"),
    "api_series": api_record("analysis:pk"),
    "api_report": api_record("report:pk"),
    "api_plan": api_record("plan:pk"),
    "api_diary": api_record("plan:pk"),
    "api_fhir_metadata": api_therapist(),
    "api_fhir_patient": api_record("patient:pk"),
    "api_fhir_everything": api_record("patient:pk"),
    "api_fhir_search": api_therapist("fhir_kind:kind"),
    # accounts: the way in
    **dict.fromkeys(
        [
            "account_login", "account_signup", "account_inactive", "account_reset_password",
            "account_reset_password_done", "account_reset_password_from_key_done", "account_email_verification_sent",
            
        ],
        everybody(),
    ),
    "account_confirm_email": everybody("key"),
    "account_reset_password_from_key": everybody("uidb36", "key"),
    "invitation_open": everybody("opened_link:secret"),
    "invitation": everybody(),
    # accounts: one's own, our pages
    "account": signed_in(),
    "session_time_left": signed_in(),
    "keep_unsaved_work": signed_in(method="post"),
    "session_end": nobodys("session_of_somebody_else:pk", method="post"),
    # accounts: one's own; steps of signing in send a visitor back to the first one
    **dict.fromkeys(
        [
            "account_logout", "account_reauthenticate", "account_email", "account_change_password",
            "account_set_password", "account_confirm_login_code", "mfa_index", "mfa_authenticate",
            "mfa_reauthenticate", "mfa_activate_totp", "mfa_generate_recovery_codes",
            "mfa_add_webauthn", "mfa_list_webauthn", "mfa_login_webauthn", "mfa_reauthenticate_webauthn",
            "usersessions_list",
        ],
        signed_in(),
    ),
    **dict.fromkeys(
        ["mfa_deactivate_totp", "mfa_view_recovery_codes", "mfa_download_recovery_codes"],
        only_ines(),
    ),
    "mfa_edit_webauthn": nobodys("security_key:pk"),
    "mfa_remove_webauthn": nobodys("security_key:pk"),
}  # fmt: skip


def addresses(patterns: list[URLPattern | URLResolver], space: str = "") -> Iterator[tuple[str, URLPattern]]:
    """Every address by its full name, namespaces first."""
    for pattern in patterns:
        if isinstance(pattern, URLResolver):
            inner = f"{space}{pattern.namespace}:" if pattern.namespace else space
            yield from addresses(pattern.url_patterns, inner)
        else:
            yield f"{space}{pattern.name}", pattern


ADDRESSES = dict(addresses(get_resolver().url_patterns))
