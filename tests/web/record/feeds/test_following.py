"""Feeds, calendars, badges and cards: what programs and other sites read of the record."""

import re
from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, date, datetime
from itertools import pairwise
from pathlib import Path
from typing import Any
from xml.etree.ElementTree import Element, fromstring

import pytest
from flask.testing import FlaskClient
from icalendar import Calendar
from lxml import html
from werkzeug.test import TestResponse

from tests.offices import BY, Clock, a_paper, a_request, an_office, received, the_library, withdraw
from tests.web import record_scenes as scenes
from tracker.domain.base.days import DaySpan
from tracker.domain.base.terms import DecisionOutcome, WithheldBecause
from tracker.domain.events.proceedings.adjourned import Adjourned
from tracker.domain.events.proceedings.hearing_fixed import HearingFixed
from tracker.domain.law.questions import Outcome
from tracker.services.cases.appealing import record_decision
from tracker.services.cases.silence import sweep
from tracker.services.core.office import Office
from tracker.services.core.recording import record
from tracker.services.public.following import CAME
from tracker.services.publishing.publishing import (
    Publication,
    publish_entries,
    publishable,
    withhold,
)
from tracker.translations import locale

REFUSED, EXEMPT = Outcome.REFUSED, ("s7-e",)
SILENCE, REFUSAL = "r0000001", "r0000002"
ATOM = "{http://www.w3.org/2005/Atom}"
LANG = "{http://www.w3.org/XML/1998/namespace}lang"
BLOCK, BODY = "/blocks/pk-x-2024", "/bodies/pk-pta"
REQUEST = f"/requests/{SILENCE}"
FEEDS = (
    *("/feed.atom", f"{BLOCK}/feed.atom", f"{BODY}/feed.atom", "/outcomes/silent/feed.atom"),
    f"{REQUEST}/feed.atom",
)
CALENDARS = (f"{BLOCK}/calendar.ics", f"{BODY}/calendar.ics", f"{REQUEST}/calendar.ics")
FILES = (*FEEDS, *CALENDARS, f"{BLOCK}/badge.svg")


@pytest.fixture(scope="module")
def opened(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[Office, Clock]]:
    """An office with a silence of PTA and a refusal of the Ministry; nothing changes it."""
    with an_office(tmp_path_factory.mktemp("office")) as (office, clock):
        assert scenes.a_silence(office) == SILENCE
        assert scenes.a_refusal(office) == REFUSAL
        yield replace(office, locale=locale), clock


@pytest.fixture(scope="module")
def reader(opened: tuple[Office, Clock]) -> FlaskClient:
    return scenes.serve(opened[0])


def tree(answer: TestResponse) -> Any:
    return html.fromstring(answer.data)


def feed(reader: FlaskClient, address: str) -> Element:
    answer = reader.get(address)
    assert answer.status_code == 200
    assert answer.mimetype == "application/atom+xml"
    return fromstring(answer.data)  # noqa: S314


def of(parent: Element, name: str) -> str:
    found = parent.find(f"{ATOM}{name}")
    assert found is not None
    return found.text or ""


def shown(root: Element) -> list[str]:
    """The references of the records in a feed."""
    links = (entry.find(f"{ATOM}link[@rel='alternate']") for entry in root.iter(f"{ATOM}entry"))
    return [str(link.get("href")).rpartition("/")[2] for link in links if link is not None]


def test_each_feed_tells_of_its_records(reader: FlaskClient) -> None:
    assert set(shown(feed(reader, "/feed.atom"))) == {SILENCE, REFUSAL}
    assert set(shown(feed(reader, f"{BLOCK}/feed.atom"))) == {SILENCE, REFUSAL}
    assert shown(feed(reader, "/blocks/pk-vpn-2024/feed.atom")) == []
    assert shown(feed(reader, f"{BODY}/feed.atom")) == [SILENCE]
    assert shown(feed(reader, "/outcomes/silent/feed.atom")) == [SILENCE]
    assert shown(feed(reader, "/outcomes/refused/feed.atom")) == [REFUSAL]
    for key in CAME:
        feed(reader, f"/outcomes/{key}/feed.atom")
    for unknown in ("/outcomes/none/feed.atom", "/blocks/none/feed.atom", "/bodies/no/feed.atom"):
        assert reader.get(unknown).status_code == 404


