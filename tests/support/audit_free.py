"""Addresses that show and change nothing of any patient or visitor, so that the audit trail need not know of them.

A new address is told of in its app's audited.py, or stands here.
"""

from clinics import languages

PREFIXES = ("account_", "mfa_", "invitation", "clinic_mail")
DESK = tuple(f"admin:{kind}_" for kind in ("clinics", "account", "auth", "mfa", "usersessions"))
PUBLIC = tuple(f"{languages.namespace_of(code)}:" for code, _name in languages.spoken())
NAMES = {
    "analysis_status", "api_analysis", "erasure",
    "robots", "sitemap", "home", "location_switch", "styleguide", "mail_sample", "getting_started", "clinic_new",
    "tour", "clinic_list", "clinic_edit", "clinic_hours", "clinic_closures", "clinic_special_hours", "clinic_looks",
    "clinic_links",
    "clinic_texts", "clinic_text", "clinic_text_publish", "clinic_protocol", "clinic_rules", "clinic_usage",
    "brand_css", "brand_picture", "clinic_publish", "clinic_invite", "clinic_second_factor", "clinic_staff_switch",
    "clinic_audit", "clinic_audit_csv", "clinic_emergencies", "clinic_emergency_seen", "patient_new", "patient_import",
    "emergency_close", "emergency_note",
    "accuracy", "accuracy_plot", "filming_card", "exercise_library", "exercise_new",
    "exercise_edit", "exercise_words", "exercise_take_up", "exercise_offer", "exercise_picture", "plan_practice",
    "plan_template_remove", "my_plan", "reminder_stop", "api_schema", "api_docs", "api_token", "api_clinics",
    "api_clinic", "api_fhir_metadata", "account", "session_time_left", "keep_unsaved_work", "session_end",
    "usersessions_list", "admin:index", "admin:login", "admin:logout", "admin:password_change",
    "admin:password_change_done", "admin:autocomplete", "admin:jsi18n", "admin:view_on_site", "admin:app_list",
}  # fmt: skip
NOTED_BY_THE_VIEW = {"api_patients", "api_patient_search", "api_fhir_search"}
"""They find out themselves of whom they tell."""


def is_free(name: str) -> bool:
    return name in NAMES or name.startswith((*PREFIXES, *DESK, *PUBLIC))
