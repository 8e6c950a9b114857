"""An OpenAPI document as rows to read: what can be asked where, what must be sent, what comes back."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

Schema = dict[str, Any]
METHODS = ("get", "post", "put", "patch", "delete")


@dataclass(frozen=True, slots=True)
class Field:
    name: str
    kind: str
    is_required: bool
    meaning: str


@dataclass(frozen=True, slots=True)
class Operation:
    """anchor is unique on the page; answers are status codes, with the form of the good one in answer_fields."""

    anchor: str
    method: str
    path: str
    says: str
    parameters: tuple[Field, ...]
    body: tuple[Field, ...]
    answers: tuple[str, ...]
    answer_fields: tuple[Field, ...]


@dataclass(frozen=True, slots=True)
class Group:
    name: str
    operations: tuple[Operation, ...]


def groups_of(document: Schema) -> tuple[Group, ...]:
    by_tag: dict[str, list[Operation]] = {}
    for path, methods in document["paths"].items():
        for method in METHODS:
            if method in methods:
                operation = methods[method]
                by_tag.setdefault(operation["tags"][0], []).append(_operation(document, path, method, operation))
    return tuple(Group(tag, tuple(operations)) for tag, operations in by_tag.items())


def _operation(document: Schema, path: str, method: str, operation: Schema) -> Operation:
    good = operation["responses"].get("200") or operation["responses"].get("201") or {}
    return Operation(
        anchor=operation["operationId"],
        method=method.upper(),
        path=path,
        says=operation.get("description", ""),
        parameters=tuple(_parameter(document, each) for each in operation.get("parameters", [])),
        body=tuple(_fields(document, operation.get("requestBody", {}))),
        answers=tuple(operation["responses"]),
        answer_fields=tuple(_fields(document, good)),
    )


def _parameter(document: Schema, parameter: Schema) -> Field:
    kind = _kind(document, parameter["schema"])
    return Field(parameter["name"], kind, parameter.get("required", False), parameter.get("description", ""))


def _fields(document: Schema, holder: Schema) -> Iterator[Field]:
    """The fields of the first form that a body or an answer may have."""
    for content in list(holder.get("content", {}).values())[:1]:
        yield from _rows(document, content["schema"])


def _rows(document: Schema, schema: Schema, within: str = "") -> Iterator[Field]:
    """Fields of fields follow their list as results[].name."""
    schema = _resolved(document, schema)
    required = schema.get("required", [])
    for name, each in schema.get("properties", {}).items():
        yield Field(within + name, _kind(document, each), name in required, each.get("description", ""))
        if each.get("type") == "array":
            yield from _rows(document, each["items"], f"{within}{name}[].")


def _kind(document: Schema, schema: Schema) -> str:
    """A type in a few words: the choices where there are some, else format or type."""
    schema = _resolved(document, schema)
    if "enum" in schema:
        return " | ".join(str(choice) for choice in schema["enum"] if choice not in ("", None))
    if "oneOf" in schema:
        return " | ".join(filter(None, (_kind(document, each) for each in schema["oneOf"])))
    if schema.get("type") == "array":
        return f"list of {_kind(document, schema['items'])}"
    return schema.get("format") or schema.get("type") or "any"


def _resolved(document: Schema, schema: Schema) -> Schema:
    """The schema that a reference, or the one part of an allOf, stands for."""
    if len(parts := schema.get("allOf", [])) == 1:
        schema = parts[0]
    if address := schema.get("$ref"):
        return document["components"]["schemas"][address.rsplit("/", 1)[-1]]
    return schema