@pytest.mark.parametrize("address", [*FEEDS, *(f"/ur{each}" for each in FEEDS)])
def test_a_feed_has_all_that_the_standard_asks_for(reader: FlaskClient, address: str) -> None:
    """RFC 4287, 4.1.1 and 4.1.2: id, title and updated of each; an author; links of each kind."""
    root = feed(reader, address)

    assert root.tag == f"{ATOM}feed"
    assert root.get(LANG) == ("ur" if address.startswith("/ur/") else "en")
    own = root.find(f"{ATOM}link[@rel='self']")
    assert own is not None
    assert own.get("href") == f"https://record.example{address}"
    assert root.findtext(f"{ATOM}author/{ATOM}name")
    entries = list(root.iter(f"{ATOM}entry"))
    assert entries
    for each in (root, *entries):
        assert of(each, "id").startswith("tag:record.example,")
        assert of(each, "title")
        assert datetime.fromisoformat(of(each, "updated")).tzinfo is not None
    ids = [of(each, "id") for each in entries]
    assert len(set(ids)) == len(ids)
    assert of(root, "updated") == max(of(entry, "updated") for entry in entries)


def test_a_feed_of_silences_tells_that_one_was_corrected(tmp_path: Path) -> None:
    """The feed that named a body silent also says that it was not."""
    with an_office(tmp_path) as (office, _):
        reference, reader = scenes.a_silence(office), scenes.serve(office)
        scenes.strike(office, reference, "fell-silent", "It was answered in time.")
        office.log_upkeep.append()

        [entry] = feed(reader, "/outcomes/silent/feed.atom").iter(f"{ATOM}entry")
        assert of(entry, "id").endswith(f":requests:{reference}:2")
        said = "Demonstration: Corrected and no longer listed here: To the Pakistan Telecomm"
        assert of(entry, "title").startswith(said)
        assert "ilent" not in of(entry, "title") + of(entry, "summary")
        for other in ("/outcomes/refused/feed.atom", "/bodies/pk-interior/feed.atom"):
            assert shown(feed(reader, other)) == []
        assert "Corrected" not in of(feed(reader, "/feed.atom"), "entry/{*}title")
        withhold(office, reference, WithheldBecause.SAFETY, by=BY)
        assert shown(feed(reader, "/outcomes/silent/feed.atom")) == []


def test_an_appeal_body_is_followed_by_what_is_appealed_to_it(tmp_path: Path) -> None:
    with an_office(tmp_path) as (office, _):
        reference, reader = scenes.a_silence(office), scenes.serve(office)
        commission = "/bodies/pk-pic"
        assert shown(feed(reader, f"{commission}/feed.atom")) == []
        scenes.an_appeal(office, reference, date(2024, 4, 22))
        scenes.show(office, reference)

        assert shown(feed(reader, f"{commission}/feed.atom")) == [reference]
        assert shown(feed(reader, f"{BODY}/feed.atom")) == [reference]
        # Filed on Monday 22 April 2024; sixty days end on Friday 21 June.
        title = "Demonstration: PTA (R0000001): deadline: Decision of the Information Commission"
        assert days(reader, f"{commission}/calendar.ics")[title] == date(2024, 6, 21)


def test_two_slashes_lead_to_no_invented_host(reader: FlaskClient) -> None:
    for address in ("/ur//feed.atom", "/blocks//pk-x-2024/card", "/desk//requests"):
        answer = reader.get(address, headers={"Host": "elsewhere.example"})
        assert "elsewhere" not in answer.headers.get("Location", "")
        assert "elsewhere" not in answer.text


def test_one_request_is_followed_by_itself(reader: FlaskClient) -> None:
    feed = reader.get(f"{REQUEST}/feed.atom").text
    days = reader.get(f"{REQUEST}/calendar.ics").text.replace("\r\n ", "")

    assert feed.count("<entry>") == 1
    assert f"/requests/{SILENCE}" in feed
    assert f"Request {SILENCE}" in feed
    assert SILENCE.upper() in days
    assert REFUSAL.upper() not in days
    page = reader.get(REQUEST).text
    for address in (f"{REQUEST}/feed.atom", f"{REQUEST}/calendar.ics", f"request={SILENCE}"):
        assert address in page
    form = reader.get(f"/alerts?request={SILENCE}").text
    assert f'name="request" value="{SILENCE}"' in form
    assert f"Request {SILENCE}" in form
    for unknown in ("/requests/r9999999/feed.atom", "/alerts?request=r9999999"):
        assert reader.get(unknown).status_code == 404


