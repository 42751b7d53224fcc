"""Templates of pages are compiled once for each worker, whatever application shows them."""

from functools import cache
from typing import Any

from flask import Flask
from jinja2.bccache import Bucket, BytecodeCache


class Remembered(BytecodeCache):
    """Compiled templates, by name and language."""

    def __init__(self) -> None:
        self.known: dict[str, bytes] = {}

    def get_bucket(self, environment: Any, name: str, filename: str | None, source: str) -> Bucket:
        """Templates are compiled once for each language: each is remembered under its own, and
        one that was compiled without a catalogue, as most tests do, under another."""
        spoken = environment.spoken
        said = f"{spoken.language}-{len(spoken.catalogue)}" if spoken else ""
        return super().get_bucket(environment, f"{said}/{name}", filename, source)

    def load_bytecode(self, bucket: Bucket) -> None:
        if bucket.key in self.known:
            bucket.bytecode_from_string(self.known[bucket.key])

    def dump_bytecode(self, bucket: Bucket) -> None:
        self.known[bucket.key] = bucket.bytecode_to_string()


@cache
def remember_templates() -> None:
    """Have every application that is made from now on use one cache of compiled templates."""
    Flask.jinja_options = {**Flask.jinja_options, "bytecode_cache": Remembered()}
