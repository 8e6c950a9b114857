"""Write a network as ONNX: the few kinds of message of its protobuf that a plain graph needs.

A field is its number and kind in one varint, then its content; a message is its fields one after the other. The numbers
are those of onnx.proto (Apache-2.0), which never change.
"""

import struct
from collections.abc import Sequence
from dataclasses import dataclass, field

import numpy as np
from numpy.typing import NDArray

FLOAT = 1
IR_VERSION, OPSET = 8, 13
VARINT, LENGTH, FIXED32 = 0, 2, 5
Attribute = int | float | str | tuple[int, ...]


@dataclass
class Graph:
    """Collects nodes and numbers; outputs of nodes are named by their number."""

    nodes: list[bytes] = field(default_factory=list)
    numbers: list[bytes] = field(default_factory=list)

    def node(self, kind: str, inputs: Sequence[str], output: str = "", **attributes: Attribute) -> str:
        """Add a node and return the name of its output."""
        name = output or f"n{len(self.nodes)}"
        content = b"".join(_text(1, each) for each in inputs) + _text(2, name) + _text(4, kind)
        content += b"".join(_message(5, _attribute(key, value)) for key, value in attributes.items())
        self.nodes.append(_message(1, content))
        return name

    def constant(self, values: NDArray[np.float32]) -> str:
        """Add numbers and return their name."""
        name = f"c{len(self.numbers)}"
        content = b"".join(_number(1, size) for size in values.shape) + _number(2, FLOAT) + _text(8, name)
        self.numbers.append(_message(5, content + _message(9, values.astype("<f4").tobytes())))
        return name

    def model(
        self, inputs: dict[str, tuple[int, ...]], outputs: dict[str, tuple[int, ...]], about: str = "stance"
    ) -> bytes:
        """The whole file; shapes of all inputs and outputs are fixed."""
        graph = b"".join(self.nodes) + _text(2, about) + b"".join(self.numbers)
        graph += b"".join(_message(11, _shaped(name, shape)) for name, shape in inputs.items())
        graph += b"".join(_message(12, _shaped(name, shape)) for name, shape in outputs.items())
        return _number(1, IR_VERSION) + _text(2, about) + _message(7, graph) + _message(8, _number(2, OPSET))


def _shaped(name: str, shape: tuple[int, ...]) -> bytes:
    sizes = b"".join(_message(1, _number(1, size)) for size in shape)
    return _text(1, name) + _message(2, _message(1, _number(1, FLOAT) + _message(2, sizes)))


def _attribute(name: str, value: Attribute) -> bytes:
    if isinstance(value, str):
        return _text(1, name) + _text(4, value) + _number(20, 3)
    if isinstance(value, float):
        return _text(1, name) + _key(2, FIXED32) + struct.pack("<f", value) + _number(20, 1)
    if isinstance(value, int):
        return _text(1, name) + _number(3, value) + _number(20, 2)
    return _text(1, name) + b"".join(_number(8, each) for each in value) + _number(20, 7)


def _text(number: int, value: str) -> bytes:
    return _message(number, value.encode())


def _message(number: int, content: bytes) -> bytes:
    return _key(number, LENGTH) + _varint(len(content)) + content


def _number(number: int, value: int) -> bytes:
    return _key(number, VARINT) + _varint(value)


def _key(number: int, kind: int) -> bytes:
    return _varint(number << 3 | kind)


def _varint(value: int) -> bytes:
    """Seven bits a byte, the lowest first; not negative."""
    content = bytearray()
    while value > 0x7F:
        content.append(value & 0x7F | 0x80)
        value >>= 7
    return bytes([*content, value])