def test_of_a_withheld_request_nothing_is_left_to_follow(tmp_path: Path) -> None:
    with an_office(tmp_path) as (office, _):
        reference = scenes.a_withheld_record(office)
        reader = scenes.serve(office)
        feed = reader.get(f"/requests/{reference}/feed.atom").text
        days = reader.get(f"/requests/{reference}/calendar.ics").text

    assert "<entry>" not in feed
    assert "VEVENT" not in days


def test_a_feed_says_where_a_record_stands_and_that_nothing_was_filed(reader: FlaskClient) -> None:
    root = feed(reader, f"{BODY}/feed.atom")

    assert "really filed" in of(root, "subtitle")
    [entry] = root.iter(f"{ATOM}entry")
    assert of(entry, "title").startswith("Demonstration: ")
    assert "No response recorded by" in of(entry, "summary")
    assert [each.get("term") for each in entry.iter(f"{ATOM}category")] == ["silent"]


def test_a_new_version_is_an_entry_of_its_own_and_a_withheld_record_none(tmp_path: Path) -> None:
    with an_office(tmp_path) as (office, _):
        reference, reader = scenes.a_silence(office), scenes.serve(office)
        [first] = feed(reader, "/feed.atom").iter(f"{ATOM}entry")
        scenes.strike(office, reference, "fell-silent", "It was answered in time.")
        [second] = feed(reader, "/feed.atom").iter(f"{ATOM}entry")
        withhold(office, reference, WithheldBecause.SAFETY, by=BY)

        assert of(first, "id").endswith(f":requests:{reference}:1")
        assert of(second, "id").endswith(f":requests:{reference}:2")
        assert shown(feed(reader, "/feed.atom")) == []
        assert reference not in reader.get(f"{BLOCK}/calendar.ics").text


def test_nothing_is_dated_in_a_time_to_come(tmp_path: Path) -> None:
    """At 20:00 by the clock of the world it is 1:00 of the next day in Islamabad (UTC+5), and that
    day, 25 November, began there at 19:00 of the 24th."""
    with an_office(tmp_path) as (office, clock):
        clock.set(date(2026, 11, 24), hour=20)
        scenes.a_silence(office)
        reader, began = scenes.serve(office), datetime(2026, 11, 24, 19, tzinfo=UTC)

        root = feed(reader, "/feed.atom")
        [entry] = root.iter(f"{ATOM}entry")
        assert of(entry, "id").startswith("tag:record.example,2026-11-25:")
        assert {of(each, "updated") for each in (root, entry)} == {"2026-11-24T19:00:00Z"}
        stamps = {event.decoded("dtstamp") for event in events(reader, f"{BLOCK}/calendar.ics")}
        assert stamps == {began}


def events(reader: FlaskClient, address: str) -> list[Any]:
    """What is in a calendar."""
    calendar: Any = Calendar.from_ical(reader.get(address).data)
    return list(calendar.walk("VEVENT"))


def days(reader: FlaskClient, address: str) -> dict[str, date]:
    """The days of a calendar by their titles."""
    return {str(each["summary"]): each.decoded("dtstart") for each in events(reader, address)}


def test_a_calendar_tells_what_happened_and_what_ends_when(reader: FlaskClient) -> None:
    """Received on Monday 18 March 2024. Tuesday to Friday, 19 to 22, and Monday to Friday, 25 to
    29 March, are nine working days; the tenth is Monday 1 April. Ten more: 2 to 5, 8 and 9 April,
    then, after Eid from 10 to 12 April, Monday 15 to Thursday 18 April."""
    found = days(reader, f"{BODY}/calendar.ics")

    assert all(title.startswith("Demonstration: PTA (R0000001): ") for title in found)
    assert found["Demonstration: PTA (R0000001): Receipt of the request"] == date(2024, 3, 18)
    last = {title.rpartition("): ")[2]: day for title, day in found.items() if "deadline" in title}
    assert last == {
        "deadline: Reply of the public body": date(2024, 4, 1),
        "deadline, with an extension: Reply of the public body": date(2024, 4, 18),
    }
    assert any("last safe day to file" in title for title in found)
    assert not any("R0000002" in title for title in found)
    assert len(days(reader, f"{BLOCK}/calendar.ics")) > len(found)


