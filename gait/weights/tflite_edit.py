"""Two edits of a TFLite model: say how its input is normalised, and drop an output nobody reads."""

from dataclasses import dataclass
from typing import Any

import flatbuffers
import numpy as np
from mediapipe.tasks.metadata import metadata_schema_py_generated as metadata_schema
from mediapipe.tasks.metadata import schema_py_generated as tflite_schema

METADATA_NAME = b"TFLITE_METADATA"
TENSOR_ALIGNMENT_BYTES = 16


@dataclass(frozen=True, slots=True)
class Normalization:
    """The model sees (pixel - mean) / std of pixels 0 to 255."""

    mean: float
    std: float


class _AligningBuilder(flatbuffers.Builder):
    """Weights start at multiples of 16 bytes, as the schema asks and flatbuffers' Python packer forgets."""

    def StartVector(self, elemSize: int, numElems: int, alignment: int) -> Any:  # noqa: N802, N803
        wants = TENSOR_ALIGNMENT_BYTES if elemSize == 1 else alignment
        return super().StartVector(elemSize, numElems, wants)


def read_model(content: bytes) -> Any:
    """The model as the schema's mutable object tree."""
    return tflite_schema.ModelT.InitFromObj(tflite_schema.Model.GetRootAs(content, 0))


def write_model(model: Any) -> bytes:
    return _packed(model, identifier=b"TFL3")


def add_normalization(model: Any, normalization: Normalization) -> None:
    """Attach the metadata without which MediaPipe Tasks refuses a model that takes floats."""
    buffer = tflite_schema.BufferT()
    buffer.data = np.frombuffer(_packed(_image_input_metadata(normalization), identifier=b"M001"), np.uint8)
    entry = tflite_schema.MetadataT()
    entry.name = METADATA_NAME
    entry.buffer = len(model.buffers)
    model.buffers.append(buffer)
    model.metadata = [*(model.metadata or []), entry]


def drop_output(model: Any, *, shape: tuple[int, ...], stand_in: tuple[int, ...]) -> None:
    """Remove the operators that only the output of this shape needs.

    The graph around the model expects a fixed number of outputs, so the free place repeats the output
    shaped stand_in. Every other output stays bit for bit what it was.
    """
    graph = model.subgraphs[0]
    shape_of = {int(output): tuple(graph.tensors[output].shape) for output in graph.outputs}
    dropped = _only(shape_of, shape)
    kept = _only(shape_of, stand_in)
    graph.operators = _operators_needed(graph, [output for output in shape_of if output != dropped])
    graph.outputs = np.array([kept if output == dropped else output for output in graph.outputs], np.int32)
    model.signatureDefs = None  # named the dropped output
    _forget_unused_weights(model)


def _only(shape_of: dict[int, tuple[int, ...]], shape: tuple[int, ...]) -> int:
    (output,) = [output for output, found in shape_of.items() if found == shape]
    return output


def _operators_needed(graph: Any, outputs: list[int]) -> list[Any]:
    needed, operators = set(outputs), []
    for operator in reversed(graph.operators):
        if needed.intersection(int(tensor) for tensor in operator.outputs):
            operators.append(operator)
            needed.update(int(tensor) for tensor in operator.inputs if tensor >= 0)
    return operators[::-1]


def _forget_unused_weights(model: Any) -> None:
    """Empty the buffers of tensors that no operator reads any more; their numbers stay, so nothing shifts."""
    graph = model.subgraphs[0]
    used = {int(t) for op in graph.operators for t in (*op.inputs, *op.outputs) if t >= 0}
    used.update(int(tensor) for tensor in graph.outputs)
    live = {graph.tensors[tensor].buffer for tensor in used} | {entry.buffer for entry in model.metadata or []}
    for number, buffer in enumerate(model.buffers):
        if number not in live:
            buffer.data = None


def _image_input_metadata(normalization: Normalization) -> Any:
    options = metadata_schema.NormalizationOptionsT()
    options.mean = [normalization.mean]
    options.std = [normalization.std]
    unit = metadata_schema.ProcessUnitT()
    unit.optionsType = metadata_schema.ProcessUnitOptions.NormalizationOptions
    unit.options = options
    colours = metadata_schema.ImagePropertiesT()
    colours.colorSpace = metadata_schema.ColorSpaceType.RGB
    content = metadata_schema.ContentT()
    content.contentPropertiesType = metadata_schema.ContentProperties.ImageProperties
    content.contentProperties = colours
    image = metadata_schema.TensorMetadataT()
    image.name = b"image"
    image.content = content
    image.processUnits = [unit]
    graph = metadata_schema.SubGraphMetadataT()
    graph.inputTensorMetadata = [image]
    about = metadata_schema.ModelMetadataT()
    about.license = b"Apache-2.0"
    about.subgraphMetadata = [graph]
    return about


def _packed(tree: Any, *, identifier: bytes) -> bytes:
    builder = _AligningBuilder(1 << 20)
    builder.Finish(tree.Pack(builder), identifier)
    return bytes(builder.Output())
