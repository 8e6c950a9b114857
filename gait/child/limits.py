"""What a child may use. The child sets these on itself before it touches the video; only then comes foreign data."""

import os
import resource
from dataclasses import dataclass

MIB = 1024 * 1024
NICENESS = 10


@dataclass(frozen=True, slots=True)
class Limits:
    """wall_s and silence_s are watched by the parent, all others are enforced by the kernel."""

    wall_s: float
    silence_s: float
    cpu_s: int
    memory_bytes: int
    file_bytes: int
    open_files: int = 128
    niceness: int = NICENESS


CHECK = Limits(wall_s=20, silence_s=20, cpu_s=15, memory_bytes=1536 * MIB, file_bytes=MIB, niceness=0)
"""Not nice: somebody is waiting for it."""

CONCLUDE = Limits(wall_s=60, silence_s=60, cpu_s=60, memory_bytes=2048 * MIB, file_bytes=256 * MIB, niceness=0)
"""Neither is this one."""

LOOK = Limits(wall_s=40, silence_s=40, cpu_s=30, memory_bytes=3072 * MIB, file_bytes=MIB, niceness=0)
"""A few pictures shown to the pose model while somebody waits; it takes 3 s."""

PDF = Limits(wall_s=90, silence_s=90, cpu_s=60, memory_bytes=2048 * MIB, file_bytes=64 * MIB, niceness=0)
"""Nor this."""


def for_analysis(duration_s: float) -> Limits:
    """Room for a slow machine: twenty times the length of the clip, half an hour at most.

    Reading the pelvic line speaks only at its end, hence silence by the length of the clip.
    """
    wall_s = min(120 + 20 * duration_s, 30 * 60)
    return Limits(
        wall_s=wall_s,
        silence_s=60 + 5 * duration_s,
        cpu_s=round(1.5 * wall_s),
        memory_bytes=4096 * MIB,
        file_bytes=1024 * MIB,
    )


def apply(limits: Limits) -> None:
    """Bind the process that calls this, for good."""
    os.nice(limits.niceness)
    for kind, most in (
        (resource.RLIMIT_AS, limits.memory_bytes),
        (resource.RLIMIT_CPU, limits.cpu_s),
        (resource.RLIMIT_FSIZE, limits.file_bytes),
        (resource.RLIMIT_NOFILE, limits.open_files),
        (resource.RLIMIT_CORE, 0),
    ):
        resource.setrlimit(kind, (most, most))