def test_a_last_day_falls_away_once_what_it_waits_for_has_come(tmp_path: Path) -> None:
    """Received on Monday 18 March 2024: the last days are Monday 1 April and, with an extension,
    Thursday 18 April, as above. Thirty days from a refusal of Thursday 28 March end on Saturday
    27 April, so that Friday 26 is safe; sixty from an appeal of 5 April on 4 June."""
    with an_office(tmp_path) as (office, clock):
        clock.set(date(2024, 3, 20))
        reference, reader = a_request(office, on=date(2024, 3, 15)), scenes.serve(office)
        received(office, reference, date(2024, 3, 18))

        def last_days() -> set[date]:
            scenes.show(office, reference, on=None)
            found = days(reader, f"{BLOCK}/calendar.ics").items()
            return {day for title, day in found if re.search("deadline|last safe day", title)}

        window = date(2024, 4, 30)
        assert last_days() == {date(2024, 4, 1), date(2024, 4, 18), window}
        clock.set(date(2024, 4, 5))
        scenes.replied(office, reference, "refused", date(2024, 3, 28), lambda _: REFUSED, EXEMPT)
        assert last_days() == {date(2024, 4, 26)}
        scenes.an_appeal(office, reference, date(2024, 4, 5))
        assert last_days() == {date(2024, 6, 4)}
        clock.set(date(2024, 5, 20))
        outcome = DecisionOutcome.DISMISSED
        record_decision(office, reference, date(2024, 5, 20), outcome, [], by=BY)
        assert date(2024, 6, 4) not in last_days()


def test_a_last_day_that_passed_before_the_answer_came_stays_where_it_was(tmp_path: Path) -> None:
    with an_office(tmp_path) as (office, _):
        scenes.a_late_answer(office)
        titles = days(scenes.serve(office), "/bodies/pk-moitt/calendar.ics")

        assert len([title for title in titles if "Reply of the public body" in title]) == 2


def test_nobody_looks_out_for_an_answer_that_lies_at_the_office(tmp_path: Path) -> None:
    with an_office(tmp_path) as (office, clock):
        clock.set(date(2024, 3, 28))
        reference, reader = a_request(office, on=date(2024, 3, 15)), scenes.serve(office)
        receipt = received(office, reference, date(2024, 3, 18))
        scenes.replied(office, reference, "refused", date(2024, 3, 28), lambda _: REFUSED, EXEMPT)
        with office.cases.look(reference) as case:
            shown = [entry.seq for entry in publishable(case.history) if entry.seq <= receipt.seq]
        publish_entries(office, reference, Publication(tuple(shown), []), by=BY)

        titles = days(reader, f"{BODY}/calendar.ics")
        assert any("Receipt of the request" in title for title in titles)
        assert not [title for title in titles if "Reply of the public body" in title]


def test_nobody_waits_for_a_request_that_was_withdrawn(tmp_path: Path) -> None:
    with an_office(tmp_path) as (office, clock):
        clock.set(date(2024, 3, 20))
        reference, reader = a_request(office, on=date(2024, 3, 15)), scenes.serve(office)
        received(office, reference, date(2024, 3, 18))
        withdraw(office, reference)
        scenes.show(office, reference, on=None)

        assert not [title for title in days(reader, f"{BODY}/calendar.ics") if "last " in title]


def test_a_silence_of_the_appeal_body_is_not_told_as_one_of_the_body_asked(
    tmp_path: Path,
) -> None:
    """Appealed on Monday 22 April 2024: sixty days end on Friday 21 June."""
    with an_office(tmp_path) as (office, _):
        reference, reader = scenes.a_refusal(office), scenes.serve(office)
        scenes.an_appeal(office, reference, date(2024, 4, 22))
        sweep(office)
        scenes.show(office, reference, on=date(2024, 7, 1))

        silences = {t: d for t, d in days(reader, f"{BLOCK}/calendar.ics").items() if "No " in t}
        assert silences == {
            "Demonstration: Interior (R0000001): No decision within the time allowed (PIC)": date(
                2024, 6, 22
            )
        }


