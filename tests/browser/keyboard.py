"""Getting about a page with the keyboard alone: Tab, Space and Enter, and a focus that is seen."""

from pathlib import Path
from typing import Literal

import pytest
from playwright.sync_api import Locator, Page, expect

STOPS = 400
PASSWORD = "four words make one"
# Chromium's date field takes day, month and year in the order of its own language.
DAY = "{month}{day}{year}"
# How what has the focus is outlined, and whether any of it stands in the window.
FOCUS = """() => {
    const here = document.activeElement, style = getComputedStyle(here);
    const box = here.getBoundingClientRect();
    return [style.outlineStyle, parseFloat(style.outlineWidth),
        box.bottom > 0 && box.top < innerHeight && box.width > 0];
}"""


def tab_to(page: Page, wanted: Locator) -> None:
    """Press Tab until `wanted` has the focus, and is seen to have it."""
    for _ in range(STOPS):
        page.keyboard.press("Tab")
        if wanted.and_(page.locator(":focus")).count():
            style, width, in_sight = page.evaluate(FOCUS)
            assert style == "solid", wanted
            assert width >= 2, wanted
            assert in_sight, wanted
            return
    pytest.fail(f"{wanted} cannot be reached with the keyboard")


def press(page: Page, role: Literal["link", "button"], name: str, *, exact: bool = True) -> None:
    """Go to a link or a button, and press Enter."""
    tab_to(page, page.get_by_role(role, name=name, exact=exact).first)
    page.keyboard.press("Enter")


def tick(page: Page, label: str) -> None:
    """Go to a box, or to the first button of a group of them, and press Space."""
    tab_to(page, page.get_by_label(label))
    page.keyboard.press("Space")


def pick(page: Page, wanted: Locator) -> None:
    """Go to a group of buttons of which one is chosen, and to that one with the arrow keys."""
    group = page.locator(f"input[name='{wanted.get_attribute('name')}']")
    tab_to(page, group)
    for _ in range(group.count()):
        if wanted.and_(page.locator(":focus")).count():
            break
        page.keyboard.press("ArrowDown")
    page.keyboard.press("Space")
    expect(wanted).to_be_checked()


def choose(page: Page, label: str, option: str) -> None:
    """Go to a list of choices, and to one of them with the arrow keys."""
    listed = page.get_by_label(label)
    tab_to(page, listed)
    page.keyboard.press("Home")
    for words in listed.get_by_role("option").all_text_contents():
        if words == option:
            break
        page.keyboard.press("ArrowDown")
    expect(listed.locator("option:checked")).to_have_text(option)


def type_into(page: Page, label: str, words: str) -> None:
    """Go to a field, and type."""
    tab_to(page, page.get_by_label(label, exact=True))
    page.keyboard.type(words)


def type_day(page: Page, label: str, day: str) -> None:
    """Go to a field for a day, and type it; `day` is year, month and day."""
    year, month, number = day.split("-")
    type_into(page, label, DAY.format(day=number, month=month, year=year))


def add_file(page: Page, label: str, file: Path) -> None:
    """Go to a field for files, open the browser's chooser with the keyboard, and choose one."""
    tab_to(page, page.get_by_label(label))
    with page.expect_file_chooser() as opened:
        page.keyboard.press("Enter")
    opened.value.set_files(file)


def set_password(page: Page, welcome: str) -> None:
    """Come in by a one-time link."""
    page.goto(welcome)
    type_into(page, "New password", PASSWORD)
    type_into(page, "Repeat the password", PASSWORD)
    page.keyboard.press("Enter")
    expect(page.get_by_role("button", name="Sign out")).to_be_visible()
