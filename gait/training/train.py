"""Train the network on rendered stills; can be stopped and goes on from its last checkpoint.

    python -m gait.training.train FOLDER

FOLDER holds `train/` and `validation/` made by gait.training.stills; the weights go to FOLDER/trained.pt. A fixed
number of steps from a fixed seed: the same stills, machine and versions give the same weights.

In two parts, because hard views are learned at the cost of the ordinary one: first everything as hard as it comes,
then mostly the tilts and pictures that a clinic sends.
"""

import argparse
import os
import sys
import time
from collections.abc import Iterator
from dataclasses import dataclass, replace
from itertools import count, islice
from pathlib import Path
from typing import Any

import cv2
import numpy as np
import torch
from numpy.typing import NDArray
from torch import Tensor
from torch.utils.data import DataLoader, Dataset, Sampler

from gait.training.arrays import Bytes
from gait.training.augment import HARD, ORDINARY, Treatment, augment
from gait.training.network import TiltNetwork
from gait.training.reading import Forward, read_with_mirror
from gait.training.report import figures
from gait.training.stills import load_stills

Stills = tuple[list[Bytes], NDArray[np.void]]

SEED = 7
BATCH = 64
WEIGHT_DECAY, MAX_GRADIENT_NORM = 0.02, 2.0
LAST_RATE_SHARE = 0.003
AVERAGE_DECAY = 0.998
FEEDERS = 1
"""Processes that make the views; the other cores learn."""

REPORT_EVERY = 250
QUICK_VALIDATION = 480
ORDINARY_TILT_DEG = 16.0


@dataclass(frozen=True, slots=True)
class Part:
    """One stretch of the training, from a rise of the learning rate down to its end."""

    steps: int
    learning_rate: float
    warm_up_steps: int
    treatment: Treatment
    angle_alone: float = 0.0
    """Share of the steps in which the angle is learned by itself before its sigma counts."""

    wide_tilts: float = 1.0
    """Share of the stills beyond ORDINARY_TILT_DEG that each round takes."""


PARTS = (
    Part(steps=5_000, learning_rate=2e-3, warm_up_steps=200, treatment=HARD, angle_alone=0.12),
    Part(steps=4_000, learning_rate=1e-3, warm_up_steps=100, treatment=ORDINARY, wide_tilts=0.3),
)


class Views(Dataset[tuple[Tensor, Tensor]]):
    """Augmented views by (draw, still): the draw number seeds what happens to the still."""

    def __init__(self, pictures: list[Bytes], truth: NDArray[np.void], treatment: Treatment) -> None:
        self.pictures, self.angles_deg, self.treatment = pictures, truth["angle_deg"], treatment

    def __getitem__(self, key: tuple[int, int]) -> tuple[Tensor, Tensor]:
        draw, still = key
        rng = np.random.default_rng((SEED, draw))
        view, angle_deg = augment(rng, self.pictures[still], float(self.angles_deg[still]), self.treatment)
        return torch.from_numpy(view), torch.tensor(angle_deg)


class Draws(Sampler[tuple[int, int]]):
    """(draw, still) of a part, from the step it has reached; no still comes twice in a round."""

    def __init__(self, angles_deg: NDArray[np.float64], part: Part, number: int, *, first_draw: int, done: int) -> None:
        self.is_wide, self.part, self.number = np.abs(angles_deg) > ORDINARY_TILT_DEG, part, number
        self.first_draw, self.done = first_draw, done

    def __iter__(self) -> Iterator[tuple[int, int]]:
        start, stop = self.done * BATCH, self.part.steps * BATCH
        yield from enumerate(islice(self._stills(), start, stop), start=self.first_draw + start)

    def _stills(self) -> Iterator[int]:
        for turn in count():
            rng = np.random.default_rng((SEED, self.number, turn))
            order = rng.permutation(self.is_wide.size)
            taken = ~self.is_wide[order] | (rng.random(order.size) < self.part.wide_tilts)
            yield from map(int, order[taken])

    def __len__(self) -> int:
        return (self.part.steps - self.done) * BATCH


class Average:
    """Running average of the weights: steadier than the last step's."""

    def __init__(self, network: TiltNetwork) -> None:
        self.state = {name: value.clone() for name, value in network.state_dict().items()}

    @torch.no_grad()
    def take(self, network: TiltNetwork, step: int) -> None:
        keep = min(AVERAGE_DECAY, (step + 1) / (step + 20))
        for name, value in network.state_dict().items():
            if value.dtype.is_floating_point:
                self.state[name].mul_(keep).add_(value, alpha=1 - keep)
            else:
                self.state[name].copy_(value)


def loss_of(angle: Tensor, log_sigma: Tensor, true: Tensor, *, angle_alone: bool) -> Tensor:
    """At first the angle alone, with sigma learning beside it; then both by their likelihood.

    The likelihood is weighted by sigma (beta-NLL with beta 0.5, Seitzer and others 2022), or hard stills would be
    given up early.
    """
    squared = (angle - true) ** 2
    variance = torch.exp(2 * log_sigma)
    if angle_alone:
        about_sigma = (0.5 * squared.detach() / variance + log_sigma).mean()
        return torch.nn.functional.smooth_l1_loss(angle, true, beta=3.0) / 4 + 0.3 * about_sigma
    weight = torch.exp(log_sigma).detach()
    return ((0.5 * squared / variance + log_sigma) * weight).mean() / weight.mean()


