"""Numbers that other programs send. JSON has its own; in a string they are read as people's are, or refused."""

from typing import Any

from django.core.exceptions import ValidationError as Misread
from rest_framework import serializers

from clinics.numbers import read_number


class AsTyped(serializers.Field):
    """12,5 in a string is 12.5; 1,250 is refused with a sentence."""

    max_value: Any

    def to_internal_value(self, data: Any) -> Any:
        if isinstance(data, str):
            try:
                data = str(read_number(data, self.max_value))
            except Misread as trouble:
                raise serializers.ValidationError(trouble.messages, code=trouble.code) from trouble
        return super().to_internal_value(data)


class NumberIn(AsTyped, serializers.DecimalField):
    pass


class WholeNumberIn(AsTyped, serializers.IntegerField):
    pass
