"""The office's own library at the desk, and what of it the public sees."""

from dataclasses import replace
from datetime import date

import pytest
from flask import Flask

from tests.offices import Clock, a_request, received
from tests.web.browser import Browser, Page, signed_in, somebody
from tracker.services.core.current_library import with_current_library
from tracker.services.core.office import Office
from tracker.services.ports.own_library import EntryName
from tracker.services.ports.people import RoleName
from tracker.web.record.site.page_reader import PageReader

NEW = "/desk/library/new/block?country=pk"
CANARY = "Zebragram"
TYPED = {
    "kind": "block",
    "service": CANARY,
    "service_there": "زیبراگرام",
    "where": "Pakistan",
    "where_there": "پاکستان",
    "places": "",
    "since": "2024-02-01",
    "known": "about",
    "bodies": ["pk-pta"],
    "sources": "Dawn, 2 February 2024, https://www.dawn.com/news/1\nReuters, 2 February 2024",
    "read_in": "secondary",
    "why": "Both name the day.",
}
PAGE = "/desk/library/blocks/pk-zebragram-2024"


def added(browser: Browser, **changed: object) -> Page:
    """The page after a block was sent."""
    return browser.submit(NEW, {**TYPED, **changed})


def order(orderer: str, number: int = 0, **typed: str) -> dict[str, str]:
    """The fields of one order of the form."""
    return {f"orders-{number}-{name}": words for name, words in typed.items()} | {
        f"orders-{number}-orderer": orderer
    }


def verified(app: Flask, office: Office) -> Page:
    """The page after another lawyer verified the block."""
    other = signed_in(app, office, somebody(office, name="Omar Other"))
    return sent(other, PAGE, "/verify")


def sent(browser: Browser, page: str, action: str) -> Page:
    """The page after the form with this action was sent as it stands."""
    shown = browser.get(page)
    (form,) = shown.tree.xpath(f"//main//form[contains(@action, '{action}')]")
    return browser.post(form.action, dict(form.form_values()))


def test_a_block_is_added_and_asked_about_without_a_shell(
    lawyer: Browser, clock: Clock, office: Office
) -> None:
    clock.set(date(2024, 2, 5))

    page = added(lawyer)

    assert "Block added." in page.words
    assert "Zebragram in Pakistan" in page.words
    assert "Not verified" in page.words
    assert 'href="https://www.dawn.com/news/1' in page.text
    begun = lawyer.get("/desk/new?block=pk-zebragram-2024")
    assert "Pakistan Telecommunication Authority" in begun.words


def test_what_is_not_verified_is_on_no_public_page(
    app: Flask, lawyer: Browser, stranger: Browser, office: Office
) -> None:
    added(lawyer)
    reader = PageReader(app, office.public_url)
    addresses = [
        *reader.starts(),
        "/search?words=zebra*",
        "/api/v1/blocks",
        "/blocks/pk-zebra",
        "/bodies/pk-pta",
    ]
    assert len(addresses) > 40

    shown = [a for a in addresses if CANARY.lower() in _words(stranger, a)]

    assert shown == []


def _words(stranger: Browser, address: str) -> str:
    return stranger.client.get(address).get_data().decode(errors="replace").lower()


def test_once_verified_it_is_public_in_this_process_at_once(
    app: Flask, lawyer: Browser, stranger: Browser, office: Office
) -> None:
    added(lawyer)
    assert stranger.get("/blocks/pk-zebragram-2024").status == 404

    assert "The public can see this entry." in verified(app, office).words

    shown = stranger.get("/blocks/pk-zebragram-2024").words
    assert "Zebragram in Pakistan" in shown
    assert "Checked against its sources by a second person." in shown
    assert CANARY in stranger.get("/blocks").words
    assert stranger.get("/api/v1/blocks/pk-zebragram-2024").status == 200


ADDED_ON = "Added by this office, as of Monday 5 February 2024."
CHECKED = "Checked against its sources by a second person."


