"""Train the network on rendered stills; can be stopped and goes on from its last checkpoint.

    python -m gait.training.train FOLDER

FOLDER holds `train/` and `validation/` made by gait.training.stills; the weights go to FOLDER/trained.pt. A fixed
number of steps from a fixed seed: the same stills, machine and versions give the same weights.
"""

import argparse
import os
import sys
import time
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import cv2
import numpy as np
import torch
from numpy.typing import NDArray
from torch import Tensor
from torch.utils.data import DataLoader, Dataset, Sampler

from gait.training.arrays import Bytes
from gait.training.augment import augment
from gait.training.network import TiltNetwork
from gait.training.reading import Forward, read_with_mirror
from gait.training.report import figures
from gait.training.stills import load_stills

SEED = 7
LEARNING_RATE, WEIGHT_DECAY, LONGEST_GRADIENT = 2e-3, 0.02, 2.0
WARM_UP_STEPS, LAST_RATE_SHARE = 200, 0.003
FIRST_PART = 0.12
"""Share of the steps in which the angle is learned by itself before its sigma counts."""

AVERAGE_DECAY = 0.998
FEEDERS = 1
REPORT_EVERY = 250
QUICK_VALIDATION = 480


@dataclass(frozen=True, slots=True)
class Plan:
    """How long and with what: steps of `batch` views, one process that makes the views, `threads` that learn."""

    steps: int = 5_000
    batch: int = 64
    threads: int = max(1, (os.cpu_count() or 1) - FEEDERS)


class Views(Dataset[tuple[Tensor, Tensor]]):
    """Augmented views by (draw, still): the draw number seeds what happens to the still."""

    def __init__(self, pictures: list[Bytes], truth: NDArray[np.void]) -> None:
        self.pictures, self.angles_deg = pictures, truth["angle_deg"]

    def __getitem__(self, key: tuple[int, int]) -> tuple[Tensor, Tensor]:
        cv2.setNumThreads(1)
        draw, still = key
        rng = np.random.default_rng((SEED, draw))
        view, angle_deg = augment(rng, self.pictures[still], float(self.angles_deg[still]))
        return torch.from_numpy(view), torch.tensor(angle_deg)


class Draws(Sampler[tuple[int, int]]):
    """(draw, still) from the first draw to the last; every still once before any comes again."""

    def __init__(self, stills: int, first: int, last: int) -> None:
        self.stills, self.first, self.last = stills, first, last

    def __iter__(self) -> Iterator[tuple[int, int]]:
        order: NDArray[np.int64] = np.empty(0, np.int64)
        for draw in range(self.first, self.last):
            epoch, place = divmod(draw, self.stills)
            if place == 0 or not order.size:
                order = np.random.default_rng((SEED, 1, epoch)).permutation(self.stills)
            yield draw, int(order[place])

    def __len__(self) -> int:
        return self.last - self.first


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


def loss_of(angle: Tensor, log_sigma: Tensor, true: Tensor, *, first_part: bool) -> Tensor:
    """At first the angle alone, with sigma learning beside it; then both by their likelihood.

    The likelihood is weighted by sigma (beta-NLL with beta 0.5, Seitzer and others 2022), or hard stills would be
    given up early.
    """
    squared = (angle - true) ** 2
    variance = torch.exp(2 * log_sigma)
    if first_part:
        about_sigma = (0.5 * squared.detach() / variance + log_sigma).mean()
        return torch.nn.functional.smooth_l1_loss(angle, true, beta=3.0) / 4 + 0.3 * about_sigma
    weight = torch.exp(log_sigma).detach()
    return ((0.5 * squared / variance + log_sigma) * weight).mean() / weight.mean()


def rate_at(step: int, steps: int) -> float:
    """Learning rate: a short climb, then down a cosine."""
    falling = 0.5 * (1 + np.cos(np.pi * step / steps)) + LAST_RATE_SHARE
    return float(LEARNING_RATE * min(1.0, (step + 1) / WARM_UP_STEPS) * falling)


def train(folder: Path, plan: Plan) -> Path:
    """Train from the last checkpoint, if there is one, to the end of the plan; returns the weights' file."""
    torch.manual_seed(SEED)
    torch.set_num_threads(plan.threads)
    network = TiltNetwork()
    network.to(memory_format=torch.channels_last)
    optimiser = torch.optim.AdamW(network.parameters(), lr=LEARNING_RATE, weight_decay=WEIGHT_DECAY)
    average = Average(network)
    checkpoint, weights = folder / "checkpoint.pt", folder / "trained.pt"
    done = _resume(checkpoint, network, optimiser, average) if checkpoint.exists() else 0
    pictures, truth = load_stills(folder / "train")
    _say(f"{len(pictures)} stills, {plan.steps} steps of {plan.batch}, from step {done}")
    draws = Draws(len(pictures), done * plan.batch, plan.steps * plan.batch)
    loader = DataLoader(
        Views(pictures, truth), plan.batch, sampler=draws, num_workers=FEEDERS, drop_last=True, prefetch_factor=4
    )
    started_s, squared = time.monotonic(), 0.0
    for step, (views, true) in enumerate(loader, start=done):
        for group in optimiser.param_groups:
            group["lr"] = rate_at(step, plan.steps)
        squared += _step(network, optimiser, views, true.float(), first_part=step < FIRST_PART * plan.steps)
        average.take(network, step)
        if (step + 1) % REPORT_EVERY == 0 or step + 1 == plan.steps:
            passed_s = time.monotonic() - started_s
            rms_deg = np.sqrt(squared / ((step - done) % REPORT_EVERY + 1))
            _say(f"step {step + 1}, {passed_s:.0f} s, training rms {rms_deg:.2f}, {_validate(folder, average)}")
            _save(checkpoint, network, optimiser, average, step + 1)
            squared = 0.0
    torch.save(average.state, weights)
    return weights


def _step(
    network: TiltNetwork, optimiser: torch.optim.Optimizer, views: Tensor, true: Tensor, *, first_part: bool
) -> float:
    """One step down the slope of the loss; mean squared error of its batch, in squared degrees."""
    network.train()
    angle, log_sigma = network(views.permute(0, 3, 1, 2))
    loss = loss_of(angle, log_sigma, true, first_part=first_part)
    optimiser.zero_grad(set_to_none=True)
    loss.backward()
    torch.nn.utils.clip_grad_norm_(network.parameters(), LONGEST_GRADIENT)
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
    parser.add_argument("--steps", type=int, default=Plan().steps)
    arguments = parser.parse_args()
    train(arguments.folder, Plan(steps=arguments.steps))
