"""The page of the copies of the record, and the signed list of their addresses."""

from datetime import date

from tests.offices import Clock
from tests.web.browser import an_app
from tests.web.record_scenes import a_silence, serve
from tracker.services.core.office import Office
from tracker.verifier.notes import open_note, read_key

MIRRORS = ("https://mirror.example/record", "http://abcdefgh.onion")


def test_the_page_names_the_record_and_its_known_copies(office: Office, clock: Clock) -> None:
    reader = an_app(office, mirrors=MIRRORS).test_client()

    page = reader.get("/mirrors").get_data(as_text=True)

    for address in ("https://record.example", *(f"{each}/" for each in MIRRORS)):
        assert f'href="{address}"' in page
    assert office.log.keys()[0].replace("+", "&#43;") in page or office.log.keys()[0] in page
    assert "We know of no public mirror of this" not in page


def test_without_copies_it_says_so(office: Office) -> None:
    assert "We know of no public mirror of this" in serve(office).get("/mirrors").get_data(
        as_text=True
    )


def test_the_list_of_addresses_is_signed_and_is_no_checkpoint(office: Office) -> None:
    answer = an_app(office, mirrors=MIRRORS).test_client().get("/mirrors.txt")

    text = open_note(answer.data, (read_key(office.log.keys()[0]),))

    first, reached, *addresses = text.splitlines()
    assert first == f"{office.log.state().origin} mirrors"
    assert reached == "0", "nothing is in the log yet"
    assert addresses == ["https://record.example", *MIRRORS]
    assert answer.mimetype == "text/plain"


def test_of_two_lists_the_newer_one_is_known(office: Office, clock: Clock) -> None:
    """A request that was never answered: its publication is one entry, its silence another."""
    a_silence(office)
    clock.set(date(2026, 11, 26))
    size = office.log_upkeep.append().size

    text = serve(office).get("/mirrors.txt").get_data(as_text=True)

    assert size
    assert text.splitlines()[1].split()[0] == str(size)
    assert text.splitlines()[1].split()[1] == "2026-11-26"


def test_only_a_copy_says_that_it_is_one(office: Office) -> None:
    """What the site shows is not what the copy shows."""
    assert "This is a copy" not in serve(office).get("/").get_data(as_text=True)
