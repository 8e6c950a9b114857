from django.urls import path

from gait.views.accuracy import accuracy, accuracy_plot
from gait.views.annotations import (
    annotation_add,
    annotation_picture,
    annotation_put_back,
    annotation_remove,
    annotation_report,
)
from gait.views.assessments import assessment, assessment_new
from gait.views.comparison import analysis_compare, analysis_compare_pdf
from gait.views.corrections import (
    by_hand_edit,
    change_switch,
    clicks_edit,
    event_edit,
    filming_edit,
    level_edit,
    person_edit,
    stance_edit,
)
from gait.views.exports import analysis_export
from gait.views.filming_card import filming_card
from gait.views.kinds import recording_kind
from gait.views.media import analysis_media
from gait.views.overlay_video import overlay_video, overlay_video_cancel, overlay_video_file
from gait.views.processing import processing, processing_retry_all
from gait.views.report import plain_report, plain_report_pdf, report, report_addendum, report_pdf
from gait.views.signing import analysis_sign, keep_words
from gait.views.static_tests import standing_use
from gait.views.status import analysis_status, cancel_analysis, retry_analysis
from gait.views.upload_film import upload_film
from gait.views.uploads import assessment_screen, upload_piece, upload_recording
from gait.views.usage import clinic_usage
from gait.views.worklist import worklist, worklist_news

urlpatterns = [
    path("worklist/", worklist, name="worklist"),
    path("worklist/news/", worklist_news, name="worklist_news"),
    path("films/new/", upload_film, name="upload_film"),
    path("filming-card/", filming_card, name="filming_card"),
    path("processing/", processing, name="processing"),
    path("processing/news/", processing, name="processing_news"),
    path("processing/again/", processing_retry_all, name="processing_retry_all"),
    path("clinic/<slug:slug>/usage/", clinic_usage, name="clinic_usage"),
    path("patients/<uuid:patient_pk>/assessments/new/", assessment_new, name="assessment_new"),
    path("assessments/<uuid:pk>/", assessment, name="assessment"),
    path("assessments/<uuid:assessment_id>/screen/", assessment_screen, name="assessment_screen"),
    path("assessments/<uuid:assessment_id>/upload/", upload_recording, name="upload_recording"),
    path("assessments/<uuid:assessment_id>/upload/pieces/", upload_piece, name="upload_piece"),
    path("analyses/<uuid:analysis_id>/status/", analysis_status, name="analysis_status"),
    path("analyses/<uuid:analysis_id>/cancel/", cancel_analysis, name="cancel_analysis"),
    path("analyses/<uuid:analysis_id>/retry/", retry_analysis, name="retry_analysis"),
    path("analyses/<uuid:analysis_id>/thumbs/<int:number>/", analysis_media, {"kind": "thumb"}, name="analysis_thumb"),
    path("analyses/<uuid:analysis_id>/media/<slug:kind>/", analysis_media, name="analysis_media"),
    path("analyses/<uuid:analysis_id>/compare/", analysis_compare, name="analysis_compare"),
    path("analyses/<uuid:analysis_id>/compare/pdf/", analysis_compare_pdf, name="analysis_compare_pdf"),
    path("analyses/<uuid:analysis_id>/standing/", standing_use, name="standing_use"),
    path("analyses/<uuid:analysis_id>/sign/", analysis_sign, name="analysis_sign"),
    path("analyses/<uuid:analysis_id>/words/", keep_words, name="signing_words"),
    path("analyses/<uuid:analysis_id>/stances/", stance_edit, name="stance_edit"),
    path("analyses/<uuid:analysis_id>/level/", level_edit, name="level_edit"),
    path("analyses/<uuid:analysis_id>/clicks/", clicks_edit, name="clicks_edit"),
    path("analyses/<uuid:analysis_id>/by-hand/", by_hand_edit, name="by_hand_edit"),
    path("analyses/<uuid:analysis_id>/events/", event_edit, name="event_edit"),
    path("analyses/<uuid:analysis_id>/filming/", filming_edit, name="filming_edit"),
    path("analyses/<uuid:analysis_id>/person/", person_edit, name="person_edit"),
    path("analyses/<uuid:analysis_id>/changes/", change_switch, name="change_switch"),
    path("recordings/<uuid:recording_id>/kind/", recording_kind, name="recording_kind"),
    path("recordings/<uuid:recording_id>/annotations/", annotation_add, name="annotation_add"),
    path("annotations/<uuid:annotation_id>/remove/", annotation_remove, name="annotation_remove"),
    path("annotations/<uuid:annotation_id>/put-back/", annotation_put_back, name="annotation_put_back"),
    path("annotations/<uuid:annotation_id>/picture/", annotation_picture, name="annotation_picture"),
    path("annotations/<uuid:annotation_id>/report/", annotation_report, name="annotation_report"),
    path("reports/<uuid:report_id>/", report, name="report"),
    path("reports/<uuid:report_id>/pdf/", report_pdf, name="report_pdf"),
    path("reports/<uuid:report_id>/patient/", plain_report, name="plain_report"),
    path("reports/<uuid:report_id>/patient/pdf/", plain_report_pdf, name="plain_report_pdf"),
    path("reports/<uuid:report_id>/addenda/", report_addendum, name="report_addendum"),
    path("accuracy/", accuracy, name="accuracy"),
    path("accuracy/plot.svg", accuracy_plot, name="accuracy_plot"),
    path("analyses/<uuid:analysis_id>/film/", overlay_video, name="overlay_video"),
    path("analyses/<uuid:analysis_id>/film/cancel/", overlay_video_cancel, name="overlay_video_cancel"),
    path("analyses/<uuid:analysis_id>/film/overlay.mp4", overlay_video_file, name="overlay_video_file"),
    path("analyses/<uuid:analysis_id>/export/<str:name>", analysis_export, name="analysis_export"),
]
