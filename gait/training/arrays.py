"""Names for the arrays that go from module to module; shapes stand in the docstrings."""

from typing import Any, TypeAlias

import numpy as np
from numpy.typing import NDArray

FloatArray: TypeAlias = NDArray[np.floating[Any]]
IntArray: TypeAlias = NDArray[np.integer[Any]]
Picture: TypeAlias = NDArray[np.floating[Any]]
"""(height, width, 3) RGB, in linear light from 0 up unless the docstring says otherwise."""

Bytes: TypeAlias = NDArray[np.uint8]
"""(height, width, 3) RGB as a camera file holds it."""

Rng: TypeAlias = np.random.Generator