def test_a_public_page_says_that_the_office_added_the_block_and_names_nobody(
    app: Flask, lawyer: Browser, stranger: Browser, office: Office, clock: Clock
) -> None:
    clock.set(date(2024, 2, 5))
    added(lawyer)
    verified(app, office)
    text = office.own_library.in_force()[-1].text

    shown = stranger.get("/blocks/pk-zebragram-2024")

    assert f"{ADDED_ON} {CHECKED}" in shown.words
    assert "Omar Other" not in shown.words
    # The public page shows the date of the version.
    clock.set(date(2024, 2, 8))
    lawyer.submit(f"{PAGE}/change", {"text": text.replace("Reuters", "AFP"), "why": "byline"})
    verified(app, office)
    later = "Added by this office, as of Thursday 8 February 2024."
    assert later in stranger.get("/blocks/pk-zebragram-2024").words
    assert "by this office" not in stranger.get("/blocks/pk-x-2024").words


def test_a_public_page_says_that_the_office_corrected_the_body(
    app: Flask, lawyer: Browser, stranger: Browser, office: Office, clock: Clock
) -> None:
    clock.set(date(2024, 2, 5))
    shipped = office.library_reader.shipped(EntryName("bodies", "pk-pta"))
    page = "/desk/library/bodies/pk-pta"
    typed = {"text": shipped.replace('"PTA"', '"P.T.A."'), "why": "letterhead"}
    lawyer.submit(f"{page}/change", typed)
    assert "by this office" not in stranger.get("/bodies/pk-pta").words

    sent(signed_in(app, office, somebody(office, name="Omar Other")), page, "/verify")

    said = "Corrected by this office on Monday 5 February 2024."
    assert f"{said} {CHECKED}" in stranger.get("/bodies/pk-pta").words
    assert "P.T.A." in stranger.get("/bodies/pk-pta").words
    # After it is confirmed again with the same words, the cached page must change.
    clock.set(date(2024, 2, 8))
    (stored,) = office.own_library.in_force()
    office.own_library.add(replace(stored, at=clock(), verified_by=""))
    sent(lawyer, page, "/verify")
    again = stranger.get("/bodies/pk-pta").words
    said = "Corrected by this office on Thursday 8 February 2024. Checked against its sources."
    assert said in again
    assert CHECKED not in again


def test_a_form_that_is_sent_twice_adds_one_block(lawyer: Browser, office: Office) -> None:
    added(lawyer)

    again = added(lawyer)

    assert again.status == 422
    assert "The library already has a block of this service on overlapping days" in again.words
    assert again.tree.xpath("//main//a[@href='/desk/library/blocks/pk-zebragram-2024']")
    sure = added(lawyer, another="y")
    assert "“Zebragram in Pakistan” is already in the library." in sure.words
    assert len(office.own_library.in_force()) == 1


def test_two_blocks_of_a_service_on_overlapping_days_are_told_from_each_other(
    lawyer: Browser, office: Office
) -> None:
    added(lawyer, since="2024-02-01", until="2024-02-05")
    overlapping = {"since": "2024-02-05", "where": "Punjab", "service": CANARY.upper()}

    asked = added(lawyer, **overlapping)

    assert asked.status == 422
    assert "A similar block is already in the library. Compare it first." in asked.words
    assert 'value="Punjab"' in asked.text
    assert "Block added." in added(lawyer, **overlapping, another="y").words
    assert "Block added." in added(lawyer, since="2024-01-01", until="2024-01-31").words


def test_nothing_typed_is_lost_by_an_error(lawyer: Browser) -> None:
    answer = added(lawyer, since="", where="x" * 301)

    assert answer.status == 422
    assert "Enter a date" in answer.words
    assert "Use 300 characters or fewer." in answer.words
    assert f'value="{CANARY}"' in answer.text
    assert "Both name the day." in answer.text


