"""A block of the office's own library that several people ordered, each with a source."""

from datetime import date

import pytest
from flask import Flask

from tests.offices import Clock
from tests.web.browser import Browser
from tests.web.desk.office_data.test_own_library import PAGE, added, order, verified
from tracker.services.core.office import Office

FIRST = order("pk-interior", says="It told PTA.", on="2024-02-02", sources="Geo, https://geo.tv/2")
SECOND = order(
    "",
    1,
    name="High Court of Sindh",
    says="It ordered a block.",
    sources="Dawn, https://dawn.com/3",
)
FORM = f"{PAGE}/form"


def test_several_orders_are_saved_each_with_its_source(
    app: Flask, lawyer: Browser, stranger: Browser, office: Office, clock: Clock
) -> None:
    clock.set(date(2024, 2, 5))

    added(lawyer, **FIRST, **SECOND)

    text = lawyer.client.get(f"{PAGE}.toml").get_data(as_text=True)
    first, second = text.split("[[orders]]")[1:]
    assert 'body = "pk-interior"' in first
    assert "https://geo.tv/2" in first
    assert "High Court of Sindh" in second
    assert "https://dawn.com/3" in second
    assert "https://geo.tv/2" not in second
    verified(app, office)
    public = stranger.get("/blocks/pk-zebragram-2024").words
    assert "Ministry of Interior" in public
    assert "High Court of Sindh" in public


def test_another_order_is_added_by_the_form_and_the_first_stays(lawyer: Browser) -> None:
    added(lawyer, **FIRST)
    filled = lawyer.get(FORM)
    assert filled.value("orders-0-orderer") == "pk-interior"
    assert filled.value("orders-1-orderer") == ""

    changed = lawyer.submit(FORM, {**SECOND, "why": "The court too."})

    assert changed.words.count("Who ordered it") == 2
    gone = lawyer.submit(FORM, {**order("", says="", on="", sources=""), "why": "Not the first."})
    assert "Ministry of Interior" not in gone.tree.xpath("string(//dl[@class='facts'])")
    assert "High Court of Sindh" in gone.words


@pytest.mark.parametrize(
    ("changed", "field", "message"),
    [
        (order("", 1, says="It ordered."), "orders-1-orderer", "Name who ordered it"),
        ({**SECOND, "orders-1-sources": ""}, "orders-1-sources", "Enter at least one source."),
        ({**SECOND, "orders-1-on": "2030-01-01"}, "orders-1-on", "is in the future"),
        (
            order(
                "pk-interior",
                1,
                **{
                    name.split("-")[2]: words
                    for name, words in FIRST.items()
                    if not name.endswith("orderer")
                },
            ),
            "orders-1-orderer",
            "entered twice",
        ),
    ],
)
def test_a_fault_of_the_second_order_is_beside_its_field_and_linked(
    lawyer: Browser, clock: Clock, changed: dict[str, str], field: str, message: str
) -> None:
    clock.set(date(2024, 2, 5))

    page = added(lawyer, **FIRST, **changed)

    assert page.status == 422
    assert message in page.words
    (link,) = page.tree.xpath("//div[@class='error-summary']//a/@href")
    assert link == f"#{field}"
    assert page.tree.xpath(f"//*[@id='{field}']")
    assert page.value("orders-0-says").strip() == "It told PTA."
