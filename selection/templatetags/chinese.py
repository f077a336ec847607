"""Chinese dates and instants in templates: ``{% load chinese %}{{ when|moment }}``."""

from collections.abc import Callable
from typing import Any

from django import template

from selection import chinese

register = template.Library()


def _blank_for_none(write: Callable[[Any], str]) -> Callable[[Any], str]:
    return lambda value: write(value) if value else ""


for _write in (chinese.day, chinese.weekday, chinese.moment, chinese.deadline, chinese.since):
    register.filter(_write.__name__, _blank_for_none(_write))