@pytest.mark.parametrize(
    ("changed", "message"),
    [
        ({"bodies": []}, "Select at least one public body."),
        ({"sources": " \n "}, "Enter at least one source."),
        ({"orders-0-orderer": "pk-pta"}, "Say what the source says about the order."),
        (
            {"orders-0-orderer": "pk-pta", "orders-0-says": "It ordered."},
            "Enter at least one source.",
        ),
        (
            {"orders-0-orderer": "pk-pta", "orders-0-name": "A minister", "orders-0-says": "So."},
            "Select who ordered it or enter a name, not both.",
        ),
        ({"orders-0-says": "It ordered."}, "Name who ordered it"),
        ({"orders-0-on": "2024-02-01"}, "Name who ordered it"),
        ({"orders-0-sources": "Dawn"}, "Name who ordered it"),
        ({"since": "2199-01-01"}, "1 January 2199 is in the future."),
        ({"until": "2199-01-01"}, "1 January 2199 is in the future."),
        ({"last_confirmed": "2199-01-01"}, "1 January 2199 is in the future."),
        (
            {"until": "2024-01-01"},
            "“Day of restoration” is before the first day, 1 February 2024.",
        ),
        ({"last_confirmed": "2024-01-01"}, "is before the first day"),
        ({"until": "2024-02-03", "last_confirmed": "2024-02-02"}, "Leave this empty, because"),
        (
            {"places": "Punjab"},
            "“Punjab” is not the code of a place in this country. Enter PK, or",
        ),
        ({"service": "\u202eevil"}, "cannot be used"),
    ],
)
def test_what_cannot_be_is_refused_in_one_sentence(
    lawyer: Browser, changed: dict[str, object], message: str
) -> None:
    answer = added(lawyer, **changed)

    assert answer.status == 422
    assert message in answer.words


def test_every_fault_of_a_block_is_shown_at_once_beside_its_field(lawyer: Browser) -> None:
    answer = added(
        lawyer, until="2024-01-01", places="FR-75", sources="", bodies=[], **order("pk-pta")
    )

    beside = answer.tree.xpath("//*[@class='field bad' or @class='bad']//*[@class='wrong']/@id")
    fields = {place.rsplit("-wrong-", 1)[0] for place in beside}
    assert fields == {"until", "places", "orders-0-says", "orders-0-sources", "sources", "bodies"}
    assert "This cannot be used" not in answer.words


def test_the_place_is_asked_for_in_the_other_language_of_letters(lawyer: Browser) -> None:
    page = added(lawyer, where_there="")

    assert page.status == 422
    assert "Enter the place in this language too" in page.words


def test_the_page_of_an_entry_says_where_to_send_its_file(lawyer: Browser) -> None:
    page = added(lawyer)

    assert "open an issue in the repository from which you got this program" in page.words


def test_hostile_words_are_shown_as_words(lawyer: Browser) -> None:
    added(lawyer, sources='<script>alert(1)</script> https://example.org/"x')

    shown = lawyer.get(PAGE)

    assert "<script>alert" not in shown.text
    assert "<script>alert(1)</script>" in shown.words


def test_an_address_in_the_file_ends_before_its_quotation_mark(lawyer: Browser) -> None:
    page = added(lawyer, sources="Dawn, https://www.dawn.com/news/1")

    links = page.tree.xpath("//pre//a/@href")

    assert links == ["https://www.dawn.com/news/1"]


@pytest.mark.parametrize(("new", "fields"), [("block", 1), ("body", 2)])
def test_the_form_says_which_letters_show_english_words(
    lawyer: Browser, office: Office, new: str, fields: int
) -> None:
    page = lawyer.get(f"/desk/library/new/{new}?country=br")

    said = "If you leave this empty, letters in this language show the English words."
    assert page.words.count(f"{office.every_language['pt'].name}. {said}") == fields


def test_the_order_is_named_with_its_source(lawyer: Browser) -> None:
    added(
        lawyer,
        **order(
            "pk-pta",
            says="It told the operators to block the service.",
            on="2024-02-01",
            sources="Dawn, 3 February 2024",
        ),
    )

    text = lawyer.client.get(f"{PAGE}.toml").get_data(as_text=True)

    assert 'body = "pk-pta"' in text
    assert "Dawn, 3 February 2024" in text


