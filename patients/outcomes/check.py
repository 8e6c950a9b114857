"""A questionnaire that a clinic loads is looked at before anybody is asked it."""

from django.core.checks import CheckMessage, Error, register
from django.core.exceptions import ImproperlyConfigured

from patients.outcomes.licensed import questionnaires


@register
def check_licensed_questionnaires(app_configs: object, **kwargs: object) -> list[CheckMessage]:
    try:
        questionnaires()
    except ImproperlyConfigured as refusal:
        return [Error(str(refusal), id="patients.E001")]
    return []
