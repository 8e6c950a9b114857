"""The disposable process that opens a foreign video. It knows no Django, no database and no secrets.

python -m gait.child SPEC.json

The specification names the job, the video and the folder for all that is made. Progress goes to standard output, a
JSON object a line. The exit code says how it went; a refusal leaves its code in refusal.json. Standard input is the
lifeline: when it closes, the parent is dead and this process ends at once.
"""

import json
import os
import sys
import threading
import traceback
from collections.abc import Callable
from dataclasses import asdict
from enum import IntEnum
from pathlib import Path
from typing import Any

from gait import child_limits
from gait.analysis.errors import TransientTrouble, VideoRefused


class Exit(IntEnum):
    DONE = 0
    BUG = 1
    REFUSED = 3
    TRANSIENT = 4
    MEMORY = 5


def check(spec: dict[str, Any], folder: Path) -> None:
    """Is this a video that can be measured? Writes video.json."""
    from gait.analysis.probe import probe_video

    write_json(folder / "video.json", asdict(probe_video(Path(spec["video"]))))


JOBS: dict[str, Callable[[dict[str, Any], Path], None]] = {"check": check}


def report_progress(stage: str, share: float) -> None:
    print(json.dumps({"stage": stage, "share": round(share, 3)}), flush=True)  # noqa: T201 - the protocol


def write_json(path: Path, content: Any) -> None:
    """Appear complete or not at all."""
    unfinished = path.with_suffix(".part")
    unfinished.write_text(json.dumps(content, allow_nan=False, separators=(",", ":")))
    unfinished.rename(path)


def die_with_parent() -> None:
    """Wait, in a thread of its own, for the end of standard input."""
    sys.stdin.buffer.read()
    os._exit(Exit.BUG)


def main(spec_path: Path) -> Exit:
    spec = json.loads(spec_path.read_text())
    folder = spec_path.parent
    threading.Thread(target=die_with_parent, daemon=True).start()
    child_limits.apply(child_limits.Limits(**spec["limits"]))
    try:
        JOBS[spec["job"]](spec, folder)
    except VideoRefused as refusal:
        write_json(folder / "refusal.json", {"code": refusal.code, "detail": refusal.detail})
        return Exit.REFUSED
    except (TransientTrouble, OSError):
        traceback.print_exc()
        return Exit.TRANSIENT
    except MemoryError:
        return Exit.MEMORY
    return Exit.DONE


if __name__ == "__main__":
    sys.exit(main(Path(sys.argv[1])))
