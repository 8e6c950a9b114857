#!/usr/bin/env python
"""Django's command line for Stance."""

import os
import sys

if __name__ == "__main__":
    sys.stdout.reconfigure(line_buffering=True)  # in a file, too, each line stands there once it is said
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings")
    from django.core.management import execute_from_command_line

    execute_from_command_line(sys.argv)
