"""Addresses of pages are compiled once for each worker, templates once for all workers and runs,
whatever application shows them."""

import shutil
import sys
from collections.abc import Callable, Hashable
from functools import cache
from hashlib import sha256
from pathlib import Path
from types import CodeType

from flask import Flask
from jinja2.bccache import Bucket, BytecodeCache, FileSystemBytecodeCache
from werkzeug.routing import Rule

import tracker.web

# Ignored by git, as the compiled modules are.
FOLDER = Path(__file__).parent / "__pycache__" / "templates"


class Remembered(BytecodeCache):
    """Compiled templates, by their names and sources: in memory and, where Python keeps compiled
    modules, in files that other workers read."""

    def __init__(self, folder: Path | None) -> None:
        self.known: dict[tuple[str, str], CodeType | None] = {}
        self._files: BytecodeCache | None = None
        if folder is not None:
            folder.mkdir(parents=True, exist_ok=True)
            for older in set(folder.parent.iterdir()) - {folder}:
                shutil.rmtree(older, ignore_errors=True)
            self._files = FileSystemBytecodeCache(str(folder))

    def load_bytecode(self, bucket: Bucket) -> None:
        bucket.code = self.known.get((bucket.key, bucket.checksum))
        if bucket.code is None and self._files is not None:
            self._files.load_bytecode(bucket)
            self.known[bucket.key, bucket.checksum] = bucket.code

    def dump_bytecode(self, bucket: Bucket) -> None:
        self.known[bucket.key, bucket.checksum] = bucket.code
        if self._files is not None:
            self._files.dump_bytecode(bucket)


def compiling_code() -> str:
    """The digest of the code of the pages, on which it depends how a template is compiled."""
    room = Path(tracker.web.__file__).parent
    digests = (sha256(file.read_bytes()).digest() for file in sorted(room.rglob("*.py")))
    return sha256(b"".join(digests)).hexdigest()[:16]


@cache
def remember_templates() -> None:
    """Have every application that is made from now on use one cache of compiled templates, and one
    of the functions that write the addresses of pages."""
    folder = None if sys.dont_write_bytecode else FOLDER / compiling_code()
    Flask.jinja_options = {**Flask.jinja_options, "bytecode_cache": Remembered(folder)}
    compile_builder = Rule._compile_builder
    known: dict[Hashable, Callable[..., tuple[str, str]]] = {}

    def remembered(rule: Rule, append_unknown: bool = True) -> Callable[..., tuple[str, str]]:
        # The function asks the rule itself for its converters.
        defaults = tuple((rule.defaults or {}).items())
        made_from = (rule.rule, tuple(rule._trace), defaults, append_unknown)
        if made_from not in known:
            known[made_from] = compile_builder(rule, append_unknown)
        return known[made_from]

    Rule._compile_builder = remembered  # type: ignore[assignment, method-assign]
