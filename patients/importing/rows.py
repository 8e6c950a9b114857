"""Reading patients from a file of another program: a CSV table, or FHIR Patients as a Bundle, a list or NDJSON."""

import csv
import io
import json
from collections.abc import Callable, Iterator
from typing import Any

Row = dict[str, str]

COLUMNS = {
    "first_name": ("first name", "first", "given name", "given", "forename"),
    "last_name": ("last name", "last", "surname", "family name", "family"),
    "birth_date": ("birth date", "date of birth", "dob", "birthday", "born"),
    "sex": ("sex", "gender"),
    "record_number": ("record number", "mrn", "chart number", "patient id", "patient number", "number", "id"),
    "email": ("email", "e mail"),
    "phone": ("phone", "telephone", "mobile", "phone number"),
}
NEEDED = ("first_name", "last_name", "birth_date")
MOST_ROWS = 20_000
SEXES = {
    "f": "female",
    "female": "female",
    "w": "female",
    "woman": "female",
    "m": "male",
    "male": "male",
    "man": "male",
}


class UnreadableFile(Exception):
    """The file as a whole cannot be read; the message says what was expected."""


def read_patients(content: bytes) -> list[Row]:
    """Rows by our own field names, in the order of the file. Raises UnreadableFile."""
    try:
        text = content.decode("utf-8-sig")
    except UnicodeDecodeError as broken:
        raise UnreadableFile("The file is not UTF-8 text. Save it as “CSV UTF-8” and try again.") from broken
    reader: Callable[[str], Iterator[Row]] = read_fhir if text.lstrip()[:1] in ("{", "[") else read_csv
    rows = []
    for row in reader(text):
        rows.append(row)
        if len(rows) > MOST_ROWS:
            raise UnreadableFile(
                f"The file has more than {MOST_ROWS:,} rows. Split it and bring in one part at a time."
            )
    if not rows:
        raise UnreadableFile("The file has no patients in it.")
    return rows


def read_csv(text: str) -> Iterator[Row]:
    table = csv.reader(io.StringIO(text), delimiter=delimiter_of(text.partition("\n")[0]))
    try:
        heads = [field_named(head) for head in next(table, [])]
        missing = [COLUMNS[name][0] for name in NEEDED if name not in heads]
        if missing:
            raise UnreadableFile(f"The first line must name the columns. Missing: {', '.join(missing)}.")
        for cells in table:
            if any(cell.strip() for cell in cells):
                yield tidy({name: cell for name, cell in zip(heads, cells, strict=False) if name})
    except csv.Error as broken:
        raise UnreadableFile(f"Line {table.line_num} is not CSV.") from broken


def delimiter_of(first_line: str) -> str:
    return max(",;\t", key=first_line.count)


def field_named(head: str) -> str | None:
    """Our name for a column head, however it is spelt; None for a column we do not keep."""
    spelt = head.strip().casefold().replace("_", " ").replace("-", " ")
    return next((name for name, spellings in COLUMNS.items() if spelt in spellings), None)


def read_fhir(text: str) -> Iterator[Row]:
    try:
        told = json.loads(text)
    except json.JSONDecodeError:
        told = [json_line(number, line) for number, line in enumerate(text.splitlines(), start=1) if line.strip()]
    for resource in resources_in(told):
        if isinstance(resource, dict) and resource.get("resourceType") == "Patient":
            yield tidy(row_of(resource))


def json_line(number: int, line: str) -> Any:
    try:
        return json.loads(line)
    except json.JSONDecodeError as broken:
        raise UnreadableFile(f"Line {number} is not JSON.") from broken


def resources_in(told: Any) -> list[Any]:
    if isinstance(told, dict) and told.get("resourceType") == "Bundle":
        return [entry.get("resource") for entry in told.get("entry", []) if isinstance(entry, dict)]
    return told if isinstance(told, list) else [told]


def row_of(patient: dict[str, Any]) -> Row:
    """What we keep of a FHIR R4 Patient: the official name, the first identifier, and how to reach them."""
    names = [name for name in listed(patient, "name")]
    name = next((name for name in names if name.get("use") == "official"), names[0] if names else {})
    reach = {entry.get("system"): entry.get("value") for entry in reversed(listed(patient, "telecom"))}
    numbers = [entry.get("value") for entry in listed(patient, "identifier")]
    return {
        "first_name": " ".join(map(str, name.get("given") or [])),
        "last_name": name.get("family") or "",
        "birth_date": patient.get("birthDate") or "",
        "sex": patient.get("gender") or "",
        "record_number": numbers[0] if numbers else "",
        "email": reach.get("email") or "",
        "phone": reach.get("phone") or "",
    }


def listed(patient: dict[str, Any], name: str) -> list[dict[str, Any]]:
    entries = patient.get(name)
    return [entry for entry in entries if isinstance(entry, dict)] if isinstance(entries, list) else []


def tidy(row: dict[str, Any]) -> Row:
    plain = {name: str(value or "").strip() for name, value in row.items()}
    plain["sex"] = SEXES.get(plain.get("sex", "").casefold(), "unstated")
    return plain
