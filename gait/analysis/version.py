"""The version of the whole line; free of imports, so that everybody may read it."""

PIPELINE_VERSION = "1.5.1"
"""Goes into every result. A change that moves a number of the golden clips comes with a new version."""