def rate_at(step: int, part: Part) -> float:
    """Learning rate: a short climb, then down a cosine."""
    falling = 0.5 * (1 + np.cos(np.pi * step / part.steps)) + LAST_RATE_SHARE
    return float(part.learning_rate * min(1.0, (step + 1) / part.warm_up_steps) * falling)


def train(folder: Path, parts: tuple[Part, ...] = PARTS) -> Path:
    """Train from the last checkpoint, if there is one, to the end of the last part; returns the weights' file."""
    cv2.setNumThreads(1)  # before any feeder is forked: a pool of OpenCV's does not survive a fork and waits for ever
    torch.manual_seed(SEED)
    torch.set_num_threads(max(1, (os.cpu_count() or 1) - FEEDERS))
    stills = load_stills(folder / "train")
    network = TiltNetwork()
    network.to(memory_format=torch.channels_last)
    first_draw = 0
    for number, part in enumerate(parts, start=1):
        learned = _learn(network, part, stills, folder, number=number, first_draw=first_draw)
        network.load_state_dict(learned.state)
        first_draw += part.steps * BATCH
    weights = folder / "trained.pt"
    torch.save(network.state_dict(), weights)
    return weights


def _learn(network: TiltNetwork, part: Part, stills: Stills, folder: Path, *, number: int, first_draw: int) -> Average:
    """One part, from its own checkpoint on if there is one; the averaged weights at its end."""
    pictures, truth = stills
    optimiser = torch.optim.AdamW(network.parameters(), lr=part.learning_rate, weight_decay=WEIGHT_DECAY)
    average = Average(network)
    checkpoint = folder / f"checkpoint_{number}.pt"
    done = _resume(checkpoint, network, optimiser, average) if checkpoint.exists() else 0
    _say(f"part {number}: {len(pictures)} stills, {part.steps} steps of {BATCH}, from step {done}")
    draws = Draws(truth["angle_deg"], part, number, first_draw=first_draw, done=done)
    views = Views(pictures, truth, part.treatment)
    loader = DataLoader(views, BATCH, sampler=draws, num_workers=FEEDERS, drop_last=True, prefetch_factor=4)
    started_s, squared = time.monotonic(), 0.0
    for step, (view, true) in enumerate(loader, start=done):
        for group in optimiser.param_groups:
            group["lr"] = rate_at(step, part)
        squared += _step(network, optimiser, view, true.float(), angle_alone=step < part.angle_alone * part.steps)
        average.take(network, step)
        if (step + 1) % REPORT_EVERY == 0 or step + 1 == part.steps:
            passed_s = time.monotonic() - started_s
            rms_deg = np.sqrt(squared / ((step - done) % REPORT_EVERY + 1))
            _say(f"step {step + 1}, {passed_s:.0f} s, training rms {rms_deg:.2f}, {_validate(folder, average)}")
            _save(checkpoint, network, optimiser, average, step + 1)
            squared = 0.0
    return average


def _step(
    network: TiltNetwork, optimiser: torch.optim.Optimizer, views: Tensor, true: Tensor, *, angle_alone: bool
) -> float:
    """One step down the slope of the loss; mean squared error of its batch, in squared degrees."""
    network.train()
    angle, log_sigma = network(views.permute(0, 3, 1, 2))
    loss = loss_of(angle, log_sigma, true, angle_alone=angle_alone)
    optimiser.zero_grad(set_to_none=True)
    loss.backward()
    torch.nn.utils.clip_grad_norm_(network.parameters(), MAX_GRADIENT_NORM)
    optimiser.step()
    return float(((angle.detach() - true) ** 2).mean())


def _validate(folder: Path, average: Average) -> str:
    pictures, truth = load_stills(folder / "validation")
    network = TiltNetwork()
    network.load_state_dict(average.state)
    angle, sigma = read_with_mirror(network_forward(network), pictures[:QUICK_VALIDATION])
    found = figures(truth[:QUICK_VALIDATION]["angle_deg"], angle, sigma)
    return f"validation rmse {found['rmse_deg']:.2f}, slope {found['slope']:.3f}, sigma {found['median_sigma_deg']:.2f}"


def network_forward(network: TiltNetwork) -> Forward:
    """The network as a function of a batch of bytes (k, 3, 112, 112), like the product's own."""
    network.eval()

    def forward(batch: NDArray[np.uint8]) -> tuple[NDArray[Any], NDArray[Any]]:
        with torch.inference_mode():
            angle, log_sigma = network(torch.from_numpy(batch))
        return angle.numpy(), log_sigma.numpy()

    return forward


def _save(file: Path, network: TiltNetwork, optimiser: torch.optim.Optimizer, average: Average, done: int) -> None:
    unfinished = file.with_suffix(".part")
    state = {"network": network.state_dict(), "optimiser": optimiser.state_dict(), "average": average.state}
    torch.save(state | {"done": done}, unfinished)
    unfinished.replace(file)


def _resume(file: Path, network: TiltNetwork, optimiser: torch.optim.Optimizer, average: Average) -> int:
    state = torch.load(file, weights_only=True)
    network.load_state_dict(state["network"])
    optimiser.load_state_dict(state["optimiser"])
    average.state = state["average"]
    return int(state["done"])


def _say(line: str) -> None:
    sys.stdout.write(line + "\n")
    sys.stdout.flush()


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("folder", type=Path)
    parser.add_argument("--steps", type=int, nargs=len(PARTS), default=[part.steps for part in PARTS])
    arguments = parser.parse_args()
    planned = zip(PARTS, arguments.steps, strict=True)
    train(arguments.folder, tuple(replace(part, steps=steps) for part, steps in planned))
