"""Moments by the database's clock: the one clock that all workers share."""

from datetime import timedelta

from django.db.models import DateTimeField, ExpressionWrapper
from django.db.models.functions import Now


def from_now(delay: timedelta) -> ExpressionWrapper:
    return ExpressionWrapper(Now() + delay, output_field=DateTimeField())


def ago(delay: timedelta) -> ExpressionWrapper:
    return from_now(-delay)
