"""Frozen dataclasses to JSON and back, by what their annotations say.

Digits and Key say how a field is written where its name and all its decimals will not do. Everything else follows from
the types: enums are their values, tuples are lists, a side is a key, an unknown number is null.
"""

import math
import types
from collections.abc import Callable, Hashable, Mapping
from dataclasses import MISSING, Field, dataclass, fields, is_dataclass
from enum import Enum
from functools import cache, partial
from typing import Annotated, Any, TypeVar, Union, cast, get_args, get_origin, get_type_hints

Json = dict[str, Any]
T = TypeVar("T")
_Decoder = Callable[[Any, str], Any]
"""From a value and its place, which a message names."""


class NotReadable(Exception):
    """The JSON is not what its type says; the message names the place."""


@dataclass(frozen=True, slots=True)
class Digits:
    """Decimals to which the field's numbers are rounded, also those inside it."""

    count: int


@dataclass(frozen=True, slots=True)
class Key:
    """The field's key where it is not its name."""

    name: str


UNWRITTEN = object()
"""A field that stays in the engine. It needs a default, which it has when the rest is read back."""


@dataclass(frozen=True, slots=True)
class _Form:
    """How one field is written and read."""

    name: str
    key: str
    digits: int | None
    read: Callable[[Mapping[str, Any], str], Any]


def as_json(value: Any) -> Any:
    """Of a dataclass a dict, with what its derived() adds. NaN and infinity become null."""
    return _encoded(value, None)


def number(value: float | None, digits: int | None) -> float | None:
    """Rounded, null when there is no number; never minus zero."""
    if value is None or not math.isfinite(value):
        return None
    return float(value) if digits is None else round(float(value), digits) + 0.0


def from_json(kind: type[T], data: Mapping[str, Any], where: str = "") -> T:
    """Keys that the type does not know are left alone, for a later version may write more.

    A key that is missing or null has the field's default; without one it is None or NaN where the type allows that.
    Empty text stands for None too: rows of the database have no null there. Raises NotReadable.
    """
    if not isinstance(data, Mapping):
        raise NotReadable(f"{where or kind.__name__}: not an object")
    return kind(**{form.name: form.read(data, f"{where}.{form.name}".lstrip(".")) for form in _forms(cast(Any, kind))})


def _encoded(value: Any, digits: int | None) -> Any:
    if is_dataclass(value):
        out = {form.key: _encoded(getattr(value, form.name), form.digits) for form in _forms(cast(Any, type(value)))}
        return out | value.derived() if hasattr(value, "derived") else out
    if isinstance(value, Enum):
        return value.value
    if isinstance(value, float):
        return number(value, digits)
    if isinstance(value, Mapping):
        return {_encoded(key, None): _encoded(each, digits) for key, each in value.items()}
    if isinstance(value, tuple | list):
        return [_encoded(each, digits) for each in value]
    return value


@cache
def _forms(kind: Hashable) -> tuple[_Form, ...]:
    """Of all written fields of a dataclass."""
    hints = get_type_hints(kind, include_extras=True)
    found = []
    for each in fields(kind):  # type: ignore[arg-type]
        hint = hints[each.name]
        annotation, *says = get_args(hint) if get_origin(hint) is Annotated else (hint,)
        if UNWRITTEN not in says:
            key = next((say.name for say in says if isinstance(say, Key)), each.name)
            digits = next((say.count for say in says if isinstance(say, Digits)), None)
            found.append(_Form(each.name, key, digits, _reader_of(each, key, _decoder(annotation))))
    return tuple(found)


def _reader_of(each: Field[Any], key: str, decode: _Decoder) -> Callable[[Mapping[str, Any], str], Any]:
    def read(data: Mapping[str, Any], where: str) -> Any:
        if data.get(key) is not None:
            return decode(data[key], where)
        if each.default is not MISSING:
            return each.default
        if each.default_factory is not MISSING:
            return each.default_factory()
        return decode(None, where)

    return read


@cache
def _decoder(annotation: Any) -> _Decoder:
    origin, inner = get_origin(annotation), get_args(annotation)
    if origin in (Union, types.UnionType):
        (one,) = [each for each in inner if each is not type(None)]
        decode = _decoder(one)
        return lambda value, where: None if value in (None, "") else decode(value, where)
    if origin is tuple:
        return _tuple_decoder(inner)
    if origin is dict:
        key_of_dict, value_of_dict = _decoder(inner[0]), _decoder(inner[1])
        return lambda value, where: {
            key_of_dict(key, where): value_of_dict(each, f"{where}.{key}") for key, each in _items(value, where)
        }
    if annotation is float:
        return lambda value, where: math.nan if value is None else _plain(float, value, where)
    if is_dataclass(annotation):
        return partial(from_json, cast(Any, annotation))
    return lambda value, where: _plain(annotation, value, where)


def _tuple_decoder(inner: tuple[Any, ...]) -> _Decoder:
    if inner[-1] is Ellipsis:
        decode = _decoder(inner[0])
        return lambda value, where: tuple(decode(each, f"{where}[{n}]") for n, each in enumerate(value or ()))
    decoders = [_decoder(each) for each in inner]

    def read(value: Any, where: str) -> tuple[Any, ...]:
        if not isinstance(value, list | tuple) or len(value) != len(decoders):
            raise NotReadable(f"{where}: not {len(decoders)} values")
        return tuple(decode(each, where) for decode, each in zip(decoders, value, strict=True))

    return read


def _items(value: Any, where: str) -> list[tuple[Any, Any]]:
    if value is None:
        return []
    if not isinstance(value, Mapping):
        raise NotReadable(f"{where}: not an object")
    return list(value.items())


def _plain(kind: Any, value: Any, where: str) -> Any:
    if kind is Any or isinstance(value, kind):
        return value
    if value is None:
        raise NotReadable(f"{where}: missing")
    try:
        return kind(value)
    except (TypeError, ValueError) as error:
        raise NotReadable(f"{where}: {value!r}") from error
