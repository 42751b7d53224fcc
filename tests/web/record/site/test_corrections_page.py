"""The public list of corrections and takedowns: what, when, on what ground, and no name."""

from datetime import date
from hashlib import sha256
from pathlib import Path

from tests.offices import Clock, an_office
from tests.web.browser import an_app
from tests.web.record_scenes import a_corrected_silence, a_refusal, a_silence, serve
from tracker.domain.base.terms import WithheldBecause
from tracker.services.core.office import Office
from tracker.services.publishing.publishing import remove_from_record, withhold


def words(office: Office, path: str = "/corrections") -> str:
    return serve(office).get(path).get_data(as_text=True)


def main(office: Office, path: str = "/corrections") -> str:
    return words(office, path).partition("<main")[2].partition("</main>")[0]


def test_it_says_that_there_is_nothing_yet(office: Office) -> None:
    a_silence(office)

    assert "Nothing has been corrected, removed or taken down." in words(office)


def test_a_correction_is_listed_with_its_reason(office: Office) -> None:
    reference = a_corrected_silence(office)

    page = words(office)

    assert "An entry was corrected" in page
    assert f'href="/requests/{reference}"' in page
    assert "The stamp on the card is of another office." in page


def test_a_takedown_tells_its_ground_and_digest_and_hides_older_reasons(
    office: Office, clock: Clock
) -> None:
    reference = a_corrected_silence(office)
    before = serve(office).get(f"/requests/{reference}.json")
    clock.set(date(2026, 12, 1))

    withhold(office, reference, WithheldBecause.COURT_ORDER, by="lena-the-lawyer")

    page = words(office)
    assert "A court or the law requires it." in page
    assert sha256(before.data).hexdigest() in page
    assert "The stamp on the card" not in page, "of what was taken down no reason stays"
    assert "lena" not in page
    assert "1 December 2026" in page
    gone = serve(office).get(f"/requests/{reference}")
    assert gone.status_code == 410
    assert "/corrections" in gone.get_data(as_text=True)


def test_a_removed_text_is_listed_and_its_record_stays(office: Office) -> None:
    reference = a_refusal(office)
    digest = office.records.record(reference).releases[0].digest

    remove_from_record(office, reference, [digest], WithheldBecause.PRIVACY, by="lena")

    page = words(office)
    assert digest in page
    assert "It identified a private person." in page
    assert "The record is classified." not in words(office, f"/requests/{reference}")
    assert serve(office).get(f"/requests/{reference}/texts/{digest}.txt").status_code == 404


def test_a_long_list_has_pages(office: Office) -> None:
    reference = a_refusal(office)
    digest = office.records.record(reference).releases[0].digest
    remove_from_record(office, reference, [digest], WithheldBecause.MISTAKE, by="lena")

    assert main(office, "/corrections?page=99") == main(office)
    assert "1 entry, newest first" in words(office)


def test_it_says_where_to_ask_for_a_correction(office: Office) -> None:
    reached = an_app(office, public_contact="mailto:record@example.org").test_client()
    page = reached.get("/corrections").text

    assert '<a href="mailto:record@example.org"><bdi>record@example.org</bdi></a>' in page
    assert 'href="/corrections#report"' in reached.get("/").text
    assert "This is a demonstration, so no address is given." in words(office)


def test_an_office_without_an_address_says_so(tmp_path: Path) -> None:
    with an_office(tmp_path, live=True) as (live, _):
        assert "has not given an address here" in words(live)
