#!/usr/bin/env python
"""Run Django's commands with this project's settings."""

import os
import sys

# These ask nothing of an installation: in a bare checkout they run on the demo's settings.
STAND_ALONE = {"makemigrations", "simulate", "workdays"}

if __name__ == "__main__":
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "selection.settings")
    if STAND_ALONE & set(sys.argv[1:2]) and not {"SECRET_KEY", "ENV_FILE"} & os.environ.keys():
        os.environ.setdefault("DEMO", "1")
    from django.core.exceptions import ImproperlyConfigured
    from django.core.management import execute_from_command_line

    try:
        execute_from_command_line(sys.argv)
    except ImproperlyConfigured as fault:
        sys.exit(f"{fault}")
