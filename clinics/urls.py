from django.urls import include, path

from clinics import location_views, views
from clinics.accounts import invitation_views
from clinics.accounts import views as account_views
from clinics.audit import viewer
from clinics.current_location import location_switch
from clinics.getting_started import clinic_new, getting_started
from clinics.looks.serving import brand_css, brand_picture
from clinics.looks.views import clinic_looks
from clinics.mail_samples import mail_sample
from clinics.outbox import views as outbox_views
from clinics.protocol import clinic_protocol
from clinics.rules import clinic_rules
from clinics.styleguide import styleguide
from clinics.tour import tour

urlpatterns = [
    path("", views.home, name="home"),
    path("location/", location_switch, name="location_switch"),
    path("clinic/", views.clinic_list, name="clinic_list"),
    path("start/", getting_started, name="getting_started"),
    path("tour/", tour, name="tour"),
    path("clinic/new/", clinic_new, name="clinic_new"),
    path("clinic/<slug:slug>/", views.clinic_edit, name="clinic_edit"),
    path("clinic/<slug:slug>/hours/", location_views.clinic_hours, name="clinic_hours"),
    path("clinic/<slug:slug>/special-hours/", location_views.clinic_special_hours, name="clinic_special_hours"),
    path("clinic/<slug:slug>/texts/", include("clinics.words.urls")),
    path("clinic/<slug:slug>/protocol/", clinic_protocol, name="clinic_protocol"),
    path("clinic/<slug:slug>/rules/", clinic_rules, name="clinic_rules"),
    path("clinic/<slug:slug>/looks/", clinic_looks, name="clinic_looks"),
    path("brand/<slug:slug>/<str:digest>.css", brand_css, name="brand_css"),
    path("brand/<slug:slug>/<str:kind>-<str:digest>.webp", brand_picture, name="brand_picture"),
    path("clinic/<slug:slug>/links/", location_views.clinic_links, name="clinic_links"),
    path("clinic/<slug:slug>/closures/", location_views.clinic_closures, name="clinic_closures"),
    path("clinic/<slug:slug>/publish/", location_views.clinic_publish, name="clinic_publish"),
    path("clinic/<slug:slug>/enquiries/", include("clinics.enquiries.urls")),
    path("clinic/<slug:slug>/audit/", viewer.clinic_audit, name="clinic_audit"),
    path("clinic/<slug:slug>/audit.csv", viewer.clinic_audit_csv, name="clinic_audit_csv"),
    path("clinic/<slug:slug>/mails/", outbox_views.clinic_mails, name="clinic_mails"),
    path("clinic/<slug:slug>/mails/<uuid:pk>/retry/", outbox_views.clinic_mail_retry, name="clinic_mail_retry"),
    path("clinic/<slug:slug>/staff/invite/", invitation_views.clinic_invite, name="clinic_invite"),
    path("clinic/<slug:slug>/invitations/<uuid:pk>/", invitation_views.invitation_resend, name="invitation_resend"),
    path(
        "clinic/<slug:slug>/invitations/<uuid:pk>/withdraw/",
        invitation_views.invitation_revoke,
        name="invitation_revoke",
    ),
    path("clinic/<slug:slug>/second-factor/", account_views.clinic_second_factor, name="clinic_second_factor"),
    path("clinic/<slug:slug>/staff/<int:pk>/", views.clinic_staff_switch, name="clinic_staff_switch"),
    path("invitation/", invitation_views.invitation, name="invitation"),
    path("invitation/<str:secret>/", invitation_views.invitation_open, name="invitation_open"),
    path("account/", account_views.account, name="account"),
    path("account/sessions/<int:pk>/end/", account_views.session_end, name="session_end"),
    path("account/time-left/", account_views.session_time_left, name="session_time_left"),
    path("account/unsaved-work/", account_views.keep_unsaved_work, name="keep_unsaved_work"),
    path("styleguide/", styleguide, name="styleguide"),
    path("styleguide/mails/<slug:name>/<slug:form>/", mail_sample, name="mail_sample"),
    path("", include("clinics.public.urls")),
]
