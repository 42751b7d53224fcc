"""Templates of pages are compiled once for each worker, whatever application shows them."""

from functools import cache

from flask import Flask
from jinja2.bccache import Bucket, BytecodeCache


class Remembered(BytecodeCache):
    """Compiled templates, by name."""

    def __init__(self) -> None:
        self.known: dict[str, bytes] = {}

    def load_bytecode(self, bucket: Bucket) -> None:
        if bucket.key in self.known:
            bucket.bytecode_from_string(self.known[bucket.key])

    def dump_bytecode(self, bucket: Bucket) -> None:
        self.known[bucket.key] = bucket.bytecode_to_string()


@cache
def remember_templates() -> None:
    """Have every application that is made from now on use one cache of compiled templates."""
    Flask.jinja_options = {**Flask.jinja_options, "bytecode_cache": Remembered()}
