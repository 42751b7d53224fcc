"""The inventory shows every component: each macro of the component templates, and the components
that are written out where they are used."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from jinja2 import Environment, nodes

from tests.web.browser import Browser, Page
from tracker.settings import templates_folder

FOLDER = "macros"
INVENTORY = "desk/parts.html"
# Macros without anything to see: hidden fields, a script element, the beginning of a title.
UNSEEN = {"forms.key", "forms.username", "forms.wrong", "show.script", "passkeys.script"}
# Components of the sheet that no macro of these templates makes.
WRITTEN_OUT = ("agenda", "bar-act", "days30", "grid", "papers", "progress")


@pytest.fixture
def page(lawyer: Browser) -> Page:
    """The inventory."""
    return lawyer.get("/desk/parts")


def parsed(path: Path) -> nodes.Template:
    """A template as a tree."""
    made = Environment(  # noqa: S701  # nothing is rendered
        extensions=["jinja2.ext.i18n"], trim_blocks=True, lstrip_blocks=True
    )
    return made.parse(path.read_text("utf-8"))


def macros() -> dict[str, nodes.Macro]:
    """The macros of the component templates, named as `file.macro`."""
    folder = templates_folder() / FOLDER
    return {
        f"{file.stem}.{macro.name}": macro
        for file in sorted(folder.glob("*.html"))
        for macro in parsed(file).find_all(nodes.Macro)
    }


def names_in(template: nodes.Template, own: str = "") -> dict[str, str]:
    """The names by which a template calls macros of the component templates. Of a template that
    was imported whole the key ends with a dot."""
    found = {macro.name: f"{own}.{macro.name}" for macro in template.find_all(nodes.Macro) if own}
    for brought in template.find_all(nodes.FromImport):
        stem = _stem(brought.template)
        for each in brought.names:
            name, called = each if isinstance(each, tuple) else (each, each)
            found[called] = f"{stem}.{name}"
    for whole in template.find_all(nodes.Import):
        found[f"{whole.target}."] = f"{_stem(whole.template)}."
    return found


def _stem(address: nodes.Expr) -> str:
    return Path(address.value).stem if isinstance(address, nodes.Const) else ""


def calls_in(node: nodes.Node, names: dict[str, str]) -> Iterator[str]:
    """The macros of the component templates that are called below a node, or written by a filter
    of the same name."""
    for call in node.find_all(nodes.Call):
        if isinstance(call.node, nodes.Name) and call.node.name in names:
            yield names[call.node.name]
        elif isinstance(call.node, nodes.Getattr) and isinstance(call.node.node, nodes.Name):
            whole = names.get(f"{call.node.node.name}.")
            yield from [f"{whole}{call.node.attr}"] if whole else []
    # Two macros are cached behind a filter.
    filters = {"week_cells": "show.week_cell", "step_item": "show.step_item"}
    yield from (filters[each.name] for each in node.find_all(nodes.Filter) if each.name in filters)


def shown() -> set[str]:
    """The macros that the inventory calls, itself or through another one."""
    known, inventory = macros(), parsed(templates_folder() / INVENTORY)
    # The layout of the workspace brings these two.
    names = {"forms.": "forms.", "show.": "show."} | names_in(inventory)
    found, wanted = set[str](), set(calls_in(inventory, names))
    while wanted:
        name = wanted.pop()
        found.add(name)
        if name not in known:
            continue
        stem, _, _ = name.partition(".")
        own = names_in(parsed(templates_folder() / FOLDER / f"{stem}.html"), stem)
        wanted |= set(calls_in(known[name], own)) - found
    return found


def test_every_macro_of_the_component_templates_has_an_example() -> None:
    lacking = set(macros()) - shown() - UNSEEN

    assert lacking == set(), f"give an example in templates/{INVENTORY}"
    assert set(macros()) >= UNSEEN


def test_every_part_is_shown_in_each_direction_and_in_dark(page: Page) -> None:
    assert page.status == 200
    english, urdu, dark = page.tree.xpath("//main/div[@lang]")

    assert [part.get("dir") for part in (english, urdu, dark)] == ["ltr", "rtl", "ltr"]
    assert dark.get("class") == "dark"
    sections = [len(part.xpath(".//section")) for part in (english, urdu, dark)]
    assert len(set(sections)) == 1
    assert sections[0] > 15
    for part in (english, urdu, dark):
        drawn = {name for each in part.xpath(".//@class") for name in str(each).split()}
        assert drawn.issuperset(WRITTEN_OUT)
        assert drawn >= {"field", "weeks", "measured", "lane", "timeline", "pill"}


def test_no_id_stands_twice_in_the_inventory(page: Page) -> None:
    ids = page.tree.xpath("//@id")

    assert sorted(ids) == sorted(set(ids))