NEW_BODY = "/desk/library/new/body?country=ke"
COUNCIL = {
    "name": "Media Council of Kenya",
    "in_sentence": "",
    "short_name": "MCK",
    "role": "regulator",
    "laws": ["ke-atia-2016"],
    "calendar": "ke-government",
    "address_to": "The Chief Executive Officer",
    "address": "",
    "sources": "mediacouncil.or.ke",
    "read_in": "secondary",
    "why": "Its own page.",
}


def test_a_body_without_a_law_can_be_sent_a_petition(lawyer: Browser) -> None:
    page = lawyer.submit(NEW_BODY, {**COUNCIL, "laws": []})

    assert "It can already be sent a petition." in page.words
    assert "can already be asked" not in page.words


def test_a_body_of_another_country_is_added_with_its_law(lawyer: Browser) -> None:
    page = lawyer.submit(NEW_BODY, COUNCIL)

    assert "Public body added. It can already be asked." in page.words
    assert "Media Council of Kenya" in page.words
    assert 'laws = ["ke-atia-2016"]' in page.words


EMAIL = {
    "email": "rti@mck.example",
    "designated_by": "own-page",
    "designated_in": "mediacouncil.or.ke, page on requests, https://mediacouncil.or.ke/ati",
    "confirmed_on": "2024-02-20",
    "channels": ["email", "post"],
}


def test_an_address_for_requests_is_taken_with_its_source_and_its_day(
    lawyer: Browser, office: Office
) -> None:
    page = lawyer.submit(NEW_BODY, COUNCIL | EMAIL)

    assert 'designated_by = "own-page"' in page.words
    facts = _facts(page)
    given = facts["The body gives it for information requests"]
    assert "on its page about information requests" in given
    assert "20 February 2024" in given
    body = with_current_library(office).library.body("ke-mck")
    assert body.email_for_requests(date(2024, 3, 1)) == "rti@mck.example"


@pytest.mark.parametrize(
    ("left_out", "message"),
    [
        ("email", "Enter the email address that the body gives for requests."),
        ("designated_in", "Enter at least one source."),
        ("confirmed_on", "Enter the day on which you saw the address there."),
        ("designated_by", "Select where the body gives the address."),
    ],
)
def test_an_address_without_source_day_or_place_is_refused_and_nothing_is_lost(
    lawyer: Browser, left_out: str, message: str
) -> None:
    page = lawyer.submit(NEW_BODY, COUNCIL | EMAIL | {left_out: ""})

    assert page.status == 422
    assert message in page.words
    assert page.value("name") == "Media Council of Kenya"
    if left_out != "designated_in":
        assert "mediacouncil.or.ke/ati" in page.text


FILING = {
    "filing_email": "appeals@mck.example",
    "filing_by": "rule",
    "filing_in": "its rules of procedure, https://mediacouncil.or.ke/rules",
    "filing_seen": "2024-02-20",
}


def test_an_address_for_appeals_is_saved_with_its_source_and_takes_no_requests(
    lawyer: Browser, office: Office
) -> None:
    page = lawyer.submit(NEW_BODY, COUNCIL | FILING)

    assert "appeals@mck.example" in _facts(page)["Address for filing by email"]
    body = with_current_library(office).library.body("ke-mck")
    assert body.filing_address is not None
    assert body.filing_address.email == "appeals@mck.example"
    assert body.no_filing_email(date(2024, 3, 1)) is None
    assert body.email_for_requests(date(2024, 3, 1)) == ""


@pytest.mark.parametrize("left_out", sorted(FILING))
def test_an_address_for_appeals_without_one_of_its_facts_is_refused(
    lawyer: Browser, left_out: str
) -> None:
    page = lawyer.submit(NEW_BODY, COUNCIL | FILING | {left_out: ""})

    assert page.status == 422
    kept = next(name for name in ("filing_email", "filing_seen") if name != left_out)
    assert page.value(kept) == FILING[kept]


