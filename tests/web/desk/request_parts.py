"""What stands where on the pages of a request at the desk."""

from typing import Any

from tests.web.browser import Page

_STEPS = "//div[@class='acts']//a | //section[@aria-labelledby='else']//a"


def steps(page: Page) -> list[str]:
    """What the page offers to do, the next step first."""
    return [link.text_content() for link in page.tree.xpath(_STEPS)]


def step_addresses(page: Page) -> list[str]:
    """Where those steps lead."""
    return [str(link.get("href")) for link in page.tree.xpath(_STEPS)]


def leaf(page: Page, title: str) -> str:
    """What stands under the first of the dates with that title."""
    for words in leaves(page):
        if words.startswith(title):
            return words.removeprefix(title).strip()
    raise AssertionError(f"no date named {title}")


def leaves(page: Page) -> list[str]:
    """All dates that the page calculates, each with its title and how it was calculated."""
    found = page.tree.xpath("//details[@id='counts']//section")
    return [said(one) for one in found]


def said(element: Any) -> str:
    """The words of an element, with single spaces between its parts."""
    return " ".join(" ".join(element.itertext()).split())
