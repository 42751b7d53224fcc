"""Arguments: a parser whose errors are one sentence, a command, a day."""

import argparse
from collections.abc import Callable
from datetime import date
from typing import Any, NoReturn

from tracker.domain.base.errors import BadInput


class Parser(argparse.ArgumentParser):
    """An argument parser whose errors are one sentence, like all others here."""

    def error(self, message: str) -> NoReturn:
        raise BadInput(f"{message}; see `{self.prog} --help`.")


def day(words: str) -> date:
    """Return a date from YYYY-MM-DD. Raises BadInput with what was typed."""
    try:
        return date.fromisoformat(words)
    except ValueError:
        raise BadInput(f"“{words}” is not a day: write it as 2024-03-18.") from None


Words = argparse._SubParsersAction  # the type has no public name


Enters = Callable[[argparse.Namespace], bool]
"""Returns whether a command enters or changes something with these arguments."""


def never(_: argparse.Namespace) -> bool:
    """Say that a command enters nothing, or is a way out where nothing may be entered."""
    return False


def always(_: argparse.Namespace) -> bool:
    """Say that a command enters something."""
    return True


def unless_dry_run(chosen: argparse.Namespace) -> bool:
    """Say that a command enters something unless it only shows what it would do."""
    return not chosen.dry_run


def add_command(
    words: "Words[Parser]", name: str, run: str, help: str, enters: Enters = never
) -> Parser:
    """Add a command. `run` names its function as `module.function` in `tracker.cli`.

    With arguments with which it `enters` something it is refused on a machine that may enter
    nothing.
    """
    parser = words.add_parser(name, help=help, description=help)
    parser.set_defaults(run=run, enters=enters)
    return parser


class OneCommand:
    """Takes one command out of all that are added, since eighty parsers take as long to make as
    a deadline to count."""

    def __init__(self, words: "Words[Parser]", name: str) -> None:
        self._words = words
        self._name = name

    def add_parser(self, name: str, **about: Any) -> Any:
        """Return the parser of the command. Any other gets an object that accepts all."""
        return self._words.add_parser(name, **about) if name == self._name else _Unused()


class _Unused:
    """Takes all that is added to it, and does nothing."""

    def __getattr__(self, _: str) -> Any:
        return lambda *words, **named: self
