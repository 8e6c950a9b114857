"""The disposable process that opens a foreign video. It knows no Django, no database and no secrets.

python -m gait.child SPEC.json

The specification names the job and the video; all that is made goes into the folder it lies in. Progress goes to
standard output, a JSON object a line. The exit code says how it went; a refusal leaves its code in refusal.json.
Standard input is the lifeline: when it closes, the parent is dead and this process ends at once.

python -m gait.child --spare loads what concluding needs first and then waits for the path of a specification on
standard input.
"""

import json
import os
import select
import sys
import tempfile
import threading
import traceback
import zlib
from importlib import import_module
from pathlib import Path
from typing import Any

from gait.analysis.terms.errors import TransientTrouble, VideoRefused, trouble_of
from gait.analysis.terms.installation import is_out_of_memory
from gait.child import limits
from gait.child.exits import Exit

JOBS = {name: f"gait.child.{name}" for name in ("check", "analyse", "conclude", "draw", "picture", "person", "pdf")}
SPARE_WAITS_S = 15 * 60
MAX_PATH_BYTES = 4096


def main(spec_path: Path) -> Exit:
    spec = json.loads(spec_path.read_text())
    threading.Thread(target=die_with_parent, daemon=True).start()
    limits.apply(limits.Limits(**spec["limits"]))
    try:
        return work(spec, spec_path.parent)
    except MemoryError:
        return Exit.MEMORY
    except (TransientTrouble, ImportError, OSError, zlib.error) as error:
        traceback.print_exc()
        return exit_of(error)


def work(spec: dict[str, Any], folder: Path) -> Exit:
    try:
        job = import_module(JOBS[spec["job"]])  # what reads video is loaded under the limits, and never by the parent
        job.run(spec, folder, report_progress)
    except (VideoRefused, ImportError, OSError) as error:
        refusal = trouble_of(error)
        if not isinstance(refusal, VideoRefused):
            raise
        if refusal is not error:
            traceback.print_exc()
        told = {"code": refusal.code, "detail": refusal.detail}
        (folder / "refusal.json").write_text(json.dumps(told))
        return Exit.REFUSED
    return Exit.DONE


def exit_of(error: Exception) -> Exit:
    if is_out_of_memory(error):
        return Exit.MEMORY
    trouble = trouble_of(error)
    if not isinstance(trouble, TransientTrouble):
        return Exit.BUG
    return Exit.STORAGE_FULL if trouble.code == "E_STORAGE_FULL" else Exit.TRANSIENT


def report_progress(stage: str, share: float) -> None:
    sys.stdout.write(json.dumps({"stage": stage, "share": round(share, 3)}) + "\n")
    sys.stdout.flush()


def die_with_parent() -> None:
    """Wait, in a thread of its own, for the end of standard input."""
    os.read(sys.stdin.fileno(), 1)
    os._exit(Exit.BUG)


def wait_for_spec() -> Path | None:
    """Ready for a job; None when none came in good time, or the parent is dead."""
    try:
        import_module(JOBS["conclude"])
    except (ImportError, OSError):
        traceback.print_exc()  # the job meets it again and says it with its code
    lifeline = sys.stdin.fileno()
    if not select.select([lifeline], [], [], SPARE_WAITS_S)[0]:
        return None
    said = os.read(lifeline, MAX_PATH_BYTES)
    return Path(os.fsdecode(said.rstrip(b"\n"))) if said else None


def move_into(folder: Path) -> None:
    """Last words and passing files go where the job lies, as if started there."""
    log = os.open(folder / "child.log", os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
    os.dup2(log, sys.stderr.fileno())
    os.close(log)
    os.environ |= {"HOME": str(folder), "TMPDIR": str(folder)}
    tempfile.tempdir = None


def spare() -> Exit:
    spec_path = wait_for_spec()
    if spec_path is None:
        return Exit.DONE
    move_into(spec_path.parent)
    return main(spec_path)


if __name__ == "__main__":
    sys.exit(spare() if sys.argv[1] == "--spare" else main(Path(sys.argv[1])))