def test_a_hearing_stands_on_the_day_to_which_it_was_put_off(tmp_path: Path) -> None:
    with an_office(tmp_path) as (office, clock):
        clock.set(date(2024, 5, 14))
        reference, reader = scenes.a_silence(office), scenes.serve(office)
        scenes.an_appeal(office, reference, date(2024, 4, 22))
        day, later, notice = date(2024, 5, 20), date(2024, 6, 3), [a_paper("notice.txt")]
        seq = record(
            office,
            reference,
            HearingFixed(on=DaySpan.on(date(2024, 5, 2)), appeal=0, hearing=day),
            notice,
            by=BY,
        ).seq

        def hearing() -> dict[str, tuple[date, int]]:
            scenes.show(office, reference)
            return {
                str(each["uid"]): (each.decoded("dtstart"), each.get("sequence", 0))
                for each in events(reader, f"{BODY}/calendar.ics")
                if "hearing" in each["summary"]
            }

        [(name, (first, revision))] = hearing().items()
        record(
            office,
            reference,
            Adjourned(on=DaySpan.on(date(2024, 5, 2)), hearing=seq, to=later),
            [],
            by=BY,
        )
        [(again, (second, revised))] = hearing().items()
        record(
            office,
            reference,
            Adjourned(on=DaySpan.on(date(2024, 5, 2)), hearing=seq, to=None),
            [],
            by=BY,
        )

        assert (first, second) == (day, later)
        assert name == again, "programs for calendars move what has the same name"
        assert revised > revision, "and heed it only where its number is a higher one (RFC 5545)"
        assert hearing() == {}, "no new day was said"


def test_a_calendar_has_a_name_and_says_nothing_where_there_is_nothing_to_say(
    reader: FlaskClient,
) -> None:
    whole = reader.get(f"/ur{BLOCK}/calendar.ics").data
    calendar: Any = Calendar.from_ical(whole)

    assert calendar["name"] == calendar["x-wr-calname"]
    assert calendar["name"].startswith("نمائشی")
    assert b"DESCRIPTION:\r\n" not in whole
    # RFC 5545, 3.3.11, and RFC 7986, 5.1: a name is a text, in which commas are set apart.
    named = reader.get("/bodies/tz-minister/calendar.ics").data.replace(b"\r\n ", b"")
    for name in (b"NAME", b"X-WR-CALNAME"):
        words = rb"Requests and appeals to the Minister who hears appeals under the Access to "
        words += rb"Information Act\, 2016"
        assert b"\r\n" + name + b":Demonstration: " + words + b"\r\n" in named
    # RFC 5545, 3.1: lines of at most 75 octets, and none that ends within a letter.
    lines = whole.split(b"\r\n")
    assert max(map(len, lines)) <= 75
    assert all(line.decode() is not None for line in lines)


@pytest.mark.parametrize("address", FILES)
def test_what_a_reader_has_already_is_not_sent_again(
    opened: tuple[Office, Clock], reader: FlaskClient, address: str
) -> None:
    first = reader.get(address)
    again = reader.get(address, headers={"If-None-Match": first.headers["ETag"]})

    assert (again.status_code, again.data) == (304, b"")
    assert "Set-Cookie" not in first.headers
    if address.endswith((".atom", ".ics")):
        assert "no-cache" in first.headers["Cache-Control"]


def test_a_calendar_is_the_same_a_minute_later(opened: tuple[Office, Clock]) -> None:
    office, clock = opened
    reader, moment = scenes.serve(office), clock.moment
    before = reader.get(f"{BLOCK}/calendar.ics").data
    clock.moment = moment.replace(minute=moment.minute + 1)

    assert reader.get(f"{BLOCK}/calendar.ics").data == before
    clock.moment = moment


def test_badge_and_card_say_what_the_page_of_the_block_says(reader: FlaskClient) -> None:
    """X was blocked from 17 February 2024 to 7 May 2025, the day of restoration not counted: 366
    days to 17 February 2025, 29 February 2024 among them, and 79 more (12 of February, 31 of
    March, 30 of April, 6 of May). Two bodies were asked, and none gave anything."""
    page = tree(reader.get(f"{BLOCK}/card"))
    picture = fromstring(reader.get(f"{BLOCK}/badge.svg").data)  # noqa: S314

    words = page.xpath("string(//main)")
    for said in (words, " ".join(picture.itertext())):
        assert "X in Pakistan" in said
        assert "blocked on 445 days" in said
        assert "2 bodies were asked for the legal basis. 0 of " in " ".join(said.split())
        assert "Demonstration: not really filed." in said
    assert page.xpath("//h1/a/@href") == [f"https://record.example{BLOCK}"]


