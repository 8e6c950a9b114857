"""Fields that several forms share, and a form's fields under the types they were declared with."""

from typing import TypeVar

from django.forms import BaseForm, Field, ModelChoiceField

from clinics.models import Clinic

Kind = TypeVar("Kind", bound=Field)


def field_of(form: BaseForm, name: str, kind: type[Kind]) -> Kind:
    """form.fields knows only that it holds fields; what a kind can do besides is asked of this."""
    field = form.fields[name]
    if not isinstance(field, kind):
        raise TypeError(f"{name} of {type(form).__name__} is no {kind.__name__}.")
    return field


class LocationField(ModelChoiceField):
    """A choice among locations of one practice: their names tell them apart."""

    def label_from_instance(self, obj: Clinic) -> str:
        return obj.name
