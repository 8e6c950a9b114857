"""The Celery application. Its messages only ring the bell: the Analysis row is the truth."""

import os

from celery import Celery

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings")

app = Celery("stance")
app.config_from_object("django.conf:settings", namespace="CELERY")
app.autodiscover_tasks()
