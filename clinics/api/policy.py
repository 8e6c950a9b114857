"""Who passes /api/v1/, how often, and how large a body or a page may be. Named in the settings."""

from typing import IO, Any

from rest_framework import status
from rest_framework.exceptions import APIException, ParseError
from rest_framework.pagination import PageNumberPagination
from rest_framework.parsers import JSONParser
from rest_framework.permissions import BasePermission
from rest_framework.request import Request
from rest_framework.throttling import UserRateThrottle

from clinics.access import clinics_of
from clinics.models import Role

JSON_LIMIT_BYTES = 64 * 1024


class IsTherapist(BasePermission):
    """A therapist somewhere; which records exist for them is visible_to's job."""

    message = "Only therapists read and write patients' records."

    def has_permission(self, request: Request, view: object) -> bool:
        return clinics_of(request.user, Role.THERAPIST).exists()


class WorksSomewhere(BasePermission):
    message = "You work at no clinic here."

    def has_permission(self, request: Request, view: object) -> bool:
        return clinics_of(request.user).exists()


class Pages(PageNumberPagination):
    page_size = 50
    max_page_size = 200
    page_size_query_param = "page_size"


class UploadThrottle(UserRateThrottle):
    """Each upload costs a check in a child process and a run in the queue."""

    scope = "upload"


class TooLarge(APIException):
    status_code = status.HTTP_413_REQUEST_ENTITY_TOO_LARGE
    default_detail = f"The body is larger than {JSON_LIMIT_BYTES // 1024} kB."


class SmallJSONParser(JSONParser):
    """No body here needs much room or depth; a bomb of either kind is refused before it goes off."""

    def parse(self, stream: IO[bytes], media_type: str | None = None, parser_context: Any = None) -> Any:
        if int(parser_context["request"].META.get("CONTENT_LENGTH") or 0) > JSON_LIMIT_BYTES:
            raise TooLarge
        try:
            return super().parse(stream, media_type, parser_context)
        except RecursionError as bomb:
            raise ParseError("The body is nested too deeply.") from bomb
