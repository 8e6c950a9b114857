"""Reading patients from a file of another program: a CSV table, or FHIR Patients as a Bundle, a list or NDJSON."""

import csv
import io
import json
from collections.abc import Callable, Iterator, Mapping
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
MAX_ROWS = 20_000
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
        if len(rows) > MAX_ROWS:
            raise UnreadableFile(f"The file has more than {MAX_ROWS:,} rows. Split it and bring in one part at a time.")
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
    except RecursionError as deep:
        raise UnreadableFile("The file is nested too deeply to be FHIR.") from deep
    except ValueError:  # not one document, or a number of thousands of digits
        told = [json_line(number, line) for number, line in enumerate(text.splitlines(), start=1) if line.strip()]
    for resource in resources_in(told):
        if resource.get("resourceType") == "Patient":
            yield tidy(row_of(resource))


def json_line(number: int, line: str) -> Any:
    try:
        return json.loads(line)
    except (ValueError, RecursionError) as broken:
        raise UnreadableFile(f"Line {number} is not JSON.") from broken


def resources_in(told: Any) -> Iterator[dict[str, object]]:
    """What lies in a list or a Bundle, and a resource by itself. What is none is left out, as in a Bundle of null."""
    for resource in told if isinstance(told, list) else [told]:
        if not isinstance(resource, dict):
            continue
        if resource.get("resourceType") != "Bundle":
            yield resource
            continue
        inside = (entry.get("resource") for entry in listed(resource, "entry"))
        yield from (each for each in inside if isinstance(each, dict))


def row_of(patient: dict[str, object]) -> Row:
    """What we keep of a FHIR R4 Patient: the official name, the first identifier, and how to reach them."""
    names = [name for name in listed(patient, "name")]
    name = next((name for name in names if name.get("use") == "official"), names[0] if names else {})
    reach = {text_in(entry, "system"): text_in(entry, "value") for entry in reversed(listed(patient, "telecom"))}
    numbers = [text_in(entry, "value") for entry in listed(patient, "identifier")]
    given = name.get("given")
    return {
        "first_name": " ".join(text_of(each) for each in (given if isinstance(given, list) else [given])),
        "last_name": text_in(name, "family"),
        "birth_date": text_in(patient, "birthDate"),
        "sex": text_in(patient, "gender"),
        "record_number": next(filter(None, numbers), ""),
        "email": reach.get("email", ""),
        "phone": reach.get("phone", ""),
    }


def text_in(resource: dict[str, object], name: str) -> str:
    return text_of(resource.get(name))


def text_of(value: Any) -> str:
    """Words and whole numbers; anything else that stands where a word should is nothing to take over."""
    is_number = isinstance(value, int) and not isinstance(value, bool)
    return str(value) if isinstance(value, str) or is_number else ""


def listed(patient: dict[str, object], name: str) -> list[dict[str, object]]:
    entries = patient.get(name)
    return [entry for entry in entries if isinstance(entry, dict)] if isinstance(entries, list) else []


def tidy(row: Mapping[str, object]) -> Row:
    plain = {name: storable(str(value or "")).strip() for name, value in row.items()}
    plain["sex"] = SEXES.get(plain.get("sex", "").casefold(), "unstated")
    return plain


def storable(text: str) -> str:
    """Without what no database takes: the character zero, and halves of characters that JSON can spell."""
    return text.replace("\0", "").encode("utf-8", "ignore").decode()
