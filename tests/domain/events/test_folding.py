"""The state that the entries of a history change."""

import ast
from dataclasses import fields
from pathlib import Path

from tracker.domain import events
from tracker.domain.events.event import Folded


def test_each_change_of_the_state_names_fields_that_it_has() -> None:
    """`Folded.changed` takes any name, and another one would lose the entry without an error."""
    known = {field.name for field in fields(Folded) if field.init}
    changes = [
        (file.name, node.lineno, {each.arg for each in node.keywords})
        for file in Path(*events.__path__).rglob("*.py")
        for node in ast.walk(ast.parse(file.read_text("utf-8")))
        if isinstance(node, ast.Call)
        and isinstance(node.func, ast.Attribute)
        and node.func.attr == "changed"
    ]

    assert len(changes) > 10
    assert [each for each in changes if not each[2] or each[2] - known] == []
