"""The reasons that were given in public for a block of the office's own library."""

from datetime import date

import pytest
from flask import Flask

from tests.offices import Clock
from tests.web.browser import Browser
from tests.web.desk.office_data.test_own_library import PAGE, added, verified
from tracker.domain.law.block import Block, Setting
from tracker.services.core.office import Office
from tracker.services.office_data.corrections import entry_to_change
from tracker.services.ports.own_library import EntryName

FORM, KEY = f"{PAGE}/form", "pk-zebragram-2024"


def reason(at: int = 0, /, **fields: str) -> dict[str, str]:
    """The fields of a reason, each of which can be changed."""
    known = {
        "speaker": "pk-pta",
        "name": "",
        "setting": "parliament",
        "on": "2024-02-03",
        "says": "PTA said that rules were broken.",
        "sources": "Dawn, 4 February 2024, https://dawn.com/4",
    }
    return {f"reasons-{at}-{name}": typed for name, typed in {**known, **fields}.items()}


@pytest.fixture(autouse=True)
def on_a_day_after(clock: Clock) -> None:
    clock.set(date(2024, 2, 5))


def test_a_reason_is_shown_to_the_second_person_and_after_that_to_the_public(
    app: Flask, lawyer: Browser, stranger: Browser, office: Office
) -> None:
    page = added(lawyer, **reason())

    facts = page.tree.xpath("string(//dl[@class='facts'])")
    for said in ("Reason given", "In parliament", "rules were broken", "dawn.com/4"):
        assert said in facts
    assert stranger.get(f"/blocks/{KEY}").status == 404
    verified(app, office)
    public = stranger.get(f"/blocks/{KEY}").words
    assert "PTA said that rules were broken." in public
    assert "we know of nothing that was said about it elsewhere" not in public


def test_a_reason_is_added_later_and_the_first_keeps_what_the_form_lacks(
    lawyer: Browser, office: Office
) -> None:
    added(lawyer, **reason())
    text = lawyer.client.get(f"{PAGE}.toml").get_data(as_text=True)
    head, _, rest = text.partition("[[justifications]]")
    more = rest.replace('"reasons"', '"reasons", "power"')
    lawyer.submit(
        f"{PAGE}/change", {"text": f"{head}[[justifications]]{more}", "why": "A power too."}
    )
    assert lawyer.get(FORM).value("reasons-0-speaker") == "pk-pta"
    court = reason(1, speaker="", name="Office of the Attorney General", setting="court")

    page = lawyer.submit(FORM, {**court, "why": "In court too."})

    assert page.status == 200
    block = entry_to_change(office, EntryName("blocks", KEY)).entry
    assert isinstance(block, Block)
    first, second = block.justifications
    assert [each.value for each in first.elements] == ["reasons", "power"]
    assert (second.setting, str(second.by)) == (Setting.COURT, "Office of the Attorney General")


@pytest.mark.parametrize(
    ("changed", "field", "message"),
    [
        ({"speaker": ""}, "speaker", "Select who gave the reason, or enter a name."),
        ({"name": "A minister"}, "name", "Select who gave the reason or enter a name, not both."),
        ({"setting": ""}, "setting", "Select where it was said."),
        ({"on": ""}, "on", "Enter the day on which it was said."),
        ({"on": "2024-02-07"}, "on", "is in the future"),
        ({"says": ""}, "says", "Enter what was said."),
        ({"sources": " "}, "sources", "Enter at least one source."),
    ],
)
def test_a_reason_without_one_of_its_parts_is_refused_beside_its_field(
    lawyer: Browser, office: Office, changed: dict[str, str], field: str, message: str
) -> None:
    page = added(lawyer, **reason(**changed))

    assert page.status == 422
    (link,) = page.tree.xpath("//div[@class='error-summary']//a")
    assert link.get("href") == f"#reasons-0-{field}"
    assert message in link.text_content()
    assert office.own_library.in_force() == ()


def test_errors_are_listed_in_the_order_of_the_page(lawyer: Browser) -> None:
    page = lawyer.submit("/desk/library/new/block?country=pk", {"sources": "", "why": ""})

    links = page.tree.xpath("//div[@class='error-summary']//a/@href")
    assert [links[0], *links[-2:]] == ["#service", "#sources", "#why"]
