"""Read the weights that PyTorch saved, without PyTorch: a zip with a pickle of names and the raw numbers beside it.

The pickle may name nothing but what a table of tensors is made of, so it can run nothing.
"""

import io
import pickle
import zipfile
from collections import OrderedDict
from typing import Any

import numpy as np
from numpy.typing import NDArray

Tensor = NDArray[Any]
STORAGES = {"FloatStorage": np.dtype("<f4"), "LongStorage": np.dtype("<i8")}


def read_weights(content: bytes) -> dict[str, Tensor]:
    """Tensors by name. Raises pickle.UnpicklingError where the pickle asks for anything else."""
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        (names,) = [name for name in archive.namelist() if name.endswith("/data.pkl")]
        table = _TensorsOnly(archive, names.removesuffix("data.pkl")).load()
    return {str(name): tensor for name, tensor in table.items()}


class _TensorsOnly(pickle.Unpickler):
    def __init__(self, archive: zipfile.ZipFile, folder: str) -> None:
        super().__init__(io.BytesIO(archive.read(f"{folder}data.pkl")))
        self._archive, self._folder = archive, folder

    def find_class(self, module: str, name: str) -> Any:
        if (module, name) == ("collections", "OrderedDict"):
            return OrderedDict
        if (module, name) == ("torch._utils", "_rebuild_tensor_v2"):
            return _tensor
        if module == "torch" and name in STORAGES:
            return STORAGES[name]
        raise pickle.UnpicklingError(f"{module}.{name} is no part of a table of tensors")

    def persistent_load(self, pid: Any) -> Tensor:
        kind, dtype, key, _, count = pid
        if kind != "storage" or not str(key).isdigit():
            raise pickle.UnpicklingError(f"{kind} {key} is no storage")
        return np.frombuffer(self._archive.read(f"{self._folder}data/{key}"), dtype, count)


def _tensor(storage: Tensor, offset: int, shape: tuple[int, ...], strides: tuple[int, ...], *_: Any) -> Tensor:
    """PyTorch counts strides in numbers, NumPy in bytes."""
    steps = tuple(step * storage.itemsize for step in strides)
    return np.lib.stride_tricks.as_strided(storage[offset:], shape, steps).copy()