def test_an_address_that_nobody_has_seen_yet_is_refused(lawyer: Browser) -> None:
    page = lawyer.submit(NEW_BODY, COUNCIL | EMAIL | {"confirmed_on": "2099-01-01"})

    assert page.status == 422
    assert "is in the future" in page.words


def _facts(page: Page) -> dict[str, str]:
    """What the page tells of the entry, by the name of the fact."""
    names = page.tree.xpath("//dl[@class='facts']/dt")
    return {
        " ".join(name.text_content().split()): " ".join(name.getnext().text_content().split())
        for name in names
    }


def test_an_entry_is_read_as_facts_beside_their_sources(lawyer: Browser) -> None:
    page = added(
        lawyer,
        **order(
            "pk-interior",
            says="It told the regulator to block the service.",
            on="2024-02-03",
            sources="Geo, https://geo.tv/2",
        ),
        last_confirmed="2024-02-09",
        note="Nobody says when it ends.",
    )

    facts = _facts(page)

    assert "Zebragram" in facts["Service"]
    assert "زیبراگرام" in facts["Service"]
    assert "Thursday 1 February 2024" in facts["First day"]
    assert "It was about this day" in facts["First day"]
    assert "Day of restoration" not in facts
    assert "9 February 2024" in facts["Last day on which a source says that it was in force"]
    assert facts["Public bodies that can be asked"] == "Pakistan Telecommunication Authority"
    assert "Ministry of Interior" in facts["Who ordered it"]
    assert "3 February 2024" in facts["Who ordered it"]
    assert "It told the regulator" in facts["Who ordered it"]
    assert "geo.tv/2" in facts["Who ordered it"]
    assert "Reuters, 2 February 2024" in facts["Sources"]
    assert facts["What is not known"] == "Nobody says when it ends."
    assert page.tree.xpath("//dl//a[@href='https://geo.tv/2']")


def test_a_correction_is_read_as_facts_before_it_is_used(lawyer: Browser, office: Office) -> None:
    shipped = office.library_reader.shipped(EntryName("bodies", "pk-pta"))

    page = lawyer.submit(
        "/desk/library/bodies/pk-pta/change",
        {"text": shipped.replace('"PTA"', '"P.T.A."'), "why": "letterhead"},
    )

    assert _facts(page)["Short name"] == "P.T.A."
    assert "pk-rai-2017" not in _facts(page)["Laws that bind it"]


def test_an_entry_that_this_program_cannot_read_is_shown_as_its_text(
    lawyer: Browser, office: Office
) -> None:
    added(lawyer)
    (stored,) = office.own_library.in_force()
    office.own_library.add(replace(stored, text="nonsense <b>"))

    page = lawyer.get(PAGE)

    assert "The program does not use this entry" in page.words
    assert "nonsense <b>" in page.words
    assert _facts(page) == {}


def test_an_advocate_adds_and_only_a_lawyer_verifies(app: Flask, office: Office) -> None:
    advocate = signed_in(app, office, somebody(office, RoleName.ADVOCATE))

    page = added(advocate)

    assert "Only a lawyer or an administrator can verify" in page.words
    token = {"csrf_token": advocate.get(NEW).value("csrf_token"), "number": "1"}
    assert advocate.post(f"{PAGE}/verify", token).status == 403


def test_a_shipped_entry_is_corrected_as_text(app: Flask, lawyer: Browser, office: Office) -> None:
    change = "/desk/library/bodies/pk-pta/change"
    shipped = office.library_reader.shipped(EntryName("bodies", "pk-pta"))
    assert "pk-federal-islamabad" in lawyer.get(change).text

    wrong = lawyer.submit(change, {"text": "nonsense", "why": "x"})
    assert wrong.status == 422
    assert "nonsense" in wrong.text
    right = lawyer.submit(
        change, {"text": shipped.replace('"PTA"', '"P.T.A."'), "why": "letterhead"}
    )

    assert "Correction" in right.words


