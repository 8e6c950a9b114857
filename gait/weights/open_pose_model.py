"""Open the models that are built here once, as measuring does: python -m gait.weights.open_pose_model

make setup asks this after pip, so that a machine that cannot measure says so before a database is made.
"""

import ctypes
import sys
from collections.abc import Iterator

from gait.analysis.terms.errors import VideoRefused, trouble_of
from gait.analysis.terms.installation import SYSTEM_LIBRARIES, install_line, missing_part
from gait.weights.build_feature_model import MODEL_PATH, MODEL_SHA256
from gait.weights.build_pose_model import TASK_PATH
from gait.weights.wheels import is_built


def missing_parts() -> Iterator[str]:
    """Names, all at once where the system's libraries are meant; raises what has nothing to do with them."""
    if sys.platform == "linux":
        yield from (part for part in map(_trouble_with, SYSTEM_LIBRARIES) if part)
    try:
        from gait.analysis.film.pose import PoseFinder

        with PoseFinder(TASK_PATH, max_people=1, follows=False):
            pass
        if not is_built(MODEL_PATH, MODEL_SHA256):
            yield MODEL_PATH.name
        return
    except (VideoRefused, ImportError, OSError) as error:
        trouble = trouble_of(error)
        if not isinstance(trouble, VideoRefused):
            raise
        yield trouble.detail or trouble.message


def _trouble_with(library: str) -> str | None:
    try:
        ctypes.CDLL(library)
    except OSError as error:
        return missing_part(error)
    return None


def main() -> int:
    parts = list(dict.fromkeys(missing_parts()))
    if parts:
        line = install_line(parts)
        sys.stderr.write(f"Videos cannot be measured on this machine. Missing: {', '.join(parts)}.\n")
        sys.stderr.write(
            f"On Debian and Ubuntu, as root: {line}\n" if line else "Run make clean and make setup again.\n"
        )
    return 1 if parts else 0


if __name__ == "__main__":
    sys.exit(main())
