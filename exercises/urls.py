from django.urls import path

from exercises.views import app, drafting, handover, patient, plan, questions, trend

urlpatterns = [
    path("patients/<uuid:pk>/trend/", trend.patient_trend, name="patient_trend"),
    path("reports/<uuid:report_id>/plan/", drafting.plan_draft, name="plan_draft"),
    path("plans/<uuid:pk>/", plan.plan, name="plan"),
    path("plans/<uuid:pk>/items/add/", plan.item_add, name="plan_item_add"),
    path("plans/<uuid:pk>/items/<int:item_pk>/", plan.item_edit, name="plan_item_edit"),
    path("plans/<uuid:pk>/items/<int:item_pk>/remove/", plan.item_remove, name="plan_item_remove"),
    path("plans/<uuid:pk>/items/<int:item_pk>/hold/", plan.item_hold, name="plan_item_hold"),
    path("plans/<uuid:pk>/holds/<int:hold_pk>/lift/", plan.hold_lift, name="plan_hold_lift"),
    path("plans/<uuid:pk>/activate/", plan.plan_activate, name="plan_activate"),
    path("plans/<uuid:pk>/revise/", plan.plan_revise, name="plan_revise"),
    path("plans/<uuid:pk>/end/", plan.plan_end, name="plan_end"),
    path("plans/<uuid:pk>/discard/", plan.plan_discard, name="plan_discard"),
    path("plans/<uuid:pk>/handover/", handover.plan_handover, name="plan_handover"),
    path("plans/<uuid:pk>/sheet/", handover.plan_sheet, name="plan_sheet"),
    path("plan-links/<int:pk>/revoke/", handover.link_revoke, name="plan_link_revoke"),
    path("p/<slug:secret>/", patient.patient_today, name="patient_today"),
    path("p/<slug:secret>/log/<int:item_pk>/", patient.patient_log, name="patient_log"),
    path("p/<slug:secret>/morning/", patient.patient_morning, name="patient_morning"),
    path("p/<slug:secret>/follow/", app.patient_follow, name="patient_follow"),
    path("p/<slug:secret>/sync/", app.patient_sync, name="patient_sync"),
    path("p/<slug:secret>/worker.js", app.patient_worker, name="patient_worker"),
    path("p/<slug:secret>/app.webmanifest", app.patient_manifest, name="patient_manifest"),
    path("p/<slug:secret>/reminder.ics", app.patient_calendar, name="patient_calendar"),
    path("p/<slug:secret>/questions/<slug:instrument>/", questions.patient_questions, name="patient_questions"),
    path("p/<slug:secret>/why/", patient.patient_why, name="patient_why"),
    path("p/<slug:secret>/progress/", patient.patient_progress, name="patient_progress"),
    path("p/<slug:secret>/leave/", patient.patient_leave, name="patient_leave"),
]