def test_every_word_of_a_badge_stands_out_from_its_ground(reader: FlaskClient) -> None:
    """At least 4.5 to 1 (WCAG 2.2, 1.4.3) by the luminance defined there; the ground is white."""
    picture = fromstring(reader.get(f"{BLOCK}/badge.svg").data)  # noqa: S314

    for colour in {line.attrib["fill"] for line in picture.findall("{*}text")}:
        shares = [int(colour[at : at + 2], 16) / 255 for at in (1, 3, 5)]
        red, green, blue = (
            share / 12.92 if share <= 0.04045 else ((share + 0.055) / 1.055) ** 2.4
            for share in shares
        )
        assert 1.05 / (0.2126 * red + 0.7152 * green + 0.0722 * blue + 0.05) >= 4.5, colour


def test_a_badge_in_urdu_names_a_face_that_joins_its_letters_and_leaves_them_room(
    reader: FlaskClient,
) -> None:
    """Nastaliq needs about twice the height of its size, or lines run into each other."""
    lines = fromstring(reader.get(f"/ur{BLOCK}/badge.svg").data).findall("{*}text")  # noqa: S314

    places = [int(line.attrib["y"]) for line in lines]
    assert all(each.attrib["font-family"].startswith("Noto Nastaliq Urdu,") for each in lines)
    assert len(lines) > 2
    assert min(after - before for before, after in pairwise(places)) >= 2 * 16


def test_badge_and_card_alone_may_be_shown_by_others_and_run_nothing(reader: FlaskClient) -> None:
    for address in (f"{BLOCK}/badge.svg", f"{BLOCK}/card", f"/ur{BLOCK}/card"):
        answer = reader.get(address)
        policy = answer.headers["Content-Security-Policy"]
        assert "frame-ancestors *" in policy
        assert "script" not in policy
        assert "default-src 'none'" in policy
        assert "X-Frame-Options" not in answer.headers
        assert answer.headers["Cross-Origin-Resource-Policy"] == "cross-origin"
        assert "Set-Cookie" not in answer.headers
        assert not {"script", "style", "image", "use"} & {
            str(each.tag).rpartition("}")[2] for each in tree(answer).iter()
        }
    for address in (BLOCK, "/feed.atom", "/"):
        answer = reader.get(address)
        assert answer.headers["X-Frame-Options"] == "DENY"
        assert "frame-ancestors 'none'" in answer.headers["Content-Security-Policy"]


def test_a_badge_never_counts_days_that_nobody_knows(reader: FlaskClient) -> None:
    """Of the VPN trial block no end is known: its days are told up to the last confirmation; of
    the throttling of March 2024 no beginning."""
    for key, block in the_library().blocks.items():
        said = " ".join(fromstring(reader.get(f"/blocks/{key}/badge.svg").data).itertext())  # noqa: S314
        if block.since_unknown:
            assert " day" not in said, key
            assert f"{block.title}. Nobody has asked for its legal basis" in said, key
        elif block.until is None and block.last_confirmed and block.carried_out:
            assert "the last confirmation" in said, key


def test_the_pages_lead_to_what_can_be_followed(reader: FlaskClient) -> None:
    for prefix in ("", "/ur"):
        for page, led in (
            (BLOCK, (f"{BLOCK}/feed.atom", f"{BLOCK}/calendar.ics", f"{BLOCK}/share")),
            (BODY, (f"{BODY}/feed.atom", f"{BODY}/calendar.ics")),
            ("/requests", ("/feed.atom", "/outcomes/silent/feed.atom")),
        ):
            links = tree(reader.get(prefix + page)).xpath("//main//a/@href")
            assert {prefix + each for each in led} <= set(links)
    own = tree(reader.get(f"{BLOCK}/share"))
    code = own.xpath("//textarea/text()")
    assert any(f'src="https://record.example{BLOCK}/badge.svg"' in each for each in code)
    assert any(f'src="https://record.example{BLOCK}/card"' in each for each in code)
    feeds = tree(reader.get(BLOCK)).xpath("//link[@type='application/atom+xml']/@href")
    assert feeds == [f"{BLOCK}/feed.atom"]
