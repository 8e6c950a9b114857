"""The tilt reader's network: 0.6 million parameters that turn a view of the pelvis into an angle and its sigma."""

from itertools import pairwise

import torch
from torch import Tensor, nn

from gait.training.sizes import VIEW_SIZE

CHANNELS = (16, 32, 64, 96)
SUMMARY_CHANNELS, HIDDEN = 40, 128
LEFT_OVER = VIEW_SIZE // 2 ** len(CHANNELS)
"""Side of the picture after it was halved once per stage."""

ANGLE_UNIT_DEG = 10.0
FLAT_PICTURE_SPREAD = 8.0
"""Added to the spread of brightness: an even picture is not blown up into noise."""

LOG_SIGMA_MIDDLE, LOG_SIGMA_REACH = 1.0, 2.0


class Residual(nn.Module):
    """Two convolutions whose result is added to what came in."""

    def __init__(self, channels: int) -> None:
        super().__init__()
        self.change = nn.Sequential(
            nn.Conv2d(channels, channels, 3, padding=1, bias=False),
            nn.BatchNorm2d(channels),
            nn.ReLU(),
            nn.Conv2d(channels, channels, 3, padding=1, bias=False),
            nn.BatchNorm2d(channels),
        )

    def forward(self, x: Tensor) -> Tensor:
        return torch.relu(x + self.change(x))


def _halve(inputs: int, outputs: int, side: int) -> nn.Sequential:
    convolution = nn.Conv2d(inputs, outputs, side, stride=2, padding=side // 2, bias=False)
    return nn.Sequential(convolution, nn.BatchNorm2d(outputs), nn.ReLU())


class TiltNetwork(nn.Module):
    """Views (n, 3, 112, 112), bytes or floats 0 to 255 -> angle (n,) in degrees and log sigma (n,).

    + = the image-right side is lower. Brightness and contrast of the whole view are taken out first.
    """

    def __init__(self) -> None:
        super().__init__()
        stages: list[nn.Module] = [_halve(3, CHANNELS[0], 5)]
        for before, after in pairwise(CHANNELS):
            stages += [_halve(before, after, 3), Residual(after)]
        stages += [nn.Conv2d(CHANNELS[-1], SUMMARY_CHANNELS, 1), nn.ReLU()]
        self.look = nn.Sequential(*stages)
        self.judge = nn.Sequential(
            nn.Dropout(0.1),
            nn.Linear(SUMMARY_CHANNELS * LEFT_OVER**2, HIDDEN),
            nn.ReLU(),
            nn.Linear(HIDDEN, 2),
        )

    def forward(self, views: Tensor) -> tuple[Tensor, Tensor]:
        x = views.float()
        mean, spread = x.mean((1, 2, 3), keepdim=True), x.std((1, 2, 3), keepdim=True)
        x = (x - mean) / (spread + FLAT_PICTURE_SPREAD)
        answer = self.judge(self.look(x).flatten(1)).float()
        log_sigma = answer[:, 1].clamp(-LOG_SIGMA_REACH, LOG_SIGMA_REACH) + LOG_SIGMA_MIDDLE
        return ANGLE_UNIT_DEG * answer[:, 0], log_sigma
