"""The disposable process that opens a foreign video, and the keeper that starts and ends it."""
