"""All that belongs to a record is made by one process, which reads the record once."""

from collections.abc import Sequence

import pytest

from tests.mirror.copied import kept_nowhere
from tests.statements import sent_statements
from tests.web.browser import a_site_config
from tests.web.record_scenes import a_silence
from tracker.app.asked_pages import AskedPages
from tracker.copies import CopiedSite
from tracker.mirror.asking import AskFor, KeptAnswer
from tracker.mirror.state import CopiedFile, MadeFrom
from tracker.services.core.office import Office


def answered(*addresses: str) -> Sequence[KeptAnswer]:
    found = CopiedFile(200)
    return [KeptAnswer(address, found, MadeFrom()) for address in addresses]


def given_out(asked: AskedPages) -> list[list[str]]:
    parts = list[list[str]]()
    while asked:
        parts.append([each.address for each in asked.next()])
    return parts


@pytest.fixture
def asked() -> AskedPages:
    return AskedPages(["en", "ur"])


@pytest.mark.parametrize(
    ("address", "record"),
    [
        ("/requests/abcd2345", "abcd2345"),
        ("/ur/requests/abcd2345?page=2", "abcd2345"),
        ("/requests/abcd2345.json", "abcd2345"),
        ("/ur/requests/abcd2345/calendar.ics", "abcd2345"),
        ("/requests", ""),
        ("/requests?page=2", ""),
        ("/blocks/requests/abcd2345", ""),
    ],
)
def test_an_address_names_its_record(asked: AskedPages, address: str, record: str) -> None:
    assert asked.record_of(address) == record


def test_a_record_is_in_one_part(asked: AskedPages) -> None:
    files = ["", ".json", "/calendar.ics", "/feed.atom", "/proof.json"]
    places = [f"/requests/r{n}{file}" for n in range(40) for file in files]
    asked.add(
        AskFor(f"{language}{place}", "before") for language in ("", "/ur") for place in places
    )

    parts = given_out(asked)

    assert len(parts) == 40
    for part in parts:
        for address in part:
            record = asked.record_of(address)
            of_record = [each for each in part if asked.record_of(each) == record]
            assert len(of_record) == 2 * len(files)


def test_a_page_that_is_made_with_another_is_not_made_twice(asked: AskedPages) -> None:
    asked.add([AskFor("/requests/r1")])
    first = given_out(asked)
    asked.add([AskFor("/ur/requests/r1"), AskFor("/requests/r1/proof.json"), AskFor("/laws")])
    meanwhile = given_out(asked)

    asked.settle(answered("/requests/r1", "/ur/requests/r1"))

    assert first == [["/requests/r1"]]
    assert meanwhile == [["/laws"]]
    # It was not made with the page, so it is asked for now.
    assert given_out(asked) == [["/requests/r1/proof.json"]]


def test_a_page_of_the_last_copy_keeps_no_other_waiting(asked: AskedPages) -> None:
    asked.add([AskFor("/requests/r1", "before")])
    given_out(asked)

    asked.add([AskFor("/ur/requests/r1")])

    assert given_out(asked) == [["/ur/requests/r1"]]


def test_with_a_new_page_of_a_record_comes_all_that_it_leads_to(office: Office) -> None:
    reference = a_silence(office)
    office.log_upkeep.append()
    site = CopiedSite(office, a_site_config())
    page = f"/requests/{reference}"

    made = [each.address for each in site.answers_to([AskFor(page)], kept_nowhere)]
    alone = [each.address for each in site.answers_to([AskFor(page, "old")], kept_nowhere)]

    assert alone == [page]
    assert sorted(made) == sorted(set(made))
    names = (".json", "/proof.json", "/calendar.ics", "/feed.atom", "/citation.bib")
    assert {page, f"/ur{page}", *(f"{page}{name}" for name in names)} <= set(made)
    assert {reference} == {site._asked.record_of(address) for address in made}


def test_a_record_is_read_once_for_all_of_its_pages(office: Office) -> None:
    page = f"/requests/{a_silence(office)}"
    office.log_upkeep.append()
    site = CopiedSite(office, a_site_config())
    site.read_inputs()

    with sent_statements() as sent:
        made = site.answers_to([AskFor(page)], kept_nowhere)

    # The record with its place, its bytes, what its proof shows; its row; and what the proof
    # needs of the log: the leaves, the notes and the tiles.
    assert len(made) > 8
    assert len([each for each in sent if "record_version.content" in each]) == 3
    assert len([each for each in sent if each.startswith("SELECT")]) == 7
