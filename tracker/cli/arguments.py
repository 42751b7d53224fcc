"""Arguments: a parser whose errors are one sentence, a command, a day."""

import argparse
from datetime import date
from typing import NoReturn

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


def add_command(words: "Words[Parser]", name: str, run: str, help: str) -> Parser:
    """Add a command. `run` names its function as `module.function` in `tracker.cli`."""
    parser = words.add_parser(name, help=help, description=help)
    parser.set_defaults(run=run)
    return parser
