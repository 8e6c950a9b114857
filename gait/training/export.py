"""Trained weights to the ONNX file that the product reads.

python -m gait.training.export TRAINED.pt TILT.onnx
"""

import argparse
import sys
import warnings
from pathlib import Path

import numpy as np
import torch

from gait.training.network import TiltNetwork
from gait.training.reading import opencv_forward
from gait.training.sizes import VIEW_SIZE
from gait.training.train import network_forward

OPSET = 17
MAX_BYTES = 3_000_000
MAX_APART_DEG = 0.01
"""The file, read by OpenCV, must say the same as the network to within this."""


def export(trained: Path, file: Path) -> None:
    """Write the file, then read it as the product will. Raises ValueError when it is too big or says something else."""
    network = TiltNetwork()
    network.load_state_dict(torch.load(trained, weights_only=True))
    network.eval()
    views = torch.randint(0, 255, (2, 3, VIEW_SIZE, VIEW_SIZE), dtype=torch.uint8)
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", DeprecationWarning)
        torch.onnx.export(
            network,
            (views,),
            file,
            input_names=["rgb"],
            output_names=["angle", "log_sigma"],
            dynamic_axes={"rgb": {0: "n"}},
            opset_version=OPSET,
            dynamo=False,
        )
    size = file.stat().st_size
    ours, theirs = network_forward(network)(views.numpy()), opencv_forward(file)(views.numpy())
    apart = max(float(np.abs(a - b).max()) for a, b in zip(ours, theirs, strict=True))
    parameters = sum(part.numel() for part in network.parameters())
    sys.stdout.write(f"{file}: {size} bytes, {parameters} parameters, at most {apart:.5f} from the network\n")
    if size > MAX_BYTES or apart > MAX_APART_DEG:
        raise ValueError("the exported file is too big or does not say what the network says")


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("trained", type=Path)
    parser.add_argument("file", type=Path)
    arguments = parser.parse_args()
    export(arguments.trained, arguments.file)
