"""MediaPipe without matplotlib, which its drawing helpers load though nobody here draws with them.

It would cost half a second of every start, and leave a cache of fonts in the home folder of whoever measures.
"""

import sys
from types import ModuleType

_absent = {name: ModuleType(name) for name in ("matplotlib", "matplotlib.pyplot") if name not in sys.modules}
sys.modules.update(_absent)
try:
    import mediapipe
    from mediapipe.tasks.python import BaseOptions, vision
finally:
    for name in _absent:  # whoever wants to plot gets the true one
        del sys.modules[name]

__all__ = ["BaseOptions", "mediapipe", "vision"]
