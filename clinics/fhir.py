"""The floor of the FHIR R4 export: how a resource is put together, and clinics and staff as resources."""

from collections.abc import Iterable
from typing import Any

from clinics.hours import week
from clinics.models import Clinic, User

Resource = dict[str, Any]
DAYS = ["mon", "tue", "wed", "thu", "fri", "sat", "sun"]


def resource(kind: str, pk: object, **elements: Any) -> Resource:
    """What is not known is left out: FHIR knows no empty elements. Zero and False are known."""
    known = {name: value for name, value in elements.items() if value is not None and value not in ("", [], {})}
    return {"resourceType": kind, "id": str(pk), **known}


def reference(kind: str, pk: object) -> dict[str, str]:
    return {"reference": f"{kind}/{pk}"}


def concept(text: str, *, system: str = "", code: str = "") -> dict[str, object]:
    return {"coding": [{"system": system, "code": code, "display": text}], "text": text} if code else {"text": text}


def telecom(**ways: str) -> list[dict[str, str]]:
    return [{"system": system, "value": value} for system, value in ways.items() if value]


def organization(clinic: Clinic) -> Resource:
    return resource(
        "Organization",
        clinic.pk,
        active=True,
        name=clinic.practice,
        telecom=telecom(phone=clinic.phone, fax=clinic.fax, email=clinic.email),
        address=[address(clinic)],
    )


def location(clinic: Clinic) -> Resource:
    closures = [f"{each.first_day} to {each.last_day}: {each.reason or 'closed'}" for each in clinic.closures.all()]
    special = [f"{each.day}: {each.opens:%H:%M} to {each.closes:%H:%M}" for each in clinic.special_hours.all()]
    return resource(
        "Location",
        clinic.pk,
        status="active",
        name=str(clinic),
        description=clinic.kind,
        telecom=telecom(phone=clinic.phone, fax=clinic.fax, email=clinic.email),
        address=address(clinic),
        managingOrganization=reference("Organization", clinic.pk),
        hoursOfOperation=hours_of_operation(clinic),
        availabilityExceptions="; ".join(closures + special),
    )


def practitioner(user: User) -> Resource:
    return resource(
        "Practitioner",
        user.pk,
        active=user.is_active,
        name=[{"text": user.full_name}],
        qualification=[{"code": concept(user.credentials)}] if user.credentials else [],
    )


def address(clinic: Clinic) -> dict[str, object]:
    return {
        "line": [line for line in (clinic.street, clinic.suite) if line],
        "city": clinic.city,
        "state": clinic.state,
        "postalCode": clinic.postcode,
        "country": clinic.country,
    }


def hours_of_operation(clinic: Clinic) -> list[dict[str, object]]:
    """One entry per weekday and span, on the location's own clock."""
    return [
        {"daysOfWeek": [day], "openingTime": opens.isoformat("seconds"), "closingTime": closes.isoformat("seconds")}
        for day, spans in zip(DAYS, week(clinic.opening_hours.all()), strict=True)
        for opens, closes in spans
    ]


def bundle(resources: Iterable[Resource], base: str) -> Resource:
    """A searchset; each fullUrl ends in what the references say, so that they resolve inside the bundle."""
    entries = [
        {"fullUrl": f"{base}/{each['resourceType']}/{each['id']}", "resource": each, "search": {"mode": "match"}}
        for each in resources
    ]
    return {"resourceType": "Bundle", "type": "searchset", "total": len(entries), "entry": entries}
