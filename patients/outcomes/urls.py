from django.urls import path

from patients.outcomes import views

urlpatterns = [
    path("patients/<uuid:pk>/strength/new/", views.strength_new, name="strength_new"),
    path("patients/<uuid:pk>/scores/<slug:instrument>/new/", views.score_new, name="score_new"),
    path("patients/<uuid:pk>/score-requests/", views.score_ask, name="score_ask"),
    path(
        "patients/<uuid:pk>/score-requests/<uuid:request_pk>/withdraw/",
        views.score_request_withdraw,
        name="score_request_withdraw",
    ),
    path(
        "patients/<uuid:pk>/outcomes/<slug:kind>/<uuid:entry_pk>/strike-out/",
        views.outcome_strike_out,
        name="outcome_strike_out",
    ),
]