def test_a_correction_that_corrects_nothing_is_refused(lawyer: Browser, office: Office) -> None:
    shipped = office.library_reader.shipped(EntryName("bodies", "pk-pta"))

    page = lawyer.submit(
        "/desk/library/bodies/pk-pta/change", {"text": f"# compared\n{shipped}", "why": "read"}
    )

    assert page.status == 422
    assert "This is the entry as it came with the program." in page.words
    assert office.own_library.in_force() == ()


def test_a_correction_names_a_source_that_was_read(lawyer: Browser, office: Office) -> None:
    change = "/desk/library/bodies/tr-btk/change"
    shipped = office.library_reader.shipped(EntryName("bodies", "tr-btk"))
    unread = shipped.replace('read_in = "secondary"', 'read_in = "memory"', 1)
    assert unread != shipped
    address = unread.replace("address = []", 'address = ["Ankara"]')

    page = lawyer.submit(change, {"text": address, "why": "letterhead"})

    assert page.status == 422
    assert "The source still says that nothing was read." in page.words
    read = address.replace('read_in = "memory"', 'read_in = "secondary"')
    assert "Correction" in lawyer.submit(change, {"text": read, "why": "letterhead"}).words


def test_an_office_without_entries_says_so(lawyer: Browser) -> None:
    page = lawyer.get("/desk/library")

    assert "The office has added nothing yet." in page.words


@pytest.mark.parametrize(
    "path",
    [
        "/desk/library/new/block?country=xx",
        "/desk/library/new/body?country=<b>",
        "/desk/library/blocks/no-such",
        "/desk/library/nowhere/pk-pta",
        "/desk/library/digest/x/change",
        "/desk/library/blocks/no-such.toml",
        "/desk/library/blocks/no-such/change",
    ],
)
def test_what_is_not_there_is_not_found(lawyer: Browser, path: str) -> None:
    assert lawyer.get(path).status == 404


DAYS = "/desk/library/new/days?country=pk"
CLOSURE = {
    "calendar": "pk-federal-islamabad",
    "office_is": "closed",
    "first": "2024-02-06",
    "last": "",
    "name": "Day of mourning",
    "name_there": "یومِ سوگ",
    "announced_by": "Cabinet Division",
    "sources": "Cabinet Division, https://cabinet.example.gov.pk/1",
    "read_in": "official-copy",
    "why": "Read on its page.",
}


def test_a_closure_is_announced_and_verified_in_the_workspace(
    app: Flask, lawyer: Browser, stranger: Browser, office: Office
) -> None:
    page = lawyer.submit(DAYS, CLOSURE)

    assert "Until it is verified, the day is uncertain." in page.words
    facts = _facts(page)
    assert facts["Announcement"] == "The offices are closed"
    assert facts["Days"] == "Tuesday 6 February 2024"
    assert facts["Announced by"] == "Cabinet Division"
    assert "یومِ سوگ" in facts["Name of the day"]
    counted = "/deadlines?law=pk-raia-2017&stage=reply&day=2024-02-02"
    assert "Day of mourning" not in stranger.get(counted).words

    other = signed_in(app, office, somebody(office, name="Omar Other"))
    sent(other, "/desk/library/announced/pk-closed-2024-02-06", "/verify")

    assert "Day of mourning" in stranger.get(counted).words


def test_a_verified_closure_moves_deadlines_at_once_and_says_how_many(
    app: Flask, lawyer: Browser, office: Office, clock: Clock
) -> None:
    clock.set(date(2024, 2, 5))
    reference = a_request(office, on=date(2024, 2, 1))
    received(office, reference, date(2024, 2, 2))
    lawyer.submit(DAYS, CLOSURE)
    other = signed_in(app, office, somebody(office, name="Omar Other"))

    page = sent(other, "/desk/library/announced/pk-closed-2024-02-06", "/verify")

    assert "Dates of 1 open request moved. Its timeline says so." in page.words
    with office.cases.look(reference) as case:
        assert case.history[-1].event.kind == "deadlines-recalculated"


