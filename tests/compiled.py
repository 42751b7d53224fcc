"""Templates and addresses of pages are compiled once for each worker, whatever application shows
them."""

from collections.abc import Callable, Hashable
from functools import cache
from types import CodeType

from flask import Flask
from jinja2.bccache import Bucket, BytecodeCache
from werkzeug.routing import Rule


class Remembered(BytecodeCache):
    """Compiled templates, by their names and sources."""

    def __init__(self) -> None:
        self.known: dict[tuple[str, str], CodeType | None] = {}

    def load_bytecode(self, bucket: Bucket) -> None:
        bucket.code = self.known.get((bucket.key, bucket.checksum))

    def dump_bytecode(self, bucket: Bucket) -> None:
        self.known[bucket.key, bucket.checksum] = bucket.code


@cache
def remember_templates() -> None:
    """Have every application that is made from now on use one cache of compiled templates, and one
    of the functions that write the addresses of pages."""
    Flask.jinja_options = {**Flask.jinja_options, "bytecode_cache": Remembered()}
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
