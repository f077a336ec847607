"""What does a command say to options it can't use? A Chinese sentence, with the values there are."""

import argparse
import re
from functools import partial
from typing import Any, NoReturn

from django.core.management.base import BaseCommand, CommandError, CommandParser

# What argparse says in English → the same as a sentence that says what to do.
SENTENCES = (
    (r"argument (.+?): invalid choice: '?(.*?)'? \(choose from .*\)", r"\1 没有“\2”这个值{values}"),
    (r"argument (.+?): invalid int value: '(.*)'", r"\1 要写整数，“\2”不是整数"),
    (r"argument (.+?): expected (?:one|at least one) argument", r"\1 后面要写一个值{values}"),
    (r"argument (.+?): ignored explicit argument '(.*)'", r"\1 后面不用写值，请去掉“\2”"),
    (r"argument (.+?): (.*)", r"\1：\2"),
    (r"unrecognized arguments: (.*)", r"没有“\1”这个选项"),
)
MISSING = "the following arguments are required: "


class SpokenCommand(BaseCommand):
    """A command whose parser answers in Chinese."""

    def create_parser(self, prog_name: str, subcommand: str, **kwargs: Any) -> CommandParser:
        parser = super().create_parser(prog_name, subcommand, **kwargs)
        parser.error = partial(_refuse, parser)  # type: ignore[method-assign]
        return parser


def _refuse(parser: CommandParser, message: str) -> NoReturn:
    sentence = f"{sentence_for(message, values_of(parser))}。加 --help 可看全部选项。"
    if parser.called_from_command_line:
        parser.exit(2, f"{sentence}\n")
    raise CommandError(sentence)


def values_of(parser: argparse.ArgumentParser) -> dict[str, str]:
    """The name by which argparse speaks of an option → what may be written there, where that is a list."""
    return {
        "/".join(action.option_strings) or str(action.metavar or action.dest): "、".join(
            map(str, action.choices)
        )
        for action in parser._actions
        if action.choices
    }


def sentence_for(message: str, values: dict[str, str]) -> str:
    if message.startswith(MISSING):
        names = message.removeprefix(MISSING).split(", ")
        return "缺少 " + "、".join(
            name + (f"（{values[name]}，选一个）" if name in values else "") for name in names
        )
    for pattern, sentence in SENTENCES:
        if found := re.fullmatch(pattern, message, re.DOTALL):
            known = values.get(found[1], "")
            return found.expand(sentence).replace("{values}", f"，可以写 {known}" if known else "")
    return message