def test_a_verified_closure_that_moves_nothing_says_so(
    app: Flask, lawyer: Browser, office: Office
) -> None:
    lawyer.submit(DAYS, CLOSURE)
    other = signed_in(app, office, somebody(office, name="Omar Other"))

    page = sent(other, "/desk/library/announced/pk-closed-2024-02-06", "/verify")

    assert "No date of an open request moved." in page.words


@pytest.mark.parametrize(
    ("changed", "message"),
    [
        ({"sources": "a telephone call"}, "Enter the full https:// address of at least one"),
        ({"sources": ""}, "Enter at least one source."),
        ({"last": "2024-02-05"}, "The last day is before the first day."),
        ({"last": "2024-12-05"}, "Enter at most 31 days at once."),
        ({"first": ""}, "Enter a date"),
        ({"first": "1950-01-01"}, "lies outside the days"),
        ({"announced_by": ""}, "Enter the office that announced it."),
        ({"office_is": "open", "bodies": ["pk-pta"]}, "names bodies that are closed"),
    ],
)
def test_impossible_days_are_refused_in_one_sentence(
    lawyer: Browser, changed: dict[str, object], message: str
) -> None:
    answer = lawyer.submit(DAYS, {**CLOSURE, **changed})

    assert answer.status == 422
    assert message in answer.words
    assert 'value="Day of mourning"' in answer.text


def test_the_same_day_is_announced_once(lawyer: Browser, office: Office) -> None:
    lawyer.submit(DAYS, CLOSURE)

    again = lawyer.submit(DAYS, {**CLOSURE, "name": "Another name"})

    assert again.status == 422
    assert "“Day of mourning” (pk-closed-2024-02-06)" in again.words
    assert len(office.own_library.in_force()) == 1


def test_an_organisation_is_added_and_can_support_a_request(lawyer: Browser) -> None:
    page = lawyer.submit(
        "/desk/library/new/organisation",
        {
            "name": "Open Net Kenya",
            "sources": "https://opennet.example.org",
            "read_in": "secondary",
            "why": "Its own page.",
        },
    )

    assert "Organisation added." in page.words
    assert _facts(page)["Name"] == "Open Net Kenya"
    empty = lawyer.submit("/desk/library/new/organisation", {"name": "", "why": "x"})
    assert empty.status == 422
    assert "Enter the name of the organisation." in empty.words


def test_a_withdrawal_needs_a_reason_and_the_version_that_was_read(
    lawyer: Browser, office: Office
) -> None:
    added(lawyer)
    form = lawyer.get(f"{PAGE}/withdraw")
    typed = {"csrf_token": form.value("csrf_token"), "number": form.value("number")}
    (stored,) = office.own_library.in_force()

    assert lawyer.post(f"{PAGE}/withdraw", typed).status == 422
    office.own_library.add(replace(stored, text=stored.text.replace("PK", "PK-PB")))
    late = lawyer.post(f"{PAGE}/withdraw", {**typed, "why": "It was never blocked."})
    assert "Someone has changed this entry since." in late.words

    gone = lawyer.submit(f"{PAGE}/withdraw", {"why": "It was never blocked."})
    assert "Entry withdrawn." in gone.words


def test_a_request_about_an_entry_that_is_no_longer_accepted_still_opens(
    lawyer: Browser, office: Office, clock: Clock
) -> None:
    clock.set(date(2024, 2, 20))
    added(lawyer)
    reference = a_request(with_current_library(office), block="pk-zebragram-2024")
    (stored,) = office.own_library.in_force()
    newer = stored.text.replace("kind =", "sort =")
    office.own_library.add(replace(stored, text=newer))

    page = lawyer.get(f"/desk/requests/{reference}")

    assert page.status == 200
    assert "Zebragram in Pakistan" in page.words
    assert "The program does not accept an entry of the office’s library" in page.words
    assert page.tree.xpath("//main//a[@href='/desk/library/blocks/pk-zebragram-2024']")
    shown = lawyer.get(PAGE)
    assert "The program does not use this entry" in shown.words
    assert "unknown word “sort”" in shown.words
