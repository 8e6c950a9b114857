"""Sizes that stills, augmentation, network and product share."""

VIEW_SIZE, MARGIN = 112, 1.36
"""Side of the reader's view in pixels, and how much more is stored around it to turn, shift and zoom in training."""

STORED_SIZE = round(VIEW_SIZE * MARGIN)
