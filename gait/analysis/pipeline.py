"""The straight line from a video to findings. One call a stage; each stage is a file of its own."""
