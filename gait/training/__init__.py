"""Makes the tilt reader's weights: renders stills of people who never lived, and learns to read their pelvis.

Nothing of the product imports this package; `make tilt-model` runs it in an environment of its own (README.md).
"""
