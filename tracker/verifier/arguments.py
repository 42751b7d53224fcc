"""The arguments of the command that verifies."""

import argparse
from pathlib import Path


def take_arguments(parser: argparse.ArgumentParser) -> None:
    """Add the command's arguments."""
    parser.add_argument("path", type=Path, help="the folder, ZIP or mirrors.txt to check")
    key = "the key of the log, as you know it; may be repeated"
    parser.add_argument("--key", action="append", default=[], metavar="LINE", help=key)
    witness = "the key of a witness who must have signed, as you know it; may be repeated"
    parser.add_argument("--witness", action="append", default=[], metavar="LINE", help=witness)
    parser.add_argument("--older", type=Path, metavar="FILE", help="a checkpoint that you kept")
