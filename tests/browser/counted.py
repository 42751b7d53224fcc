"""A page whose clicks and loads are counted, for tests of how short a task is."""

from dataclasses import dataclass

from playwright.sync_api import Locator, Page


@dataclass
class CountedPage:
    """A page, with the clicks made on it and the pages loaded in it."""

    page: Page
    clicks: int = 0
    loads: int = 0

    def __post_init__(self) -> None:
        self.page.on("framenavigated", lambda _: self._loaded())

    def _loaded(self) -> None:
        self.loads += 1

    def click(self, element: Locator) -> None:
        self.clicks += 1
        element.click()

    def check(self, *labels: str) -> None:
        for label in labels:
            self.clicks += 1
            self.page.get_by_label(label).first.check()

    def button(self, name: str) -> None:
        self.click(self.page.get_by_role("button", name=name, exact=True).first)

    def link(self, name: str) -> None:
        self.click(self.page.get_by_role("main").get_by_role("link", name=name, exact=True).first)

    def type(self, **typed: str) -> None:
        for name, words in typed.items():
            self.page.locator(f"[name='{name}']").fill(words)
